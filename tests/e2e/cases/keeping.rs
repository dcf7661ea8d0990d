//! Folders that are kept for a demo.

use serde_json::json;

use super::{Case, case, change::let_pass, equal};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_folder_is_kept_for_its_demo", kept),
        case("two_pages_of_a_demo_keep_what_was_written_last", two_pages),
        case("what_another_demo_does_is_not_kept_for_it", apart),
        case("a_demo_of_the_gallery_keeps_what_it_is_told_to", gallery),
    ]
}

/// Shows a file in a folder that is kept, and one that is in none.
const NOTES: &str = "!cat%20/notes/a%20-%20%3C%20other&in=two%0A&file=notes/a:one%0A&file=other:o%0A&grant=preopen%20/notes%20notes%20kept";

/// Another demo, with files of the same names.
const OTHER: &str = "!cat%20/notes/a%20-%20%3C%20other&in=two%0A&file=notes/a:1%0A&file=other:o%0A&grant=preopen%20/notes%20notes%20kept";

async fn shows(page: &Page, stdout: &str) -> Outcome {
    page.when(
        "document.getElementById('stdout')?.innerText === arguments[0]",
        vec![json!(stdout)],
    )
    .await?;
    Ok(())
}

/// Opens a demo in the page that is open, from another one, and waits for what it
/// writes.
async fn opens(page: &Page, fragment: &str, stdout: &str) -> Outcome {
    let go = "location.hash = arguments[0]";
    page.script(go, vec![json!("!cat&in=between")]).await?;
    shows(page, "between").await?;
    page.script(go, vec![json!(fragment)]).await?;
    runs(page, stdout).await
}

/// Runs a link that waits for it, for it lets programs see files.
async fn runs(page: &Page, stdout: &str) -> Outcome {
    page.when("document.getElementById('waits')", vec![])
        .await?;
    page.click("#run").await?;
    shows(page, stdout).await
}

/// Where a demo is in the store: FNV-1a.
fn place(demo: &str) -> String {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:x}", demo.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
}

/// Waits until this text is kept of a file.
async fn stores(page: &Page, demo: &str, name: &str, text: &str) -> Result<(), Error> {
    let test =
        "draft && draft.map((piece) => new TextDecoder().decode(piece)).join('') === given[0]";
    page.stored(&json!(["demo", place(demo), name]), test, text)
        .await
}

async fn kept(page: Page) -> Outcome {
    opens(&page, NOTES, "one\no\n").await?;
    for line in ["cat >> notes/a", "cat >> other"] {
        equal(line, page.run(line).await?.status, "exited 0")?;
    }
    stores(&page, NOTES, "notes/a", "one\ntwo\n").await?;
    opens(&page, NOTES, "one\ntwo\no\n").await?;
    opens(&page, OTHER, "1\no\n").await?;
    opens(&page, NOTES, "one\ntwo\no\n").await?;
    // The same in a page that is opened anew by it.
    page.open_at(&page.server.at(&format!("/#{NOTES}"))).await?;
    runs(&page, "one\ntwo\no\n").await?;
    // What is not kept any more is forgotten; what is kept for others is not.
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.getElementById('keep')?.checked", vec![])
        .await?;
    page.click("#keep").await?;
    page.click("#close").await?;
    page.stored(&json!(["demo", place(NOTES)]), "!draft", "")
        .await?;
    page.stored(&json!(["demo", place(NOTES), "notes/a"]), "!draft", "")
        .await?;
    stores(&page, OTHER, "notes/a", "1\n").await?;
    opens(&page, NOTES, "one\no\n").await
}

