//! Command lines of several programs: pipes, lists, redirections.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Case, case, contains, equal, files};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("words_are_counted_by_five_filters", words),
        case("yes_into_head_ends_at_once", reader_leaves),
        case("modules_of_anyone_stand_in_one_pipeline", mixed),
        case("five_stages_pass_five_megabytes_unchanged", five_stages),
        case("lists_run_what_a_shell_would_run", lists),
        case("redirections_read_and_write_files", redirections),
        case("errors_go_where_redirections_send_them", errors),
        case("a_file_that_is_not_there_is_named", missing),
        case("each_stage_has_its_own_stderr_status_and_counts", cards),
        case("a_trap_in_the_middle_ends_only_its_own_stage", trap),
        case("a_stage_that_exits_early_ends_a_flood", early_exit),
        case("a_stage_that_cannot_start_is_named", cannot_start),
        case("what_only_a_shell_does_is_refused_at_its_column", refused),
    ]
}

/// Fails with a sentence unless a run gave this on stdout.
fn gave(what: &str, stdout: &[u8], should: &str) -> Outcome {
    equal(what, String::from_utf8_lossy(stdout), should)
}

/// A program that reads and writes, of so many bytes at a time.
fn program(body: &str) -> Result<Vec<u8>, wat::Error> {
    wat::parse_str(format!(
        r#"(module
            (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 2)
            ;; Reads into the memory at 1024 and says how much it was.
            (func $read (param $most i32) (result i32)
                (i32.store (i32.const 0) (i32.const 1024))
                (i32.store (i32.const 4) (local.get $most))
                (if (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
                (i32.load (i32.const 8)))
            ;; Writes so much of it, however many calls that takes.
            (func $write (param $count i32) (local $at i32)
                (loop $more
                    (i32.store (i32.const 0) (i32.add (i32.const 1024) (local.get $at)))
                    (i32.store (i32.const 4) (i32.sub (local.get $count) (local.get $at)))
                    (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)) (then unreachable))
                    (local.set $at (i32.add (local.get $at) (i32.load (i32.const 8))))
                    (br_if $more (i32.lt_u (local.get $at) (local.get $count)))))
            {body})"#
    ))
}

/// Copies, in pieces of an odd size.
fn copies() -> Result<Vec<u8>, wat::Error> {
    program(
        r#"(func (export "_start") (local $count i32)
            (loop $again
                (local.set $count (call $read (i32.const 4099)))
                (if (local.get $count) (then (call $write (local.get $count)) (br $again)))))"#,
    )
}

/// Copies a hundred bytes, then traps.
fn breaks() -> Result<Vec<u8>, wat::Error> {
    program(
        r#"(func $break unreachable)
           (func (export "_start") (call $write (call $read (i32.const 100))) (call $break))"#,
    )
}

async fn words(page: Page) -> Outcome {
    page.fill_stdin("to be\nor not\nto be\nthat is\nto be\n")
        .await?;
    let run = page
        .run("tr ' ' '\\n' | sort | uniq -c | sort -rn | head -2")
        .await?;
    gave("words", &run.stdout, "      3 to\n      3 be\n")?;
    equal("status", run.status, "exited 0")?;
    let run = page.run("sort | uniq -c | sort -rn | head").await?;
    gave(
        "lines",
        &run.stdout,
        "      3 to be\n      1 that is\n      1 or not\n",
    )
}

