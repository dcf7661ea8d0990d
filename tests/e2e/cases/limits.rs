//! What a run may take, and what becomes of one that wants more.

use serde_json::json;
use thirtyfour::Key;

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("the_limit_on_time_ends_an_endless_loop", time),
        case(
            "time_in_which_a_program_waits_for_a_person_does_not_count",
            waiting,
        ),
        case("memory_grows_to_its_limit_and_no_further", memory),
        case(
            "a_program_whose_first_memory_is_too_large_is_refused",
            too_large,
        ),
        case("the_limit_on_output_ends_a_flood", output),
        case("what_is_kept_of_an_output_is_limited", kept),
        case("limits_and_files_survive_a_reload", reload),
        case("a_number_that_cannot_be_is_not_taken", not_taken),
    ]
}

/// Writes two lines, then asks for the time for ever. WebKit ends no worker that
/// computes without ever leaving WebAssembly, and what goes on behind a test
/// slows the next.
pub fn spins() -> Result<Vec<u8>, wat::Error> {
    wat::parse_str(
        r#"(module
            (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
            (memory (export "memory") 1)
            (data (i32.const 64) "first line\nsecond line\n")
            (func (export "_start")
                (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 23))
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
                (loop $again (drop (call $time (i32.const 1) (i64.const 0) (i32.const 16))) (br $again))))"#,
    )
}

/// Fails unless the run ended over a limit that this sentence names, and the
/// next one is clean.
async fn ended_over(page: &Page, sentence: &str) -> Outcome {
    equal("status", page.ended().await?.status, "over a limit")?;
    equal("why", page.text(".status .why").await?, sentence)?;
    // That may take its time on a busy machine.
    page.limit(&[("seconds", 120)]).await?;
    let run = page.run("args on | cat").await?;
    equal("the next run", &run.stdout[..], b"0: args\n1: on\n")?;
    equal("its status", run.status, "exited 0")
}

async fn time(page: Page) -> Outcome {
    page.choose_module(&spins()?, "spins.wasm").await?;
    page.limit(&[("seconds", 1)]).await?;
    let sentence = "The run took longer than 1 s, the limit on time: raise it in Limits.";
    page.start("spins").await?;
    page.when("document.getElementById('run')", vec![]).await?;
    equal(
        "what it wrote stays",
        page.text("#stdout").await?.trim_end(),
        "first line\nsecond line",
    )?;
    let card = page.card(0).await?;
    equal(
        "the card",
        &card["Status"],
        &format!("over a limit. {sentence}"),
    )?;
    ended_over(&page, sentence).await?;
    // In a pipeline, and behind one that was quick: the time is the line's.
    for line in ["spins | cat", "cat | spins", "args a; spins; args b"] {
        page.fill_stdin("").await?;
        page.limit(&[("seconds", 1)]).await?;
        page.start(line).await?;
        ended_over(&page, sentence).await?;
    }
    // 0 is for ever.
    page.limit(&[("seconds", 0)]).await?;
    page.start("spins").await?;
    page.script("window.frames_drawn = 0; const next = () => { window.frames_drawn++; requestAnimationFrame(next); }; next()", vec![]).await?;
    page.when("window.frames_drawn > 120", vec![]).await?;
    equal("status", page.text("#status").await?, "running")?;
    page.click("#stop").await?;
    equal("status", page.ended().await?.status, "stopped")
}

async fn waiting(page: Page) -> Outcome {
    page.limit(&[("seconds", 1)]).await?;
    let feeds: &[&str] = match page.waits().await? {
        true => &["typed", "lines"],
        false => &["lines"],
    };
    for feed in feeds {
        page.select("#feed", feed).await?;
        page.fill("#command", "tr a-z A-Z").await?;
        page.click("input#stdin").await?;
        page.keys("a".to_owned() + Key::Enter).await?;
        page.when(
            "document.getElementById('stdout')?.textContent === 'A\\n'",
            vec![],
        )
        .await?;
        page.script("window.since = performance.now(); window.frames_drawn = 0; const next = () => { window.frames_drawn++; requestAnimationFrame(next); }; next()", vec![]).await?;
        page.when(
            "window.frames_drawn > 60 && performance.now() - window.since > 1500",
            vec![],
        )
        .await?;
        equal(feed, page.text("#status").await?, "running")?;
        page.keys("b".to_owned() + Key::Enter).await?;
        page.when(
            "document.getElementById('stdout')?.textContent === 'A\\nB\\n'",
            vec![],
        )
        .await?;
        page.click("#end").await?;
        equal("status", page.ended().await?.status, "exited 0")?;
    }
    Ok(())
}

