//! What is kept when the page is left, and what becomes of it if the store does not
//! answer.

use serde_json::json;

use super::{Case, case, contains, equal};
use crate::{Outcome, engine::Engine, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "what_was_typed_last_survives_leaving_at_any_moment",
            moments,
        ),
        case("leaving_in_the_middle_of_a_change_locks_no_store", change),
        case("a_file_in_stdin_is_kept_once", once),
        case("two_pages_do_not_mix_what_they_keep", two_pages),
        case(
            "a_page_that_was_opened_between_two_changes_mixes_none",
            between,
        ),
        case("a_store_that_does_not_answer_is_not_waited_for", locked),
    ]
}

/// Loads the page anew after so many frames.
async fn leave_after(page: &Page, frames: u32) -> Outcome {
    let pass = "const done = arguments[1];
        const next = (left) => left ? requestAnimationFrame(() => next(left - 1)) : done({ seen: true });
        next(arguments[0])";
    page.ask(pass, vec![json!(frames)]).await?;
    page.driver().refresh().await?;
    Ok(())
}

async fn moments(page: Page) -> Outcome {
    for frames in 0..12 {
        let text = format!("left after {frames}\n");
        page.fill_stdin(&text).await?;
        leave_after(&page, frames).await?;
        page.when(
            "document.getElementById('stdin')?.value === arguments[0]",
            vec![json!(text)],
        )
        .await?;
    }
    Ok(())
}

/// In WebKit a change that was under way when the page ended kept all later pages from
/// the store. A module of many pieces takes a while to be kept.
async fn change(page: Page) -> Outcome {
    for puts in 1..8 {
        let give = "const done = arguments[1];
            const { put } = IDBObjectStore.prototype;
            let left = arguments[0];
            IDBObjectStore.prototype.put = function (...given) {
                if (--left === 0) done({ seen: true });
                return put.apply(this, given);
            };
            fetch('/file/hello').then(async (response) => {
                const module = await response.arrayBuffer();
                // A section that means nothing: its size, in five bytes, and its name.
                const size = 24 << 20;
                const length = [0, 7, 14, 21, 28].map((shift) => ((size >> shift) & 127) | (shift < 28 ? 128 : 0));
                const section = new Uint8Array(6 + size);
                section.set([0, ...length, 1, 120]);
                const dataTransfer = new DataTransfer();
                dataTransfer.items.add(new File([module, section], 'large.wasm'));
                dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
            })";
        page.ask(give, vec![json!(puts)]).await?;
        // Not by a reload: a page that may be kept for Back keeps what it has begun.
        page.driver().goto(page.server.at("/blank")).await?;
        page.driver().goto(page.server.at("/")).await?;
        page.when("document.getElementById('command')?.value", vec![])
            .await?;
        equal(
            &format!("notice after {puts} puts"),
            page.text("#notice").await?,
            "",
        )?;
    }
    // Who comes back goes on, and what was given up is no trouble.
    page.fill("#command", "wc -l").await?;
    page.driver().goto(page.server.at("/blank")).await?;
    page.driver().back().await?;
    page.when("document.getElementById('command')?.value", vec![])
        .await?;
    page.fill("#command", "wc -c").await?;
    page.kept_when("draft.command === 'wc -c'").await?;
    equal("notice", page.text("#notice").await?, "")
}

/// Drops a file of so many bytes on the page, all of them one letter.
async fn drop_file(page: &Page, bytes: u32, letter: char) -> Outcome {
    let script = "const dataTransfer = new DataTransfer();
        const bytes = new Uint8Array(arguments[0]).fill(arguments[1]);
        dataTransfer.items.add(new File([bytes], 'large'));
        dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }))";
    page.script(script, vec![json!(bytes), json!(letter as u32)])
        .await?;
    Ok(())
}

/// Waits until these bytes of stdin are in the store.
async fn stores(page: &Page, bytes: u32, letter: char) -> Outcome {
    let test = format!("draft?.length === {bytes} && draft[0] === given[0].charCodeAt()");
    page.stored(&json!("stdin"), &test, &letter.to_string())
        .await?;
    Ok(())
}

async fn once(page: Page) -> Outcome {
    drop_file(&page, 3_000_000, 'a').await?;
    stores(&page, 3_000_000, 'a').await?;
    // What is there now is not written again with an edit, nor after a reload.
    let put = "const done = arguments[0];
        indexedDB.open('pourover').onsuccess = ({ target: { result } }) => {
            const change = result.transaction('draft', 'readwrite');
            change.objectStore('draft').put(new Uint8Array([98]), 'stdin');
            change.oncomplete = () => { result.close(); done({ seen: true }); };
        }";
    page.ask(put, vec![]).await?;
    page.fill("#command", "wc -c").await?;
    page.kept_when("draft.command === 'wc -c'").await?;
    stores(&page, 1, 'b').await?;
    page.load().await?;
    equal("stdin", &page.run("cat").await?.stdout[..], b"b")?;
    page.ask(&put.replace("98", "99"), vec![]).await?;
    page.fill("#command", "rev").await?;
    // So it is kept, too, by a page that is left at once.
    page.driver().refresh().await?;
    page.when(
        "document.getElementById('command')?.value === 'rev'",
        vec![],
    )
    .await?;
    page.load().await?;
    equal("stdin", &page.run("cat").await?.stdout[..], b"c")?;
    // Text in its place leaves nothing of it.
    page.fill_stdin("text\n").await?;
    page.kept("text\n").await?;
    page.stored(&json!("stdin"), "!draft", "").await?;
    page.load().await?;
    equal("stdin", &page.run("cat").await?.stdout[..], b"text\n")
}