async fn reader_leaves(page: Page) -> Outcome {
    let run = page.run("yes | head -3").await?;
    gave("stdout", &run.stdout, "y\ny\ny\n")?;
    gave("stderr", &run.stderr, "")?;
    equal("status", run.status, "exited 0")?;
    let yes = page.card(0).await?;
    // It is told so where it can wait, and ended where it cannot.
    let how = match page.waits().await? {
        true => "exited 0",
        false => "ended: its reader had left",
    };
    equal("yes", &yes["Status"], how)?;
    equal("head", &page.card(1).await?["Status"], "exited 0")?;
    let wrote = yes["Wrote"].as_str().unwrap_or_default();
    let wrote: u64 = wrote
        .split(' ')
        .next()
        .unwrap_or_default()
        .replace(',', "")
        .parse()?;
    equal(
        &format!("{wrote} bytes are bounded"),
        wrote
            < if page.waits().await? {
                8 << 20
            } else {
                80 << 20
            },
        true,
    )?;
    // The reader may leave in the middle, too.
    let run = page.run("yes | cat | head -2 | cat").await?;
    if page.waits().await? {
        return gave("through cat", &run.stdout, "y\ny\n");
    }
    // Who cannot wait has read all that can be held before its reader leaves.
    equal("through cat", run.status, "over a limit")?;
    contains(
        &page.text(".status .why").await?,
        "yes wrote more than 64 MB, the most that can be held between two stages in this browser",
    )
}

async fn mixed(page: Page) -> Outcome {
    page.choose_module(&files::read("hello")?, "hello.wasm")
        .await?;
    page.choose_module(&copies()?, "copies.wasm").await?;
    let run = page
        .run("hello | copies | tr a-z A-Z | copies | rev")
        .await?;
    gave("stdout", &run.stdout, "DLRöW ,OLLEH\n")?;
    page.fill_stdin("b\na\n").await?;
    let run = page.run("copies | sort | copies").await?;
    gave("own ones at both ends", &run.stdout, "a\nb\n")?;
    let run = page.run("copies | copies | copies").await?;
    gave("one module three times", &run.stdout, "b\na\n")
}

async fn five_stages(page: Page) -> Outcome {
    // Not compressible, and each byte depends on its place.
    let mut state = 1_u64;
    let bytes: Vec<u8> = (0..5_000_011)
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        })
        .collect();
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    page.choose_module(&copies()?, "copies.wasm").await?;
    page.stdin_file(&bytes, "noise").await?;
    for command in [
        "cat | copies | cat | copies | sha256sum",
        "base64 | cat | copies | base64 -d | sha256sum",
    ] {
        let run = page.run(command).await?;
        gave(command, &run.stdout, &format!("{hash}  -\n"))?;
        equal("status", run.status, "exited 0")?;
    }
    let run = page.run("cat | copies | cat | copies | cat").await?;
    equal(
        "all of it",
        Sha256::digest(&run.stdout),
        Sha256::digest(&bytes),
    )?;
    for stage in 0..5 {
        let card = page.card(stage).await?;
        for what in ["Read", "Wrote"] {
            let said = card[what].as_str().unwrap_or_default();
            contains(said, "5,000,011 bytes").map_err(|why| format!("{what} {stage}: {why}"))?;
        }
    }
    Ok(())
}

async fn lists(page: Page) -> Outcome {
    page.fill_stdin("").await?;
    for (line, stdout, status) in [
        (
            "args a; args b",
            "0: args\n1: a\n0: args\n1: b\n",
            "exited 0",
        ),
        ("grep -q x || args or", "0: args\n1: or\n", "exited 0"),
        ("grep -q x && args and", "", "exited 1"),
        ("sort && args and", "0: args\n1: and\n", "exited 0"),
        ("sort || args or", "", "exited 0"),
        // && and || have the same rank, from the left.
        ("grep -q x || sort && args c", "0: args\n1: c\n", "exited 0"),
        ("grep -q x && sort || args c", "0: args\n1: c\n", "exited 0"),
        ("! grep -q x && args not", "0: args\n1: not\n", "exited 0"),
        ("! sort", "", "exited 1"),
        // Only the last stage of a pipeline counts.
        ("grep x | sort && args c", "0: args\n1: c\n", "exited 0"),
        ("grep -q x; args $?", "0: args\n1: 1\n", "exited 0"),
        (
            "sort --wrong; args \"$?\" '$?'",
            "0: args\n1: 2\n2: $?\n",
            "exited 0",
        ),
        // What was skipped leaves the status as it was.
        ("grep -q x && sort; args $?", "0: args\n1: 1\n", "exited 0"),
        ("args a; grep -q x", "0: args\n1: a\n", "exited 1"),
    ] {
        let run = page.run(line).await?;
        gave(line, &run.stdout, stdout)?;
        equal(line, run.status, status)?;
    }
    page.run("grep -q x && args and").await?;
    equal("skipped", &page.card(1).await?["Status"], "skipped")?;
    // The next command gets what the one before it has not read.
    page.fill_stdin("left\n").await?;
    gave(
        "input",
        &page.run("args a; cat").await?.stdout,
        "0: args\n1: a\nleft\n",
    )?;
    gave("input", &page.run("cat; cat").await?.stdout, "left\n")
}