/// Who edits the line in one of them writes nothing of the files there.
async fn two_pages(page: Page) -> Outcome {
    let frames = "for (const _ of [0, 1]) {
            const frame = document.createElement('iframe');
            frame.src = '/#' + arguments[0];
            frame.style = 'width: 1000px; height: 700px';
            document.body.append(frame);
        }";
    page.driver().goto(page.server.at("/blank")).await?;
    page.script(frames, vec![json!(NOTES)]).await?;
    let enter = async |at| -> Outcome {
        page.driver().enter_default_frame().await?;
        page.driver().enter_frame(at).await?;
        Ok(())
    };
    for at in [0, 1] {
        enter(at).await?;
        page.when("document.getElementById('waits')", vec![])
            .await?;
        page.script("document.getElementById('run').click()", vec![])
            .await?;
        shows(&page, "one\no\n").await?;
    }
    page.run("cat >> notes/a").await?;
    stores(&page, NOTES, "notes/a", "one\ntwo\n").await?;
    enter(0).await?;
    for line in ["wc -c", "wc -l"] {
        page.fill("#command", line).await?;
        page.kept_when(&format!("draft.command === '{line}'"))
            .await?;
    }
    stores(&page, NOTES, "notes/a", "one\ntwo\n").await
}

async fn apart(page: Page) -> Outcome {
    opens(&page, NOTES, "one\no\n").await?;
    let run = page.run("cat >> notes/a").await?;
    equal("written", run.status, "exited 0")?;
    stores(&page, NOTES, "notes/a", "one\ntwo\n").await?;
    // Back is to lead to this line, which the address shows a little later.
    page.when(
        "decodeURIComponent(location.hash).startsWith('#cat >>')",
        vec![],
    )
    .await?;
    // Nothing of a link is stored before Run is pressed for it.
    page.script("location.hash = arguments[0]", vec![json!(OTHER)])
        .await?;
    page.when("document.getElementById('waits')", vec![])
        .await?;
    let_pass(&page).await?;
    page.kept_when("draft.command.startsWith('cat >>')").await?;
    page.stored(&json!(["demo", place(OTHER)]), "!draft", "")
        .await?;
    // One that writes for as long as it runs is left by Undo. On its way through more
    // programs it takes longer until the limit on files ends it, if nothing else does.
    let endless = "!yes%20%7C%20rev%20%7C%20rev%20%3E%20notes/a&grant=preopen%20/notes%20notes";
    page.script("location.hash = arguments[0]", vec![json!(endless)])
        .await?;
    page.when(
        "document.getElementById('command').value.startsWith('yes')",
        vec![],
    )
    .await?;
    page.click("#run").await?;
    page.when(
        "document.getElementById('stop') || document.getElementById('status').innerText === 'over a limit'",
        vec![],
    )
    .await?;
    // The second Back only when the first one is done, or they may be one to the engine.
    for before in ["cat /notes/a", "cat >> notes/a"] {
        page.script("history.back()", vec![]).await?;
        page.when(
            "document.getElementById('command').value.startsWith(arguments[0]) && document.getElementById('run')",
            vec![json!(before)],
        )
        .await?;
    }
    opens(&page, NOTES, "one\ntwo\no\n").await
}

async fn gallery(page: Page) -> Outcome {
    page.fill_stdin("three\n").await?;
    let link = page.run_demo("cat-files").await?;
    let before = String::from_utf8_lossy(&link.stdout).into_owned();
    let demo = page.script("return location.hash.slice(1)", vec![]).await?;
    let demo = demo.as_str().unwrap_or_default().to_owned();
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.getElementById('keep')", vec![]).await?;
    page.click("#keep").await?;
    page.click("#close").await?;
    page.fill_stdin("three\n").await?;
    let run = page.run("cat >> poem/first").await?;
    equal("written", run.status, "exited 0")?;
    let first = "The woods are lovely, dark and deep,\nthree\n";
    stores(&page, &demo, "poem/first", first).await?;
    page.run_demo("sort").await?;
    let run = page.run_demo("cat-files").await?;
    let after = before.replacen("deep,\n", "deep,\nthree\n", 1);
    equal(
        "as it was left",
        String::from_utf8_lossy(&run.stdout),
        after.as_str(),
    )?;
    // Its link is the same demo.
    page.open_at(&page.server.at(&format!("/#{demo}"))).await?;
    runs(&page, &after).await
}
