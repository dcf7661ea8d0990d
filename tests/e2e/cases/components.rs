//! WASI 0.2 components, compiled here for wasm32-wasip2; see
//! `tests/components/box.rs` for what `box` does.

use serde_json::json;
use thirtyfour::Key;

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_component_runs_and_nothing_is_fetched_before", fetched),
        case("components_and_modules_stand_in_one_pipeline", pipeline),
        case("a_component_ends_as_any_program_does", ends),
        case("a_component_sees_the_files_that_are_granted", files),
        case("a_component_with_no_files_has_no_directory", given),
        case("a_component_has_clocks_random_and_no_network", host),
        case("a_component_waits_for_what_is_typed", typed),
        case("line_by_line_a_component_answers_each_line", lines),
        case("a_component_that_is_for_another_host_is_named", refused),
        case("the_limits_hold_for_a_component", limits),
        case("stop_ends_a_component", stopped),
    ]
}

/// Brings the program.
async fn bring(page: &Page) -> Outcome {
    let built = tokio::task::spawn_blocking(tests::component::component);
    page.choose_module(&built.await??, "box.wasm").await
}

/// Fails unless a run gave this on stdout, and ended like this.
async fn gives(page: &Page, line: &str, stdout: &str, status: &str) -> Outcome {
    let run = page.run(line).await?;
    let what = format!("{line} (stderr: {})", String::from_utf8_lossy(&run.stderr));
    equal(&what, String::from_utf8_lossy(&run.stdout), stdout)?;
    equal(&what, run.status, status)
}

async fn fetched(page: Page) -> Outcome {
    let fetched = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('component')).length";
    bring(&page).await?;
    page.run("args on").await?;
    equal("fetched before", page.script(fetched, vec![]).await?, 0)?;
    page.fill_stdin("b\na\n").await?;
    gives(&page, "box sort", "a\nb\n", "exited 0").await?;
    gives(&page, "box cat", "b\na\n", "exited 0").await?;
    equal("fetched", page.script(fetched, vec![]).await?, 1)?;
    let card = page.card(0).await?;
    equal(
        "card",
        card["Runs on"].as_str().unwrap_or_default().trim(),
        "Pourover's own host, as a component",
    )?;
    equal("read", &card["Read"], "4 bytes")?;
    contains(card["Memory"].as_str().unwrap_or_default(), "MB at most")
}

async fn pipeline(page: Page) -> Outcome {
    bring(&page).await?;
    let text: String = (0..300_000)
        .rev()
        .map(|number| format!("{number:06}\n"))
        .collect();
    page.stdin_file(text.as_bytes(), "numbers").await?;
    let run = page
        .run("box cat | sort | box cat | cat | box sort")
        .await?;
    let sorted: String = (0..300_000)
        .map(|number| format!("{number:06}\n"))
        .collect();
    equal("it is sorted", run.stdout == sorted.as_bytes(), true)?;
    equal("status", run.status, "exited 0")?;
    gives(&page, "box sort | head -2", "000000\n000001\n", "exited 0").await?;
    gives(
        &page,
        "box exit 3 | cat; args $?; cat | box exit 4",
        "0: args\n1: 0\n",
        "exited 1",
    )
    .await?;
    // A reader that leaves: the writer is told.
    let run = page.run("box flood | head -1 | wc -c").await?;
    equal(
        "a line",
        String::from_utf8_lossy(&run.stdout).trim(),
        "32768",
    )?;
    if page.waits().await? {
        contains(&String::from_utf8_lossy(&run.stderr), "flood: BrokenPipe")?;
        equal("the writer", &page.card(0).await?["Status"], "exited 1")?;
        gives(&page, "yes | box cat | head -1", "y\n", "exited 0").await?;
    }
    Ok(())
}

async fn ends(page: Page) -> Outcome {
    bring(&page).await?;
    // Of a code, Rust says no more to WASI 0.2 than whether it is 0.
    for (code, status) in [(0, "exited 0"), (1, "exited 1"), (42, "exited 1")] {
        gives(&page, &format!("box exit {code}"), "", status).await?;
    }
    page.choose_module(&wat::parse_str(EXITS)?, "exits.wasm")
        .await?;
    gives(
        &page,
        "exits | cat; args $?; exits",
        "0: args\n1: 0\n",
        "exited 42",
    )
    .await?;
    let run = page.run("box fail").await?;
    equal("fail", run.status, "exited 1")?;
    contains(&String::from_utf8_lossy(&run.stderr), "it went wrong")?;
    let run = page.run("box panic").await?;
    equal(
        "panic",
        run.status.starts_with("trapped: unreachable in "),
        true,
    )?;
    contains(&String::from_utf8_lossy(&run.stderr), "out of order")?;
    let run = page.run("box deep | cat; args $?; box deep").await?;
    contains(&run.status, "trapped: ")?;
    // Once WebKit has compiled it a second time, and when that is depends on the
    // machine, it says the function's number.
    match page.engine == crate::engine::Engine::Webkit {
        true => contains(&run.status, "trapped: out of bounds memory access in ")?,
        false => contains(&run.status, " in box::deep")?,
    }
    page.fill_stdin("b\na\n").await?;
    gives(&page, "box sort", "a\nb\n", "exited 0").await
}

