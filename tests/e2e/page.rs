//! The page as a test sees it: what a person does, and what they see.

use std::{path::Path, sync::Arc};

use data_encoding::BASE64;
use serde_json::{Value, json};
use tests::real;
use thirtyfour::{By, Key, TypingData, WebDriver, WebElement};

use crate::{engine::Engine, server::Server};

pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// An open page.
pub struct Page {
    driver: WebDriver,
    /// The engine that shows it.
    pub engine: Engine,
    /// Where it is served from.
    pub server: Arc<Server>,
}

/// What came out of a run.
#[derive(Debug)]
pub struct Run {
    /// The words of the status line, without the time.
    pub status: String,
    /// Exactly what the download of stdout holds.
    pub stdout: Vec<u8>,
    /// The same of stderr.
    pub stderr: Vec<u8>,
}

/// Calls `done` with the value of an expression as soon as it is truthy.
const WHEN: &str = r#"
    const done = arguments[arguments.length - 1];
    const given = Array.from(arguments).slice(0, -1);
    const look = () => {
        let seen;
        try { seen = (function () { return (EXPRESSION); }).apply(null, given); } catch (error) { return done({ error: String(error) }); }
        if (seen) done({ seen }); else setTimeout(look, 5);
    };
    look();
"#;

/// Empties the store. To delete it would wait for a page that is kept for Back and has it
/// open, and might be done only in the middle of the next test.
const NOTHING_KEPT: &str = r#"
    const done = arguments[0];
    const emptied = () => done({ seen: true });
    indexedDB.databases().then((all) => {
        if (!all.some(({ name }) => name === 'pourover')) return emptied();
        const opened = indexedDB.open('pourover');
        opened.onerror = () => done({ error: 'the store cannot be opened' });
        opened.onsuccess = () => {
            const change = opened.result.transaction(opened.result.objectStoreNames, 'readwrite');
            for (const name of change.objectStoreNames) change.objectStore(name).clear();
            change.oncomplete = () => { opened.result.close(); emptied(); };
            change.onabort = () => done({ error: 'the store cannot be emptied' });
        };
    });
"#;

/// What is on the page, and what it did last; what was fetched, when that had ended in
/// milliseconds, and its HTTP status: what is still on its way is not there.
const NOW: &str = r#"
    const text = (selector) => document.querySelector(selector)?.innerText.slice(0, 400);
    return {
        now: Math.round(performance.now()),
        address: location.href.slice(0, 200),
        page: document.body?.innerText.length,
        status: text('.status'),
        notice: text('#notice'),
        drawer: text('.drawer h2'),
        command: document.getElementById('command')?.value,
        strip: text('.strip'),
        stdout: text('.stdout .bytes'),
        stderr: text('.stderr .bytes'),
        focus: document.hasFocus() && document.activeElement?.id,
        done: window.done,
        fetched: performance.getEntriesByType('resource').slice(-20).map(({ name, responseEnd, responseStatus }) => `${name.replace(location.origin, '')} ${Math.round(responseEnd)} ${responseStatus}`),
    };
"#;

/// What a test that failed left behind.
pub async fn describe(driver: &WebDriver) -> String {
    match driver.execute(NOW, vec![]).await {
        Ok(now) => format!("the page then: {}", now.json()),
        Err(error) => format!("what was on the page then is not known: {error}"),
    }
}

impl Page {
    /// Opens the page as on a first visit.
    pub async fn open(
        driver: &WebDriver,
        engine: Engine,
        server: &Arc<Server>,
    ) -> Result<Self, Error> {
        let page = Self {
            driver: driver.clone(),
            engine,
            server: server.clone(),
        };
        driver.enter_default_frame().await?;
        driver.goto(server.at("/blank")).await?;
        page.ask(NOTHING_KEPT, vec![]).await?;
        page.load().await?;
        Ok(page)
    }

    /// Goes to the page and waits until it can be used.
    pub async fn load(&self) -> Result<(), Error> {
        self.load_at(&self.server.at("/")).await
    }

    /// Goes to a page at another address and waits until it can be used.
    pub async fn load_at(&self, address: &str) -> Result<(), Error> {
        self.driver.goto(address).await?;
        self.ready().await
    }

