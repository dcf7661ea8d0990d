//! Runs: from what the session asks for to what the workers do, and back.

use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use js_sys::WebAssembly;
use model::{
    grant::Moment,
    module::Host,
    protocol::{FromStage, Waits},
    session::{Activity, Effect, Event, Feed, Launch, Source, Start, State},
};
use wasm_bindgen_futures::spawn_local;
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice};
use crate::{
    js::Js,
    run::{Modules, Stages},
};

/// A run that took less, in milliseconds, is made again with every edit.
const QUICK: f64 = 300.0;

/// After a run that took longer than this, in milliseconds, a pause in the
/// typing is waited for.
const INSTANT: f64 = 8.0;

/// After an edit while such a run goes on, so long a pause is waited for, in
/// milliseconds.
const PAUSE: u32 = 50;

/// More input than this, in bytes, is not run again with every edit.
const LITTLE: u64 = 1 << 20;

/// A run that nobody asked for may take so long, in milliseconds, and is not
/// spoken of for so long.
const LEASH: u32 = 1000;
const LOUD: u32 = 400;

/// A run that nobody asked for, as long as it is not spoken of.
pub struct Quiet {
    /// How the run before it went.
    before: Activity,
    _until: Timeout,
}

impl App {
    /// Gives the session an event and performs what it asks for; says whether
    /// to draw at once.
    pub(super) fn event(&mut self, ctx: &Context<Self>, event: Event<Js>) -> bool {
        let is_flow = matches!(
            event,
            Event::FromStage(FromStage::Output { .. } | FromStage::Flow { .. })
        );
        match &event {
            Event::RunAsked if self.link_waits() => {
                self.accept_link(ctx);
                return true;
            }
            Event::Typed(_) | Event::TypedEnd if self.link_waits() => {
                self.notice = Some(Notice::plain("Press Run first: nothing of this ran yet."));
                return true;
            }
            Event::RunAsked => {
                self.runner.plugins.visitor_acts();
                // Who runs something has read what was said, and wants to see it
                // run.
                self.notice.take_if(|notice| !notice.can_undo());
                self.drawer = None;
                self.rerun = None;
                self.quiet = None;
                self.saver = None;
            }
            Event::NoProgram(..) => drop(self.notice.take_if(|notice| notice.is_passing())),
            Event::FromStage(message) => self.heard(message),
            _ => {}
        }
        let flows = matches!(
            event,
            Event::FromStage(FromStage::Flow { .. } | FromStage::Ended { .. })
        );
        let runs = self.session.is_running();
        let grants = matches!(event, Event::Granted(_));
        let effects = self.session.on(event);
        if grants {
            self.opened_so_far += 1;
            self.know_plugins();
        }
        self.perform(ctx, effects);
        if runs && !self.session.is_running() {
            self.over(ctx);
        }
        if flows {
            self.pace(ctx);
        }
        if is_flow {
            self.paint_soon(ctx);
        }
        !is_flow
    }

    /// The time in which a program waits for a person is not its own.
    fn pace(&mut self, ctx: &Context<Self>) {
        let is_typed = self.session.feed != Feed::Whole;
        let waits_for_person = self.session.stages.iter().any(|stage| {
            let waits = stage.waits.filter(|_| stage.state == State::Running);
            match waits {
                Some(Waits::Event) => true,
                Some(Waits::Input) => is_typed && stage.is_first(),
                _ => false,
            }
        });
        if waits_for_person {
            self.deadline = None;
        } else if self.deadline.is_none() && self.session.is_running() {
            self.set_deadline(ctx);
        }
    }

    /// The visitor runs what is there.
    pub(super) fn run_pressed(&mut self, ctx: &Context<Self>) -> bool {
        self.has_run = true;
        self.event(ctx, Event::RunAsked)
    }

    /// What the workers' side has to know of a message.
    fn heard(&mut self, message: &FromStage<Js>) {
        if !matches!(message, FromStage::Ready { .. }) {
            self.settle();
        }
        if let FromStage::Output {
            run, stage, bytes, ..
        } = message
        {
            let bytes = model::stream::Piece::len(bytes) as u64;
            if let Some(stages) = &mut self.stages {
                stages.taken(*run, *stage, bytes);
            }
        }
    }

