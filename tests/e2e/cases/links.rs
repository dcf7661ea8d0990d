//! Demos as links.

use data_encoding::{BASE64, HEXLOWER};
use model::{
    demo::{Code, Demo, Module},
    link,
};
use serde_json::json;
use thirtyfour::Key;

use super::{Case, case, change::let_pass, contains, equal, files};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_link_runs_and_what_was_there_comes_back", runs),
        case("what_share_makes_opens_the_same", shared),
        case("a_link_that_is_cut_says_so_and_does_not_run", cut),
        case("a_module_in_a_link_waits_for_run", waits),
        case("a_module_with_another_hash_is_refused", wrong_hash),
        case("a_module_that_was_fetched_goes_by_its_address", by_address),
        case("titles_and_names_of_links_are_text", hostile),
        case("a_demo_file_goes_out_and_comes_in", demo_file),
        case("the_address_follows_the_command_line", address),
        case("what_was_here_before_a_link_survives_a_reload", reloaded),
        case("undo_of_a_demo_file_ends_what_it_runs", undo_ends),
        case("typing_into_a_link_that_waits_runs_nothing", typed),
        case(
            "back_from_the_first_demo_leads_to_what_was_there",
            back_to_first,
        ),
        case("back_before_a_link_is_read_leads_to_what_was_there", back),
        case("undo_brings_back_all_that_a_link_brought", undone),
        case("run_pressed_twice_fetches_a_program_once", twice),
        case("the_address_of_a_link_stays_after_an_edit_before_it", stays),
    ]
}

/// Opens a link, as one that is clicked on in another page.
async fn open(page: &Page, fragment: &str) -> Outcome {
    page.open_at(&page.server.at(&format!("/#{fragment}")))
        .await
}

async fn has_stdout(page: &Page, text: &str) -> Outcome {
    page.when(
        "document.getElementById('stdout')?.innerText.trim() === arguments[0]",
        vec![json!(text)],
    )
    .await?;
    Ok(())
}

/// The link that the page shares now.
async fn link_of(page: &Page) -> Result<String, Error> {
    page.control("s").await?;
    let link = page
        .when("document.getElementById('link')?.value", vec![])
        .await?;
    Ok(link.as_str().unwrap_or_default().to_owned())
}

async fn runs(page: Page) -> Outcome {
    let link = "!sort | uniq -c&in=b%0Aa%0Ab%0A&title=Counted&colour=red";
    open(&page, link).await?;
    has_stdout(&page, "1 a\n      2 b").await?;
    contains(&page.text("#linked").await?, "Counted")?;
    contains(&page.text("#notice").await?, "“colour”")?;
    // The same in a page that has something of the visitor's.
    page.run("wc -l").await?;
    page.script(
        "location.hash = arguments[0] + '&title=Again'",
        vec![json!(link)],
    )
    .await?;
    page.when(
        "document.querySelector('#linked h2')?.innerText === 'Again'",
        vec![],
    )
    .await?;
    page.when(
        "document.getElementById('offer')?.innerText === 'Undo'",
        vec![],
    )
    .await?;
    page.click("#offer").await?;
    page.when(
        "document.getElementById('command').value === 'wc -l'",
        vec![],
    )
    .await?;
    Ok(())
}

async fn shared(page: Page) -> Outcome {
    page.stdin_file(b"\0\xff b\r\n", "bytes.bin").await?;
    page.demo_file(b"more", "a-b.txt").await?;
    let before = page.run("cat && cat < a-b.txt").await?;
    let address = link_of(&page).await?;
    contains(
        &page.text("#length").await?,
        "letters: it fits into a message",
    )?;
    page.when("document.querySelector('#code path')", vec![])
        .await?;
    page.open_at(&address).await?;
    let after = page.ended().await?;
    equal("stdout", &after.stdout, &before.stdout)?;
    equal(
        "its bytes",
        &after.stdout[..],
        b"\0\xff b\r\nmore".as_slice(),
    )
}

async fn cut(page: Page) -> Outcome {
    let demo = Demo {
        command: "sort".into(),
        stdin: files::read("hello")?,
        ..Demo::default()
    };
    let text = link::pack(&demo);
    open(&page, &text[..text.len() - 30]).await?;
    page.when(
        "document.getElementById('notice')?.innerText.includes('This link was cut off: 30 of its')",
        vec![],
    )
    .await?;
    contains(
        &page.text("#waits").await?,
        "Nothing of this ran yet. It is not whole.",
    )?;
    equal(
        "runs",
        page.script(
            "return document.getElementById('status').dataset.run",
            vec![],
        )
        .await?,
        "0",
    )
}

