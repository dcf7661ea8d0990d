//! Plugins: what happens on the page starts them, in a worker of their own, and
//! what they write into `/page` changes it.

use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use model::{
    exit::Exit,
    grant::{Grant, Moment, Mount, Mounted, Plugin},
    plugins::Plugins,
    protocol::{FromStage, Lines, Output, Panes, RunId, Seen, StageId, Stdin, ToStage},
    session::{Activity, Called, Event, Filter, Input},
    stream::{Piece, Stream},
    view::View,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;
use yew::Context;

use super::{
    App, Msg,
    messages::later,
    notice::{Notice, Offer},
};
use crate::{
    bring,
    js::{Js, window},
    run::{Modules, Stage, called_at, joined},
};

/// A plugin may take so long, in milliseconds.
const LEASH: u32 = 2000;

/// So much of the outputs and files is copied for a program, in bytes.
const LARGEST: usize = 16 << 20;

/// It may write so much to stdout and stderr, in bytes; so much of it is kept, to
/// say why it failed; and so much for the next program of its pipeline.
const FLOOD: u64 = 16 << 20;
const KEPT: u64 = 4096;

/// The plugins, and the one that runs.
#[derive(Default)]
pub struct Runner {
    pub plugins: Plugins,
    worker: Option<Stage>,
    run: RunId,
    deadline: Option<Timeout>,
    /// How the programs that ended did.
    exits: Vec<Exit>,
    count: usize,
    /// What it wrote to stdout and stderr, and how much that was.
    said: Vec<u8>,
    wrote: u64,
}

/// What the runner hears.
pub enum Plug {
    /// Something was selected in stdin.
    Selected,
    /// The button of this one was pressed.
    Pressed(usize),
    /// The programs of the one that runs are compiled, or cannot be had.
    Compiled(RunId, Vec<Called>, Result<Modules, String>, String),
    /// It takes too long.
    TooLong(RunId),
    /// Its worker says something.
    Heard(Box<FromStage<Js>>),
}

/// The field that stdin is typed into, if it is there.
fn field() -> Option<HtmlTextAreaElement> {
    let field = window().document()?.get_element_by_id("stdin")?;
    field.dyn_into().ok()
}

/// What is selected in it, in UTF-16 units; all of it if nothing is.
fn selection(text: &str) -> (usize, usize) {
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
fn parts(text: &str, (start, end): (usize, usize)) -> [String; 3] {
    let units: Vec<u16> = text.encode_utf16().collect();
    let end = end.min(units.len());
    let start = start.min(end);
    [&units[..start], &units[start..end], &units[end..]].map(String::from_utf16_lossy)
}

impl Runner {
    /// The time of the plugin that runs begins.
    fn leash(&mut self, ctx: &Context<App>) {
        let (link, run) = (ctx.link().clone(), self.run);
        self.deadline = Some(Timeout::new(LEASH, move || {
            link.send_message(Msg::Plug(Plug::TooLong(run)));
        }));
    }
}

impl App {
    /// What is granted says which plugins there are. The one that runs is dropped: it
    /// would change what is something else now.
    pub(super) fn know_plugins(&mut self) {
        self.opened_so_far += 1;
        if self.runner.plugins.running().is_some() {
            self.runner.run += 1;
            self.runner.worker = None;
            self.plugin_over(None);
        }
        self.runner.plugins.are(&self.session.grant.plugins);
    }

    /// Something happened that plugins, and programs that see the page, hear of.
    pub(super) fn happened(&mut self, ctx: &Context<Self>, moment: Moment, line: &str) {
        self.happened_by(ctx, moment, line, None, false);
    }

    /// The same, by the visitor's own hand.
    pub(super) fn visitor_did(&mut self, ctx: &Context<Self>, moment: Moment, line: &str) {
        self.runner.plugins.visitor_acts();
        if moment == Moment::Edit {
            self.edits = self.edits.wrapping_add(1);
            self.has_edited = true;
        }
        self.happened_by(ctx, moment, line, None, false);
    }

    /// The same, by a plugin, or by the program of a stage.
    fn happened_by(
        &mut self,
        ctx: &Context<Self>,
        moment: Moment,
        line: &str,
        stage: Option<StageId>,
        by_plugin: bool,
    ) {
        let line = format!("{line}\n");
        self.runner.plugins.happened(moment, &line, by_plugin);
        if self.session.is_running()
            && self.session.shows_page()
            && let Some(stages) = &self.stages
        {
            let page = self.panes();
            stages.tell(&ToStage::Happened { line, page }, stage);
        }
        self.next_plugin(ctx);
    }

    /// What stands in `/page`; nothing if nobody sees it.
    pub(super) fn page_seen(&self) -> Option<Panes<Js>> {
        self.session.shows_page().then(|| self.panes())
    }

    fn panes(&self) -> Panes<Js> {
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

    /// Starts the next plugin that is to run, if none does.
    pub(super) fn next_plugin(&mut self, ctx: &Context<Self>) {
        if self.stages.is_none() || self.link_waits() {
            return;
        }
        while let Some((plugin, line)) = self.runner.plugins.start_next() {
            match self.prepare_plugin(ctx, &plugin, line) {
                Ok(()) => return,
                Err(sentence) => self.plugin_over(Some(sentence)),
            }
        }
    }

    fn prepare_plugin(
        &mut self,
        ctx: &Context<Self>,
        plugin: &Plugin,
        line: String,
    ) -> Result<(), String> {
        let called = self.session.called(plugin.pipeline()?)?;
        let is_called = |filter: &&Filter| called.iter().any(|one| one.filter == filter.name);
        let filters: Vec<Filter> = self
            .session
            .filters
            .iter()
            .filter(is_called)
            .cloned()
            .collect();
        self.runner.run += 1;
        let (run, pages) = (self.runner.run, self.session.limits.pages());
        let (library, link) = (self.library.clone(), ctx.link().clone());
        later(ctx, async move {
            let mut modules = Modules::default();
            for filter in filters {
                // The first of a name is the one that is called.
                if modules.get(|name| *name == filter.name).is_some() {
                    continue;
                }
                match library.compile(&filter, pages, &link).await {
                    Ok(module) => modules.insert(filter.name, module),
                    Err(why) => return Msg::Plug(Plug::Compiled(run, called, Err(why), line)),
                }
            }
            Msg::Plug(Plug::Compiled(run, called, Ok(modules), line))
        });
        Ok(())
    }

    fn start_plugin(
        &mut self,
        ctx: &Context<Self>,
        called: &[Called],
        modules: &Modules,
        line: &str,
    ) -> Result<(), String> {
        let mut programs = Vec::new();
        for (stage, called) in (0..).zip(called) {
            programs.push(called_at(stage, called, modules)?);
        }
        let run = self.runner.run;
        let message = ToStage::Lines(Lines {
            id: run,
            programs,
            stdin: Stdin::Bytes(vec![Js(Uint8Array::from(line.as_bytes()).into())]),
            keep: KEPT,
            most: FLOOD,
            grant: Grant {
                mounts: vec![Mount {
                    guest: Mounted::Page.usual_place().to_owned(),
                    what: Mounted::Page,
                }],
                fixed: self.session.grant.fixed,
                ..Grant::default()
            },
            page: Some(self.panes()),
        });
        let runner = &mut self.runner;
        (runner.exits, runner.count) = (Vec::new(), called.len());
        (runner.said, runner.wrote) = (Vec::new(), 0);
        runner.leash(ctx);
        if runner.worker.is_none()
            && let Some(stages) = &self.stages
        {
            let link = ctx.link();
            let heard = link.callback(|message| Msg::Plug(Plug::Heard(Box::new(message))));
            runner.worker = Some(stages.apart(&heard)?);
        }
        if let Some(worker) = &runner.worker {
            worker.tell(&message);
        }
        Ok(())
    }

    /// The plugin that runs is over; or why it is stopped, and does not run by
    /// itself any more.
    fn plugin_over(&mut self, off: Option<String>) {
        self.runner.deadline = None;
        if let Some(why) = &off {
            self.runner.worker = None;
            let plugin = self.runner.plugins.running().map_or("", Plugin::name);
            self.say_beside_undo(Notice::trouble(format!(
                "The plugin {plugin} was stopped, until you press its button: {why}"
            )));
        }
        self.runner.plugins.ended(off);
    }

    /// Does what the runner hears; says whether to draw.
    pub(super) fn plug(&mut self, ctx: &Context<Self>, plug: Plug) -> bool {
        match plug {
            Plug::Selected => {
                if let Input::Text(text) = &self.session.input {
                    let [before, within, _] = parts(text, selection(text));
                    let end = before.len() + within.len();
                    let line = format!("select stdin {} {end}", before.len());
                    self.visitor_did(ctx, Moment::Select, &line);
                }
            }
            Plug::Pressed(at) => {
                self.runner.plugins.pressed(at, "press\n");
                self.next_plugin(ctx);
            }
            Plug::Compiled(run, called, modules, line) if run == self.runner.run => {
                let started =
                    modules.and_then(|modules| self.start_plugin(ctx, &called, &modules, &line));
                if let Err(sentence) = started {
                    self.plugin_over(Some(sentence));
                    self.next_plugin(ctx);
                }
            }
            // A worker that took all of the time to get ready is no plugin's fault.
            Plug::TooLong(run)
                if run == self.runner.run
                    && self
                        .runner
                        .worker
                        .as_ref()
                        .is_some_and(|worker| !worker.is_ready()) =>
            {
                self.runner.leash(ctx);
                return false;
            }
            Plug::TooLong(run) if run == self.runner.run => {
                let seconds = LEASH / 1000;
                self.plugin_over(Some(format!("it took longer than {seconds} s.")));
                self.next_plugin(ctx);
            }
            Plug::Heard(message) => return self.heard_plugin(ctx, *message),
            Plug::Compiled(..) | Plug::TooLong(_) => return false,
        }
        true
    }

    fn heard_plugin(&mut self, ctx: &Context<Self>, message: FromStage<Js>) -> bool {
        let run = self.runner.run;
        match message {
            FromStage::Output {
                run: of,
                bytes,
                tally,
                ..
            } if of == run => {
                let runner = &mut self.runner;
                runner.wrote += tally.written;
                bytes.read(0..bytes.len(), &mut runner.said);
                if runner.wrote > FLOOD {
                    let megabytes = FLOOD >> 20;
                    self.plugin_over(Some(format!("it wrote more than {megabytes} MB.")));
                    self.next_plugin(ctx);
                    return true;
                }
                return false;
            }
            FromStage::Page {
                run: of,
                name,
                bytes,
                seen,
                ..
            } if of == run => self.change(ctx, &name, &bytes, seen, None),
            FromStage::Ended { run: of, exit, .. } if of == run => {
                self.runner.exits.push(exit);
                if self.runner.exits.len() < self.runner.count {
                    return false;
                }
                let failed = self.runner.exits.iter().find(|exit| !exit.is_success());
                let off = match failed {
                    None => None,
                    Some(Exit::Exited(_)) => {
                        let said = String::from_utf8_lossy(&self.runner.said).into_owned();
                        self.runner.plugins.notes(&said);
                        None
                    }
                    Some(exit) => Some(format!("it {exit}.")),
                };
                self.plugin_over(off);
                self.next_plugin(ctx);
            }
            FromStage::Crashed { message } => {
                self.plugin_over(Some(format!("the host itself failed ({message}).")));
                self.next_plugin(ctx);
            }
            _ => return false,
        }
        true
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
                self.say_beside_undo(Notice::plain(text().trim()));
                return;
            }
            "title" => {
                if let Some(page) = window().document() {
                    page.set_title(text().trim());
                }
                return;
            }
            "stdout" => Event::Shown(Output::Stdout, bring::stream(bytes)),
            "stderr" => Event::Shown(Output::Stderr, bring::stream(bytes)),
            // The visitor was faster.
            _ if edits != self.edits => return,
            "command" => Event::CommandEdited(text().trim_end().to_owned()),
            "stdin" => Event::InputGiven(bring::input_given("stdin", bytes)),
            "selection" => {
                let Input::Text(all) = &self.session.input else {
                    return;
                };
                let [before, _, behind] = parts(all, (from as usize, to as usize));
                Event::InputGiven(Input::Text(format!("{before}{}{behind}", text())))
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
        self.follow_soon(ctx);
        let name = if name == "selection" { "stdin" } else { name };
        let line = format!("edit {name}");
        self.happened_by(ctx, Moment::Edit, &line, stage, by_plugin);
    }

    /// Says something; the way back to what was there stays.
    fn say_beside_undo(&mut self, notice: Notice) {
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
