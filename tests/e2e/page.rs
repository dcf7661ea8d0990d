//! The page as a test sees it: what a person does, and what they see.

use std::{path::Path, sync::Arc};

use data_encoding::BASE64;
use serde_json::{Value, json};
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
        page.ask(
            "const done = arguments[0]; const gone = indexedDB.deleteDatabase('pourover'); gone.onsuccess = gone.onerror = gone.onblocked = () => done({ seen: true });",
            vec![],
        )
        .await?;
        page.load().await?;
        Ok(page)
    }

    /// Goes to the page and waits until it can be used.
    pub async fn load(&self) -> Result<(), Error> {
        self.driver.goto(self.server.at("/")).await?;
        self.ready().await
    }

    /// Shows the page at a phone's size from here on.
    pub async fn on_a_phone(&self) -> Result<(), Error> {
        self.driver.goto(self.server.at("/phone")).await?;
        self.driver.enter_frame(0).await?;
        self.ready().await
    }

    /// Waits for the example that the page shows by itself, or what was left,
    /// so that nothing of it comes later.
    async fn ready(&self) -> Result<(), Error> {
        self.when("document.querySelectorAll('#demo option').length > 1 && document.getElementById('command').value && !document.getElementById('stop')", vec![]).await?;
        // Keeps what is downloaded, and has the browser not save it: MiniBrowser
        // adds a bar for each file, until nothing is left of the page.
        let script = "window.saved = [];
            const address = URL.createObjectURL;
            URL.createObjectURL = (blob) => { window.saved.push(blob); return address.call(URL, blob); };
            const click = HTMLAnchorElement.prototype.click;
            HTMLAnchorElement.prototype.click = function () { if (!this.download || window.really_save) click.call(this); };";
        self.script(script, vec![]).await?;
        Ok(())
    }

    async fn ask(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Error> {
        let answer = self.driver.execute_async(script, arguments).await?;
        let answer = answer.json();
        match answer.get("error") {
            Some(error) => Err(error.to_string().into()),
            None => Ok(answer["seen"].clone()),
        }
    }

    /// Waits until a JavaScript expression is truthy and gives its value.
    pub async fn when(&self, expression: &str, arguments: Vec<Value>) -> Result<Value, Error> {
        match self
            .ask(&WHEN.replace("EXPRESSION", expression), arguments)
            .await
        {
            Ok(value) => Ok(value),
            Err(error) => {
                let status = self.text(".status").await?;
                let notice = self.text("#notice").await?;
                Err(format!(
                    "waiting for {expression}: {error}; status: {status}; notice: {notice}"
                )
                .into())
            }
        }
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
        Ok(self.element(selector).await?.click().await?)
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

    /// Gives stdin bytes: as a chosen file.
    pub async fn stdin_file(&self, bytes: &[u8], name: &str) -> Result<(), Error> {
        self.choose("#stdin-file", bytes, name).await?;
        self.when(
            "document.querySelector('.stdin .size').innerText.startsWith(arguments[0])",
            vec![json!(name)],
        )
        .await?;
        Ok(())
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

    /// Starts the command line.
    pub async fn start(&self, command: &str) -> Result<(), Error> {
        self.fill("#command", command).await?;
        let before = self
            .script(
                "return Number(document.getElementById('status').dataset.run)",
                vec![],
            )
            .await?;
        self.click("#run").await?;
        self.when(
            "Number(document.getElementById('status').dataset.run) > arguments[0]",
            vec![before],
        )
        .await?;
        Ok(())
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
        let script = r#"
            const done = arguments[arguments.length - 1];
            const given = Array.from(arguments).slice(0, -1);
            const look = () => {
                const opened = indexedDB.open('pourover');
                opened.onsuccess = () => {
                    const read = opened.result.transaction('draft').objectStore('draft').get('last');
                    read.onsuccess = () => {
                        const draft = read.result;
                        opened.result.close();
                        if (draft && (TEST)) done({ seen: true }); else setTimeout(look, 20);
                    };
                };
            };
            look();
        "#;
        self.ask(&script.replace("TEST", test), vec![json!(argument)])
            .await?;
        Ok(())
    }
}