    /// Opens the page by a link, as one that is clicked on elsewhere.
    pub async fn open_at(&self, address: &str) -> Result<(), Error> {
        self.driver.goto(self.server.at("/blank")).await?;
        self.driver.goto(address).await?;
        self.ready().await
    }

    /// Shows the page at a phone's size from here on.
    pub async fn on_a_phone(&self) -> Result<(), Error> {
        self.driver.goto(self.server.at("/phone")).await?;
        self.driver.enter_frame(0).await?;
        self.ready().await
    }

    /// Shows the page in a frame of another site's from here on.
    pub async fn embedded(&self) -> Result<(), Error> {
        self.driver.goto(self.server.around()).await?;
        self.driver.enter_frame(0).await?;
        self.ready().await
    }

    /// Waits for the example that the page shows by itself, or what was left,
    /// so that nothing of it comes later.
    async fn ready(&self) -> Result<(), Error> {
        self.when("document.querySelector('#gallery:enabled, #open') && document.getElementById('command').value && !document.getElementById('stop')", vec![]).await?;
        // Keeps what is downloaded, and has the browser not save it: MiniBrowser
        // adds a bar for each file, until nothing is left of the page.
        let script = "window.saved = [];
            const address = URL.createObjectURL;
            URL.createObjectURL = (blob) => { window.saved.push(blob); return address.call(URL, blob); };
            const click = HTMLAnchorElement.prototype.click;
            HTMLAnchorElement.prototype.click = function () { if (!this.download || window.really_save) click.call(this); };
            // What a test that waits in vain tells of.
            window.done = [];
            // Not of `input`: behind each listener WebKit does what waits to be done, also
            // while a script of the driver's runs, and the page could draw what was there
            // before over what was just put into a field, ahead of its own listener.
            for (const kind of ['click', 'keydown', 'focusin', 'blur'])
                addEventListener(kind, ({ target, isTrusted }) => {
                    window.done.push(`${Math.round(performance.now())} ${kind} ${target.id || target.localName || 'window'}${isTrusted ? '' : ' by a script'}`);
                    window.done.splice(0, window.done.length - 20);
                }, true);
            const complain = console.error;
            console.error = (...words) => { window.done.push(`console: ${words.join(' ')}`); complain.apply(console, words); };
            addEventListener('error', ({ message }) => window.done.push(`error: ${message}`));
            addEventListener('unhandledrejection', ({ reason }) => window.done.push(`rejected: ${reason}`));";
        self.script(script, vec![]).await?;
        Ok(())
    }