/// Shows the page in one more frame of another page of its origin.
async fn frame(page: &Page) -> Outcome {
    let script = "const frame = document.createElement('iframe');
        frame.src = '/';
        frame.style = 'width: 1000px; height: 700px';
        document.body.append(frame)";
    page.script(script, vec![]).await?;
    Ok(())
}

/// Goes into a frame, and waits until its page has shown what it shows by itself.
async fn enter(page: &Page, frame: u16) -> Outcome {
    page.driver().enter_default_frame().await?;
    page.driver().enter_frame(frame).await?;
    page.when(
        "document.getElementById('command')?.value && document.getElementById('run')",
        vec![],
    )
    .await?;
    Ok(())
}

async fn two_pages(page: Page) -> Outcome {
    page.driver().goto(page.server.at("/blank")).await?;
    frame(&page).await?;
    frame(&page).await?;
    for (frame, letter) in [(0, 'a'), (1, 'b')] {
        enter(&page, frame).await?;
        drop_file(&page, 2000, letter).await?;
        stores(&page, 2000, letter).await?;
        page.driver().enter_default_frame().await?;
    }
    // What the first one keeps next goes with its own stdin.
    page.driver().enter_frame(0).await?;
    page.fill("#command", "wc -c").await?;
    page.kept_when("draft.command === 'wc -c'").await?;
    page.driver().enter_default_frame().await?;
    page.load().await?;
    equal(
        "stdin",
        &page.run("cat").await?.stdout[..],
        &[b'a'; 2000][..],
    )
}

/// The first page writes before and after the second one is opened.
async fn between(page: Page) -> Outcome {
    page.driver().goto(page.server.at("/blank")).await?;
    frame(&page).await?;
    enter(&page, 0).await?;
    drop_file(&page, 2000, 'a').await?;
    stores(&page, 2000, 'a').await?;
    page.driver().enter_default_frame().await?;
    frame(&page).await?;
    enter(&page, 1).await?;
    enter(&page, 0).await?;
    drop_file(&page, 3000, 'b').await?;
    stores(&page, 3000, 'b').await?;
    enter(&page, 1).await?;
    page.fill("#command", "wc -c").await?;
    page.kept_when("draft.command === 'wc -c'").await?;
    page.driver().enter_default_frame().await?;
    page.load().await?;
    equal(
        "stdin",
        &page.run("cat").await?.stdout[..],
        &[b'a'; 2000][..],
    )
}

async fn locked(page: Page) -> Outcome {
    page.fill_stdin("mine\n").await?;
    page.fill("#command", "rev").await?;
    page.kept("mine\n").await?;
    // The page itself, kept for Back, may have the store open: it makes place for others.
    for other in 0..8 {
        let other = page.server.at(&format!("/blank?{other}"));
        page.driver().goto(other).await?;
    }
    // Who wants a later version of the store waits for whom has it open, and all others
    // wait for that.
    page.ask(
        "const done = arguments[0];
         const opened = indexedDB.open('pourover');
         opened.onsuccess = () => {
             window.held = opened.result;
             const later = indexedDB.open('pourover', 2);
             later.onupgradeneeded = () => later.transaction.abort();
             later.onerror = () => { window.free = true };
             later.onblocked = () => done({ seen: true });
         }",
        vec![],
    )
    .await?;
    frame(&page).await?;
    page.driver().enter_frame(0).await?;
    page.when("document.getElementById('notice')?.innerText.startsWith(\"This browser's storage does not answer\")", vec![])
        .await?;
    // The first visit's example is there, and all but what is kept works.
    page.when("document.getElementById('run')", vec![]).await?;
    if page.engine == Engine::Chromium {
        page.picture("no-store", Some("iframe")).await?;
        page.driver().enter_frame(0).await?;
    }
    page.fill_stdin("other\n").await?;
    page.start("cat").await?;
    page.when(
        "document.getElementById('stdout')?.textContent === 'other\\n'",
        vec![],
    )
    .await?;
    // What was left is not written over.
    page.driver().enter_default_frame().await?;
    page.script("window.held.close()", vec![]).await?;
    page.when("window.free", vec![]).await?;
    page.load().await?;
    contains(&page.value("#command").await?, "rev")?;
    equal("stdin", page.value("#stdin").await?, "mine\n")
}
