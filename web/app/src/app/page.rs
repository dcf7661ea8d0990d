//! The page as files: what stands in `/page` for a program, and what becomes of what
//! a program writes there.

use js_sys::Uint8Array;
use model::{
    grant::{Moment, Plugin},
    protocol::{Output, Panes, Seen, StageId},
    session::{Activity, Event, Input},
    stream::{Piece, Stream},
    view::View,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;
use yew::Context;

use super::{
    App,
    notice::{Notice, Offer},
};
use crate::{
    bring,
    js::{Js, window},
    run::joined,
};

/// So much of the outputs and files is copied for a program, in bytes.
const LARGEST: usize = 16 << 20;

/// A longer command line of a program's, in bytes, is not taken.
const MOST_COMMAND: u32 = 64 << 10;

/// What a program says in one line.
fn line(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    line.chars().take(200).collect()
}

/// The field that stdin is typed into, if it is there.
fn field() -> Option<HtmlTextAreaElement> {
    let field = window().document()?.get_element_by_id("stdin")?;
    field.dyn_into().ok()
}

/// What is selected in it, in UTF-16 units; all of it if nothing is.
pub(super) fn selection(text: &str) -> (usize, usize) {
    let of = |field: HtmlTextAreaElement| {
        let start = field.selection_start().ok()??;
        let end = field.selection_end().ok()??;
        (start < end).then_some((start as usize, end as usize))
    };
    let all = (0, text.encode_utf16().count());
    field()
        .and_then(of)
        .filter(|(_, end)| *end <= all.1)
        .unwrap_or(all)
}

/// Three parts of a text: before, within and behind these UTF-16 units.
pub(super) fn parts(text: &str, (start, end): (usize, usize)) -> [String; 3] {
    let units: Vec<u16> = text.encode_utf16().collect();
    let end = end.min(units.len());
    let start = start.min(end);
    [&units[..start], &units[start..end], &units[end..]].map(String::from_utf16_lossy)
}

impl App {
    /// What stands in `/page`; nothing if nobody sees it.
    pub(super) fn page_seen(&self) -> Option<Panes<Js>> {
        self.session.shows_page().then(|| self.panes())
    }

    /// What stands in it.
    pub(super) fn panes(&self) -> Panes<Js> {
        let session = &self.session;
        let text = |text: &str| Js(Uint8Array::from(text.as_bytes()).into());
        // What is too large for a program to read is not copied for it.
        let mut room = LARGEST;
        let mut bytes = |pieces: &[Js]| {
            let size: usize = pieces.iter().map(Piece::len).sum();
            match room.checked_sub(size) {
                Some(rest) => {
                    room = rest;
                    Js(joined(pieces).into())
                }
                None => Js(JsValue::NULL),
            }
        };
        let mut stream = |stream: &Stream<Js>| {
            let pieces: Vec<Js> = stream.pieces().cloned().collect();
            bytes(&pieces)
        };
        let (stdin, selected, range) = match &session.input {
            Input::Text(all) => {
                let range = selection(all);
                (text(all), parts(all, range)[1].clone(), range)
            }
            Input::File { file, .. } => (file.clone(), String::new(), (0, 0)),
        };
        let status = match &session.activity {
            Activity::Ended { exit, .. } => format!("{exit}\n"),
            Activity::Running(_) => "running\n".to_owned(),
            Activity::Idle => "\n".to_owned(),
        };
        let title = window()
            .document()
            .map_or(String::new(), |page| page.title());
        let mut files = vec![
            (
                "command".to_owned(),
                text(&format!("{}\n", session.command)),
            ),
            ("stdin".to_owned(), stdin),
            ("stdout".to_owned(), stream(&session.stdout)),
            ("stderr".to_owned(), stream(&session.stderr)),
            ("selection".to_owned(), text(&selected)),
            ("status".to_owned(), text(&status)),
            ("title".to_owned(), text(&format!("{title}\n"))),
        ];
        for (name, pieces) in session.files.iter() {
            files.push((format!("files/{name}"), bytes(pieces)));
        }
        Panes {
            seen: [self.edits, range.0 as u32, range.1 as u32],
            files,
        }
    }

    /// A program wrote a file in `/page`, when it knew this state of it: that of a
    /// stage of the command line, or the plugin that runs.
    pub(super) fn change(
        &mut self,
        ctx: &Context<Self>,
        name: &str,
        bytes: &Js,
        [edits, from, to]: Seen,
        stage: Option<StageId>,
    ) {
        let by_plugin = stage.is_none();
        let bytes: &Uint8Array = bytes.0.unchecked_ref();
        let text = || String::from_utf8_lossy(&bytes.to_vec()).into_owned();
        let is_shown = matches!(name, "stdout" | "stderr");
        let event = match name {
            "ctl" => return self.obey(ctx, text().trim(), by_plugin),
            "status" if by_plugin => return self.runner.plugins.notes(&text()),
            "status" => {
                let words = format!("A program says: {}", line(&text()));
                self.say_beside_undo(Notice::plain(words));
                return;
            }
            "title" => {
                if let Some(page) = window().document() {
                    page.set_title(&line(&text()));
                }
                return;
            }
            "stdout" => Event::Shown(Output::Stdout, bring::stream(bytes)),
            "stderr" => Event::Shown(Output::Stderr, bring::stream(bytes)),
            // The visitor was faster.
            _ if edits != self.edits => return,
            "command" if bytes.length() > MOST_COMMAND => {
                let sentence = "A program wrote a command line of over 64 KB: it is not taken.";
                self.say_beside_undo(Notice::trouble(sentence));
                return;
            }
            "command" => Event::CommandEdited(text().trim_end().to_owned()),
            "stdin" => Event::InputGiven(bring::input_given("stdin", bytes)),
            "selection" => {
                let Input::Text(all) = &self.session.input else {
                    return;
                };
                let [before, _, behind] = parts(all, (from as usize, to as usize));
                let whole = format!("{before}{}{behind}", text());
                let whole = Uint8Array::from(whole.as_bytes());
                Event::InputGiven(bring::input_given("stdin", &whole))
            }
            name => match name.strip_prefix("files/") {
                Some(name) => {
                    Event::FileAdded(name.to_owned(), Js(bytes.slice(0, u32::MAX).into()))
                }
                None => return,
            },
        };
        if !is_shown {
            // Once for all that follows from what the visitor did: they go back to
            // what is theirs.
            if self.has_edited || self.before.is_none() {
                self.remember_all();
            }
            let who = match by_plugin {
                true => self
                    .runner
                    .plugins
                    .running()
                    .map_or("A plugin", Plugin::name),
                false => "A program",
            };
            let words = format!("{who} changed {name}.");
            self.notice = Some(Notice::offering(words, Offer::Undo));
        }
        self.event(ctx, event);
        if is_shown {
            return;
        }
        if by_plugin {
            self.edited(ctx);
        }
        if self.has_run || !self.is_as_opened() {
            self.follow_soon(ctx);
        }
        let name = if name == "selection" { "stdin" } else { name };
        let line = format!("edit {name}");
        self.happened_by(ctx, Moment::Edit, &line, stage, by_plugin);
    }

    /// Says something; the way back to what was there stays.
    pub(super) fn say_beside_undo(&mut self, notice: Notice) {
        let can_undo = self.notice.as_ref().is_some_and(Notice::can_undo);
        self.notice = Some(match can_undo {
            true => notice.and(Offer::Undo),
            false => notice,
        });
    }

    /// Does what a line written to `/page/ctl` says.
    fn obey(&mut self, ctx: &Context<Self>, line: &str, by_plugin: bool) {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("run", "") if by_plugin => {
                let effects = self.session.on(Event::RunAsked);
                self.perform(ctx, effects);
            }
            // It would run itself for ever.
            ("run", "") => {
                self.say_beside_undo(Notice::trouble(
                    "A program of the command line cannot run it again: only a plugin can.",
                ));
            }
            ("stop", "") => drop(self.event(ctx, Event::StopAsked)),
            ("view", view) => {
                self.views.stdout.mode = View::of(view);
                self.choose(ctx);
            }
            _ => {
                let shown: String = line.chars().take(40).collect();
                self.say_beside_undo(Notice::trouble(format!(
                    "/page/ctl takes run, stop and view, not \"{shown}\"."
                )));
            }
        }
    }
}
