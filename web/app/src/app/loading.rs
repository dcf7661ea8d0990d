//! What is put into the page as a whole: what the last visit left, examples,
//! and the way back.

use model::{
    example::Content,
    grant::Moment,
    session::{Event, Feed, Input, Origin},
    view::View,
};
use yew::Context;

use super::{
    App, Before, Linked, Msg,
    keeping::Then,
    messages::later,
    notice::{Notice, Offer},
    rich::Expected,
};
use crate::{
    bring,
    js::{Js, window},
    store::{Draft, Files, Opened, stdin_of},
};

impl App {
    pub(super) fn opened(&mut self, ctx: &Context<Self>, opened: Option<Opened>) {
        if let Some(Opened { store, draft }) = opened {
            self.library.keep_in(store.clone());
            if let Some((draft, files)) = &draft {
                self.kept.replace(draft.kept(files));
            }
            self.store = Some(store);
            self.ask_for_kept(ctx, Then::RunAgain);
            let library = self.library.clone();
            later(ctx, async move {
                Msg::Event(Event::FiltersListed(Origin::Own, library.own().await))
            });
            if self.opening || self.linked.is_some() {
                self.first_visit = Some(false);
                let is_apart = draft.as_ref().is_some_and(|(draft, _)| draft.is_apart);
                let left = draft.and_then(before);
                if let Some(left) = left.as_ref().filter(|_| is_apart) {
                    self.kept_stdin.replace(Some(stdin_of(&left.input)));
                }
                // Until now nothing was here but the link's own.
                self.before = left.or(self.before.take());
                self.offer_what_was();
            } else if !self.is_untouched() {
                // Something was typed before the store answered.
                self.first_visit = Some(false);
                self.before = draft.and_then(before);
                if self.before.is_some() {
                    let sentence = "What you left here the last time is kept.";
                    self.notice = Some(Notice::offering(sentence, Offer::Undo));
                }
            } else if let Some((draft, files)) = draft {
                self.first_visit = Some(false);
                self.enter_demo(ctx, draft.demo.clone(), Then::Show);
                match draft.input() {
                    Ok(input) => {
                        if draft.is_apart {
                            self.kept_stdin.replace(Some(stdin_of(&input)));
                        }
                        self.session.on(Event::InputGiven(input));
                    }
                    Err(sentence) => self.notice = Some(Notice::trouble(sentence)),
                }
                for event in [
                    Event::CommandEdited(draft.command),
                    Event::FilesGiven(files),
                    Event::Granted(draft.grant),
                    Event::LimitsSet(draft.limits),
                ] {
                    self.session.on(event);
                }
                self.know_plugins();
                self.views.stdout.mode = View::of(&draft.view);
                self.rich.expected.bytes = draft.expected;
            }
        }
        self.first_visit.get_or_insert(true);
        self.welcome(ctx);
    }

    /// The first visit shows a running example; later ones what was left.
    pub(super) fn welcome(&mut self, ctx: &Context<Self>) {
        if self.is_untouched()
            && !self.opening
            && self.linked.is_none()
            && self.first_visit == Some(true)
            && let Some(first) = self.demos.first()
        {
            let name = first.name.clone();
            // That the store does not answer, perhaps.
            let told = self.notice.take();
            self.load(ctx, &name, None);
            self.before = None;
            self.notice = told;
        }
        if !self.session.is_running() {
            self.settle();
        }
    }

    /// Nothing more is fetched for what the page shows by itself: it runs, or nothing
    /// is to run. `web/offline/install.js` waits for it, and would be in its way.
    pub(super) fn settle(&mut self) {
        let runs_next = self.linked.as_ref().is_some_and(|linked| linked.runs());
        let is_known = self.first_visit.is_some() && !self.demos.is_empty() && !self.opening;
        if is_known && !runs_next && !std::mem::replace(&mut self.is_settled, true) {
            let _ = window()
                .performance()
                .map(|performance| performance.mark("settled"));
        }
    }

    pub(super) fn is_untouched(&self) -> bool {
        self.session.command.is_empty()
            && self.session.input == Input::Text(String::new())
            && self.session.files.is_empty()
    }

    /// Remembers what the visitor has made, for Undo; an example is not theirs.
    pub(super) fn remember(&mut self) {
        if self.example.is_none() && !self.is_untouched() {
            self.remember_all();
        }
    }

    /// Remembers whatever is there.
    pub(super) fn remember_all(&mut self) {
        self.has_edited = false;
        self.before = Some(Before {
            linked: self.linked.as_ref().map(Linked::number),
            demo: self.keeping.demo().cloned(),
            command: self.session.command.clone(),
            input: self.session.input.clone(),
            files: self.session.files.clone(),
            grant: self.session.grant.clone(),
            feed: self.session.feed,
            limits: self.session.limits,
            own_limits: self.own_limits,
            view: self.views.stdout.mode,
            expected: self.rich.expected.clone(),
        });
    }

