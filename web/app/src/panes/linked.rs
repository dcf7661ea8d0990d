//! What came by a link: its title, what it shows, and what it brings.

use yew::{Html, html};

use super::{
    card,
    drawer::{Progress, came},
};
use crate::app::Linked;

/// Draws it; nothing if it has nothing to say.
pub fn view(demo: &Linked, progress: Option<&Progress>) -> Html {
    if demo.title.is_empty() && demo.prose.is_empty() && !demo.waits {
        return Html::default();
    }
    let modules = demo.modules.iter().filter(|_| demo.waits).map(|module| {
        let says = match (&module.card, &module.far) {
            (Some(Ok(card)), _) => card::view(&card.sentence, card),
            (Some(Err(sentence)), _) => html! { <p class="trouble">{ sentence }</p> },
            (None, Some((address, sha256))) => html! {
                <p>{ format!("It is fetched from {address} when you press Run, and runs only if its SHA-256 is {sha256}.") }</p>
            },
            (None, None) => html! { <p class="quiet">{ "It is being looked at." }</p> },
        };
        html! {
            <details class="about" open=true>
                <summary><code>{ &module.name }</code></summary>
                { says }
            </details>
        }
    });
    html! {
        <section id="linked" class="linked" aria-label="From the link">
            if !demo.title.is_empty() {
                <h2>{ &demo.title }</h2>
            }
            if !demo.prose.is_empty() {
                <p class="prose">{ &demo.prose }</p>
            }
            if demo.waits {
                <p id="waits">{ format!("Nothing of this ran yet. It {}. Press Run if you trust whoever made it: programs have only what is shown here, and Stop always works.", demo.asks.join("; it ")) }</p>
            }
            { for modules }
            if let Some(progress) = progress {
                <p>{ came(progress) }</p>
            }
        </section>
    }
}