    pub(super) fn perform(&mut self, ctx: &Context<Self>, effects: Vec<Effect<Js>>) {
        for effect in effects {
            let mut done = Ok(());
            match effect {
                Effect::Start(start) => self.prepare(ctx, start),
                Effect::KeepDraft => self.save_soon(ctx),
                Effect::Feed(bytes) => match (&self.stages, &mut self.waiting) {
                    // Typed before the program is there.
                    (_, Some(Waiting { start, .. })) => add_typed(start, Some(&bytes)),
                    (Some(stages), None) => done = stages.feed(&bytes),
                    (None, None) => {}
                },
                Effect::FeedEnd => match (&mut self.stages, &mut self.waiting) {
                    (_, Some(Waiting { start, .. })) => add_typed(start, None),
                    (Some(stages), None) => stages.feed_end(),
                    (None, None) => {}
                },
                Effect::Change(stage, name, bytes, seen) => {
                    self.change(ctx, &name, &bytes, seen, Some(stage));
                }
                Effect::Save(bytes) => self.saver.get_or_insert_default().push(bytes),
                Effect::Terminate => {
                    self.waiting = None;
                    done = self.with_stages(Stages::terminate_all);
                }
                Effect::TerminateStage(stage) => {
                    done = self.with_stages(|stages| stages.terminate(stage));
                }
                Effect::Retire(stage) => {
                    done = self.with_stages(|stages| stages.retire(stage));
                }
                Effect::Release(stage) => {
                    done = self.with_stages(|stages| {
                        stages.release(stage);
                        Ok(())
                    });
                }
            }
            if let Err(sentence) = done {
                self.notice = Some(Notice::trouble(sentence));
            }
        }
    }

    fn with_stages(
        &mut self,
        act: impl FnOnce(&mut Stages) -> Result<(), String>,
    ) -> Result<(), String> {
        self.stages.as_mut().map_or(Ok(()), act)
    }

    /// A run is over.
    fn over(&mut self, ctx: &Context<Self>) {
        // The line may have been edited since it began.
        if self.session.writes_files() || !self.session.written.is_empty() {
            self.save_soon(ctx);
        }
        if let Some(saver) = self.saver.take() {
            let is_text = self.session.stdout.is_text();
            self.notice = Some(saver.save(if is_text { "stdout.txt" } else { "stdout.bin" }));
        }
        self.deadline = None;
        self.quiet = None;
        let failed =
            matches!(&self.session.activity, Activity::Ended { exit, .. } if !exit.is_success());
        if failed && self.session.stderr.written() > 0 {
            // Where there is little room, the reason is not left folded away.
            self.views.stderr_folded = false;
        }
        if let Activity::Ended { exit, .. } = &self.session.activity {
            let line = format!("run {}", exit.status());
            self.happened(ctx, Moment::Run, &line);
        }
    }

    /// The run may take so long from now on.
    fn set_deadline(&mut self, ctx: &Context<Self>) {
        let seconds = self.session.limits.seconds;
        let run = self.session.runs();
        self.deadline = (seconds > 0).then(|| {
            let link = ctx.link().clone();
            Timeout::new(seconds.saturating_mul(1000), move || {
                link.send_message(Msg::Event(Event::TimeIsUp(run)));
            })
        });
    }

    /// However much output comes, it is drawn once a frame.
    pub(super) fn paint_soon(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.painting.get_or_insert_with(|| {
            gloo_render::request_animation_frame(move |_| link.send_message(Msg::Paint))
        });
    }

    /// After an edit by the visitor's own hand.
    pub(super) fn edited(&mut self, ctx: &Context<Self>) {
        self.warm();
        self.look_again();
        self.rerun_soon(ctx);
    }

