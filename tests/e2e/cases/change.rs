//! Edits that run by themselves, and those that wait for Run.

use serde_json::json;

use super::{Case, case, equal, limits::spins};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("an_edit_runs_by_itself", by_itself),
        case("an_edit_while_the_one_before_runs_is_not_lost", not_lost),
        case("old_output_stays_until_new_output_comes", no_flicker),
        case("a_line_that_writes_files_waits_for_run", writes),
        case("typed_input_waits_for_run", typed),
        case("a_line_with_a_mistake_waits_in_silence", mistake),
        case(
            "an_endless_edit_is_ended_after_a_second_and_says_so",
            endless,
        ),
        case("after_a_slow_run_edits_wait_for_run", slow),
    ]
}

/// After a run that took so long, in milliseconds, the page waits for Run.
const QUICK: u32 = 300;

/// How long the last run took, in milliseconds.
async fn took(page: &Page) -> Result<Option<f64>, Error> {
    let status = page.text("#status").await?;
    let ms = status
        .split(" · ")
        .nth(1)
        .and_then(|took| took.strip_suffix(" ms"))
        .and_then(|took| took.parse::<f64>().ok());
    Ok(ms)
}

/// Whether the last run was so quick that the next edit runs by itself.
async fn is_quick(page: &Page) -> Result<bool, Error> {
    Ok(took(page).await?.is_some_and(|ms| ms < 100.0))
}

/// Runs a command line until it was quick: this machine may be busy.
async fn quick(page: &Page, command: &str) -> Result<Vec<u8>, Error> {
    for _ in 0..20 {
        let run = page.run(command).await?;
        if is_quick(page).await? {
            return Ok(run.stdout);
        }
    }
    let status = page.text("#status").await?;
    Err(format!("{command} is never quick here: {status}").into())
}

/// Waits until stdout is exactly this.
async fn stdout(page: &Page, text: &str) -> Outcome {
    let seen = page.when(
        "document.getElementById('stdout')?.textContent === arguments[0]",
        vec![json!(text)],
    );
    match seen.await {
        Ok(_) => Ok(()),
        Err(error) => {
            let is = page.text("#stdout").await?;
            Err(format!("stdout is {is:?} instead of {text:?}: {error}").into())
        }
    }
}

async fn runs(page: &Page) -> Result<u64, Error> {
    let runs = page
        .script(
            "return Number(document.getElementById('status').dataset.run)",
            vec![],
        )
        .await?;
    Ok(runs.as_u64().unwrap_or_default())
}

/// Lets as much time pass as any edit waits before it runs: 40 frames and
/// twice the longest run that counts as quick.
pub async fn let_pass(page: &Page) -> Outcome {
    page.script("window.since = performance.now(); window.frames_drawn = 0; const next = () => { window.frames_drawn++; requestAnimationFrame(next); }; next()", vec![]).await?;
    page.when(
        "window.frames_drawn > 40 && performance.now() - window.since > 700",
        vec![],
    )
    .await
    .map(drop)
}

/// Waits until stdout is exactly this after an edit, or says that it cannot be:
/// on a busy machine a run may be so slow that no edit runs by itself after it, or that
/// it is ended after a second.
async fn follows(page: &Page, text: &str) -> Result<bool, Error> {
    let slow = format!(
        "!document.getElementById('stop') && (document.getElementById('status').innerText.startsWith('over a limit') || (([, took, unit]) => took * (unit === 's' ? 1000 : 1) >= {QUICK})(document.getElementById('status').innerText.match(/([\\d.]+) (m?s)$/) ?? []))"
    );
    let ended = format!(
        "document.getElementById('stdout')?.textContent === arguments[0] ? 'seen' : {slow} ? 'slow' : null"
    );
    match page.when(&ended, vec![json!(text)]).await {
        Ok(seen) => Ok(seen == "seen"),
        Err(error) => {
            let is = page.text("#stdout").await?;
            Err(format!("stdout is {is:?} instead of {text:?}: {error}").into())
        }
    }
}

/// An edit after a quick run is run by itself.
macro_rules! edit {
    ($page:ident, $stdin:literal, $command:literal, $edit:expr, $stdout:literal) => {{
        let mut seen = false;
        for _ in 0..5 {
            $page.fill_stdin($stdin).await?;
            quick(&$page, $command).await?;
            $edit;
            seen = follows(&$page, $stdout).await?;
            if seen {
                break;
            }
        }
        equal("the edit has run by itself", seen, true)?;
    }};
}

/// The same of an edit that comes next, with no run of the test's own before it, if this
/// machine lets it.
macro_rules! edit_next {
    ($page:ident, $stdin:literal, $command:literal, $edit:expr, $stdout:literal) => {{
        $edit;
        if !follows(&$page, $stdout).await? {
            edit!($page, $stdin, $command, $edit, $stdout);
        }
    }};
}