fn bringing(code: Code) -> String {
    link::write(&Demo {
        title: "Hello".into(),
        command: "hello".into(),
        modules: vec![Module {
            name: "hello".into(),
            code,
        }],
        ..Demo::default()
    })
}

async fn waits(page: Page) -> Outcome {
    // The visitor has another program of this name.
    page.choose_module(&files::read("hello")?, "hello.wasm")
        .await?;
    let own = "document.querySelectorAll('.filters .own').length === 1";
    open(&page, &bringing(Code::Inline(files::read("hello")?))).await?;
    page.when("document.querySelector('#linked dt')", vec![])
        .await?;
    contains(
        &page.text("#linked").await?,
        "This is a command for WASI preview 1; it runs here.",
    )?;
    contains(
        &page.text("#waits").await?,
        "It brings a program of its own, hello.",
    )?;
    equal(
        "runs",
        page.script(
            "return document.getElementById('status').dataset.run",
            vec![],
        )
        .await?,
        "0",
    )?;
    page.click("#run").await?;
    has_stdout(&page, "Hello, wörld").await?;
    page.open_filters().await?;
    page.when(own, vec![]).await?;
    Ok(())
}

async fn wrong_hash(page: Page) -> Outcome {
    let far = |sha256| Code::Address {
        address: page.server.elsewhere("/open/hello"),
        sha256,
    };
    open(&page, &bringing(far([0x5a; 32]))).await?;
    page.when("document.getElementById('waits')", vec![])
        .await?;
    let asked = "return performance.getEntriesByType('resource').some(({ name }) => name.includes('/open/'))";
    equal("asked before", page.script(asked, vec![]).await?, false)?;
    page.click("#run").await?;
    page.when(
        "document.getElementById('notice')?.innerText.includes('and should with 5a5a5a5a')",
        vec![],
    )
    .await?;
    open(&page, &bringing(far(sha256(&page, "hello").await?))).await?;
    page.click("#run").await?;
    has_stdout(&page, "Hello, wörld").await
}

/// What the browser says is the SHA-256 of one of the tests' files.
async fn sha256(page: &Page, name: &str) -> Result<[u8; 32], Error> {
    let digest = page
        .script(
            "const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0)); return crypto.subtle.digest('SHA-256', bytes).then((hash) => [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join(''))",
            vec![json!(BASE64.encode(&files::read(name)?))],
        )
        .await?;
    let digest = HEXLOWER.decode(digest.as_str().unwrap_or_default().as_bytes())?;
    Ok(digest.try_into().map_err(|_| "a hash is 32 bytes")?)
}

async fn by_address(page: Page) -> Outcome {
    let address = page.server.elsewhere("/open/hello.wasm");
    page.open_filters().await?;
    page.fill("#module-address", &address).await?;
    page.click("#fetch").await?;
    page.added("hello").await?;
    // Where it came from is known to the next visit too.
    page.load().await?;
    page.run("hello").await?;
    let hello = |code| {
        let name = "hello".into();
        vec![Module { name, code }]
    };
    let brought = |link: &str| {
        let fragment = link.split_once('#').map_or("", |(_, fragment)| fragment);
        link::read(fragment).demo.modules
    };
    let whole = link_of(&page).await?;
    let inline = Code::Inline(files::read("hello.wasm")?);
    equal("what is in it", brought(&whole), hello(inline))?;
    page.click("#by-address").await?;
    let link = page
        .when(
            "[document.getElementById('link').value].find((link) => link && link !== arguments[0])",
            vec![json!(whole)],
        )
        .await?;
    let link = link.as_str().unwrap_or_default();
    let sha256 = sha256(&page, "hello.wasm").await?;
    let far = Code::Address { address, sha256 };
    equal("by its address", brought(link), hello(far))?;
    page.open_at(link).await?;
    page.when("document.getElementById('waits')", vec![])
        .await?;
    page.click("#run").await?;
    has_stdout(&page, "Hello, wörld").await
}