    /// An edit was made: if the last run was quick, it is run again.
    fn rerun_soon(&mut self, ctx: &Context<Self>) {
        self.rerun = None;
        if self.session.is_running() {
            // `yes` runs before `yes | head` is typed: what nobody asked for gives
            // way to what is edited.
            if self.auto == self.session.runs()
                && !self.session.has_effects()
                && self.session.trouble().is_none()
            {
                let link = ctx.link().clone();
                self.rerun = Some(Timeout::new(PAUSE, move || link.send_message(Msg::Rerun)));
            }
            return;
        }
        let took = match &self.session.activity {
            Activity::Ended {
                took_ms: Some(took),
                ..
            } if *took < QUICK => *took,
            _ => return,
        };
        let whole = self.session.feed == Feed::Whole && self.session.input.bytes() <= LITTLE;
        if !whole || self.session.has_effects() || self.session.trouble().is_some() {
            return;
        }
        let link = ctx.link().clone();
        let pause = match took < INSTANT {
            true => 0,
            false => (took * 2.0) as u32,
        };
        self.rerun = Some(Timeout::new(pause, move || link.send_message(Msg::Rerun)));
    }

    /// Runs again what was edited, without touching what else is on the page.
    pub(super) fn rerun(&mut self, ctx: &Context<Self>) {
        self.rerun = None;
        let asked_for = self.session.is_running() && self.auto != self.session.runs();
        if asked_for || self.link_waits() || self.session.trouble().is_some() {
            return;
        }
        let before = self.shown_activity().clone();
        let effects = self.session.on(Event::RunAsked);
        self.perform(ctx, effects);
        let run = self.session.runs();
        self.auto = run;
        self.leash(ctx, run);
        if self.session.is_running() {
            let link = ctx.link().clone();
            self.quiet = Some(Quiet {
                before,
                _until: Timeout::new(LOUD, move || link.send_message(Msg::Loud)),
            });
        }
    }

    /// The time of a run that nobody asked for begins.
    fn leash(&mut self, ctx: &Context<Self>, run: u32) {
        let link = ctx.link().clone();
        let over = move || link.send_message(Msg::TooSlow(run));
        self.deadline = Some(Timeout::new(LEASH, over));
    }

    /// It is over, unless all of it went by until its programs came, or a worker was ready.
    pub(super) fn too_slow(&mut self, ctx: &Context<Self>, run: u32) -> bool {
        if self.waiting.is_none() && self.stages.as_ref().is_some_and(Stages::are_ready) {
            return self.event(ctx, Event::TooSlow(run));
        }
        if self.session.activity == Activity::Running(run) {
            self.leash(ctx, run);
        }
        false
    }

    /// What the page says is going on.
    pub(super) fn shown_activity(&self) -> &Activity {
        match &self.quiet {
            Some(quiet) => &quiet.before,
            None => &self.session.activity,
        }
    }

    /// Gets the programs of a pipeline.
    fn prepare(&mut self, ctx: &Context<Self>, start: Start<Js>) {
        if self.timed != start.run {
            self.timed = start.run;
            self.set_deadline(ctx);
        }
        let pages = self.session.limits.pages();
        let mut modules = Modules::default();
        let mut missing = Vec::new();
        let called = start.stages.iter().flat_map(Launch::filters);
        for (stage, filter) in called {
            let Some(known) = self
                .session
                .filters
                .iter()
                .find(|known| known.name == filter)
                .cloned()
            else {
                let sentence = format!("There is no filter named {filter} (any more).");
                self.event(ctx, Event::NoProgram(start.run, stage, sentence));
                return;
            };
            match self.library.compiled(&known, pages) {
                Some(module) => modules.insert(known.name, module),
                None if missing.iter().any(|(_, other)| *other == known) => {}
                None => missing.push((stage, known)),
            }
        }
        let absent: Vec<Host> = [Host::Wasix, Host::Component]
            .into_iter()
            .filter(|host| self.runtimes.get(|other| other == host).is_none())
            .filter(|host| start.stages.iter().any(|launch| launch.host == *host))
            .collect();
        if missing.is_empty() && absent.is_empty() {
            return self.launch(ctx, start, modules);
        }
        let library = self.library.clone();
        let run = start.run;
        let first = start.stages.first().map_or(0, |first| first.stage);
        let link = ctx.link().clone();
        self.waiting = Some(Waiting {
            start,
            modules: None,
        });
        // All at once: over a slow line each would wait for the one before.
        let mut compiling = Vec::new();
        for (stage, filter) in missing {
            let (done, compiled) = oneshot::channel();
            compiling.push((stage, filter.name.clone(), compiled));
            let (library, link) = (library.clone(), link.clone());
            spawn_local(async move {
                let _ = done.send(library.compile(&filter, pages, &link).await);
            });
        }
        later(ctx, async move {
            for (stage, name, compiled) in compiling {
                match compiled.await {
                    Ok(Ok(module)) => modules.insert(name, module),
                    Ok(Err(sentence)) => {
                        return Msg::Event(Event::NoProgram(run, stage, sentence));
                    }
                    // Nobody drops what compiles.
                    Err(_) => {}
                }
            }
            for host in absent {
                match crate::library::compile::runtime(host, &link).await {
                    Ok(runtime) => link.send_message(Msg::Fetched(host, runtime)),
                    Err(sentence) => {
                        return Msg::Event(Event::NoProgram(run, first, sentence));
                    }
                }
            }
            Msg::Compiled(run, modules)
        });
    }

