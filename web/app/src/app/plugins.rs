//! Plugins: what happens on the page starts them, in a worker of their own.

use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
use model::{
    exit::Exit,
    grant::{Grant, Moment, Mount, Mounted, Plugin},
    plugins::Plugins,
    protocol::{FromStage, Lines, RunId, StageId, Stdin, ToStage},
    session::{Called, Filter, Input},
    stream::Piece,
};
use yew::Context;

use super::{
    App, Msg,
    messages::later,
    notice::Notice,
    page::{parts, selection},
};
use crate::{
    js::Js,
    run::{Modules, Stage, called_at},
};

/// A plugin may take so long, in milliseconds.
const LEASH: u32 = 2000;

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
        if self.runner.plugins.running().is_some() {
            self.runner.run += 1;
            self.runner.worker = None;
            self.plugin_over(None);
        }
        self.runner.plugins.are(&self.session.grant.plugins);
    }

    /// The worker is ended, if none runs in it.
    pub(super) fn rest_plugins(&mut self) {
        if self.runner.plugins.running().is_none() {
            self.runner.worker = None;
        }
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
            // An example that was changed is the visitor's own.
            self.example = None;
            self.follow_soon(ctx);
        }
        self.happened_by(ctx, moment, line, None, false);
    }

    /// The same, by a plugin, or by the program of a stage.
    pub(super) fn happened_by(
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
            // Most pages have nobody who hears of it.
            Plug::Selected
                if self.session.grant.plugins.is_empty() && !self.session.shows_page() =>
            {
                return false;
            }
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
            FromStage::Ended {
                run: of,
                exit,
                spent,
                ..
            } if of == run => {
                self.runner.exits.push(exit);
                if self.runner.exits.len() < self.runner.count {
                    return false;
                }
                if spent.retires {
                    self.runner.worker = None;
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
            FromStage::Crashed { message } if self.runner.plugins.running().is_some() => {
                self.plugin_over(Some(format!("the host itself failed ({message}).")));
                self.next_plugin(ctx);
            }
            _ => return false,
        }
        true
    }
}
