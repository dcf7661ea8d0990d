//! Input that is typed while the program runs, and runs afresh for each line.

use serde_json::json;
use thirtyfour::Key;

use super::{Case, case, contains, equal, memories::has_room};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_typed_line_is_answered_before_the_input_ends", answered),
        case(
            "a_typed_line_starts_the_program_and_a_button_ends_it",
            starts,
        ),
        case("typed_lines_flow_through_a_pipeline", pipeline),
        case("pasted_lines_are_all_sent", pasted),
        case("without_jspi_what_is_typed_runs_when_it_ends", gathered),
        case(
            "stop_while_a_program_waits_leaves_the_next_run_clean",
            stopped,
        ),
        case("line_by_line_each_line_gets_a_fresh_program", fresh),
        case("line_by_line_a_pipeline_answers_each_line", lines_pipeline),
        case("line_by_line_hundreds_of_lines_keep_their_order", many),
        case("line_by_line_takes_no_lists_and_says_so", no_lists),
        case("another_way_to_give_stdin_ends_what_waits", other_way),
    ]
}

/// Chooses how stdin is given: `typed` or `lines`.
async fn choose(page: &Page, feed: &str, command: &str) -> Outcome {
    page.select("#feed", feed).await?;
    page.when("document.querySelector('input#stdin')", vec![])
        .await?;
    page.fill("#command", command).await?;
    Ok(())
}