    /// Runs JavaScript that calls its last argument with what is `seen`, or an
    /// `error`.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Error> {
        let answer = self.driver.execute_async(script, arguments).await?;
        let answer = answer.json();
        match answer.get("error") {
            Some(error) => Err(error.to_string().into()),
            None => Ok(answer["seen"].clone()),
        }
    }

    /// Waits until a JavaScript expression is truthy and gives its value.
    pub async fn when(&self, expression: &str, arguments: Vec<Value>) -> Result<Value, Error> {
        self.ask(&WHEN.replace("EXPRESSION", expression), arguments)
            .await
            .map_err(|error| format!("waiting for {expression}: {error}").into())
    }

    /// What drives the browser.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Runs JavaScript in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Error> {
        Ok(self.driver.execute(script, arguments).await?.json().clone())
    }

    /// The element that a selector finds.
    pub async fn element(&self, selector: &str) -> Result<WebElement, Error> {
        Ok(self.driver.find(By::Css(selector)).await?)
    }

    /// Clicks on it.
    pub async fn click(&self, selector: &str) -> Result<(), Error> {
        self.when(
            "document.querySelector(arguments[0])",
            vec![json!(selector)],
        )
        .await?;
        // A driver looks where something is and clicks there, and what is there by
        // then may be another thing.
        for _ in 0..3 {
            self.is_still(selector).await?;
            let aim = "window.hit = null;
                const aim = document.querySelector(arguments[0]);
                // What is clicked in a frame is told there alone.
                if (aim.localName === 'iframe') window.hit = 'it';
                addEventListener('click', ({ target }) => { window.hit = aim.contains(target) ? 'it' : target.id || target.localName; }, { capture: true, once: true })";
            self.script(aim, vec![json!(selector)]).await?;
            self.element(selector).await?.click().await?;
            // The click may have led to another page, or closed the frame.
            let hit = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done({ seen: window.hit === undefined ? 'it' : window.hit })))";
            match self.ask(hit, vec![]).await {
                Ok(hit) if hit != "it" => {
                    eprintln!("a click on {selector} hit {hit} in {:?}", self.engine)
                }
                _ => return Ok(()),
            }
        }
        Err(format!("no click hits {selector}").into())
    }

    /// Waits until it stays where it is from frame to frame: the driver looks
    /// where something is, and then clicks there, whatever has come there.
    async fn is_still(&self, selector: &str) -> Result<(), Error> {
        let script = "const [selector, done] = [arguments[0], arguments[arguments.length - 1]];
            const place = () => JSON.stringify(document.querySelector(selector)?.getBoundingClientRect());
            const look = (before) => requestAnimationFrame(() => {
                const now = place();
                if (now === before) done({ seen: true }); else look(now);
            });
            look(place())";
        self.ask(script, vec![json!(selector)]).await?;
        Ok(())
    }

    /// Clicks on it twice.
    pub async fn double_click(&self, selector: &str) -> Result<(), Error> {
        let element = self.element(selector).await?;
        Ok(self
            .driver
            .action_chain()
            .double_click_element(&element)
            .perform()
            .await?)
    }

    /// Its text, as a person reads it.
    pub async fn text(&self, selector: &str) -> Result<String, Error> {
        let text = self
            .script(
                "return document.querySelector(arguments[0])?.innerText ?? ''",
                vec![json!(selector)],
            )
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Fills a text field, as an input method does.
    pub async fn fill(&self, selector: &str, text: &str) -> Result<(), Error> {
        self.when(
            "document.querySelector(arguments[0])",
            vec![json!(selector)],
        )
        .await?;
        self.script(
            "const field = document.querySelector(arguments[0]);
             Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, arguments[1]);
             field.dispatchEvent(new InputEvent('input', { bubbles: true }));",
            vec![json!(selector), json!(text)],
        )
        .await?;
        Ok(())
    }

    /// Types on the keyboard, wherever the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<(), Error> {
        Ok(self.driver.action_chain().send_keys(keys).perform().await?)
    }

    /// Presses a key while Control is held.
    pub async fn control(&self, key: impl Into<TypingData>) -> Result<(), Error> {
        let chord = self
            .driver
            .action_chain()
            .key_down(Key::Control)
            .send_keys(key)
            .key_up(Key::Control);
        Ok(chord.perform().await?)
    }

    /// Gives stdin bytes: as a chosen file, whose name is not that of the one before.
    pub async fn stdin_file(&self, bytes: &[u8], name: &str) -> Result<(), Error> {
        self.choose("#stdin-file", bytes, name).await?;
        self.when(
            "document.querySelector('.stdin .size').innerText.startsWith(arguments[0])",
            vec![json!(name)],
        )
        .await?;
        Ok(())
    }

    /// Puts a file among those that redirections read and write.
    pub async fn demo_file(&self, bytes: &[u8], name: &str) -> Result<(), Error> {
        self.script("document.getElementById('files').click()", vec![])
            .await?;
        self.when("document.getElementById('add-file')", vec![])
            .await?;
        self.choose("#add-file", bytes, name).await?;
        self.when(
            "document.querySelector('.drawer').innerText.includes(arguments[0])",
            vec![json!(name)],
        )
        .await?;
        self.click("#close").await
    }

    /// Has programs granted the files, or not.
    pub async fn grant(&self, granted: bool) -> Result<(), Error> {
        self.script("document.getElementById('files').click()", vec![])
            .await?;
        self.when("document.getElementById('grant')", vec![])
            .await?;
        self.script(
            "const box = document.getElementById('grant'); if (box.checked !== arguments[0]) box.click()",
            vec![json!(granted)],
        )
        .await?;
        self.click("#close").await
    }

    /// Chooses a file in a file field.
    pub async fn choose(&self, selector: &str, bytes: &[u8], name: &str) -> Result<(), Error> {
        self.script(
            &format!("{FILE} const field = document.querySelector(arguments[2]); field.files = carrier.files; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"),
            vec![json!(BASE64.encode(bytes)), json!(name), json!(selector)],
        )
        .await?;
        Ok(())
    }

    /// Drops a file on an element.
    pub async fn drop_file(&self, selector: &str, bytes: &[u8], name: &str) -> Result<(), Error> {
        self.script(
            &format!(
                "{FILE} const target = document.querySelector(arguments[2]);
                 for (const kind of ['dragenter', 'dragover', 'drop'])
                     target.dispatchEvent(new DragEvent(kind, {{ bubbles: true, cancelable: true, dataTransfer: carrier }}));"
            ),
            vec![json!(BASE64.encode(bytes)), json!(name), json!(selector)],
        )
        .await?;
        Ok(())
    }

    /// Starts the command line and waits for its end.
    pub async fn run(&self, command: &str) -> Result<Run, Error> {
        self.start(command).await?;
        self.ended().await
    }

    /// Starts the command line. It is filled and started in one step: an edit may
    /// run by itself, and a run that is not so quick puts Stop in Run's place.
    pub async fn start(&self, command: &str) -> Result<(), Error> {
        let script = "const done = arguments[arguments.length - 1];
            const look = () => {
                const [run, field] = ['run', 'command'].map((id) => document.getElementById(id));
                if (!run) return setTimeout(look, 5);
                const before = document.getElementById('status').dataset.run;
                Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, arguments[0]);
                field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                run.click();
                done({ seen: before });
            };
            look();";
        let before = self.ask(script, vec![json!(command)]).await?;
        self.when(
            "document.getElementById('status').dataset.run !== arguments[0]",
            vec![before],
        )
        .await?;
        Ok(())
    }

    /// Opens a demo of the gallery, which runs then, and waits for its end.
    pub async fn run_demo(&self, name: &str) -> Result<Run, Error> {
        self.when("document.getElementById('run')", vec![]).await?;
        let before = self
            .script(
                "document.getElementById('gallery').click(); return document.getElementById('status').dataset.run",
                vec![],
            )
            .await?;
        self.click(&format!("#demo-{name}")).await?;
        self.when(
            "document.getElementById('status').dataset.run !== arguments[0]",
            vec![before],
        )
        .await?;
        self.ended().await
    }

    /// Waits for the end of the run.
    pub async fn ended(&self) -> Result<Run, Error> {
        self.when("document.getElementById('run')", vec![]).await?;
        let status = self.text("#status").await?;
        let status = status.split(" · ").next().unwrap_or_default().to_owned();
        Ok(Run {
            status,
            stdout: self.saved("stdout").await?,
            stderr: self.saved("stderr").await?,
        })
    }

    /// The bytes that a person gets who downloads a pane.
    pub async fn saved(&self, pane: &str) -> Result<Vec<u8>, Error> {
        let script = r#"
            const done = arguments[arguments.length - 1];
            const buttons = document.querySelectorAll(`.pane.${arguments[0]} .ends button`);
            const download = Array.from(buttons).find((button) => button.innerText === 'Download' || button.textContent === 'Download');
            if (!download) return done({ seen: '' });
            window.saved.length = 0;
            download.click();
            const look = () => {
                if (!window.saved.length) return setTimeout(look, 5);
                const reader = new FileReader();
                reader.onload = () => done({ seen: reader.result.slice(reader.result.indexOf(',') + 1) });
                reader.onerror = () => done({ error: String(reader.error) });
                reader.readAsDataURL(window.saved[0]);
            };
            look();
        "#;
        let encoded = self.ask(script, vec![json!(pane)]).await?;
        Ok(BASE64.decode(encoded.as_str().unwrap_or_default().as_bytes())?)
    }

    /// Takes a picture of the page, into `target/screenshots/` or the folder
    /// that `POUROVER_SCREENSHOTS` names, from the workspace's root.
    pub async fn picture(&self, name: &str, element: Option<&str>) -> Result<(), Error> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let folder = std::env::var("POUROVER_SCREENSHOTS");
        let folder = root.join(folder.as_deref().unwrap_or("target/screenshots"));
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("{name}.png"));
        match element {
            None => self.driver.screenshot(&path).await?,
            Some(selector) => {
                self.driver.enter_default_frame().await?;
                self.element(selector).await?.screenshot(&path).await?;
            }
        }
        Ok(())
    }
}