async fn by_itself(page: Page) -> Outcome {
    edit!(
        page,
        "b\na\n",
        "sort",
        page.fill("#command", "sort -r").await?,
        "b\na\n"
    );
    edit!(
        page,
        "b\na\n",
        "sort -r",
        page.fill_stdin("x\ny\n").await?,
        "y\nx\n"
    );
    // By the keyboard, key by key, in the middle of the line.
    edit!(
        page,
        "x\ny\n",
        "sort -r",
        {
            page.click("#command").await?;
            page.keys(thirtyfour::Key::End + " | tr a-z A-Z").await?;
        },
        "Y\nX\n"
    );
    edit!(
        page,
        "x\ny\n",
        "sort -r | tr a-z A-Z",
        {
            page.click("textarea#stdin").await?;
            page.control(thirtyfour::Key::End).await?;
            page.keys("zz\n").await?;
        },
        "ZZ\nY\nX\n"
    );
    equal(
        "focus stays",
        page.script("return document.activeElement.id", vec![])
            .await?,
        "stdin",
    )?;
    // From the card of a stage, too.
    edit!(
        page,
        "x\ny\nzz\n",
        "sort -r | tr a-z A-Z",
        {
            page.open_card(0).await?;
            page.fill("#stage-command", "sort").await?;
        },
        "X\nY\nZZ\n"
    );
    equal(
        "status",
        page.text("#status").await?.split(" · ").next(),
        Some("exited 0"),
    )
}

async fn not_lost(page: Page) -> Outcome {
    quick(&page, "args a").await?;
    // On a busy machine the second may be over before the end.
    let ended = "((status, stdout) => status.startsWith('exited 0') && stdout === 'y\\ny\\ny\\n' ? 'seen' : status.startsWith('over a limit') && run !== window.first ? 'slow' : null)(document.getElementById('status').innerText, document.getElementById('stdout')?.textContent, document.getElementById('status').dataset.run)";
    let mut seen = false;
    for _ in 0..5 {
        // As who types `yes | head -3` does: yes alone is a command, and runs.
        page.script(
            "const field = document.getElementById('command');
             const fill = (text) => {
                 Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set.call(field, text);
                 field.dispatchEvent(new InputEvent('input', { bubbles: true }));
             };
             const started = new MutationObserver(() => { started.disconnect(); window.first = document.getElementById('status').dataset.run; fill('yes | head -3'); });
             started.observe(document.getElementById('status'), { attributes: true, attributeFilter: ['data-run'] });
             fill('yes')",
            vec![],
        )
        .await?;
        seen = page.when(ended, vec![]).await? == "seen";
        if seen {
            break;
        }
        quick(&page, "args a").await?;
    }
    equal("the last edit is run", seen, true)
}

async fn no_flicker(page: Page) -> Outcome {
    page.fill_stdin("first\n").await?;
    quick(&page, "tr a-z A-Z | rev").await?;
    // What is not so quick on a busy machine may show itself, but not at once.
    page.script(
        "window.seen = { empty: 0, stop: 0, running: 0, changes: 0 };
         window.looks = true;
         let edited = 0;
         addEventListener('input', () => { edited = performance.now() }, true);
         const look = () => {
             if (!window.looks) return;
             window.seen.changes++;
             if (!document.getElementById('stdout')?.textContent) window.seen.empty++;
             if (performance.now() - edited > 390) return;
             if (document.getElementById('stop')) window.seen.stop++;
             if (document.getElementById('status').innerText === 'running') window.seen.running++;
         };
         new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })",
        vec![],
    )
    .await?;
    let mut by_itself = 0;
    for round in 0..60 {
        if by_itself == 20 {
            break;
        }
        let before = runs(&page).await?;
        page.script("window.before = { ...window.seen }", vec![])
            .await?;
        page.fill_stdin(&format!("round {round}x\n")).await?;
        let wanted: String = format!("ROUND {round}X").chars().rev().collect();
        let is_seen = follows(&page, &format!("{wanted}\n")).await?;
        // It stays quick, or is made so while nobody looks.
        page.script("window.looks = false", vec![]).await?;
        match is_seen {
            true => by_itself += u32::from(runs(&page).await? > before),
            // One that is ended shows what it wrote, which may be nothing.
            false => drop(page.script("window.seen = window.before", vec![]).await?),
        }
        if !is_quick(&page).await? {
            quick(&page, "tr a-z A-Z | rev").await?;
        }
        page.script("window.looks = true", vec![]).await?;
    }
    let seen = page.script("return window.seen", vec![]).await?;
    equal(
        &format!("flicker in {seen}"),
        [&seen["empty"], &seen["stop"], &seen["running"]],
        [&json!(0), &json!(0), &json!(0)],
    )?;
    equal(
        "it was looked at",
        seen["changes"].as_u64() >= Some(20),
        true,
    )?;
    equal("runs by itself", by_itself, 20)
}

