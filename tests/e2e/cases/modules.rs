//! Modules that a visitor brings.

use super::{Case, case, contains, equal, files};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("a_chosen_module_is_named_listed_and_called", chosen),
        case("a_module_dropped_anywhere_is_added", dropped),
        case("a_file_dropped_anywhere_is_stdin", dropped_input),
        case("modules_stay_until_they_are_removed", stay),
        case("a_bad_module_gets_a_sentence_and_changes_nothing", bad),
    ]
}

async fn chosen(page: Page) -> Outcome {
    page.choose_module(&files::read("hello")?, "Hello World (2).wasm")
        .await?;
    contains(&page.text("#notice").await?, "hello-world-2 was added")?;
    contains(&page.text(".filters .own").await?, "hello-world-2")?;
    page.click("#offer").await?;
    page.when(
        "document.getElementById('command').value === 'hello-world-2'",
        vec![],
    )
    .await?;
    let run = page.run("hello-world-2").await?;
    equal(
        "stdout",
        String::from_utf8_lossy(&run.stdout),
        "Hello, wörld\n",
    )
}

async fn dropped(page: Page) -> Outcome {
    for (target, name) in [
        ("header.top", "a.wasm"),
        ("#stdout", "b.wasm"),
        ("#command", "c"),
    ] {
        // The last has no .wasm in its name: its first bytes tell.
        page.drop_file(target, &files::read("hello")?, name).await?;
        page.when(
            "document.getElementById('notice')?.innerText.startsWith(arguments[0])",
            vec![format!("{} was added", &name[..1]).into()],
        )
        .await?;
        let run = page.run(&name[..1]).await?;
        equal(
            "stdout",
            String::from_utf8_lossy(&run.stdout),
            "Hello, wörld\n",
        )?;
    }
    Ok(())
}

async fn dropped_input(page: Page) -> Outcome {
    page.drop_file("header.top", b"dropped\xff\n", "notes.txt")
        .await?;
    page.when(
        "document.querySelector('.stdin .size').innerText.startsWith('notes.txt')",
        vec![],
    )
    .await?;
    equal(
        "stdin",
        &page.run("cat").await?.stdout[..],
        b"dropped\xff\n",
    )
}

async fn stay(page: Page) -> Outcome {
    page.choose_module(&files::read("hello")?, "stays.wasm")
        .await?;
    page.load().await?;
    page.when("true", vec![]).await?;
    equal(
        "after a reload",
        page.run("stays").await?.status,
        "exited 0",
    )?;
    page.click("#filters").await?;
    page.click(".filters .own .remove").await?;
    page.when("!document.querySelector('.filters .own')", vec![])
        .await?;
    page.load().await?;
    page.fill("#command", "stays").await?;
    page.click("#run").await?;
    page.when(
        "document.getElementById('problem')?.innerText.includes('There is no filter named stays')",
        vec![],
    )
    .await?;
    Ok(())
}

async fn bad(page: Page) -> Outcome {
    let before = (
        page.text("#stdout").await?,
        page.text(".stdin .size").await?,
    );
    for (name, part) in [
        ("empty.wasm", "This file is empty"),
        ("text.wasm", "This is a text file"),
        ("truncated.wasm", "cut off"),
        ("component.wasm", "component"),
        ("other-host.wasm", "imports env.log_line"),
        ("emscripten.wasm", "Emscripten"),
        ("library.wasm", "no _start"),
        ("invalid.wasm", "This browser cannot compile the module"),
    ] {
        page.drop_file("main", &files::read(name)?, name).await?;
        page.when(
            "document.getElementById('notice')?.innerText.startsWith(arguments[0])",
            vec![format!("{name}: ").into()],
        )
        .await?;
        let notice = page.text("#notice").await?;
        contains(&notice, part)?;
        equal("one sentence", notice.contains('\n'), false)?;
    }
    page.click("#filters").await?;
    equal(
        "nothing is listed",
        page.script(
            "return document.querySelectorAll('.filters .own').length",
            vec![],
        )
        .await?,
        0,
    )?;
    equal(
        "the page is as it was",
        (
            page.text("#stdout").await?,
            page.text(".stdin .size").await?,
        ),
        before,
    )
}
