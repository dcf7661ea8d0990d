//! The gallery of demos.

use serde_json::json;
use thirtyfour::Key;

use super::{Case, case, contains, equal};
use crate::{Outcome, page::Page};

pub fn cases() -> Vec<Case> {
    vec![
        case("words_find_a_demo_and_enter_opens_it", keyboard),
        case("back_from_a_demo_brings_ones_own_back", back),
        case(
            "every_demo_of_the_gallery_is_a_link_and_fits_a_phone",
            cards,
        ),
    ]
}

const TITLES: &str =
    "return Array.from(document.querySelectorAll('.gallery strong'), (title) => title.innerText)";

async fn keyboard(page: Page) -> Outcome {
    page.script("document.getElementById('gallery').focus()", vec![])
        .await?;
    page.keys(Key::Enter).await?;
    page.when("document.getElementById('demo-cat')", vec![])
        .await?;
    // In Firefox what scrolls comes between.
    while page
        .script("return document.activeElement.id !== 'search'", vec![])
        .await?
        == json!(true)
    {
        page.keys(Key::Tab).await?;
    }
    page.keys("WEB most").await?;
    page.when(
        "document.querySelectorAll('.gallery strong').length === 1",
        vec![],
    )
    .await?;
    equal(
        "found",
        page.script(TITLES, vec![]).await?,
        json!(["Who comes most often?"]),
    )?;
    page.keys(" nowhere").await?;
    page.when(
        "document.querySelector('.gallery p').innerText === 'No demo has these words.'",
        vec![],
    )
    .await?;
    page.fill("#search", "comes most").await?;
    page.keys(Key::Tab).await?;
    page.keys(Key::Enter).await?;
    page.when(
        "!document.querySelector('.drawer') && document.getElementById('stdout')?.textContent.includes('6 192.0.2.7')",
        vec![],
    )
    .await?;
    contains(&page.text("#gallery").await?, "Who comes most often?")
}

async fn cards(page: Page) -> Outcome {
    page.on_a_phone().await?;
    page.click("#gallery").await?;
    page.when("document.getElementById('demo-cat')", vec![])
        .await?;
    let seen = page
        .script(
            "const cards = Array.from(document.querySelectorAll('.gallery a'));
             const list = document.querySelector('.drawer .content');
             return [cards.length >= 30, cards.every((card) => card.getAttribute('href').length > 1 && card.hash),
                 cards.every((card) => card.offsetHeight >= 44), list.scrollWidth <= list.clientWidth, document.querySelectorAll('.gallery h3').length]",
            vec![],
        )
        .await?;
    equal("cards", seen, json!([true, true, true, true, 5]))
}

/// Opens a demo of the gallery, and waits for what it prints.
async fn show(page: &Page, name: &str, prints: &str) -> Outcome {
    page.click("#gallery").await?;
    page.click(&format!("#demo-{name}")).await?;
    page.when(
        "document.getElementById('stdout')?.textContent.startsWith(arguments[0])",
        vec![json!(prints)],
    )
    .await?;
    Ok(())
}

async fn back(page: Page) -> Outcome {
    page.fill_stdin("pear\napple\n").await?;
    page.run("sort -r").await?;
    page.when("location.hash === '#sort%20-r'", vec![]).await?;
    show(&page, "cat", "What goes in").await?;
    let linked = page.script("return location.hash", vec![]).await?;
    show(&page, "head", "line 1").await?;
    // The demo before, by its link.
    page.script("history.back()", vec![]).await?;
    page.when(
        "document.getElementById('stdout')?.textContent.startsWith('What goes in') && location.hash === arguments[0]",
        vec![linked],
    )
    .await?;
    page.script("history.back()", vec![]).await?;
    page.when(
        "document.getElementById('command').value === 'sort -r' && document.getElementById('stdin').value === 'pear\\napple\\n'",
        vec![],
    )
    .await?;
    Ok(())
}