/// Takes memory until there is none, and says how many pages it has. It asks for
/// 64 pages while it gets them, then for one: JavaScriptCore copies a memory each
/// time it grows, and that with a hundred megabytes, page by page, takes a minute.
const GROWS: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start") (local $pages i32) (local $at i32)
        (loop $much (br_if $much (i32.ne (memory.grow (i32.const 64)) (i32.const -1))))
        (loop $more (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
        (local.set $pages (memory.size))
        ;; The last page is really there.
        (i32.store8 (i32.sub (i32.mul (local.get $pages) (i32.const 65536)) (i32.const 1)) (i32.const 1))
        (local.set $at (i32.const 64))
        (loop $digit
            (local.set $at (i32.sub (local.get $at) (i32.const 1)))
            (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $pages) (i32.const 10))))
            (local.set $pages (i32.div_u (local.get $pages) (i32.const 10)))
            (br_if $digit (local.get $pages)))
        (i32.store (i32.const 0) (local.get $at))
        (i32.store (i32.const 4) (i32.sub (i32.const 64) (local.get $at)))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"#;

async fn memory(page: Page) -> Outcome {
    page.choose_module(&wat::parse_str(GROWS)?, "grows.wasm")
        .await?;
    for (megabytes, pages, most) in [
        (16, "256", "17 MB"),
        (100, "1600", "105 MB"),
        (4, "64", "4.2 MB"),
    ] {
        page.limit(&[("memory", megabytes)]).await?;
        let run = page.run("grows").await?;
        equal("status", run.status, "exited 0")?;
        equal("pages", String::from_utf8_lossy(&run.stdout), pages)?;
        equal(
            "memory",
            &page.card(0).await?["Memory"],
            &format!("{most} at most"),
        )?;
    }
    // Each stage has so much, and what comes with the page is held to it, too.
    let run = page.run("grows | cat").await?;
    equal("in a pipeline", &run.stdout[..], b"64")?;
    page.stdin_file(&vec![b'x'; 8_000_000], "large").await?;
    let run = page.run("sort").await?;
    equal("sort has no room", run.status == "exited 0", false)?;
    page.limit(&[("memory", 1024)]).await?;
    equal("with room", page.run("sort").await?.status, "exited 0")
}

async fn too_large(page: Page) -> Outcome {
    let module = r#"(module (memory (export "memory") 640) (func (export "_start")))"#;
    let module = wat::parse_str(module)?;
    page.choose_module(&module, "large.wasm").await?;
    equal("with room", page.run("large").await?.status, "exited 0")?;
    page.limit(&[("memory", 8)]).await?;
    let sentence = "This program asks for 40 MB of memory at its start, and the limit is 8 MB: raise the limit, or build it with a smaller initial memory.";
    let run = page.run("args a | large").await?;
    equal("status", run.status, "failed")?;
    contains(&page.text(".status .why").await?, sentence)?;
    let run = page.run("args on | cat").await?;
    equal("the next run", &run.stdout[..], b"0: args\n1: on\n")?;
    // One that is brought now is told so at once, or when it runs.
    page.open_filters().await?;
    page.choose("#module-file", &module, "another.wasm").await?;
    page.when(
        "document.getElementById('notice')?.innerText.includes('another')",
        vec![],
    )
    .await?;
    contains(&page.text("#notice").await?, sentence)?;
    page.limit(&[("memory", 40)]).await?;
    equal("with room", page.run("large").await?.status, "exited 0")
}

async fn output(page: Page) -> Outcome {
    page.limit(&[("written", 1)]).await?;
    let sentence = "The run wrote more than 1 MB, the limit on output: raise it in Limits.";
    page.start("yes").await?;
    ended_over(&page, sentence).await?;
    // All stages and both outputs together; into files as well.
    page.stdin_file(&vec![b'x'; 700_000], "much").await?;
    equal("below it", page.run("cat").await?.status, "exited 0")?;
    page.demo_file(&vec![b'x'; 700_000], "again").await?;
    page.start("cat; cat < again").await?;
    ended_over(&page, sentence).await?;
    page.start("cat > file; cat < again >> file").await?;
    ended_over(&page, sentence).await?;
    // What flows from stage to stage is no output.
    let run = page.run("cat | cat | cat | wc -c").await?;
    equal(
        "pipes",
        String::from_utf8_lossy(&run.stdout).trim(),
        "700000",
    )?;
    let run = page.run("yes | head -300000 | wc -l").await?;
    equal(
        "pipes",
        String::from_utf8_lossy(&run.stdout).trim(),
        "300000",
    )?;
    // 0 is without end.
    page.limit(&[("written", 0)]).await?;
    equal(
        "no limit",
        page.run("cat; cat < again").await?.status,
        "exited 0",
    )
}