async fn writes(page: Page) -> Outcome {
    page.fill_stdin("b\na\n").await?;
    quick(&page, "sort").await?;
    let before = runs(&page).await?;
    for line in [
        "sort > f",
        "sort >> f",
        "rev 2> f",
        "sort | tee > f | cat",
        "sort; sort > f",
    ] {
        page.fill("#command", line).await?;
        let_pass(&page).await?;
        equal(line, runs(&page).await?, before)?;
    }
    stdout(&page, "a\nb\n").await?;
    // Without the file it runs again.
    edit_next!(
        page,
        "b\na\n",
        "sort",
        page.fill("#command", "sort -r").await?,
        "b\na\n"
    );
    // Nor does one run whose programs may write files.
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.getElementById('add-file')", vec![])
        .await?;
    equal("no file", page.text(".drawer .files").await?, "")?;
    page.click("#grant").await?;
    page.click("#close").await?;
    quick(&page, "sort").await?;
    let before = runs(&page).await?;
    page.fill("#command", "sort -r").await?;
    let_pass(&page).await?;
    equal("with files granted", runs(&page).await?, before)
}

async fn typed(page: Page) -> Outcome {
    quick(&page, "args a").await?;
    page.select("#feed", "typed").await?;
    page.when("document.querySelector('input#stdin')", vec![])
        .await?;
    let before = runs(&page).await?;
    page.fill("#command", "args b").await?;
    let_pass(&page).await?;
    equal("typed", runs(&page).await?, before)?;
    page.select("#feed", "lines").await?;
    page.fill("#command", "args c").await?;
    let_pass(&page).await?;
    equal("line by line", runs(&page).await?, before)?;
    // Whole again, an edit runs.
    page.select("#feed", "whole").await?;
    edit_next!(
        page,
        "",
        "args a",
        page.fill("#command", "args d").await?,
        "0: args\n1: d\n"
    );
    Ok(())
}

async fn mistake(page: Page) -> Outcome {
    quick(&page, "args a").await?;
    let before = runs(&page).await?;
    for line in ["args |", "args 'b", "nosuch", "", "args $(x)"] {
        page.fill("#command", line).await?;
        let_pass(&page).await?;
        equal(line, runs(&page).await?, before)?;
        stdout(&page, "0: args\n1: a\n").await?;
        equal("problem", page.text("#problem").await?, "")?;
    }
    edit_next!(
        page,
        "",
        "args a",
        page.fill("#command", "args b").await?,
        "0: args\n1: b\n"
    );
    Ok(())
}

async fn endless(page: Page) -> Outcome {
    page.choose_module(&spins()?, "spins.wasm").await?;
    page.click("#close").await?;
    // What writes for ever writes more than the limit on output in a second.
    page.limit(&[("written", 0)]).await?;
    let ended = "document.querySelector('.status .why')?.innerText === 'This takes longer than a second: press Run for all of it.' && document.getElementById('run') !== null";
    // One that writes for ever, and one that computes for ever.
    for line in ["yes", "spins", "spins | cat"] {
        quick(&page, "args a").await?;
        page.fill("#command", line).await?;
        page.when(ended, vec![])
            .await
            .map_err(|why| format!("{line}: {why}"))?;
        equal(line, page.text("#status").await?, "over a limit")?;
        equal(
            "next",
            page.run("args on").await?.stdout,
            b"0: args\n1: on\n",
        )?;
    }
    // Run has no such leash.
    page.start("spins").await?;
    page.script("window.since = performance.now()", vec![])
        .await?;
    page.when(
        "performance.now() - window.since > 1500 || !document.getElementById('stop')",
        vec![],
    )
    .await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("#stop").await?;
    equal("status", page.ended().await?.status, "stopped")
}

async fn slow(page: Page) -> Outcome {
    page.choose_module(&spins()?, "spins.wasm").await?;
    page.click("#close").await?;
    page.start("spins").await?;
    page.when(
        "document.getElementById('stdout')?.textContent === 'first line\\nsecond line\\n'",
        vec![],
    )
    .await?;
    // Longer than what counts as quick.
    let_pass(&page).await?;
    page.click("#stop").await?;
    page.ended().await?;
    let before = runs(&page).await?;
    page.fill("#command", "args a").await?;
    let_pass(&page).await?;
    equal("runs", runs(&page).await?, before)?;
    stdout(&page, "first line\nsecond line\n").await?;
    // Nor does one with a large file in stdin.
    page.stdin_file(&vec![b'x'; 2_000_000], "large").await?;
    // Quick by the page's own measure is enough: what was ended above may still compute.
    let mut ms = None;
    for _ in 0..20 {
        page.run("wc -c").await?;
        ms = took(&page).await?;
        if ms.is_some_and(|ms| ms < f64::from(QUICK) - 20.0) {
            break;
        }
    }
    equal(
        "wc -c is quick",
        ms.is_some_and(|ms| ms < f64::from(QUICK)),
        true,
    )?;
    let before = runs(&page).await?;
    page.fill("#command", "wc -l").await?;
    let_pass(&page).await?;
    equal("runs", runs(&page).await?, before)
}
