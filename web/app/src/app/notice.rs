//! One line that the page says about what just happened.

use yew::Callback;

use crate::panes::element::{Element, always, tag};

/// What is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    text: String,
    trouble: bool,
    passing: bool,
    offer: Option<Offer>,
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Put this filter into the command line.
    Call(String),
    /// Bring back what was there.
    Undo,
    /// Show what the doctor says of a file that was refused.
    Details,
    /// Load the page again.
    Reload,
}

impl Notice {
    /// News.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            trouble: false,
            passing: false,
            offer: None,
        }
    }

    /// What the page is about, until that is done.
    pub fn passing(text: impl Into<String>) -> Self {
        Self {
            passing: true,
            ..Self::plain(text)
        }
    }

    /// News with something to do about it.
    pub fn offering(text: impl Into<String>, offer: Offer) -> Self {
        Self::plain(text).and(offer)
    }

    /// Something that did not work.
    pub fn trouble(text: impl Into<String>) -> Self {
        Self {
            trouble: true,
            ..Self::plain(text)
        }
    }

    /// The same, with something to do about it.
    pub fn and(self, offer: Offer) -> Self {
        Self {
            offer: Some(offer),
            ..self
        }
    }

    /// Whether it is the way back to something.
    pub fn can_undo(&self) -> bool {
        self.offer == Some(Offer::Undo)
    }

    /// Whether it is over when that which it speaks of is done.
    pub fn is_passing(&self) -> bool {
        self.passing
    }

    /// What it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Draws it. The region that reads it aloud is the page's: one that appears
    /// together with its text is not read by every reader.
    pub fn view(&self, take: &Callback<Offer>, dismiss: Callback<()>) -> Element {
        let offer = self.offer.as_ref().map(|offer| {
            let words = match offer {
                Offer::Call(name) => &format!("Use {name}"),
                Offer::Undo => "Undo",
                Offer::Details => "Details",
                Offer::Reload => "Reload",
            };
            tag("<button id='offer' type='button'>")
                .onclick(always(take, offer.clone()))
                .text(words)
        });
        tag("<div class='notice'>")
            .class("trouble", self.trouble)
            .child(tag("<p id='notice'>").text(&self.text))
            .child_if(offer)
            .child(tag("<button id='dismiss' type='button' aria-label='Dismiss'>OK").asks(dismiss))
    }
}
