//! A module's card: what the doctor says of it.

use model::module::Card;
use web_sys::Event;
use yew::{Callback, TargetCast};

use super::element::{Element, tag, trouble};

/// What stands where a card will be.
pub fn awaited() -> Element {
    tag("<p class='quiet'>It is being looked at.")
}

/// What folds open to show a card; it is asked for when it is opened.
pub fn folded(
    summary: &str,
    card: Option<&Result<Card, String>>,
    examine: Callback<()>,
) -> Element {
    let toggled = move |event: Event| {
        let is_open = event
            .target_unchecked_into::<web_sys::Element>()
            .has_attribute("open");
        if is_open {
            examine.emit(());
        }
    };
    let card = match card {
        Some(Ok(card)) => view(&card.sentence, card),
        Some(Err(sentence)) => trouble(sentence),
        None => awaited(),
    };
    tag("<details class='about'>")
        .on("toggle", toggled)
        .child(tag("<summary>").text(summary))
        .child(card)
}

/// The card, under a sentence.
pub fn view(sentence: &str, card: &Card) -> Element {
    let mut rows = tag("<dl>");
    for (label, text) in &card.rows {
        let what = match label.as_str() {
            "Build with" => tag("<dd>").child(tag("<code>").text(text)),
            _ => tag("<dd>").text(text),
        };
        let label = tag("<dt>").text(label);
        rows = rows.child(tag("<>").child(label).child(what));
    }
    let sentence = tag("<p>")
        .class("trouble", card.host.is_none())
        .text(sentence);
    tag("<>").child(sentence).child(rows)
}