/// Makes a file from base64 and puts it into a carrier of files.
const FILE: &str =
    "const bytes = Uint8Array.from(atob(arguments[0]), (byte) => byte.charCodeAt(0));
    const carrier = new DataTransfer(); carrier.items.add(new File([bytes], arguments[1]));";

/// What several tests do.
impl Page {
    /// Opens the list of filters.
    pub async fn open_filters(&self) -> Result<(), Error> {
        if self.text(".drawer h2").await? != "Filters" {
            self.click("#filters").await?;
        }
        Ok(())
    }

    /// Adds a module by choosing its file, and waits until it is there.
    pub async fn choose_module(&self, bytes: &[u8], name: &str) -> Result<(), Error> {
        self.open_filters().await?;
        self.when("document.getElementById('module-file')", vec![])
            .await?;
        self.choose("#module-file", bytes, name).await?;
        self.added(name).await
    }

    /// Chooses a program of others as a module: up to 75 MB, too much for a
    /// script's argument.
    pub async fn choose_real(&self, name: &str) -> Result<(), Error> {
        // It may have to be fetched or compiled first.
        let module = real::named(name).ok_or_else(|| format!("there is no {name}"))?;
        tokio::task::spawn_blocking(move || real::wasm(&module)).await??;
        self.open_filters().await?;
        self.when("document.getElementById('module-file')", vec![])
            .await?;
        let script = "const done = arguments[arguments.length - 1];
            fetch(`/real/${arguments[0]}`).then(async (response) => {
                if (!response.ok) return done({ error: await response.text() });
                const carrier = new DataTransfer();
                carrier.items.add(new File([await response.blob()], `${arguments[0]}.wasm`));
                const field = document.getElementById('module-file');
                field.files = carrier.files;
                field.dispatchEvent(new Event('change', { bubbles: true }));
                done({ seen: true });
            }, (error) => done({ error: String(error) }));";
        self.ask(script, vec![json!(name)]).await?;
        Ok(())
    }