async fn hostile(page: Page) -> Outcome {
    let bad = "%3Cimg src=x onerror=window.hurt=1%3E";
    open(
        &page,
        &format!("!sort&title={bad}&about={bad}&file={bad}:x&{bad}=1&grant=preopen {bad} ."),
    )
    .await?;
    page.when("document.getElementById('linked')", vec![])
        .await?;
    contains(&page.text("#linked").await?, "<img src=x")?;
    let hurt = "return window.hurt ?? document.querySelectorAll('img').length";
    equal("nothing happened", page.script(hurt, vec![]).await?, 0)
}

async fn demo_file(page: Page) -> Outcome {
    let text = "# Shout\nLoudly.\n\n$ tr a-z A-Z\n--- stdin\nhello\n";
    page.drop_file("main", text.as_bytes(), "shout.demo")
        .await?;
    has_stdout(&page, "HELLO").await?;
    contains(&page.text("#linked").await?, "Loudly.")?;
    link_of(&page).await?;
    page.click("#save-demo").await?;
    let saved = page
        .script("return window.saved.at(-1).text()", vec![])
        .await?;
    equal("the file", saved, text)
}

/// Puts something of the visitor's into the page.
async fn own(page: &Page) -> Outcome {
    page.fill_stdin("mine\n").await?;
    page.run("sort").await?;
    page.kept("mine\n").await?;
    page.when("location.hash === '#sort'", vec![]).await?;
    Ok(())
}

async fn is_own(page: &Page) -> Outcome {
    page.when(
        "document.getElementById('command')?.value === 'sort' && document.getElementById('stdin')?.value === 'mine\\n'",
        vec![],
    )
    .await?;
    Ok(())
}

async fn undo(page: &Page) -> Outcome {
    page.when(
        "document.getElementById('offer')?.innerText === 'Undo'",
        vec![],
    )
    .await?;
    page.click("#offer").await
}

/// A link that nobody changed anything of is brought back by the address, and does not
/// take the place of what is kept.
async fn reloaded(page: Page) -> Outcome {
    own(&page).await?;
    for (link, stdout) in [("!rev&in=one%0A", "eno"), ("!cat&in=two%0A", "two")] {
        open(&page, link).await?;
        has_stdout(&page, stdout).await?;
        page.driver().refresh().await?;
        page.when(
            "document.getElementById('command')?.value && document.getElementById('run')",
            vec![],
        )
        .await?;
    }
    undo(&page).await?;
    is_own(&page).await?;
    // Nor does one whose run writes a file by itself.
    open(&page, "!rev%20%3E%20x&in=one%0A").await?;
    page.when(
        "document.getElementById('status').innerText.startsWith('exited 0')",
        vec![],
    )
    .await?;
    let_pass(&page).await?;
    page.driver().refresh().await?;
    page.when(
        "document.getElementById('status')?.innerText.startsWith('exited 0')",
        vec![],
    )
    .await?;
    undo(&page).await?;
    is_own(&page).await?;
    // An edit of it is the visitor's.
    open(&page, "!rev&in=one%0A").await?;
    page.fill("#command", "rev | rev").await?;
    page.kept_when("draft.command === 'rev | rev'").await
}

async fn back(page: Page) -> Outcome {
    own(&page).await?;
    page.script("location.hash = '!rev&in=theirs'; history.back()", vec![])
        .await?;
    let_pass(&page).await?;
    is_own(&page).await?;
    equal(
        "address",
        page.script("return location.hash", vec![]).await?,
        "#sort",
    )
}

async fn undone(page: Page) -> Outcome {
    own(&page).await?;
    let link = "!cat&in=theirs&feed=lines&view=hex&limits=9%2064%208%20100";
    page.script("location.hash = arguments[0]", vec![json!(link)])
        .await?;
    page.when("document.getElementById('feed').value === 'lines'", vec![])
        .await?;
    undo(&page).await?;
    is_own(&page).await?;
    equal("feed", page.value("#feed").await?, "whole")?;
    page.run("sort").await?;
    equal("view", page.value(".pane.stdout .mode").await?, "auto")?;
    let seconds = seconds_of(&page).await?;
    equal("limits", seconds != "9", true)?;
    // A link without limits has not those of the one before it.
    open(&page, "!cat&in=one&limits=9%2064%208%20100").await?;
    equal("its own", seconds_of(&page).await?, "9")?;
    page.script("location.hash = '!rev&in=two'", vec![]).await?;
    has_stdout(&page, "owt").await?;
    equal("the next", seconds_of(&page).await?, seconds)
}

