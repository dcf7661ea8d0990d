//! Files that are larger than what a page should hold.

use serde_json::json;

use super::{Case, case, contains, equal};
use crate::{
    Outcome,
    page::{Error, Page},
};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_file_of_300_mb_streams_through_filters", streams),
        case("a_file_of_300_mb_streams_through_a_pipeline", pipeline),
        case("stop_in_the_middle_of_a_large_file_stops", stops),
        case(
            "a_file_of_2_gb_takes_no_more_memory_than_a_small_one",
            sparse,
        ),
        case("stdout_is_saved_to_a_file_as_it_comes", saved),
    ]
}

/// Makes stdin a file of 300 times a million bytes.
async fn large(page: &Page) -> Result<(), Error> {
    repeated(page, 300, "large · 300,000,000 bytes").await
}

/// Makes stdin a file of so many times a million bytes, which the browser holds
/// once; waits until its title is this.
async fn repeated(page: &Page, times: u32, title: &str) -> Result<(), Error> {
    page.script(STDIN_IS, vec![]).await?;
    page.script(
        "const part = new Blob(['a line of 20 bytes.\\n'.repeat(49999) + 'here is coffee now.\\n']);
         window.stdin_is(new File(Array(arguments[0]).fill(part), 'large'))",
        vec![json!(times)],
    )
    .await?;
    page.when(
        "document.querySelector('.stdin .size').innerText === arguments[0]",
        vec![json!(title)],
    )
    .await?;
    Ok(())
}

/// Chooses a file that is in the page already.
const STDIN_IS: &str = "window.stdin_is = (file) => {
    const carrier = new DataTransfer(); carrier.items.add(file);
    const field = document.getElementById('stdin-file'); field.files = carrier.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
}";

/// What `sha256sum` says of it, wherever it is made.
const HASH: &str = "1a784bb181142817f107c6494e4c81f51bb12738f4ecb1fba21a3fb6892e65e0";

/// Notes how far the bar of progress got while a line runs, from 0 to 1.
const WATCH: &str = "window.shares = [];
    const look = () => {
        const bar = document.querySelector('progress.share');
        if (bar && bar.position >= 0 && window.shares.at(-1) !== bar.position) window.shares.push(bar.position);
        requestAnimationFrame(look);
    };
    look()";

async fn streams(page: Page) -> Outcome {
    large(&page).await?;
    page.script(WATCH, vec![]).await?;
    for (line, stdout) in [
        ("sha256sum", format!("{HASH}  -")),
        ("wc -c", "300000000".to_owned()),
        ("wc -l", "15000000".to_owned()),
        ("grep -c coffee", "300".to_owned()),
    ] {
        page.script("window.shares.length = 0", vec![]).await?;
        let run = page.run(line).await?;
        equal(line, String::from_utf8_lossy(&run.stdout).trim(), stdout)?;
        equal("status", run.status, "exited 0")?;
        let card = page.card(0).await?;
        equal("read", &card["Read"], "300,000,000 bytes")?;
        // It had no more than a few pieces of it at a time.
        contains(card["Memory"].as_str().unwrap_or_default(), " MB at most")?;
        let memory: f64 = card["Memory"]
            .as_str()
            .and_then(|said| said.split(' ').next())
            .unwrap_or_default()
            .parse()?;
        equal("memory is small", memory < 8.0, true)?;
    }
    page.script("window.shares.length = 0", vec![]).await?;
    page.run("sha256sum").await?;
    let shares = page.script("return window.shares", vec![]).await?;
    let shares: Vec<f64> = serde_json::from_value(shares)?;
    equal(
        &format!("the bar grows in {shares:?}"),
        shares.len() >= 2 && shares.is_sorted() && shares.iter().any(|share| *share > 0.05),
        true,
    )?;
    page.when("!document.querySelector('progress.share')", vec![])
        .await?;
    Ok(())
}

