//! Folders that are kept for a demo: who opens it again, by its link or from the
//! gallery, finds their files as they were left.

use model::{grant::Grant, session::Event, stream::Piece};
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice};
use crate::{
    js::said,
    store::{Draft, Files, Put, Store},
};

/// More than this, in bytes, is not kept for a demo.
const MOST: u64 = 64 << 20;

/// For so many demos something is kept; the one that was changed first gives way.
const MOST_DEMOS: usize = 100;

/// What the page knows of it.
#[derive(Default)]
pub struct Keeping {
    /// The demo that is open: what stands behind `#` in an address that opens it.
    pub demo: Option<String>,
    /// The demos for which something is kept.
    known: Vec<String>,
    /// What of this one.
    pub stored: Files,
    /// Whether that is being read, and the demo does not run before.
    pub waits: bool,
    /// Whether it was said that it is too much.
    said: bool,
}

impl Keeping {
    /// Another demo is open, or none; its files are as they are.
    pub fn leave_for(&mut self, demo: Option<String>) {
        (self.demo, self.waits, self.said) = (demo, false, false);
        self.stored = Files::new();
    }
}

/// What was kept for a demo, if it could be read.
pub type Kept = Option<(Grant, Files)>;

impl App {
    /// This demo is open now, or none that could be opened again; says whether there
    /// is something that it has to wait for.
    pub(super) fn enter_demo(&mut self, ctx: &Context<Self>, demo: Option<String>) -> bool {
        self.keeping.leave_for(demo);
        self.ask_for_kept(ctx);
        self.keeping.waits
    }

    /// Something else is put into the page: what is not kept yet is kept now.
    pub(super) fn leave_demo(&mut self, ctx: &Context<Self>) {
        if let Some(store) = self.store.clone() {
            self.keep_for_demo(ctx, store);
        }
    }

    /// These are all for which something is kept.
    pub(super) fn know_demos(&mut self, ctx: &Context<Self>, demos: Vec<String>) {
        self.keeping.known = demos;
        if self.linked.is_some() {
            self.ask_for_kept(ctx);
        }
    }

    fn ask_for_kept(&mut self, ctx: &Context<Self>) {
        let Keeping { demo, known, .. } = &self.keeping;
        let demo = demo.clone().filter(|demo| known.contains(demo));
        self.keeping.waits = demo.is_some() && self.store.is_some();
        if let (Some(demo), Some(store)) = (demo, self.store.clone()) {
            later(ctx, async move {
                let kept = store.draft(Some(&demo)).await.ok().flatten();
                Msg::Kept(demo, kept.map(|(kept, files)| (kept.grant, files)))
            });
        }
    }

    /// What was kept for a demo is put in the place of what it brings.
    pub(super) fn kept_came(&mut self, ctx: &Context<Self>, demo: &str, kept: Kept) {
        if self.keeping.demo.as_deref() != Some(demo) {
            return;
        }
        self.keeping.waits = false;
        if kept.is_none() {
            // What could not be read is not written over.
            self.keeping.demo = None;
        }
        if let Some((kept, mut files)) = kept {
            self.keeping.stored = files.clone();
            for (name, pieces) in self.session.files.iter() {
                if !kept.keeps(name) {
                    files.insert(name.clone(), pieces.clone());
                }
            }
            let mut grant = self.session.grant.clone();
            grant.preopens = kept.preopens;
            self.event(ctx, Event::FilesGiven(files));
            self.event(ctx, Event::Granted(grant));
            self.notice = Some(Notice::plain(
                "Its files are as you left them: Files says which are kept for this demo.",
            ));
        }
        match &self.linked {
            None => drop(self.event(ctx, Event::RunAsked)),
            Some(linked) if linked.runs() => self.run_linked(ctx),
            // It came from the store later than the link.
            Some(linked) if !linked.waits => drop(self.event(ctx, Event::RunAsked)),
            Some(_) => {}
        }
    }

    /// Keeps what there is to be kept for the demo that is open, or forgets it.
    pub(super) fn keep_for_demo(&mut self, ctx: &Context<Self>, store: Store) {
        let Keeping {
            demo,
            known,
            stored,
            waits,
            said: is_said,
            ..
        } = &mut self.keeping;
        let Some(demo) = demo.clone().filter(|_| !*waits) else {
            return;
        };
        let grant = Grant {
            preopens: self.session.grant.preopens.clone(),
            ..Grant::default()
        };
        let is_kept = grant.preopens.iter().any(|folder| folder.kept);
        let mut files = self.session.files.clone();
        files.retain(|name, _| grant.keeps(name));
        let sizes = files.values().flatten();
        let bytes: u64 = sizes.map(|piece| piece.len() as u64).sum();
        let is_there = known.contains(&demo);
        let is_same = is_kept == is_there && *stored == files;
        if is_same {
            return;
        }
        if bytes > MOST {
            if !std::mem::replace(is_said, true) {
                self.notice = Some(Notice::trouble(
                    "More than 64 MB is not kept for a demo: its files stay kept as they were before.",
                ));
            }
            return;
        }
        let mut puts = Vec::new();
        known.retain(|other| *other != demo);
        if !is_kept {
            puts.push(Put::nothing(&demo));
        } else {
            let draft = Draft::with(grant);
            puts = Put::draft(Some(&demo), draft, &files, stored);
            known.push(demo);
            if known.len() > MOST_DEMOS {
                puts.push(Put::nothing(&known.remove(0)));
            }
        }
        puts.push(Put::demos(known));
        *stored = files;
        let link = ctx.link().clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Err(error) = store.keep(puts).await {
                link.send_message(Msg::NotKept(said(&error)));
            }
        });
    }
}