/// Types a line by the keyboard.
async fn line(page: &Page, text: &str) -> Outcome {
    page.click("input#stdin").await?;
    page.keys(text.to_owned() + Key::Enter).await?;
    Ok(())
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

async fn state(page: &Page, words: &str) -> Outcome {
    page.when(
        "document.getElementById('typed-state').innerText === arguments[0]",
        vec![json!(words)],
    )
    .await
    .map(drop)
}

async fn transcript(page: &Page) -> Result<String, Error> {
    let text = page
        .script(
            "return document.querySelector('#transcript pre').textContent",
            vec![],
        )
        .await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

async fn answered(page: Page) -> Outcome {
    if !page.waits().await? {
        return Ok(());
    }
    choose(&page, "typed", "tr a-z A-Z").await?;
    page.click("#run").await?;
    state(&page, "The program waits for a line.").await?;
    equal("status", page.text("#status").await?, "running")?;
    line(&page, "hello").await?;
    stdout(&page, "HELLO\n").await?;
    state(&page, "The program waits for a line.").await?;
    line(&page, "käse").await?;
    stdout(&page, "HELLO\nKäSE\n").await?;
    equal("status", page.text("#status").await?, "running")?;
    equal("transcript", transcript(&page).await?, "hello\nkäse\n")?;
    equal("field", page.value("input#stdin").await?, "")?;
    // Ctrl-D is the end only in an empty field.
    page.keys("x").await?;
    page.control("d").await?;
    equal("field", page.value("input#stdin").await?, "x")?;
    page.keys(Key::Backspace).await?;
    page.control("d").await?;
    equal("status", page.ended().await?.status, "exited 0")?;
    equal(
        "transcript",
        transcript(&page).await?,
        "hello\nkäse\ninput ended",
    )?;
    stdout(&page, "HELLO\nKäSE\n").await
}

async fn starts(page: Page) -> Outcome {
    if !page.waits().await? {
        return Ok(());
    }
    // cat -n numbers the lines of one run.
    choose(&page, "typed", "cat -n").await?;
    state(&page, "A line starts the program.").await?;
    line(&page, "a").await?;
    stdout(&page, "     1\ta\n").await?;
    line(&page, "b").await?;
    stdout(&page, "     1\ta\n     2\tb\n").await?;
    page.click("#end").await?;
    equal("status", page.ended().await?.status, "exited 0")?;
    state(&page, "The input ended. A new line starts a new run.").await?;
    line(&page, "c").await?;
    stdout(&page, "     1\tc\n").await?;
    equal("transcript", transcript(&page).await?, "c\n")?;
    // A program that leaves before the input ends.
    page.click("#end").await?;
    page.ended().await?;
    page.fill("#command", "head -1").await?;
    line(&page, "one").await?;
    stdout(&page, "one\n").await?;
    equal("status", page.ended().await?.status, "exited 0")
}

async fn pipeline(page: Page) -> Outcome {
    if !page.waits().await? {
        return Ok(());
    }
    choose(&page, "typed", "tr a-z A-Z | grep -v X | rev").await?;
    line(&page, "abc").await?;
    stdout(&page, "CBA\n").await?;
    line(&page, "no x").await?;
    line(&page, "def").await?;
    stdout(&page, "CBA\nFED\n").await?;
    // The strip has it all while it runs.
    page.when(
        "document.querySelector('.strip .source .amount').innerText === '13 B'",
        vec![],
    )
    .await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("#end").await?;
    equal("status", page.ended().await?.status, "exited 0")?;
    // In a list the next pipeline has what is left.
    page.fill("#command", "args first; cat").await?;
    line(&page, "kept").await?;
    stdout(&page, "0: args\n1: first\nkept\n").await?;
    page.click("#end").await?;
    equal("status", page.ended().await?.status, "exited 0")
}

async fn pasted(page: Page) -> Outcome {
    choose(&page, "lines", "promptreply").await?;
    page.script(
        "const field = document.querySelector('input#stdin'); field.focus();
         const data = new DataTransfer(); data.setData('text/plain', 'one\\r\\ntwo\\nthr');
         const event = new Event('paste', { bubbles: true, cancelable: true });
         Object.defineProperty(event, 'clipboardData', { value: data });
         field.dispatchEvent(event)",
        vec![],
    )
    .await?;
    stdout(&page, "one\ntwo\n").await?;
    equal("the rest", page.value("input#stdin").await?, "thr")?;
    page.keys("ee".to_owned() + Key::Enter).await?;
    stdout(&page, "one\ntwo\nthree\n").await
}

async fn gathered(page: Page) -> Outcome {
    choose(&page, "typed", "cat -n").await?;
    let note = "This browser cannot let a program wait";
    if page.waits().await? {
        equal("no note", page.text(".engine").await?, "")?;
        return Ok(());
    }
    contains(&page.text(".engine").await?, note)?;
    let before = page.text("#stdout").await?;
    line(&page, "a").await?;
    line(&page, "b").await?;
    equal("transcript", transcript(&page).await?, "a\nb\n")?;
    state(&page, "The program runs when the input ends.").await?;
    equal("stdout", page.text("#stdout").await?, before)?;
    page.click("#end").await?;
    stdout(&page, "     1\ta\n     2\tb\n").await?;
    equal("status", page.ended().await?.status, "exited 0")?;
    equal("transcript", transcript(&page).await?, "a\nb\ninput ended")?;
    // Run is the end, too, and Ctrl-D.
    line(&page, "c").await?;
    page.click("#run").await?;
    stdout(&page, "     1\tc\n").await?;
    page.ended().await?;
    line(&page, "d").await?;
    page.control("d").await?;
    stdout(&page, "     1\td\n").await?;
    // Through a pipeline as well.
    page.ended().await?;
    page.fill("#command", "sort | rev").await?;
    line(&page, "yz").await?;
    line(&page, "ab").await?;
    page.click("#end").await?;
    stdout(&page, "ba\nzy\n").await
}

async fn stopped(page: Page) -> Outcome {
    let feeds: &[&str] = match page.waits().await? {
        true => &["typed", "lines"],
        false => &["lines"],
    };
    for feed in feeds {
        page.select("#feed", feed).await?;
        for stop in ["button", "key"] {
            choose(&page, feed, "cat -n | rev").await?;
            line(&page, "ab").await?;
            stdout(&page, "ba\t1     \n").await?;
            page.when("document.getElementById('stop')", vec![]).await?;
            match stop {
                "button" => page.click("#stop").await?,
                _ => page.keys(Key::Escape).await?,
            }
            page.when(
                "document.getElementById('status').innerText === 'stopped'",
                vec![],
            )
            .await?;
            // What was written stays, and the next run knows nothing of it.
            stdout(&page, "ba\t1     \n").await?;
            page.fill("#command", "tr a-z A-Z").await?;
            line(&page, "next").await?;
            stdout(&page, "NEXT\n").await?;
            equal("transcript", transcript(&page).await?, "next\n")?;
            page.click("#end").await?;
            equal("status", page.ended().await?.status, "exited 0")?;
        }
    }
    // And whole input again.
    page.select("#feed", "whole").await?;
    page.fill_stdin("b\na\n").await?;
    equal("sort", page.run("sort").await?.stdout, b"a\nb\n")
}

/// Says how often its memory, a global and a table know that it ran: once,
/// however often it was asked.
const COUNTS: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (global $runs (mut i32) (i32.const 0))
    (data (i32.const 64) "00 ")
    (func (export "_start")
        (global.set $runs (i32.add (global.get $runs) (i32.const 1)))
        (i32.store8 (i32.const 64) (i32.add (i32.load8_u (i32.const 64)) (i32.const 1)))
        (i32.store8 (i32.const 65) (i32.add (i32.load8_u (i32.const 65)) (global.get $runs)))
        (i32.store (i32.const 0) (i32.const 67)) (i32.store (i32.const 4) (i32.const 100))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
        (i32.store (i32.const 0) (i32.const 64))
        (i32.store (i32.const 4) (i32.add (i32.load (i32.const 8)) (i32.const 3)))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"#;

async fn fresh(page: Page) -> Outcome {
    page.choose_module(&wat::parse_str(COUNTS)?, "counts.wasm")
        .await?;
    page.click("#close").await?;
    choose(&page, "lines", "counts").await?;
    state(&page, "Each line runs the program afresh.").await?;
    line(&page, "a").await?;
    stdout(&page, "11 a\n").await?;
    line(&page, "b").await?;
    stdout(&page, "11 a\n11 b\n").await?;
    line(&page, "").await?;
    stdout(&page, "11 a\n11 b\n11 \n").await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("input#stdin").await?;
    page.control("d").await?;
    equal("status", page.ended().await?.status, "exited 0")?;
    let card = page.card(0).await?;
    equal("instances", &card["Instances"], "3 runs")?;
    equal("read", &card["Read"], "5 bytes")?;
    // The talk's echo server.
    page.fill("#command", "promptreply").await?;
    for name in ["  hello ", "again"] {
        line(&page, name).await?;
    }
    stdout(&page, "hello\nagain\n").await
}

async fn lines_pipeline(page: Page) -> Outcome {
    choose(&page, "lines", "cat -n | tr a-z A-Z").await?;
    line(&page, "one").await?;
    stdout(&page, "     1\tONE\n").await?;
    line(&page, "two").await?;
    stdout(&page, "     1\tONE\n     1\tTWO\n").await?;
    page.click("#end").await?;
    equal("status", page.ended().await?.status, "exited 0")?;
    for stage in 0..2 {
        equal("instances", &page.card(stage).await?["Instances"], "2 runs")?;
    }
    // A line that finds nothing does not end the others.
    page.fill("#command", "grep t | rev").await?;
    for text in ["two", "one", "ten"] {
        line(&page, text).await?;
    }
    stdout(&page, "owt\nnet\n").await?;
    page.click("#end").await?;
    equal("status", page.ended().await?.status, "exited 0")
}

async fn many(page: Page) -> Outcome {
    choose(&page, "lines", "rev").await?;
    let words: Vec<String> = (0..1000).map(|number| format!("w{number}")).collect();
    page.script(
        "const field = document.querySelector('input#stdin');
         const data = new DataTransfer(); data.setData('text/plain', arguments[0]);
         const event = new Event('paste', { bubbles: true, cancelable: true });
         Object.defineProperty(event, 'clipboardData', { value: data });
         field.dispatchEvent(event)",
        vec![json!(words.join("\n") + "\n")],
    )
    .await?;
    page.when(
        "document.querySelector('.stdout .size')?.innerText.startsWith('1,000 lines')",
        vec![],
    )
    .await?;
    has_room(&page).await?;
    page.click("#end").await?;
    let run = page.ended().await?;
    let reversed: String = words
        .iter()
        .map(|word| word.chars().rev().collect::<String>() + "\n")
        .collect();
    equal("stdout", String::from_utf8_lossy(&run.stdout), reversed)?;
    equal("instances", &page.card(0).await?["Instances"], "1,000 runs")
}

async fn no_lists(page: Page) -> Outcome {
    choose(&page, "lines", "rev; rev").await?;
    line(&page, "a").await?;
    page.when(
        "document.getElementById('problem')?.innerText.includes('Line by line, one pipeline runs')",
        vec![],
    )
    .await?;
    page.fill("#command", "rev").await?;
    line(&page, "ab").await?;
    stdout(&page, "ba\n").await
}

async fn other_way(page: Page) -> Outcome {
    choose(&page, "lines", "rev").await?;
    line(&page, "ab").await?;
    stdout(&page, "ba\n").await?;
    page.select("#feed", "whole").await?;
    page.when("document.querySelector('textarea#stdin')", vec![])
        .await?;
    equal("status", page.ended().await?.status, "stopped")?;
    page.fill_stdin("whole\n").await?;
    equal("stdout", page.run("rev").await?.stdout, b"elohw\n")
}
