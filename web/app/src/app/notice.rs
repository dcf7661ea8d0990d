//! One line that the page says about what just happened.

use yew::{Callback, Html, html};

/// What is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    text: String,
    trouble: bool,
    offer: Option<Offer>,
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Put this filter into the command line.
    Call(String),
    /// Bring back what was there.
    Undo,
}

impl Notice {
    /// News.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            trouble: false,
            offer: None,
        }
    }

    /// News with something to do about it.
    pub fn offering(text: impl Into<String>, offer: Offer) -> Self {
        Self {
            offer: Some(offer),
            ..Self::plain(text)
        }
    }

    /// Something that did not work.
    pub fn trouble(text: impl Into<String>) -> Self {
        Self {
            trouble: true,
            ..Self::plain(text)
        }
    }

    /// Whether it is the way back to something.
    pub fn can_undo(&self) -> bool {
        self.offer == Some(Offer::Undo)
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Draws it. The region that reads it aloud is the page's: one that appears
    /// together with its text is not read by every reader.
    pub fn view(&self, take: Callback<Offer>, dismiss: Callback<()>) -> Html {
        let offer = self.offer.clone().map(|offer| {
            let words = match &offer {
                Offer::Call(name) => format!("Use {name}"),
                Offer::Undo => "Undo".to_owned(),
            };
            html! { <button id="offer" type="button" onclick={take.reform(move |_| offer.clone())}>{ words }</button> }
        });
        html! {
            <div class={yew::classes!("notice", self.trouble.then_some("trouble"))}>
                <p id="notice">{ &self.text }</p>
                { offer.unwrap_or_default() }
                <button id="dismiss" type="button" aria-label="Dismiss" onclick={dismiss.reform(|_| ())}>{ "OK" }</button>
            </div>
        }
    }
}
