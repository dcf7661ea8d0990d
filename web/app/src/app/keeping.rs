//! Folders that are kept for a demo: who opens it again, by its link or from the
//! gallery, finds their files as they were left.

use model::{grant::Grant, session::Event, stream::Piece};
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice, saving::not_kept};
use crate::{
    js::said,
    store::{Draft, Files, Put},
};

/// More than this, in bytes, is not kept for a demo.
const MOST: u64 = 64 << 20;

/// What the page knows of it.
#[derive(Default)]
pub struct Keeping {
    /// The demo that is open: what stands behind `#` in an address that opens it.
    demo: Option<String>,
    /// The files that the store has for it, if it has anything.
    stored: Option<Files>,
    /// Whether these are being read, and what is to be done then.
    waits: Option<Then>,
    /// Whether the store may have something else by now.
    is_others: bool,
    /// Whether it was said that it is too much.
    said: bool,
}

/// What is done when what is kept for a demo is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The demo runs.
    Run,
    /// It runs again, if there is something, for it may have run without.
    RunAgain,
    /// Nothing: it was here before.
    Show,
}

/// What is kept for a demo, or why it cannot be read.
pub type Kept = Result<Option<(Grant, Files)>, String>;

impl Keeping {
    /// The demo that is open, if what is kept for it is known.
    pub fn demo(&self) -> Option<&String> {
        self.demo.as_ref().filter(|_| self.waits.is_none())
    }

    /// Whether the demo is not to run yet.
    pub fn waits(&self) -> bool {
        self.waits == Some(Then::Run)
    }

    /// If what is kept is still being read, the demo runs then; says whether it is so.
    pub fn runs_then(&mut self) -> bool {
        let waits = self.waits.as_mut();
        waits.map(|then| *then = Then::Run).is_some()
    }

    /// Another page may have put something else in the place of what this one knows: with the
    /// next change all of it is written.
    pub fn stored_is_others(&mut self) {
        self.is_others = true;
    }

    /// A change was not kept: the next time all of it is written.
    pub fn forget_stored(&mut self) {
        self.stored = self.stored.take().map(|_| Files::new());
    }
}

impl App {
    /// This demo is open now, or none that could be opened again; says whether there
    /// may be something that it has to wait for.
    pub(super) fn enter_demo(
        &mut self,
        ctx: &Context<Self>,
        demo: Option<String>,
        then: Then,
    ) -> bool {
        self.keeping = Keeping {
            demo,
            ..Keeping::default()
        };
        // Hardly anything is kept for one that has no folder: it does not wait to know.
        let then = match then {
            Then::Run if !self.session.grant.files() => Then::RunAgain,
            then => then,
        };
        self.ask_for_kept(ctx, then);
        self.keeping.waits()
    }

    /// Asks the store what is kept for the demo that is open.
    pub(super) fn ask_for_kept(&mut self, ctx: &Context<Self>, then: Then) {
        if let (Some(demo), Some(store)) = (self.keeping.demo.clone(), self.store.clone()) {
            self.keeping.waits = Some(then);
            later(ctx, async move {
                let kept = store.draft(Some(&demo)).await;
                let kept = kept.map(|kept| kept.map(|(kept, files)| (kept.grant, files)));
                Msg::Kept(demo, kept.map_err(|error| said(&error)))
            });
        }
    }

    /// What was kept for a demo is put in the place of what it brings.
    pub(super) fn kept_came(&mut self, ctx: &Context<Self>, demo: &str, kept: Kept) {
        if self.keeping.demo.as_deref() != Some(demo) {
            return;
        }
        let then = self.keeping.waits.take();
        let is_there = matches!(kept, Ok(Some(_)));
        match kept {
            Ok(None) => {}
            Ok(Some((kept, files))) => self.show_kept(ctx, kept, files, then),
            Err(why) => {
                // What could not be read is not written over.
                self.keeping.demo = None;
                self.say_beside_undo(Notice::trouble(format!(
                    "What is kept for this demo cannot be read ({why}): what you do is not kept for it now."
                )));
            }
        }
        if then == Some(Then::Show) {
            return;
        }
        let notice = self.notice.clone();
        match &self.linked {
            Some(linked) if linked.runs() => self.run_linked(ctx),
            Some(linked) if linked.waits => {}
            _ if is_there || then == Some(Then::Run) => drop(self.event(ctx, Event::RunAsked)),
            _ => {}
        }
        self.notice = notice;
    }

    fn show_kept(
        &mut self,
        ctx: &Context<Self>,
        kept: Grant,
        mut files: Files,
        then: Option<Then>,
    ) {
        self.keeping.stored = Some(files.clone());
        for (name, pieces) in self.session.files.iter() {
            if !kept.keeps(name) {
                files.insert(name.clone(), pieces.clone());
            }
        }
        let mut grant = self.session.grant.clone();
        for folder in kept.preopens.into_iter().filter(|folder| folder.kept) {
            let mut granted = grant.preopens.iter_mut();
            match granted.find(|other| other.guest == folder.guest) {
                // What it may do there is for the demo to say.
                Some(other) => other.kept |= other.folder == folder.folder,
                None => grant.preopens.push(folder),
            }
        }
        self.event(ctx, Event::FilesGiven(files));
        self.event(ctx, Event::Granted(grant));
        if then != Some(Then::Show) {
            self.say_beside_undo(Notice::plain(
                "Its files are as you left them: Files says which are kept for this demo.",
            ));
        }
    }

    /// Something else is put into the page, or is soon: what is there to be kept for the
    /// demo that is open is kept, or forgotten.
    pub(super) fn keep_for_demo(&mut self, ctx: &Context<Self>) {
        // Of a link that nobody pressed Run for there is nothing to be kept.
        let demo = self.keeping.demo().filter(|_| !self.link_waits());
        let (Some(demo), Some(store)) = (demo.cloned(), self.store.clone()) else {
            return;
        };
        let preopens = &self.session.grant.preopens;
        let is_kept = preopens.iter().any(|folder| folder.kept);
        let stored = &self.keeping.stored;
        if !is_kept && stored.is_none() {
            return;
        }
        let grant = Grant {
            preopens: preopens.clone(),
            ..Grant::default()
        };
        let mut files = self.session.files.clone();
        files.retain(|name, _| grant.keeps(name));
        if is_kept == stored.is_some() && stored.as_ref().is_none_or(|stored| *stored == files) {
            return;
        }
        let sizes = files.values().flatten();
        if sizes.map(|piece| piece.len() as u64).sum::<u64>() > MOST {
            if !std::mem::replace(&mut self.keeping.said, true) {
                self.notice = Some(Notice::trouble(
                    "More than 64 MB is not kept for a demo: its files stay kept as they were before.",
                ));
            }
            return;
        }
        self.take_turn();
        let is_others = std::mem::take(&mut self.keeping.is_others);
        let stored = &mut self.keeping.stored;
        let mut before = std::mem::take(stored).unwrap_or_default();
        if is_others {
            before = Files::new();
        }
        let mut puts = match is_kept {
            true => Put::draft(
                Some(&demo),
                Draft::with(demo.clone(), grant),
                &files,
                &before,
            ),
            false => vec![Put::nothing(Some(&demo))],
        };
        *stored = is_kept.then_some(files);
        if is_others {
            puts.insert(0, Put::nothing(Some(&demo)));
        }
        let (link, turn) = (ctx.link().clone(), self.turn.clone());
        wasm_bindgen_futures::spawn_local(async move {
            match store.keep(puts).await {
                Ok(()) => turn.written(),
                Err(error) => link.send_message(not_kept(&error)),
            }
        });
    }
}