    /// Waits until the module of this file is added.
    pub async fn added(&self, name: &str) -> Result<(), Error> {
        let added = format!("{} was added", model::module::command_name(name));
        self.when(
            "document.getElementById('notice')?.innerText.startsWith(arguments[0])",
            vec![json!(added)],
        )
        .await?;
        Ok(())
    }

    /// Fills stdin with text.
    pub async fn fill_stdin(&self, text: &str) -> Result<(), Error> {
        if self
            .script("return document.getElementById('stdin').tagName", vec![])
            .await?
            != "TEXTAREA"
        {
            self.script("document.getElementById('clear').click()", vec![])
                .await?;
        }
        self.fill("textarea#stdin", text).await
    }

    /// Chooses how a pane shows its bytes.
    pub async fn choose_view(&self, pane: &str, view: &str) -> Result<(), Error> {
        self.script(
            "const field = document.querySelector(`.pane.${arguments[0]} .mode`); field.value = arguments[1]; field.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![json!(pane), json!(view)],
        )
        .await?;
        self.when(
            "(document.querySelector(`.pane.${arguments[0]} .bytes.hex`) !== null) === (arguments[1] === 'hex')",
            vec![json!(pane), json!(view)],
        )
        .await?;
        Ok(())
    }

    /// Waits until the page has kept this text of stdin for the next visit.
    pub async fn kept(&self, text: &str) -> Result<(), Error> {
        self.draft("draft.text === given[0]", text).await
    }

    /// Waits until the page has kept this file of stdin for the next visit.
    pub async fn kept_file(&self, name: &str) -> Result<(), Error> {
        self.draft("draft.file === given[0]", name).await
    }

