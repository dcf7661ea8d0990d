//! Memories: Chromium gives all pages of a tab 125 of them together. Those of pages that
//! were left, and of programs that ended, leave room for more.

use super::{Case, case, contains, equal};
use crate::{
    Outcome,
    engine::Engine,
    hosting::{Hosting, Serving},
    page::Page,
};

pub fn cases() -> Vec<Case> {
    vec![
        case("pages_that_were_left_leave_room_for_more", left),
        case("programs_that_ended_leave_room_for_more", ended),
        case("a_worker_that_cannot_start_harms_no_other_run", spare),
        case("a_page_that_does_not_start_says_why", not_started),
    ]
}

/// As many stages as there are workers kept for.
const LONG: &str = "cat | cat | cat | cat | cat | cat | cat | cat";

/// That many more can be made.
pub async fn has_room(page: &Page) -> Outcome {
    let make = "const made = [];
        for (let left = 20; left; left--) made.push(new WebAssembly.Memory({ initial: 1 }));
        return made.length";
    let made = page.script(make, vec![]).await?;
    equal("memories", made, 20)
}

async fn left(page: Page) -> Outcome {
    for round in 0..8 {
        let round = format!("{round}\n");
        page.fill_stdin(&round).await?;
        let run = page.run(LONG).await?;
        equal("status", &run.status[..], "exited 0")?;
        equal("stdout", &run.stdout[..], round.as_bytes())?;
        page.driver().goto(page.server.at("/blank")).await?;
        page.load().await?;
    }
    has_room(&page).await?;
    // Who comes back goes on: its workers were ended.
    page.fill_stdin("back\n").await?;
    page.driver().goto(page.server.at("/blank")).await?;
    page.driver().back().await?;
    page.when("document.getElementById('run')", vec![]).await?;
    equal("back", &page.run(LONG).await?.stdout[..], b"back\n")
}

async fn ended(page: Page) -> Outcome {
    page.fill_stdin("one\n").await?;
    for _ in 0..13 {
        let run = page.run(LONG).await?;
        equal("status", &run.status[..], "exited 0")?;
        equal("stdout", &run.stdout[..], b"one\n")?;
    }
    has_room(&page).await
}

/// Those that are there are used; in the place of those that are not, others are started.
async fn spare(page: Page) -> Outcome {
    let patch = "window.whole = Worker;
        window.Worker = function (address, options) { return new whole('/nothing.js', options) }";
    let line = "yes | head -c 9999999 | tail -c 1";
    page.run(line).await?;
    page.script(patch, vec![]).await?;
    // One of four is gone then, and another takes its place when three are to run.
    page.start("yes").await?;
    page.when("document.getElementById('stop')", vec![]).await?;
    page.script("document.getElementById('stop').click()", vec![])
        .await?;
    let run = page.run(line).await?;
    equal(
        "status",
        (&run.status[..], &run.stdout[..]),
        ("exited 0", &b"y"[..]),
    )?;
    page.script("window.Worker = window.whole", vec![]).await?;
    for _ in 0..12 {
        let run = page.run("yes | head -c 3 | cat | cat").await?;
        equal(
            "status",
            (&run.status[..], &run.stdout[..]),
            ("exited 0", &b"y\ny"[..]),
        )?;
    }
    Ok(())
}

async fn not_started(page: Page) -> Outcome {
    let host = Hosting::start().await?;
    host.serve(Serving {
        version: Some(1),
        broken: Some("_bg.wasm"),
    });
    page.driver().goto(host.page()).await?;
    page.when("document.querySelector('[role=alert]')", vec![])
        .await?;
    contains(&page.text("body").await?, "Pourover did not start")?;
    contains(&page.text("body").await?, "Reload the page")?;
    if page.engine == Engine::Chromium {
        page.picture("not-started", None).await?;
    }
    host.serve(Serving {
        version: Some(1),
        broken: None,
    });
    page.driver().refresh().await?;
    page.when("document.getElementById('command')?.value", vec![])
        .await?;
    equal("alert", page.text("[role=alert]").await?, "")
}