/// Ends with a code, in a way that no handler of exceptions catches, and would
/// then trap.
const EXITS: &str = r#"(component
    (import "wasi:cli/exit@0.2.6" (instance $exit (export "exit-with-code" (func (param "status-code" u8)))))
    (core module $main
        (import "" "exit" (func $exit (param i32)))
        (func (export "run") (result i32)
            (block $caught (try_table (catch_all $caught) (call $exit (i32.const 42))))
            unreachable))
    (core func $lowered (canon lower (func $exit "exit-with-code")))
    (core instance $given (export "exit" (func $lowered)))
    (core instance $main (instantiate $main (with "" (instance $given))))
    (func $run (result (result)) (canon lift (core func $main "run")))
    (instance $program (export "run" (func $run)))
    (export "wasi:cli/run@0.2.6" (instance $program)))"#;

/// Adds files, and has programs see them.
async fn grant(page: &Page) -> Outcome {
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when("document.getElementById('add-file')", vec![])
        .await?;
    page.click("#grant").await?;
    page.click("#close").await
}

async fn files(page: Page) -> Outcome {
    bring(&page).await?;
    page.demo_file(b"what was there\n", "in.txt").await?;
    grant(&page).await?;
    let says = [
        r#"["in.txt"]"#,
        "what was there",
        "23-567",
        r#"0123-567+ []"#,
        "9 true true",
        "true",
        r#"["out.txt", "second"]"#,
        "Some(NotFound)",
        "Some(PermissionDenied)",
        "Some(AlreadyExists)",
        "Some(NotADirectory)",
        "Some(Uncategorized)",
        "",
    ];
    gives(&page, "box files", &says.join("\n"), "exited 0").await?;
    // What it wrote is there for the next one, and what it removed is gone.
    gives(
        &page,
        "cat < out.txt; cat < second",
        "0123-567+0123-567+",
        "exited 0",
    )
    .await?;
    equal("gone", page.run("cat < in.txt").await?.status, "failed")
}

async fn given(page: Page) -> Outcome {
    bring(&page).await?;
    let run = page.run("A=1 B='x = y' box given 'a b' '' ü").await?;
    equal(
        "stdout",
        String::from_utf8_lossy(&run.stdout),
        "[\"box\", \"given\", \"a b\", \"\", \"ü\"]\n[(\"A\", \"1\"), (\"B\", \"x = y\")]\nErr(NotFound)\n",
    )?;
    equal(
        "stderr",
        String::from_utf8_lossy(&run.stderr),
        "and stderr\n",
    )
}

async fn host(page: Page) -> Outcome {
    bring(&page).await?;
    gives(&page, "box chance", "10 true\n", "exited 0").await?;
    gives(&page, "box connect", "Some(PermissionDenied)\n", "exited 0").await?;
    gives(&page, "box sleep", "true\n", "exited 0").await?;
    let (one, other) = (page.run("box now").await?, page.run("box now").await?);
    equal("they differ", one.stdout != other.stdout, true)?;
    page.script("document.getElementById('limits').click()", vec![])
        .await?;
    page.when("document.getElementById('fixed')", vec![])
        .await?;
    page.click("#fixed").await?;
    page.click("#close").await?;
    let (one, other) = (page.run("box now").await?, page.run("box now").await?);
    equal("they are fixed", one.stdout, &other.stdout[..])
}

async fn typed(page: Page) -> Outcome {
    bring(&page).await?;
    if !page.waits().await? {
        // All of the input is there when it starts.
        page.fill_stdin("ab\ncd\n").await?;
        return gives(&page, "box ask", "> AB\n> CD\n> bye\n", "exited 0").await;
    }
    page.select("#feed", "typed").await?;
    page.when("document.querySelector('input#stdin')", vec![])
        .await?;
    page.fill("#command", "box ask").await?;
    page.click("#run").await?;
    for (line, stdout) in [("ab", "> "), ("cd", "> AB\n> ")] {
        page.when(
            "document.getElementById('stdout')?.textContent === arguments[0] && document.getElementById('typed-state').innerText === 'The program waits for a line.'",
            vec![json!(stdout)],
        )
        .await?;
        page.click("input#stdin").await?;
        page.keys(line.to_owned() + Key::Enter).await?;
    }
    page.when(
        "document.getElementById('stdout')?.textContent === '> AB\\n> CD\\n> '",
        vec![],
    )
    .await?;
    page.control("d").await?;
    let run = page.ended().await?;
    equal(
        "stdout",
        String::from_utf8_lossy(&run.stdout),
        "> AB\n> CD\n> bye\n",
    )?;
    equal("status", run.status, "exited 0")
}