    async fn draft(&self, test: &str, argument: &str) -> Result<(), Error> {
        self.stored(&json!("last"), &format!("draft && ({test})"), argument)
            .await
    }

    /// Waits until what is stored at a key is so: a test of `draft`.
    pub async fn stored(&self, key: &Value, test: &str, argument: &str) -> Result<(), Error> {
        let script = r#"
            const done = arguments[arguments.length - 1];
            const given = Array.from(arguments).slice(0, -1);
            const look = () => {
                const opened = indexedDB.open('pourover');
                opened.onsuccess = () => {
                    const read = opened.result.transaction('draft').objectStore('draft').get(given[1]);
                    read.onsuccess = () => {
                        const draft = read.result;
                        opened.result.close();
                        if (TEST) done({ seen: true }); else setTimeout(look, 20);
                    };
                };
            };
            look();
        "#;
        let given = vec![json!(argument), key.clone()];
        self.ask(&script.replace("TEST", test), given).await?;
        Ok(())
    }
}

/// Pipelines: the strip, and what it opens.
impl Page {
    /// Whether this engine lets a program wait (JSPI).
    pub async fn waits(&self) -> Result<bool, Error> {
        let waits = self
            .script("return 'Suspending' in window.WebAssembly", vec![])
            .await?;
        Ok(waits == true)
    }

    /// What a text field holds.
    pub async fn value(&self, selector: &str) -> Result<String, Error> {
        let value = self
            .script(
                "return document.querySelector(arguments[0])?.value ?? ''",
                vec![json!(selector)],
            )
            .await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Chooses in a list.
    pub async fn select(&self, selector: &str, value: &str) -> Result<(), Error> {
        self.when(
            "document.querySelector(arguments[0])",
            vec![json!(selector)],
        )
        .await?;
        self.script(
            "const field = document.querySelector(arguments[0]); field.value = arguments[1]; field.dispatchEvent(new Event('change', { bubbles: true }))",
            vec![json!(selector), json!(value)],
        )
        .await?;
        Ok(())
    }

    /// Touches a stage in the strip, counted from 0, and waits for its card.
    pub async fn open_card(&self, stage: usize) -> Result<(), Error> {
        self.touch(".strip .stage", stage).await?;
        self.when("document.querySelector('.card')", vec![]).await?;
        Ok(())
    }

    /// Touches one of the pieces of the strip that a selector finds, counted
    /// from 0.
    pub async fn touch(&self, selector: &str, at: usize) -> Result<(), Error> {
        let pieces = self.driver.find_all(By::Css(selector)).await?;
        let piece = pieces
            .get(at)
            .ok_or(format!("there is no {selector} {at} in the strip"))?;
        piece.scroll_into_view().await?;
        Ok(piece.click().await?)
    }

    /// What a stage's card says, by the words before it; `stderr` is what stands
    /// there.
    pub async fn card(&self, stage: usize) -> Result<Value, Error> {
        self.open_card(stage).await?;
        let facts = self
            .script(
                "const facts = Array.from(document.querySelectorAll('.card dt'), (name) => [name.innerText, name.nextElementSibling.innerText]);
                 return { ...Object.fromEntries(facts), stderr: document.getElementById('stage-stderr')?.innerText ?? '' }",
                vec![],
            )
            .await?;
        self.script("document.getElementById('stage-close').click()", vec![])
            .await?;
        self.when("!document.querySelector('.card')", vec![])
            .await?;
        Ok(facts)
    }

    /// Sets limits, by the ends of their ids: `seconds`, `memory`, `kept`,
    /// `written`.
    pub async fn limit(&self, limits: &[(&str, u32)]) -> Result<(), Error> {
        self.script("document.getElementById('limits').click()", vec![])
            .await?;
        for (name, value) in limits {
            self.fill(&format!("#limit-{name}"), &value.to_string())
                .await?;
        }
        self.click("#close").await
    }

    /// Waits until the page has kept this for the next visit: a test of `draft`.
    pub async fn kept_when(&self, test: &str) -> Result<(), Error> {
        self.draft(test, "").await
    }
}