    /// The programs of what waits are there.
    pub(super) fn compiled(&mut self, ctx: &Context<Self>, run: u32, modules: Modules) {
        self.notice.take_if(|notice| notice.is_passing());
        if let Some(waiting) = self.waiting.take_if(|waiting| waiting.start.run == run) {
            self.launch(ctx, waiting.start, modules);
        }
    }

    fn launch(&mut self, ctx: &Context<Self>, start: Start<Js>, modules: Modules) {
        let (run, stage) = (
            start.run,
            start.stages.first().map_or(0, |first| first.stage),
        );
        if self.session.activity != Activity::Running(run) {
            return;
        }
        let page = self.page_seen();
        match &mut self.stages {
            None => match self.no_host.clone() {
                Some(why) => drop(self.event(ctx, Event::NoProgram(run, stage, why))),
                None => {
                    self.waiting = Some(Waiting {
                        start,
                        modules: Some(modules),
                    });
                }
            },
            Some(stages) => {
                let input = &self.session.input;
                let runtimes = &self.runtimes;
                let started = stages.start(start, &modules, runtimes, input, page.as_ref());
                if let Err(sentence) = started {
                    self.event(ctx, Event::NoProgram(run, stage, sentence));
                }
            }
        }
    }

    pub(super) fn runtime(
        &mut self,
        ctx: &Context<Self>,
        compiled: Result<WebAssembly::Module, String>,
    ) {
        let heard = ctx
            .link()
            .callback(|message| Msg::Event(Event::FromStage(message)));
        match compiled.and_then(|runtime| Stages::new(runtime, heard)) {
            Ok(stages) => self.stages = Some(stages),
            Err(why) => {
                self.no_host = Some(format!(
                    "What runs the filters cannot be loaded ({why}): reload the page, or use a newer browser."
                ));
            }
        }
        self.warm();
        if let Some(Waiting {
            start,
            modules: Some(modules),
        }) = self.waiting.take_if(|waiting| waiting.modules.is_some())
        {
            self.launch(ctx, start, modules);
        }
        self.next_plugin(ctx);
    }

    /// What waits for work is ended.
    pub(super) fn rest(&mut self) {
        if let Some(stages) = &mut self.stages {
            stages.rest();
        }
        self.rest_plugins();
    }

    /// Has workers ready for the command line as it is.
    pub(super) fn warm(&mut self) {
        let count = self.session.script.stages().count();
        if let Some(stages) = &mut self.stages {
            // What fails now is said when it is needed.
            stages.warm(count).ok();
        }
    }
}

/// A pipeline that is to start as soon as all is there: its programs, the host.
pub struct Waiting {
    start: Start<Js>,
    /// Its programs, once they are compiled.
    modules: Option<Modules>,
}

/// Adds what was typed to the input of a pipeline that has not started, or its
/// end.
fn add_typed(start: &mut Start<Js>, bytes: Option<&[u8]>) {
    for launch in &mut start.stages {
        if let Source::Typed { rest, ended } = &mut launch.stdin {
            match bytes {
                Some(bytes) => rest.extend_from_slice(bytes),
                None => *ended = true,
            }
        }
    }
}