async fn lines(page: Page) -> Outcome {
    bring(&page).await?;
    page.select("#feed", "lines").await?;
    page.when("document.querySelector('input#stdin')", vec![])
        .await?;
    page.fill("#command", "box ask | rev | box cat").await?;
    page.click("input#stdin").await?;
    for (line, stdout) in [
        ("ab", "BA >\neyb >\n"),
        ("cd", "BA >\neyb >\nDC >\neyb >\n"),
    ] {
        page.keys(line.to_owned() + Key::Enter).await?;
        page.when(
            "document.getElementById('stdout')?.textContent === arguments[0]",
            vec![json!(stdout)],
        )
        .await?;
    }
    page.control("d").await?;
    equal("status", page.ended().await?.status, "exited 0")
}

/// A component whose program imports a function and does nothing.
fn importing(interface: &str, function: &str, run: &str) -> Result<Vec<u8>, wat::Error> {
    wat::parse_str(format!(
        r#"(component
            (import "{interface}" (instance $other (export "{function}" (func))))
            (core module $main (import "" "f" (func)) (func (export "run") (result i32) i32.const 0))
            (core func $f (canon lower (func $other "{function}")))
            (core instance $given (export "f" (func $f)))
            (core instance $main (instantiate $main (with "" (instance $given))))
            (func $run (result (result)) (canon lift (core func $main "run")))
            (instance $program (export "run" (func $run)))
            (export "{run}" (instance $program)))"#
    ))
}

async fn refused(page: Page) -> Outcome {
    const RUN: &str = "wasi:cli/run@0.2.6";
    // What its imports and exports say is told when it is brought.
    for (component, part) in [
        (
            importing("example:other/place@1.0.0", "f", RUN)?,
            "it imports example:other/place@1.0.0",
        ),
        (
            importing("wasi:cli/exit@0.3.0", "exit", "wasi:cli/run@0.3.0")?,
            "a command for WASI 0.3.0, which does not run here yet",
        ),
        (
            importing("wasi:cli/exit@0.2.6", "exit", "example:other/place@1.0.0")?,
            "no command: it exports example:other/place@1.0.0",
        ),
    ] {
        page.drop_file("main", &component, "other.wasm").await?;
        page.when(
            "document.getElementById('notice')?.innerText.includes(arguments[0])",
            vec![json!(part)],
        )
        .await?;
    }
    // The rest when it runs.
    for (component, part) in [
        (
            importing("wasi:cli/exit@0.2.6", "leave", RUN)?,
            "it imports leave from wasi:cli/exit@0.2.6",
        ),
        (
            wat::parse_str(COMPOSED)?,
            "This component is composed of several components",
        ),
    ] {
        page.choose_module(&component, "other.wasm").await?;
        let run = page.run("args on | other").await?;
        equal("status", run.status, "failed")?;
        contains(&page.text(".status .why").await?, part)?;
    }
    let run = page.run("args on | cat").await?;
    equal("the next run", &run.stdout[..], b"0: args\n1: on\n")
}

/// The program is in a component inside.
const COMPOSED: &str = r#"(component
    (component $inside
        (core module $main (func (export "run") (result i32) i32.const 0))
        (core instance $main (instantiate $main))
        (func (export "run") (result (result)) (canon lift (core func $main "run"))))
    (instance $inside (instantiate $inside))
    (alias export $inside "run" (func $run))
    (instance $program (export "run" (func $run)))
    (export "wasi:cli/run@0.2.6" (instance $program)))"#;

async fn limits(page: Page) -> Outcome {
    bring(&page).await?;
    for (megabytes, least) in [(16, 10), (64, 58)] {
        page.limit(&[("memory", megabytes)]).await?;
        let run = page.run("box grow").await?;
        let taken: u32 = String::from_utf8_lossy(&run.stdout).trim().parse()?;
        equal(
            &format!("{taken} MB of {megabytes}"),
            (least..megabytes).contains(&taken),
            true,
        )?;
    }
    page.limit(&[("memory", 1024), ("seconds", 1)]).await?;
    page.start("box spin | cat").await?;
    equal("status", page.ended().await?.status, "over a limit")?;
    contains(&page.text(".status .why").await?, "longer than 1 s")?;
    page.limit(&[("seconds", 120), ("written", 8)]).await?;
    page.start("box flood").await?;
    equal("status", page.ended().await?.status, "over a limit")?;
    gives(&page, "box exit 5", "", "exited 1").await
}

async fn stopped(page: Page) -> Outcome {
    bring(&page).await?;
    page.start("box spin").await?;
    page.when(
        "document.querySelector('pre#stdout')?.textContent === 'first line\\n'",
        vec![],
    )
    .await?;
    page.click("#stop").await?;
    equal("status", page.ended().await?.status, "stopped")?;
    gives(&page, "box exit 5", "", "exited 1").await
}
