//! A module's card: what the doctor says of it.

use model::module::Card;
use web_sys::{Element, Event};
use yew::{Callback, Html, TargetCast, html};

/// What folds open to show a card; it is asked for when it is opened.
pub fn folded(summary: &str, card: Option<&Result<Card, String>>, examine: Callback<()>) -> Html {
    let ontoggle = move |event: Event| {
        let is_open = event
            .target_unchecked_into::<Element>()
            .has_attribute("open");
        if is_open {
            examine.emit(());
        }
    };
    html! {
        <details class="about" {ontoggle}>
            <summary>{ summary }</summary>
            { match card {
                Some(Ok(card)) => view(&card.sentence, card),
                Some(Err(sentence)) => html! { <p class="trouble">{ sentence }</p> },
                None => html! { <p class="quiet">{ "It is being looked at." }</p> },
            } }
        </details>
    }
}

/// The card, under a sentence.
pub fn view(sentence: &str, card: &Card) -> Html {
    let row = |(label, text): &(String, String)| {
        let text = match label.as_str() {
            "Build with" => html! { <code>{ text }</code> },
            _ => html! { text },
        };
        html! { <><dt>{ label }</dt><dd>{ text }</dd></> }
    };
    html! {
        <>
            <p class={card.host.is_none().then_some("trouble")}>{ sentence }</p>
            <dl>{ for card.rows.iter().map(row) }</dl>
        </>
    }
}
