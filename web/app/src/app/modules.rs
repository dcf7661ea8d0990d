//! The visitor's modules: how they come and go, and what the doctor says of them
//! and of the filters that come with the page.

use model::{
    module::Card,
    session::{Event, Origin},
};
use web_sys::File;
use yew::Context;

use super::{
    App, Msg,
    messages::later,
    notice::{Notice, Offer},
};
use crate::{
    bring,
    few::Few,
    library::{Added, Refused},
    panes::drawer::{Drawer, Progress},
};

/// What the doctor said.
#[derive(Default)]
pub struct Examined {
    /// Of filters, or why it could not be asked.
    pub cards: Few<(Origin, String), Result<Card, String>>,
    /// The last file that it refused.
    pub refused: Option<Refused>,
}

impl Examined {
    /// Of one filter.
    pub fn card(&self, origin: Origin, name: &str) -> Option<&Result<Card, String>> {
        self.cards.get(|(of, other)| *of == origin && other == name)
    }

    /// One of the visitor's is gone.
    pub fn forget(&mut self, name: &str) {
        self.cards
            .retain(|(origin, other)| *origin != Origin::Own || other != name);
    }
}

impl App {
    /// Adds a file.
    pub(super) fn add(&mut self, ctx: &Context<Self>, file: File) {
        let library = self.library.clone();
        let pages = self.session.limits.pages();
        let link = ctx.link().clone();
        later(ctx, async move {
            Msg::Added(library.add(&file.name(), None, &file, pages, &link).await)
        });
    }

    /// Adds what is at an address.
    pub(super) fn fetch(&mut self, ctx: &Context<Self>, address: String) {
        let library = self.library.clone();
        let pages = self.session.limits.pages();
        let link = ctx.link().clone();
        self.notice = None;
        later(ctx, async move {
            let what = address.clone();
            let fetched = bring::fetch(&address, |received, total| {
                link.send_message(Msg::Progress(Progress {
                    what: what.clone(),
                    received,
                    total,
                }));
            });
            match fetched.await {
                Ok(file) => {
                    // Of data: and blob: addresses nobody else can fetch anything.
                    let kept = Some(what).filter(|what| what.starts_with("http"));
                    Msg::Added(library.add(&address, kept, &file, pages, &link).await)
                }
                Err(sentence) => Msg::NotFetched(sentence),
            }
        });
    }

    pub(super) fn added(&mut self, ctx: &Context<Self>, added: Added) {
        let name = added.filter.name.clone();
        self.progress = None;
        self.examined.refused = None;
        let key = (Origin::Own, name.clone());
        self.examined.cards.insert(key, Ok(added.card));
        self.event(ctx, Event::FilterAdded(added.filter));
        let sentence = match added.warning {
            Some(warning) => format!("{name} was added; {warning}"),
            None => format!("{name} was added, and stays in this browser until you remove it."),
        };
        self.notice = Some(Notice::offering(sentence, Offer::Call(name)));
    }

    pub(super) fn refused(&mut self, refused: Refused) {
        self.progress = None;
        let notice = Notice::trouble(format!("{}: {}", refused.name, refused.sentence));
        self.notice = Some(match refused.card {
            Some(_) => notice.and(Offer::Details),
            None => notice,
        });
        self.examined.refused = Some(refused);
    }

    /// Opens the drawer where the card of what was refused is; the sentence is
    /// on it, and need not be said twice.
    pub(super) fn details(&mut self) {
        self.notice = None;
        self.open(Some(Drawer::Filters));
        self.focus_next = Some("forget".to_owned());
    }

    pub(super) fn remove(&mut self, ctx: &Context<Self>, name: String) {
        let library = self.library.clone();
        later(ctx, async move {
            library.remove(&name).await;
            Msg::Removed(name)
        });
    }

    /// Asks the doctor, unless it answered before.
    pub(super) fn examine(&mut self, ctx: &Context<Self>, origin: Origin, name: String) {
        let filter = self
            .session
            .filters
            .iter()
            .find(|filter| filter.origin == origin && filter.name == name);
        let known = matches!(self.examined.card(origin, &name), Some(Ok(_)));
        if let Some(filter) = filter.filter(|_| !known).cloned() {
            let library = self.library.clone();
            later(ctx, async move {
                let card = library.examine(&filter).await;
                Msg::Examined(origin, name, card)
            });
        }
    }
}