async fn redirections(page: Page) -> Outcome {
    page.demo_file(b"pear\napple\n", "fruit.txt").await?;
    page.fill_stdin("from the pane\n").await?;
    let run = page.run("sort < fruit.txt").await?;
    gave("<", &run.stdout, "apple\npear\n")?;
    let run = page.run("sort < fruit.txt > sorted.txt").await?;
    gave("stdout of >", &run.stdout, "")?;
    equal("status of >", run.status, "exited 0")?;
    gave(
        ">",
        &page.run("cat < sorted.txt").await?.stdout,
        "apple\npear\n",
    )?;
    page.run("args one >> sorted.txt").await?;
    gave(
        ">>",
        &page.run("cat < sorted.txt").await?.stdout,
        "apple\npear\n0: args\n1: one\n",
    )?;
    // > begins anew, and >> makes a file that was not there.
    page.run("args two > sorted.txt; args three >> new.txt; args four >> new.txt")
        .await?;
    gave(
        "again",
        &page.run("cat < sorted.txt; grep 1 < new.txt").await?.stdout,
        "0: args\n1: two\n1: three\n1: four\n",
    )?;
    // In a pipeline: in the middle of it nothing flows on.
    let run = page
        .run("cat | sort < fruit.txt > /dev/null | wc -c")
        .await?;
    equal(
        "wc behind >",
        String::from_utf8_lossy(&run.stdout).trim(),
        "0",
    )?;
    gave("/dev/null", &page.run("cat < /dev/null").await?.stdout, "")?;
    // The drawer has them, and they can be saved.
    page.script("document.getElementById('files').click()", vec![])
        .await?;
    page.when(
        "document.querySelectorAll('.drawer .files li').length === 3",
        vec![],
    )
    .await?;
    let names = page.text(".drawer .files").await?;
    for name in ["fruit.txt", "sorted.txt", "new.txt"] {
        contains(&names, name)?;
    }
    Ok(())
}

async fn errors(page: Page) -> Outcome {
    page.choose_module(&files::read("both")?, "both.wasm")
        .await?;
    let run = page.run("both 2> err.txt").await?;
    gave("stdout", &run.stdout, "out")?;
    gave("stderr", &run.stderr, "")?;
    equal("status", run.status, "exited 3")?;
    gave("file", &page.run("cat < err.txt").await?.stdout, "err")?;
    let run = page.run("both 2>&1 | tr a-z A-Z").await?;
    gave("2>&1 |", &run.stdout, "OUTERR")?;
    gave("2>&1 | leaves stderr", &run.stderr, "")?;
    // From the left: stderr goes where stdout led then.
    let run = page.run("both 2>&1 > only.txt | tr a-z A-Z").await?;
    gave("2>&1 >", &run.stdout, "ERR")?;
    gave("file", &page.run("cat < only.txt").await?.stdout, "out")?;
    let run = page.run("both > all.txt 2>&1").await?;
    gave("> 2>&1", &run.stdout, "")?;
    gave("> 2>&1", &run.stderr, "")?;
    gave("file", &page.run("cat < all.txt").await?.stdout, "outerr")?;
    let run = page.run("both 1>&2 | wc -c").await?;
    gave("1>&2", &run.stderr, "outerr")?;
    equal("1>&2 |", String::from_utf8_lossy(&run.stdout).trim(), "0")
}

