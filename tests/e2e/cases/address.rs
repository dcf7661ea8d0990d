//! Modules by address.

use super::{Case, case, contains, equal, files};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("an_address_is_fetched_with_progress", fetched),
        case("an_address_that_cannot_be_had_is_explained", refused),
    ]
}

async fn get(page: &Page, address: &str) -> Outcome {
    page.open_filters().await?;
    page.fill("#module-address", address).await?;
    page.click("#fetch").await
}

async fn fetched(page: Page) -> Outcome {
    // Notes what the progress bar showed.
    page.script(
        "window.shown = []; new MutationObserver(() => { const bar = document.querySelector('#progress progress'); if (bar) window.shown.push([bar.value, bar.max]); }).observe(document.body, { subtree: true, childList: true, attributes: true })",
        vec![],
    )
    .await?;
    get(&page, &page.server.elsewhere("/open/hello.wasm?raw=1")).await?;
    page.when(
        "document.getElementById('notice')?.innerText.startsWith('hello was added')",
        vec![],
    )
    .await?;
    let length = files::read("hello.wasm")?.len();
    page.when(
        "window.shown.some(([value, max]) => value === max && max === arguments[0])",
        vec![length.into()],
    )
    .await?;
    equal(
        "it runs",
        &page.run("hello").await?.stdout[..],
        "Hello, wörld\n".as_bytes(),
    )
}

async fn refused(page: Page) -> Outcome {
    for (address, part) in [
        (page.server.elsewhere("/closed/hello.wasm"), "CORS"),
        (page.server.elsewhere("/open/nothing.wasm"), "answered 404"),
        (page.server.broken(), "broke after"),
        (
            page.server.elsewhere("/open/text.wasm"),
            "This is a text file",
        ),
        ("ftp://localhost/x.wasm".to_owned(), "is not an address"),
    ] {
        get(&page, &address).await?;
        page.when(
            "document.getElementById('notice')?.innerText.includes(arguments[0])",
            vec![part.into()],
        )
        .await
        .map_err(|error| format!("{address}: {error}"))?;
        contains(&page.text("#notice").await?, part)?;
        page.click("#dismiss").await?;
    }
    equal(
        "nothing is listed",
        page.script(
            "return document.querySelectorAll('.filters .own').length",
            vec![],
        )
        .await?,
        0,
    )
}
