//! The page without a pointer.

use thirtyfour::Key;

use super::{Case, case, equal, files};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("the_keyboard_alone_types_runs_and_stops", alone),
        case("tab_goes_down_the_stream_and_is_never_trapped", tab),
        case("drawers_open_and_close_by_keys", drawers),
    ]
}

async fn focused(page: &Page) -> Result<String, crate::page::Error> {
    let id = page
        .script(
            "return document.activeElement.id || document.activeElement.tagName",
            vec![],
        )
        .await?;
    Ok(id.as_str().unwrap_or_default().to_owned())
}

async fn alone(page: Page) -> Outcome {
    page.choose_module(&files::read("busy")?, "busy.wasm")
        .await?;
    page.click("#close").await?;
    page.click("#command").await?;
    page.fill("#command", "").await?;
    page.keys("args 'a b'".to_owned() + Key::Enter).await?;
    page.when(
        "document.getElementById('stdout')?.innerText.includes('1: a b')",
        vec![],
    )
    .await?;
    // F6 goes to stdin, then Ctrl-Enter runs from there.
    page.fill("#command", "cat").await?;
    page.keys(Key::F6).await?;
    equal("focus", focused(&page).await?, "stdin")?;
    page.fill_stdin("").await?;
    page.keys("typed").await?;
    page.control(Key::Enter).await?;
    page.when(
        "document.getElementById('stdout')?.innerText === 'typed'",
        vec![],
    )
    .await?;
    page.fill("#command", "busy").await?;
    page.control(Key::Enter).await?;
    page.when("document.getElementById('stop')", vec![]).await?;
    page.keys(Key::Escape).await?;
    page.when(
        "document.getElementById('status').innerText === 'stopped'",
        vec![],
    )
    .await?;
    Ok(())
}

async fn tab(page: Page) -> Outcome {
    page.click("#command").await?;
    let mut seen = vec![focused(&page).await?];
    for _ in 0..16 {
        page.keys(Key::Tab).await?;
        seen.push(focused(&page).await?);
    }
    let order: Vec<usize> = ["command", "run", "stdin", "stdout"]
        .iter()
        .map(|id| {
            seen.iter()
                .position(|other| other == id)
                .unwrap_or(usize::MAX)
        })
        .collect();
    equal(
        &format!("{seen:?} in order"),
        order.is_sorted() && !order.contains(&usize::MAX),
        true,
    )
}

async fn drawers(page: Page) -> Outcome {
    page.click("#command").await?;
    page.control("k").await?;
    page.when(
        "document.querySelector('.drawer h2')?.innerText === 'Filters'",
        vec![],
    )
    .await?;
    page.keys(Key::Escape).await?;
    page.when("!document.querySelector('.drawer')", vec![])
        .await?;
    equal("focus comes back", focused(&page).await?, "command")?;
    // In a text field a question mark is one.
    page.fill("#command", "").await?;
    page.keys("?").await?;
    equal(
        "typed",
        page.script("return document.getElementById('command').value", vec![])
            .await?,
        "?",
    )?;
    page.click("#help").await?;
    page.when(
        "document.querySelector('.drawer h2')?.innerText === 'Help'",
        vec![],
    )
    .await?;
    page.click("#close").await?;
    page.when("!document.querySelector('.drawer')", vec![])
        .await?;
    Ok(())
}
