//! The page in a frame of another page.

use serde_json::json;

use super::{Case, case, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_frame_on_another_site_runs_and_tells_its_height", frame),
        case("what_leads_out_of_a_frame_takes_all_along", out),
        case("an_embedded_page_keeps_nothing", keeps),
    ]
}

async fn frame(page: Page) -> Outcome {
    page.embedded().await?;
    let run = page.run("tr a-z A-Z | head -n 1").await?;
    equal("stdout", &run.stdout[..], b"PEAR\n")?;
    let seen = page
        .script(
            "const open = document.getElementById('open');
             return [new URL(open.href).search, open.target, open.rel, document.querySelectorAll('header.top').length]",
            vec![],
        )
        .await?;
    let should = json!(["", "_blank", "noopener", 0]);
    equal("the way out", seen, should)?;
    // More is written than the frame was high for.
    page.fill_stdin(&"line\n".repeat(15)).await?;
    page.run("cat").await?;
    let height = page
        .script(
            "return document.querySelector('.page').offsetHeight",
            vec![],
        )
        .await?;
    page.driver().enter_default_frame().await?;
    page.when(
        "document.querySelector('iframe').offsetHeight === arguments[0] && arguments[0] > 420",
        vec![height],
    )
    .await?;
    let heard = page
        .script(
            "return heard.every((data) => JSON.stringify(data) === JSON.stringify({ pourover: { height: data.pourover.height } }))",
            vec![],
        )
        .await?;
    equal("nothing else was said", heard, json!(true))
}

/// The command line, and stdin as it was edited; or the link of the frame as it came.
async fn out(page: Page) -> Outcome {
    let way = "document.getElementById('open').href";
    page.embedded().await?;
    page.fill_stdin("made in the frame\n").await?;
    page.fill("#command", "rev | rev").await?;
    // Both are in it: of the command line alone it is shorter.
    let all = page
        .when(
            &format!("{way}.includes('rev') && {way}.includes('frame') && {way}"),
            vec![],
        )
        .await?;
    page.driver().enter_default_frame().await?;
    page.open_at(all.as_str().unwrap_or_default()).await?;
    equal("command", page.value("#command").await?, "rev | rev")?;
    equal(
        "stdin",
        page.value("textarea#stdin").await?,
        "made in the frame\n",
    )?;
    let link = "#!tr%20a-z%20A-Z&in=not%20edited";
    page.open_at(&page.server.at(&format!("/?embed{link}")))
        .await?;
    equal(
        "the link as it came",
        page.script(&format!("return new URL({way}).hash"), vec![])
            .await?,
        link,
    )
}

/// Nothing is opened where a draft could be kept.
async fn keeps(page: Page) -> Outcome {
    page.driver().goto(page.server.at("/blank")).await?;
    page.script(
        "window.gone = 0; indexedDB.deleteDatabase('pourover').onsuccess = () => { window.gone = 1 }",
        vec![],
    )
    .await?;
    page.when("window.gone", vec![]).await?;
    page.driver().goto(page.server.at("/?embed")).await?;
    page.when(
        "document.getElementById('status')?.textContent.startsWith('exited')",
        vec![],
    )
    .await?;
    page.start("head -n 1").await?;
    page.when(
        "document.getElementById('stdout')?.textContent === 'pear\\n'",
        vec![],
    )
    .await?;
    page.script(
        "window.names = undefined; indexedDB.databases().then((all) => { window.names = all.map(({ name }) => name) })",
        vec![],
    )
    .await?;
    equal(
        "databases",
        page.when("window.names", vec![]).await?,
        json!([]),
    )
}
