//! How a run starts, goes and ends.

use super::{Case, case, contains, equal, files};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_first_visit_shows_a_running_example", first_visit),
        case("stdout_stderr_and_status_are_apart", three_files),
        case("output_arrives_while_the_program_runs", arrives),
        case(
            "the_page_draws_frames_while_a_filter_burns_cpu_and_stop_ends_it",
            stays_smooth,
        ),
        case("endless_output_is_bounded_and_stop_ends_it", flood),
        case("traps_name_their_reason_and_function", traps),
        case("a_deep_recursion_is_named_and_the_next_run_is_clean", deep),
        case("arguments_and_environment_arrive_intact", words),
        case("a_module_is_compiled_once", compiled_once),
        case("a_double_click_on_run_does_not_stop", double_click),
    ]
}

async fn first_visit(page: Page) -> Outcome {
    equal(
        "status",
        page.text("#status").await?.split(" · ").next(),
        Some("exited 0"),
    )?;
    equal(
        "an output",
        page.text("#stdout").await?.trim().is_empty(),
        false,
    )
}

async fn three_files(page: Page) -> Outcome {
    page.choose_module(&files::read("both")?, "both.wasm")
        .await?;
    let run = page.run("both").await?;
    equal(
        "run",
        (run.status.as_str(), &run.stdout[..], &run.stderr[..]),
        ("exited 3", &b"out"[..], &b"err"[..]),
    )?;
    equal("stdout pane", page.text("#stdout").await?, "out")?;
    equal("stderr pane", page.text("#stderr").await?, "err")
}

async fn arrives(page: Page) -> Outcome {
    page.choose_module(&files::read("busy")?, "busy.wasm")
        .await?;
    page.start("busy").await?;
    page.when(
        "document.querySelector('pre#stdout')?.textContent === 'first line\\nsecond line\\n'",
        vec![],
    )
    .await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("#stop").await?;
    let run = page.ended().await?;
    equal(
        "what was written stays",
        &run.stdout[..],
        b"first line\nsecond line\n",
    )
}

async fn stays_smooth(page: Page) -> Outcome {
    page.choose_module(&files::read("busy")?, "busy.wasm")
        .await?;
    page.start("busy").await?;
    page.script("window.frames_drawn = 0; const next = () => { window.frames_drawn++; requestAnimationFrame(next); }; next()", vec![]).await?;
    page.when("window.frames_drawn > 120", vec![]).await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("#stop").await?;
    equal("status", page.ended().await?.status, "stopped")?;
    let run = page.run("args again").await?;
    equal("the next run", &run.stdout[..], b"0: args\n1: again\n")
}

async fn flood(page: Page) -> Outcome {
    page.choose_module(&files::read("flood")?, "flood.wasm")
        .await?;
    // Without end, so that Stop is what ends it, however slow this machine is.
    page.limit(&[("written", 0)]).await?;
    page.start("flood").await?;
    page.when("document.querySelector('.stdout .dropped')", vec![])
        .await?;
    contains(
        &page.text(".stdout .dropped").await?,
        "Kept are the first 134,217,728 bytes;",
    )?;
    page.click("#stop").await?;
    page.when(
        "document.getElementById('status').innerText === 'stopped'",
        vec![],
    )
    .await?;
    let run = page.run("args calm").await?;
    equal("the next run", &run.stdout[..], b"0: args\n1: calm\n")
}

async fn traps(page: Page) -> Outcome {
    for (name, status) in [
        ("unreachable", "trapped: unreachable in boom"),
        ("divide", "trapped: integer divide by zero in halve"),
        ("outside", "trapped: out of bounds memory access in reach"),
        ("nameless", "trapped: unreachable"),
        ("throws", "trapped: uncaught exception"),
    ] {
        page.choose_module(&files::read(name)?, &format!("{name}.wasm"))
            .await?;
        equal(name, page.run(name).await?.status, status)?;
    }
    let run = page.run("args on").await?;
    equal("the next run", &run.stdout[..], b"0: args\n1: on\n")
}

async fn deep(page: Page) -> Outcome {
    page.choose_module(&files::read("deep")?, "deep.wasm")
        .await?;
    contains(
        &page.run("deep").await?.status,
        "trapped: call stack exhausted",
    )?;
    let run = page.run("args on").await?;
    equal("the next run", &run.stdout[..], b"0: args\n1: on\n")
}

async fn words(page: Page) -> Outcome {
    let run = page
        .run(r#"args grüße 🦀 '' "a b" 'c"d' e\ f -x=ü"#)
        .await?;
    equal(
        "arguments",
        String::from_utf8_lossy(&run.stdout),
        "0: args\n1: grüße\n2: 🦀\n3: \n4: a b\n5: c\"d\n6: e f\n7: -x=ü\n",
    )?;
    let run = page.run("A='x=y=z' B=🦀 C= env").await?;
    equal(
        "environment",
        String::from_utf8_lossy(&run.stdout),
        "A=x=y=z\nB=🦀\nC=\n",
    )
}

async fn compiled_once(page: Page) -> Outcome {
    page.script(
        "window.compiled = 0;
         for (const name of ['compile', 'compileStreaming']) {
             // By way of the window: Firefox runs tests beside the page, with a WebAssembly of their own.
             const real = window.WebAssembly[name];
             window.WebAssembly[name] = (source) => { window.compiled++; return real.call(window.WebAssembly, source); };
         }",
        vec![],
    )
    .await?;
    page.choose_module(&files::read("hello")?, "hello.wasm")
        .await?;
    for _ in 0..3 {
        equal("hello", page.run("hello").await?.status, "exited 0")?;
        equal("rev", page.run("rev").await?.status, "exited 0")?;
    }
    let compiled = page.script("return window.compiled", vec![]).await?;
    equal("compilations of two modules in six runs", compiled, 2)
}

async fn double_click(page: Page) -> Outcome {
    page.choose_module(&files::read("busy")?, "busy.wasm")
        .await?;
    page.click("#close").await?;
    page.fill("#command", "busy").await?;
    let mut is_double = false;
    for _ in 0..5 {
        page.script(
            "window.clicks = []; addEventListener('click', ({ detail }) => window.clicks.push(detail), true)",
            vec![],
        )
        .await?;
        page.double_click("#run").await?;
        let second = page
            .when("window.clicks.length > 1 && window.clicks[1]", vec![])
            .await?;
        is_double = second == 2;
        if is_double {
            break;
        }
        // On a busy machine the driver may be so slow that these were two clicks.
        page.ended().await?;
    }
    equal("a double click", is_double, true)?;
    // Both clicks were heard when the output of the run is there.
    page.when(
        "document.querySelector('pre#stdout')?.textContent === 'first line\\nsecond line\\n'",
        vec![],
    )
    .await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("#stop").await?;
    equal("status", page.ended().await?.status, "stopped")
}
