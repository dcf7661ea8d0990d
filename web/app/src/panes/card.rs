//! A module's card: what the doctor says of it.

use model::module::Card;
use web_sys::{self, Event};
use yew::{Callback, Html, TargetCast};

use super::element::{Element, row, tag, trouble};

/// What stands where a card will be.
pub fn awaited() -> Element {
    tag("<p class='quiet'>It is being looked at.")
}

/// What folds open to show a card; it is asked for when it is opened.
pub fn folded(summary: &str, card: Option<&Result<Card, String>>, examine: Callback<()>) -> Html {
    let toggled = move |event: Event| {
        let is_open = event
            .target_unchecked_into::<web_sys::Element>()
            .has_attribute("open");
        if is_open {
            examine.emit(());
        }
    };
    let card: Html = match card {
        Some(Ok(card)) => view(&card.sentence, card),
        Some(Err(sentence)) => trouble(sentence).into(),
        None => awaited().into(),
    };
    tag("<details class='about'>")
        .on("toggle", toggled)
        .child(tag("<summary>").text(summary))
        .child(card)
        .into()
}

/// The card, under a sentence.
pub fn view(sentence: &str, card: &Card) -> Html {
    let mut rows = tag("<dl>");
    for (label, text) in &card.rows {
        let what = match label.as_str() {
            "Build with" => tag("<dd>").child(tag("<code>").text(text)),
            _ => tag("<dd>").text(text),
        };
        rows = rows.child(row(vec![tag("<dt>").text(label).into(), what.into()]));
    }
    let sentence = tag("<p>")
        .class("trouble", card.host.is_none())
        .text(sentence);
    row(vec![sentence.into(), rows.into()])
}