    /// Brings back what was remembered.
    pub(super) fn restore(&mut self, ctx: &Context<Self>, before: Option<Before>) {
        self.notice = None;
        self.example = None;
        let linked = before.as_ref().and_then(|before| before.linked);
        let leaves = self.linked.as_ref().map(Linked::number);
        if linked.is_none() || linked != leaves {
            if leaves.is_some() {
                // What it still does to files is for its own.
                self.event(ctx, Event::StopAsked);
            }
            self.leave_link(ctx);
        }
        self.follow_soon(ctx);
        if let Some(Before {
            linked: _,
            demo,
            command,
            input,
            files,
            grant,
            feed,
            limits,
            own_limits,
            view,
            expected,
        }) = before
        {
            self.rich.expected = expected;
            self.views.stdout.mode = view;
            let is_other = self.keeping.demo() != demo.as_ref();
            if is_other {
                self.keep_for_demo(ctx);
                self.event(ctx, Event::StopAsked);
            }
            self.event(ctx, Event::Granted(grant));
            self.event(ctx, Event::FilesGiven(files));
            self.event(ctx, Event::CommandEdited(command));
            self.event(ctx, Event::FeedChosen(feed));
            self.own_limits = own_limits;
            self.event(ctx, Event::LimitsSet(limits));
            self.event(ctx, Event::InputGiven(input));
            if is_other {
                self.enter_demo(ctx, demo, Then::Show);
            }
        }
    }

    /// Fills stdin with something else, which can be undone.
    pub(super) fn replace_input(&mut self, ctx: &Context<Self>, input: Input<Js>) {
        let was_empty = self.session.input == Input::Text(String::new());
        self.remember();
        let example = self.example.take();
        let words = match &input {
            Input::Text(_) => "stdin is empty now.".to_owned(),
            Input::File { name, .. } => format!("stdin is {name} now."),
        };
        self.event(ctx, Event::InputGiven(input));
        self.visitor_did(ctx, Moment::Edit, "edit stdin");
        self.notice = match example.is_none() && !was_empty && self.before.is_some() {
            true => Some(Notice::offering(words, Offer::Undo)),
            false => None,
        };
    }

    /// Puts an example into the page and runs it: it calls filters that come
    /// with the page, or the visitor's own of the same name.
    /// `link` is what stands behind `#` in an address that opens it.
    pub(super) fn load(&mut self, ctx: &Context<Self>, name: &str, link: Option<String>) {
        let Some(demo) = self.demos.iter().find(|demo| demo.name == name) else {
            return;
        };
        let demo = demo.clone();
        self.remember();
        self.keep_for_demo(ctx);
        self.event(ctx, Event::StopAsked);
        self.leave_link(ctx);
        (self.following, self.has_run) = (None, false);
        self.limits_brought(ctx, None);
        self.rich.expected = Expected::of_demo(name);
        self.event(ctx, Event::CommandEdited(demo.command));
        for (name, bytes) in demo.files {
            let bytes = Js(bring::content(bytes).into());
            self.event(ctx, Event::FileAdded(name, bytes));
        }
        self.event(ctx, Event::Granted(demo.grant));
        let feed = match demo.feed.as_str() {
            "typed" => Feed::Typed,
            "lines" => Feed::Lines,
            _ => Feed::Whole,
        };
        self.event(ctx, Event::FeedChosen(feed));
        self.views.stdout.mode = View::of(&demo.view);
        let input = match demo.stdin {
            Content::Text(text) => Input::Text(text),
            bytes => bring::input_of_bytes(name.to_owned(), &bring::content(bytes)),
        };
        self.event(ctx, Event::InputGiven(input));
        if !self.enter_demo(ctx, link, Then::Run) {
            self.event(ctx, Event::RunAsked);
        }
        self.example = Some(name.to_owned());
        let words = format!("{} · {}", demo.title, demo.prose);
        self.notice = Some(match self.before {
            Some(_) => Notice::offering(words, Offer::Undo),
            None => Notice::plain(words),
        });
    }
}

/// What the last visit left, for Undo; an empty page is nothing.
fn before((draft, files): (Draft, Files)) -> Option<Before> {
    // A file in stdin that was too large to be kept is not there.
    let input = draft.input().unwrap_or(Input::Text(String::new()));
    if draft.command.is_empty() && input.bytes() == 0 && files.is_empty() {
        return None;
    }
    let mut expected = Expected::default();
    expected.bytes = draft.expected;
    Some(Before {
        linked: None,
        demo: draft.demo,
        command: draft.command,
        input,
        files,
        grant: draft.grant,
        feed: Feed::Whole,
        limits: draft.limits,
        own_limits: None,
        view: View::of(&draft.view),
        expected,
    })
}