async fn missing(page: Page) -> Outcome {
    let sentence =
        "There is no file named missing: add it in Files, or write it first with > missing.";
    let run = page.run("cat < missing").await?;
    equal("status", run.status, "failed")?;
    contains(&page.text(".status .why").await?, sentence)?;
    // The others run, as in a shell.
    page.fill_stdin("").await?;
    let run = page.run("cat < missing | wc -c").await?;
    equal(
        "behind it",
        String::from_utf8_lossy(&run.stdout).trim(),
        "0",
    )?;
    equal("status", run.status, "exited 0")?;
    let card = page.card(0).await?;
    contains(card["Status"].as_str().unwrap_or_default(), sentence)?;
    let run = page.run("cat < missing || args or").await?;
    gave("||", &run.stdout, "0: args\n1: or\n")
}

async fn cards(page: Page) -> Outcome {
    page.choose_module(&files::read("both")?, "both.wasm")
        .await?;
    page.fill_stdin("one\ntwo\nthree\n").await?;
    let run = page
        .run("grep t | sort --wrong | both | sed 's/o/0/;w x' | wc -c")
        .await?;
    equal("stdout", String::from_utf8_lossy(&run.stdout).trim(), "0")?;
    let cards = [
        page.card(0).await?,
        page.card(1).await?,
        page.card(2).await?,
        page.card(3).await?,
        page.card(4).await?,
    ];
    let stderr = |at: usize| cards[at]["stderr"].as_str().unwrap_or_default();
    equal("grep read", &cards[0]["Read"], "14 bytes")?;
    equal("grep's stderr", stderr(0), "")?;
    equal("sort", &cards[1]["Status"], "exited 2")?;
    contains(stderr(1), "--wrong")?;
    equal("both", &cards[2]["Status"], "exited 3")?;
    equal("both wrote", &cards[2]["Wrote"], "3 bytes · 0 lines")?;
    equal("both's stderr", stderr(2), "err")?;
    equal("sed failed", &cards[3]["Status"] != "exited 0", true)?;
    equal("wc", &cards[4]["Status"], "exited 0")?;
    equal("wc's stderr", stderr(4), "")?;
    equal("status", run.status, "exited 0")?;
    // The pane has them all.
    let all = String::from_utf8_lossy(&run.stderr).into_owned();
    contains(&all, "--wrong")?;
    contains(&all, "err")?;
    // Where all of it is read, the lines are counted too.
    page.run("grep t | wc -c").await?;
    let (grep, wc) = (page.card(0).await?, page.card(1).await?);
    equal("grep wrote", &grep["Wrote"], "10 bytes · 2 lines")?;
    equal("wc read", &wc["Read"], "10 bytes · 2 lines")?;
    for card in [grep, wc] {
        contains(card["Time"].as_str().unwrap_or_default(), "busy ")?;
        contains(card["Time"].as_str().unwrap_or_default(), " ms")?;
        contains(card["Memory"].as_str().unwrap_or_default(), " MB at most")?;
    }
    Ok(())
}

