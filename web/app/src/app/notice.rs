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

    /// Draws it.
    pub fn view(&self, take: Callback<Offer>, dismiss: Callback<()>) -> Html {
        let role = if self.trouble { "alert" } else { "status" };
        let offer = self.offer.clone().map(|offer| {
            let words = match &offer {
                Offer::Call(name) => format!("Use {name}"),
                Offer::Undo => "Undo".to_owned(),
            };
            html! { <button id="offer" type="button" onclick={take.reform(move |_| offer.clone())}>{ words }</button> }
        });
        html! {
            <div class={yew::classes!("notice", self.trouble.then_some("trouble"))}>
                <p id="notice" {role}>{ &self.text }</p>
                { for offer }
                <button id="dismiss" type="button" aria-label="Dismiss" onclick={dismiss.reform(|_| ())}>{ "OK" }</button>
            </div>
        }
    }
}