async fn kept(page: Page) -> Outcome {
    page.limit(&[("kept", 1)]).await?;
    let run = page.run("yes | head -c 3000000").await?;
    equal("status", run.status, "exited 0")?;
    equal(
        "said",
        page.text(".stdout .dropped").await?,
        "Kept are the first 1,048,576 bytes; 1,951,424 more were counted and dropped.",
    )?;
    equal("kept", run.stdout.len(), 1_048_576)?;
    equal(
        "all of it",
        run.stdout.chunks(2).all(|line| line == b"y\n"),
        true,
    )?;
    // Half a file would be a wrong one.
    page.start("yes | head -c 3000000 > f").await?;
    ended_over(
        &page,
        "The file f grew over 1 MB, the limit on what is kept: raise it in Limits.",
    )
    .await?;
    page.limit(&[("kept", 3)]).await?;
    equal(
        "with room",
        page.run("yes | head -c 3000000 > f").await?.status,
        "exited 0",
    )?;
    let run = page.run("wc -c < f").await?;
    equal(
        "the file",
        String::from_utf8_lossy(&run.stdout).trim(),
        "3000000",
    )
}

async fn reload(page: Page) -> Outcome {
    page.choose_module(&wat::parse_str(GROWS)?, "grows.wasm")
        .await?;
    page.demo_file(b"kept\0bytes\n", "file.bin").await?;
    page.run("args written > made.txt").await?;
    // More than `grows` takes where each growth copies the memory, on a busy machine.
    page.limit(&[("seconds", 77), ("memory", 32), ("kept", 5), ("written", 9)])
        .await?;
    page.kept_when(
        "JSON.stringify(draft.limits, ['seconds', 'memory', 'kept', 'written']) === '{\"seconds\":77,\"memory\":32,\"kept\":5,\"written\":9}' && draft.names.length === 2",
    )
    .await?;
    page.load().await?;
    page.click("#limits").await?;
    for (name, value) in [
        ("seconds", "77"),
        ("memory", "32"),
        ("kept", "5"),
        ("written", "9"),
    ] {
        equal(name, page.value(&format!("#limit-{name}")).await?, value)?;
    }
    page.click("#close").await?;
    equal(
        "file",
        page.run("cat < file.bin").await?.stdout,
        b"kept\0bytes\n",
    )?;
    equal(
        "made",
        page.run("cat < made.txt").await?.stdout,
        b"0: args\n1: written\n",
    )?;
    equal("they hold", page.run("grows").await?.stdout, b"512")?;
    // What is removed is gone.
    page.click("#files").await?;
    page.click("button[aria-label='Remove made.txt']").await?;
    page.when(
        "document.querySelectorAll('.files li').length === 1",
        vec![],
    )
    .await?;
    page.click("#limits").await?;
    page.click("#limit-defaults").await?;
    page.when(
        "document.getElementById('limit-seconds').value === '120'",
        vec![],
    )
    .await?;
    page.kept_when("draft.limits.seconds === 120 && draft.names.length === 1")
        .await?;
    page.load().await?;
    let run = page.run("cat < made.txt").await?;
    equal("status", run.status, "failed")?;
    equal(
        "the other",
        page.run("cat < file.bin").await?.stdout,
        b"kept\0bytes\n",
    )
}

async fn not_taken(page: Page) -> Outcome {
    page.click("#limits").await?;
    for (id, wrong, stays) in [
        ("memory", "0", 1024),
        ("memory", "5000", 1024),
        ("kept", "", 128),
        ("seconds", "-1", 120),
        ("written", "1.5", 4096),
    ] {
        let field = format!("#limit-{id}");
        page.fill(&field, wrong).await?;
        let valid = page
            .script(
                "return document.querySelector(arguments[0]).validity.valid",
                vec![json!(field)],
            )
            .await?;
        equal(&format!("{id} {wrong} is valid"), valid, false)?;
        page.click("#close").await?;
        page.click("#limits").await?;
        equal(id, page.value(&field).await?, stays.to_string())?;
    }
    Ok(())
}
