//! Bytes in, the same bytes out, and how they are shown.

use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::{Case, case, contains, equal, files};
use crate::{
    Outcome,
    engine::{self, Engine},
    page::Page,
};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_character_split_between_writes_is_shown_whole", split),
        case("every_byte_comes_out_as_it_went_in", every_byte),
        case("binary_output_is_shown_as_hex_and_can_be_switched", hex),
        case("controls_crlf_and_markup_are_shown_and_do_nothing", hostile),
        case("a_line_of_50_mb_passes", long_line),
        case("ten_million_lines_are_scrolled_to_their_end", many_lines),
        case("a_copy_is_announced", copy),
        case("a_download_is_saved_to_the_byte", download),
        case(
            "without_a_clipboard_the_page_says_so_and_lives",
            no_clipboard,
        ),
        case(
            "a_scrolled_pane_is_drawn_again_after_other_output",
            drawn_again,
        ),
    ]
}

async fn split(page: Page) -> Outcome {
    page.choose_module(&files::read("split")?, "split.wasm")
        .await?;
    let run = page.run("split").await?;
    equal("bytes", &run.stdout[..], "é🦀".as_bytes())?;
    equal("pane", page.text("#stdout").await?, "é🦀")
}

/// Not compressible, not text, the same in every run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .collect()
}

async fn every_byte(page: Page) -> Outcome {
    // What a JPEG and a gzip file start with, before all kinds of bytes.
    for (name, start) in [
        ("picture", &b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..]),
        ("archive", b"\x1f\x8b\x08\0"),
    ] {
        let bytes = [start, &noise(300_000)].concat();
        page.stdin_file(&bytes, name).await?;
        let run = page.run("cat").await?;
        equal("hash", Sha256::digest(&run.stdout), Sha256::digest(&bytes))?;
    }
    // Typed text with characters of one to four bytes.
    page.click("#clear").await?;
    page.fill("#stdin", "a é € 🦀\n").await?;
    equal(
        "text",
        &page.run("cat").await?.stdout[..],
        "a é € 🦀\n".as_bytes(),
    )
}

async fn hex(page: Page) -> Outcome {
    page.stdin_file(b"\x89POG\r\n\x1a\n\0ABC~\x7f\xff!more", "picture")
        .await?;
    page.run("cat").await?;
    let shown = page.text(".stdout .bytes").await?;
    contains(
        &shown,
        "00000000  89 50 4f 47 0d 0a 1a 0a  00 41 42 43 7e 7f ff 21  |.POG.....ABC~..!|",
    )?;
    contains(
        &shown,
        "00000010  6d 6f 72 65                                       |more|",
    )?;
    contains(&page.text(".stdin .bytes").await?, "00000000  89 50 4f 47")?;
    page.choose_view("stdout", "text").await?;
    contains(&page.text("#stdout").await?, "ABC~")?;
    page.stdin_file(b"text\n", "text").await?;
    page.choose_view("stdout", "hex").await?;
    page.run("cat").await?;
    contains(
        &page.text(".stdout .bytes").await?,
        "00000000  74 65 78 74 0a",
    )
}

async fn hostile(page: Page) -> Outcome {
    let bytes = b"<script>window.owned = 1</script><img src=x onerror=\"window.owned = 1\">\r\n\x1b[31mred\x1b[0m\x07\n&amp;\n";
    page.stdin_file(bytes, "hostile").await?;
    page.choose_view("stdout", "text").await?;
    let run = page.run("cat").await?;
    equal("bytes", &run.stdout[..], bytes)?;
    let shown = page.text("#stdout").await?;
    contains(&shown, "<script>window.owned = 1</script><img src=x")?;
    contains(&shown, "␛[31mred␛[0m␇")?;
    contains(&shown, "&amp;")?;
    equal(
        "elements in the pane",
        page.script(
            "return document.getElementById('stdout').childElementCount",
            vec![],
        )
        .await?,
        0,
    )?;
    equal(
        "owned",
        page.script("return window.owned ?? 0", vec![]).await?,
        0,
    )?;
    page.stdin_file(b"a\0b\n", "nul").await?;
    equal("NUL", &page.run("cat").await?.stdout[..], b"a\0b\n")
}