async fn pipeline(page: Page) -> Outcome {
    large(&page).await?;
    let run = page
        .run("cat | tr c-d k-l | sed -n /koffee/p | wc -l")
        .await?;
    if page.waits().await? {
        equal("stdout", String::from_utf8_lossy(&run.stdout).trim(), "300")?;
        equal("status", run.status, "exited 0")?;
        equal(
            "sed read",
            &page.card(2).await?["Read"],
            "300,000,000 bytes · 15,000,000 lines",
        )?;
        let run = page.run("cat | cat | sha256sum").await?;
        return equal(
            "hash",
            String::from_utf8_lossy(&run.stdout).trim(),
            format!("{HASH}  -"),
        );
    }
    // What cannot wait has to be held, and that has an end.
    equal("status", run.status, "over a limit")?;
    equal(
        "why",
        page.text(".status .why").await?,
        "cat wrote more than 64 MB, the most that can be held between two stages in this browser, which cannot let a program wait.",
    )?;
    // What is little behind the first stage goes on.
    let run = page.run("grep coffee | wc -l").await?;
    equal("stdout", String::from_utf8_lossy(&run.stdout).trim(), "300")
}

async fn stops(page: Page) -> Outcome {
    large(&page).await?;
    for line in ["cat -n | tail -1", "sha256sum"] {
        page.start(line).await?;
        page.when(
            "document.querySelector('progress.share')?.value > 0",
            vec![json!(line)],
        )
        .await?;
        page.click("#stop").await?;
        page.when(
            "document.getElementById('status').innerText === 'stopped'",
            vec![],
        )
        .await?;
    }
    page.script("document.getElementById('clear').click()", vec![])
        .await?;
    page.fill_stdin("b\na\n").await?;
    equal("next", page.run("sort").await?.stdout, b"a\nb\n")
}

/// A million bytes, and two thousand times as many.
async fn sparse(page: Page) -> Outcome {
    let mut memory = Vec::new();
    for (times, title, count) in [
        (1, "large · 1,000,000 bytes", "1000000"),
        (2148, "large · 2,148,000,000 bytes", "2148000000"),
    ] {
        repeated(&page, times, title).await?;
        let run = page.run("wc -c").await?;
        equal("status", run.status, "exited 0")?;
        equal("stdout", String::from_utf8_lossy(&run.stdout).trim(), count)?;
        memory.push(page.card(0).await?["Memory"].clone());
    }
    equal("memory", &memory[1], &memory[0])
}

/// Counts the blobs that the page makes, their lengths, and how many of them
/// while the line still runs.
const BLOBS: &str = "window.blobs = []; window.while_running = 0;
    window.Blob = class extends Blob {
        constructor(...parts) {
            super(...parts);
            window.blobs.push(this.size);
            if (document.getElementById('stop')) window.while_running++;
        }
    }";

async fn saved(page: Page) -> Outcome {
    large(&page).await?;
    page.limit(&[("kept", 1)]).await?;
    page.click("#limits").await?;
    page.click("#saves").await?;
    page.click("#close").await?;
    page.script(BLOBS, vec![]).await?;
    page.script("window.saved.length = 0", vec![]).await?;
    page.start("cat").await?;
    page.when(
        "document.getElementById('notice')?.innerText.includes('was saved as')",
        vec![],
    )
    .await?;
    equal(
        "notice",
        page.text("#notice").await?,
        "stdout, 300,000,000 bytes, was saved as stdout.txt.",
    )?;
    // It was handed to the browser piece by piece, not gathered and then handed.
    let blobs: Vec<u64> = serde_json::from_value(
        page.script("return window.blobs.filter((size) => size > 0)", vec![])
            .await?,
    )?;
    let largest = blobs[..blobs.len() - 1].iter().max().copied();
    equal("so many blobs", blobs.len() >= 17, true)?;
    equal(
        "pieces are small",
        largest.is_some_and(|size| size < 20 << 20),
        true,
    )?;
    equal(
        "the last one is all of it",
        blobs.last(),
        Some(&300_000_000),
    )?;
    let early = page.script("return window.while_running", vec![]).await?;
    equal("made while it ran", early.as_u64() >= Some(10), true)?;
    // The pane has its beginning.
    contains(&page.text(".stdout .size").await?, "300,000,000 bytes")?;
    contains(&page.text(".stdout").await?, "a line of 20 bytes.")?;

    // What was saved is what was written.
    page.script(
        "window.stdin_is(new File([window.saved[0]], 'saved'))",
        vec![],
    )
    .await?;
    page.when(
        "document.querySelector('.stdin .size').innerText === 'saved · 300,000,000 bytes'",
        vec![],
    )
    .await?;
    page.click("#limits").await?;
    page.click("#saves").await?;
    page.click("#close").await?;
    let run = page.run("sha256sum").await?;
    equal(
        "hash",
        String::from_utf8_lossy(&run.stdout).trim(),
        format!("{HASH}  -"),
    )
}