/// The limit on time.
async fn seconds_of(page: &Page) -> Result<String, Error> {
    page.script("document.getElementById('limits').click()", vec![])
        .await?;
    page.when("document.getElementById('limit-seconds')", vec![])
        .await?;
    let seconds = page.value("#limit-seconds").await?;
    page.click("#close").await?;
    Ok(seconds)
}

/// What it still wrote would be written into one's own files.
async fn undo_ends(page: Page) -> Outcome {
    own(&page).await?;
    let text = "# For ever\nIt never ends.\n\n$ yes > /dev/null\n";
    page.drop_file("main", text.as_bytes(), "ever.demo").await?;
    page.when("document.getElementById('stop')", vec![]).await?;
    undo(&page).await?;
    is_own(&page).await?;
    page.when("document.getElementById('run')", vec![]).await?;
    equal("status", page.text("#status").await?, "stopped")
}

async fn typed(page: Page) -> Outcome {
    open(&page, "!cat&feed=typed&grant=preopen%20/%20.").await?;
    page.when("document.getElementById('waits')", vec![])
        .await?;
    page.click("input#stdin").await?;
    page.keys("line".to_owned() + Key::Enter).await?;
    page.when(
        "document.getElementById('notice')?.innerText.startsWith('Press Run first')",
        vec![],
    )
    .await?;
    let_pass(&page).await?;
    equal("status", page.text("#status").await?, "not run yet")
}

/// It was under no name: nothing was edited since the page was opened.
async fn back_to_first(page: Page) -> Outcome {
    own(&page).await?;
    page.load().await?;
    is_own(&page).await?;
    page.run_demo("cat").await?;
    page.script("history.back()", vec![]).await?;
    is_own(&page).await
}

async fn twice(page: Page) -> Outcome {
    // Its program comes, but never whole.
    let address = format!("http%3A//{}", page.server.holding());
    let link = format!("!far&module=far@{address}@{}", "0".repeat(64));
    open(&page, &link).await?;
    page.when("document.getElementById('waits')", vec![])
        .await?;
    let press = "const { fetch } = window;
        window.asked = 0;
        window.fetch = (...given) => { window.asked++; return fetch(...given) };
        const button = document.getElementById('run');
        button.click();
        button.click()";
    page.script(press, vec![]).await?;
    page.when("window.asked", vec![]).await?;
    page.click("#run").await?;
    let_pass(&page).await?;
    let asked = page.script("return window.asked", vec![]).await?;
    equal("asked", asked, 1)
}

/// The address follows an edit 400 ms later: after a link was opened, or while it is.
async fn stays(page: Page) -> Outcome {
    for frames in [0, 12, 23, 24, 25] {
        let link = format!("#!rev&in={frames}");
        let open = "const [link, frames, done] = arguments;
            const field = document.getElementById('command');
            Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, 'sort');
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            const next = (left) => {
                if (left) return requestAnimationFrame(() => next(left - 1));
                location.hash = link;
                done({ seen: true });
            };
            next(frames)";
        page.ask(open, vec![json!(link), json!(frames)]).await?;
        page.when("document.getElementById('command').value === 'rev'", vec![])
            .await?;
        let_pass(&page).await?;
        let is = page.script("return location.hash", vec![]).await?;
        equal("address", is, link.as_str())?;
    }
    Ok(())
}

async fn address(page: Page) -> Outcome {
    let before = page.script("return history.length", vec![]).await?;
    page.run("! grep x | sort").await?;
    page.when("location.hash === '#%21%20grep%20x%20%7C%20sort'", vec![])
        .await?;
    equal(
        "history",
        page.script("return history.length", vec![]).await?,
        before,
    )?;
    // What was typed is not in it, and is there after a reload.
    page.fill("#stdin", "typed").await?;
    // Once it is kept.
    page.ask(
        "const done = arguments[0];
         indexedDB.open('pourover').onsuccess = ({ target: { result } }) => {
             const look = () => {
                 result.transaction('draft').objectStore('draft').get('last').onsuccess = ({ target }) => {
                     if (target.result?.text !== 'typed') return setTimeout(look, 5);
                     result.close();
                     done({ seen: true });
                 };
             };
             look();
         };",
        vec![],
    )
    .await?;
    page.driver().refresh().await?;
    page.when(
        "document.getElementById('stdin')?.value === 'typed'",
        vec![],
    )
    .await?;
    // Another link is opened in the same page.
    page.script("location.hash = 'echo'", vec![]).await?;
    page.when(
        "document.getElementById('command').value === 'echo'",
        vec![],
    )
    .await?;
    Ok(())
}