async fn long_line(page: Page) -> Outcome {
    page.script("window.long = new File(['x'.repeat(50e6) + '\\nend\\n'], 'long'); const carrier = new DataTransfer(); carrier.items.add(window.long);
        const field = document.getElementById('stdin-file'); field.files = carrier.files; field.dispatchEvent(new Event('change', { bubbles: true }))", vec![]).await?;
    page.when(
        "document.querySelector('.stdin .size').innerText.startsWith('long')",
        vec![],
    )
    .await?;
    page.start("cat").await?;
    page.when("document.getElementById('run')", vec![]).await?;
    contains(
        &page.text(".stdout .size").await?,
        "2 lines · 50,000,005 bytes",
    )?;
    let shown = page.text(".stdout .bytes").await?;
    contains(&shown, "xxxx … 49,998,000 more bytes")?;
    contains(&shown, "\nend")?;
    let run = page.run("wc").await?;
    equal(
        "wc",
        String::from_utf8_lossy(&run.stdout)
            .split_whitespace()
            .collect::<Vec<_>>(),
        ["2", "2", "50000005"],
    )
}

async fn many_lines(page: Page) -> Outcome {
    page.script("const part = 'y\\n'.repeat(1e6); const carrier = new DataTransfer(); carrier.items.add(new File([part, part, part, part, part, part, part, part, part, part, 'last\\n'], 'lines'));
        const field = document.getElementById('stdin-file'); field.files = carrier.files; field.dispatchEvent(new Event('change', { bubbles: true }))", vec![]).await?;
    page.when(
        "document.querySelector('.stdin .size').innerText.startsWith('lines')",
        vec![],
    )
    .await?;
    page.start("cat -n").await?;
    page.when("document.getElementById('run')", vec![]).await?;
    contains(&page.text(".stdout .size").await?, "10,000,001 lines")?;
    page.when(
        "document.querySelector('.stdout .bytes').innerText.includes('     1\\ty')",
        vec![],
    )
    .await?;
    page.script(
        "const pane = document.querySelector('.stdout .bytes'); pane.scrollTop = pane.scrollHeight",
        vec![],
    )
    .await?;
    page.when(
        "document.querySelector('.stdout .bytes').innerText.includes('10000001\\tlast')",
        vec![],
    )
    .await?;
    // What is drawn is what is visible, give or take a screen.
    let drawn = page
        .script(
            "return document.querySelector('.stdout .bytes pre').textContent.split('\\n').length",
            vec![],
        )
        .await?;
    equal(
        "rows drawn are few",
        drawn.as_u64().is_some_and(|rows| rows < 120),
        true,
    )?;
    page.script("const pane = document.querySelector('.stdout .bytes'); pane.scrollTop = pane.scrollHeight / 2", vec![]).await?;
    page.when(
        "/^(49|50)\\d{5}\\ty/m.test(document.querySelector('.stdout .bytes').innerText)",
        vec![],
    )
    .await?;
    Ok(())
}

async fn copy(page: Page) -> Outcome {
    page.fill_stdin("copy me\n").await?;
    page.run("cat").await?;
    page.click(".stdout .ends button").await?;
    page.when("/^(Copied 8 bytes|This browser did not let)/.test(document.getElementById('notice')?.innerText)", vec![]).await?;
    Ok(())
}

async fn download(page: Page) -> Outcome {
    let bytes = noise(100_000);
    page.stdin_file(&bytes, "noise").await?;
    equal("bytes", page.run("cat").await?.stdout, &bytes[..])?;
    // MiniBrowser asks where to, and no test can answer it.
    if page.engine == Engine::Webkit {
        return Ok(());
    }
    let folder = engine::downloads(page.engine);
    let _ = std::fs::remove_dir_all(&folder);
    page.script("window.really_save = true", vec![]).await?;
    page.click(".stdout .ends button:last-child").await?;
    let saved = folder.join("stdout.bin");
    // It is there under its name when it is complete.
    let patience = Instant::now() + Duration::from_secs(30);
    while std::fs::read(&saved).unwrap_or_default().len() < bytes.len() {
        equal("still waiting", Instant::now() < patience, true)?;
        tokio::task::yield_now().await;
    }
    equal("file", std::fs::read(saved)?, bytes)
}

async fn no_clipboard(page: Page) -> Outcome {
    // As on an address of plain http that is not this machine's own.
    page.script("delete Navigator.prototype.clipboard", vec![])
        .await?;
    page.click(".stdout .ends button").await?;
    page.when(
        "document.getElementById('notice')?.innerText.includes('copy it by hand')",
        vec![],
    )
    .await?;
    equal(
        "it lives",
        &page.run("args on").await?.stdout[..],
        b"0: args\n1: on\n",
    )
}

async fn drawn_again(page: Page) -> Outcome {
    page.stdin_file("a line of text\n".repeat(100_000).as_bytes(), "lines")
        .await?;
    for round in 0..2 {
        page.start("cat -n").await?;
        page.when("document.getElementById('run')", vec![]).await?;
        page.when(
            "/^ +1\\ta line/m.test(document.querySelector('#stdout.rows')?.innerText)",
            vec![],
        )
        .await
        .map_err(|error| format!("round {round}: {error}"))?;
        page.script(
            "document.getElementById('stdout').scrollTop = 1000000",
            vec![],
        )
        .await?;
        page.when(
            "/^ *5000\\d\\ta line/m.test(document.getElementById('stdout').innerText)",
            vec![],
        )
        .await?;
        page.run("args short").await?;
    }
    Ok(())
}