async fn trap(page: Page) -> Outcome {
    page.choose_module(&breaks()?, "breaks.wasm").await?;
    page.stdin_file(&vec![b'x'; 3_000_000], "many").await?;
    let run = page.run("cat | breaks | wc -c").await?;
    equal(
        "what it wrote before comes through",
        String::from_utf8_lossy(&run.stdout).trim(),
        "100",
    )?;
    equal("status", run.status, "exited 0")?;
    equal(
        "breaks",
        &page.card(1).await?["Status"],
        "trapped: unreachable in break",
    )?;
    // Its writer is told, or had ended before; it says nothing of it.
    let cat = page.card(0).await?;
    equal("cat", &cat["Status"], "exited 0")?;
    equal("cat's stderr", &cat["stderr"], "")?;
    // At the end its trap is the status, and no reader is left waiting.
    let run = page.run("cat | breaks").await?;
    equal("last", run.status, "trapped: unreachable in break")?;
    equal("its output", &run.stdout[..], [b'x'; 100])?;
    let run = page.run("breaks | cat; args $?; ! breaks").await?;
    equal("in a list", run.status, "exited 0")?;
    // The next run is clean.
    page.fill_stdin("b\na\n").await?;
    gave(
        "next",
        &page.run("cat | sort | cat").await?.stdout,
        "a\nb\n",
    )
}

async fn early_exit(page: Page) -> Outcome {
    page.choose_module(&files::read("hello")?, "hello.wasm")
        .await?;
    page.stdin_file(&vec![b'x'; 3_000_000], "many").await?;
    // hello reads nothing.
    let mut lines = vec!["cat | hello", "yes | hello", "cat | cat | cat | hello"];
    if page.waits().await? {
        lines.push("yes | cat | cat | hello");
    }
    for line in lines {
        let run = page.run(line).await?;
        gave(line, &run.stdout, "Hello, wörld\n")?;
        gave(line, &run.stderr, "")?;
        equal(line, run.status, "exited 0")?;
    }
    // The writer is first, the early one in the middle.
    let run = page.run("yes | hello | wc -l").await?;
    equal("wc", String::from_utf8_lossy(&run.stdout).trim(), "1")?;
    page.fill_stdin("b\na\n").await?;
    gave("next", &page.run("cat | sort").await?.stdout, "a\nb\n")
}

async fn cannot_start(page: Page) -> Outcome {
    let long = "sort | srot | cat";
    page.fill("#command", long).await?;
    page.click("#run").await?;
    page.when(
        "document.getElementById('problem')?.innerText.startsWith('Column 8: There is no filter named srot')",
        vec![],
    )
    .await?;
    // A module that the browser refuses when it is compiled.
    let bad = files::read("invalid.wasm")?;
    page.open_filters().await?;
    page.choose("#module-file", &bad, "invalid.wasm").await?;
    page.when(
        "document.getElementById('notice')?.innerText.includes('invalid')",
        vec![],
    )
    .await?;
    page.fill_stdin("b\na\n").await?;
    gave("next", &page.run("cat | sort").await?.stdout, "a\nb\n")
}

async fn refused(page: Page) -> Outcome {
    let before = page.text("#stdout").await?;
    let runs = "return document.getElementById('status').dataset.run";
    let count = page.script(runs, vec![]).await?;
    for (line, column, part) in [
        ("sort | cat *.txt", 12, "file pattern"),
        ("sort | args $(date)", 13, "command substitution"),
        ("sort | args `date`", 13, "command substitution"),
        ("sort; while args; do args; done", 7, "while"),
        ("cat | (sort)", 7, "subshell"),
        ("cat & sort", 5, "background"),
        ("cat |& sort", 5, "2>&1 |"),
        ("cat << x", 5, "<<"),
        ("cat |", 5, "needs a command behind it"),
        ("| cat", 1, "There is no command before this |"),
        ("cat ;; sort", 5, ";;"),
        ("cat >", 5, ""),
    ] {
        page.fill("#command", line).await?;
        page.click("#run").await?;
        page.when(
            "document.getElementById('problem')?.innerText.startsWith(`Column ${arguments[0]}: `)",
            vec![json!(column)],
        )
        .await
        .map_err(|why| format!("{line}: {why}"))?;
        contains(&page.text("#problem").await?, part)?;
    }
    equal("nothing ran", page.script(runs, vec![]).await?, count)?;
    equal("the output stays", page.text("#stdout").await?, before)
}
