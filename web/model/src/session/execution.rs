//! A run of the command line: which pipeline is on, what has come of it, and
//! what is next (POSIX XCU 2.9.3).

use crate::{
    exit::Exit,
    grant::Grant,
    pipeline::{Script, Stage},
    protocol::{FromStage, Output, RunId, Spent, StageId, Tally},
    stream::Piece,
};

use super::{
    Activity, Connection, Effect, Feed, Launch, Network, Session, Sink, Source, Start,
    plan::{self, Connected, NULL, Route, Stdin},
    stage::{StageRun, State},
};

/// How much of what flows through a pipe is kept, to be looked at.
const TAP: u64 = 256 * 1024;

/// More bytes than there are; a JavaScript number can hold it.
const ALL: u64 = 1 << 52;

/// How much a stage may write for the one behind it where all of it has to be
/// held, because no program can wait.
const BETWEEN: u64 = 64 * 1024 * 1024;

/// A run that goes on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Execution {
    run: RunId,
    /// What runs, as it was when the run began: the command line may be edited since then.
    script: Script,
    /// The stages of it that are left out.
    disabled: Vec<StageId>,
    /// How stdin is given.
    feed: Feed,
    /// Which pipeline is next.
    next: usize,
    /// `$?`
    status: u32,
    /// How the pipeline before ended.
    exit: Exit,
    /// The stages of this pipeline that run.
    running: Vec<StageId>,
    /// All of this pipeline's stages, in order.
    all: Vec<StageId>,
    /// The files that its programs changed, each with who did.
    writers: Vec<(String, StageId)>,
    /// Whether its status is turned round.
    negated: bool,
    /// How much of the input the pipelines before have read, in bytes.
    consumed: u64,
    /// How long the pipelines took, in milliseconds.
    took_ms: f64,
    /// How much was written to panes and files, in bytes.
    written: u64,
}

impl<Js: Piece + Clone> Session<Js> {
    pub(super) fn start(&mut self) -> Vec<Effect<Js>> {
        match self.feed {
            // Where no program can wait, what was typed so far is the input.
            Feed::Typed if !self.waits && !self.is_running() => {
                let typed = std::mem::take(&mut self.typed);
                self.begin(typed, true)
            }
            _ => self.begin(String::new(), false),
        }
    }

    /// Starts a run; so much of its input is typed already.
    fn begin(&mut self, typed: String, ended: bool) -> Vec<Effect<Js>> {
        if let Some(problem) = self.trouble() {
            self.problem = Some(problem);
            return Vec::new();
        }
        let mut effects = Vec::new();
        if self.is_running() {
            effects.push(Effect::Terminate);
        }
        self.problem = None;
        self.saving = self.saves;
        self.run += 1;
        self.activity = Activity::Running(self.run);
        self.stale = true;
        (self.typed, self.typed_ended) = (typed, ended);
        self.network = Network::default();
        self.written.clear();
        let before = std::mem::take(&mut self.stages);
        self.stages = (0..)
            .zip(self.script.stages())
            .map(|(id, stage)| {
                let text = self.command[stage.span.clone()].to_owned();
                let name = stage
                    .args
                    .first()
                    .map_or(String::new(), |name| name.fill(0));
                StageRun::new(id, name, text)
            })
            .collect();
        for (stage, old) in self.stages.iter_mut().zip(before) {
            stage.take_over(old);
        }
        self.execution = Some(Execution {
            run: self.run,
            script: self.script.clone(),
            disabled: self.disabled.clone(),
            feed: self.feed,
            next: 0,
            status: 0,
            exit: Exit::Exited(0),
            running: Vec::new(),
            all: Vec::new(),
            writers: Vec::new(),
            negated: false,
            consumed: 0,
            took_ms: 0.0,
            written: 0,
        });
        self.go_on(&mut effects);
        effects
    }

    /// A line for the program that waits, or for the next run of it.
    pub(super) fn type_line(&mut self, line: String) -> Vec<Effect<Js>> {
        if self.is_running() {
            if self.typed_ended {
                return Vec::new();
            }
            self.typed.push_str(&line);
            return vec![Effect::Feed(line.into_bytes())];
        }
        if self.feed == Feed::Typed && !self.waits {
            if std::mem::take(&mut self.typed_ended) {
                self.typed.clear();
            }
            self.typed.push_str(&line);
            return Vec::new();
        }
        self.begin(line, false)
    }

    /// The end of what is typed.
    pub(super) fn type_end(&mut self) -> Vec<Effect<Js>> {
        if !self.is_running() {
            let typed = match self.typed_ended || self.waits {
                true => String::new(),
                false => std::mem::take(&mut self.typed),
            };
            return self.begin(typed, true);
        }
        match std::mem::replace(&mut self.typed_ended, true) {
            true => Vec::new(),
            false => vec![Effect::FeedEnd],
        }
    }

    /// stdin is to be given otherwise; a program that waits for lines is done.
    pub(super) fn feed_by(&mut self, feed: Feed) -> Vec<Effect<Js>> {
        let mut effects = Vec::new();
        if feed != self.feed {
            if self.is_running() && self.feed != Feed::Whole {
                effects = self.stop(Exit::Stopped);
            }
            self.typed.clear();
            self.typed_ended = false;
            self.problem = None;
            self.feed = feed;
            effects.push(Effect::KeepDraft);
        }
        effects
    }

    /// Starts the next pipeline that is to run, or ends the run.
    fn go_on(&mut self, effects: &mut Vec<Effect<Js>>) {
        let Some(mut execution) = self.execution.take() else {
            return;
        };
        let mut first: StageId = execution.script.items[..execution.next]
            .iter()
            .map(|item| item.stages.len() as StageId)
            .sum();
        while let Some(item) = execution.script.items.get(execution.next).cloned() {
            execution.next += 1;
            let numbered: Vec<(StageId, &Stage)> = (first..).zip(&item.stages).collect();
            first += item.stages.len() as StageId;
            let runs = item.join.runs(execution.status);
            let enabled: Vec<_> = numbered
                .iter()
                .copied()
                .filter(|(id, _)| runs && !execution.disabled.contains(id))
                .collect();
            for (id, _) in &numbered {
                if !enabled.iter().any(|(other, _)| other == id) {
                    self.stages[*id as usize].skip();
                }
            }
            if enabled.is_empty() {
                continue;
            }
            execution.negated = item.negated;
            let connected = plan::connect(&enabled, execution.status, &self.files);
            let launches = self.connect(&mut execution, connected);
            let (run, lines) = (execution.run, execution.feed == Feed::Lines);
            self.execution = Some(execution);
            if !launches.is_empty() {
                effects.push(Effect::Start(Start {
                    run,
                    stages: launches,
                    lines,
                }));
                return;
            }
            // None of them could be started.
            self.settle(effects);
            return;
        }
        self.end(execution.exit, Some(execution.took_ms));
    }

    /// Makes a pipeline's stages ready and gives those that start at once.
    fn connect(
        &mut self,
        execution: &mut Execution,
        connected: Vec<Connected<Js>>,
    ) -> Vec<Launch<Js>> {
        for stage in &connected {
            for name in &stage.empties {
                if name != NULL {
                    self.wrote(name);
                    self.files.insert(name.clone(), Vec::new());
                }
            }
        }
        execution.running.clear();
        execution.writers.clear();
        self.held.clear();
        // What is wrong with them was said before the run began.
        let servers = self.serves().unwrap_or_default();
        let mut launches = Vec::new();
        for (at, stage) in connected.iter().enumerate() {
            let host = self.host(stage.args.first().map_or("", String::as_str));
            let before = at.checked_sub(1).map(|at| &connected[at]);
            let behind = connected.get(at + 1);
            let reads_pane = matches!(stage.stdin, Stdin::First);
            let has_reader = behind.is_some_and(|behind| {
                matches!(behind.stdin, Stdin::Before) && behind.trouble.is_none()
            });
            let holds =
                !self.waits && execution.feed != Feed::Lines && stage.is_piped() && has_reader;
            let run = &mut self.stages[stage.id as usize];
            run.begin(host, stage.routes.clone(), reads_pane, holds);
            if let Some(trouble) = &stage.trouble {
                run.state = State::Ended(Exit::Failed(trouble.clone()));
                continue;
            }
            let stdin = match &stage.stdin {
                Stdin::File(pieces) => Source::Pieces(pieces.clone()),
                Stdin::First => match execution.feed {
                    Feed::Whole => Source::Pane {
                        skip: execution.consumed,
                    },
                    Feed::Typed | Feed::Lines => Source::Typed {
                        rest: self
                            .typed
                            .as_bytes()
                            .get(execution.consumed as usize..)
                            .unwrap_or_default()
                            .to_vec(),
                        ended: self.typed_ended,
                    },
                },
                Stdin::Before => match before {
                    Some(before) if before.is_piped() && before.trouble.is_none() => Source::Pipe,
                    _ => Source::Pieces(Vec::new()),
                },
            };
            let sink = |output: Output| match &stage.routes[output as usize] {
                Route::Tap if holds || !stage.fds.contains(&output) => Sink::Page,
                Route::Tap if has_reader => Sink::Pipe,
                Route::Tap => Sink::Closed,
                _ => Sink::Page,
            };
            let keep = |output: Output| match &stage.routes[output as usize] {
                Route::Tap if holds => BETWEEN,
                Route::Tap => TAP,
                Route::File(name) if name == NULL => 0,
                Route::Pane(Output::Stdout) if self.saving => ALL,
                _ => self.limits.kept_bytes(),
            };
            let files = match self.grant.files() {
                true => self
                    .files
                    .iter()
                    .map(|(name, pieces)| (name.clone(), pieces.clone()))
                    .collect(),
                false => Vec::new(),
            };
            // A pane is a terminal if the demo says so; a pipe or a file never is.
            let [typed, out, err] = self.grant.terminals;
            let shown = |output: Output| match &stage.routes[output as usize] {
                Route::Pane(Output::Stdout) => out,
                Route::Pane(Output::Stderr) => err,
                _ => false,
            };
            let [out, err] = stage.fds.map(shown);
            let grant = Grant {
                terminals: [typed && reads_pane, out, err],
                ..self.grant.clone()
            };
            let outputs = [Output::Stdout, Output::Stderr];
            launches.push(Launch {
                stage: stage.id,
                filter: stage.args[0].clone(),
                host,
                args: stage.args.clone(),
                env: stage.env.clone(),
                stdin,
                sinks: outputs.map(sink),
                fds: stage.fds,
                keep: outputs.map(keep),
                grant,
                files,
                room: self.limits.file_bytes(),
                servers: servers.clone(),
                hosts: self.said.hosts(),
                clipboard: self.said.clipboard.clone(),
            });
        }
        execution.all = connected.iter().map(|stage| stage.id).collect();
        // A stage whose input has to be there as a whole waits for the one
        // before it.
        let holding = launches
            .iter()
            .position(|launch| self.stages[launch.stage as usize].holds);
        if let Some(last) = holding {
            self.held = launches.split_off(last + 1).into();
        }
        execution.running = launches.iter().map(|launch| launch.stage).collect();
        launches
    }

    /// The program of a stage cannot be had: nothing runs.
    pub(super) fn no_program(
        &mut self,
        run: RunId,
        stage: StageId,
        sentence: String,
    ) -> Vec<Effect<Js>> {
        if self.activity != Activity::Running(run) {
            return Vec::new();
        }
        let failed = Exit::Failed(sentence);
        if let Some(stage) = self.stages.get_mut(stage as usize) {
            stage.state = State::Ended(failed.clone());
        }
        self.stop(failed)
    }

    pub(super) fn stop(&mut self, exit: Exit) -> Vec<Effect<Js>> {
        if !self.is_running() {
            return Vec::new();
        }
        for stage in &mut self.stages {
            if stage.state == State::Running {
                stage.end(exit.clone(), None);
            }
        }
        self.end(exit, None);
        vec![Effect::Terminate]
    }

    pub(super) fn hear(&mut self, message: FromStage<Js>) -> Vec<Effect<Js>> {
        let current = |run| self.activity == Activity::Running(run);
        match message {
            FromStage::Output {
                run,
                stage,
                output,
                bytes,
                tally,
            } if current(run) => self.take(stage, output, bytes, tally),
            FromStage::Flow {
                run,
                stage,
                read,
                waits,
            } if current(run) => {
                if let Some(stage) = self.stages.get_mut(stage as usize) {
                    stage.read = stage.read.max(read);
                    stage.waits = waits;
                }
                Vec::new()
            }
            FromStage::Connection {
                run,
                stage,
                number,
                to,
                sent,
                received,
                begins,
                open,
            } if current(run) => {
                self.network.hear(Connection {
                    stage,
                    number,
                    to,
                    sent,
                    received,
                    begins,
                    open,
                });
                Vec::new()
            }
            FromStage::Page {
                run,
                stage,
                name,
                bytes,
                seen,
            } if current(run) => vec![Effect::Change(stage, name, bytes, seen)],
            FromStage::Wishes { run, stage, wish } if current(run) => {
                self.wished(stage, wish);
                Vec::new()
            }
            FromStage::Refused { run, sentence, .. } if current(run) => {
                self.network.refuse(sentence);
                Vec::new()
            }
            FromStage::Ended {
                run,
                stage,
                exit,
                spent,
                files,
                removed,
            } if current(run) => {
                for name in removed {
                    self.files.remove(&name);
                }
                for (name, bytes) in files {
                    self.wrote(&name);
                    self.changed(&name, stage);
                    self.files.insert(name, vec![bytes]);
                }
                self.ended(stage, exit, Some(spent))
            }
            FromStage::Crashed { message } => {
                // As V8 says it; it gives all pages of a tab so many memories.
                let sentence = match message.starts_with("RangeError") {
                    true => format!(
                        "This browser has no memory left for what runs filters ({message}): close other tabs with this page, and press Run again."
                    ),
                    false => {
                        format!("The host itself failed, which is a defect of Pourover: {message}.")
                    }
                };
                self.stop(Exit::Failed(sentence))
            }
            // Late words of a run that was stopped.
            _ => Vec::new(),
        }
    }

    /// What a stage wrote.
    fn take(&mut self, id: StageId, output: Output, bytes: Js, tally: Tally) -> Vec<Effect<Js>> {
        let Some(stage) = self.stages.get_mut(id as usize) else {
            return Vec::new();
        };
        if stage.state != State::Running {
            // Late words of a stage that was ended before its end.
            return Vec::new();
        }
        let route = stage.routes[output as usize].clone();
        let saves = self.saving && route == Route::Pane(Output::Stdout);
        let most = if saves { TAP } else { u64::MAX };
        stage.write(output, bytes.clone(), tally, most);
        let mut effects = Vec::new();
        let over = stage.holds && stage.piped().written() > stage.piped().kept();
        match &route {
            Route::Tap => {
                if over {
                    // Whether it was too much is known when its reader has ended.
                    let mut effects = vec![Effect::TerminateStage(id)];
                    effects.extend(self.ended(id, Exit::ReaderLeft, None));
                    return effects;
                }
                return Vec::new();
            }
            Route::Pane(pane) => {
                self.refresh();
                let stream = match pane {
                    Output::Stdout => &mut self.stdout,
                    Output::Stderr => &mut self.stderr,
                };
                if saves && !bytes.is_empty() {
                    effects.push(Effect::Save(bytes.clone()));
                }
                stream.push_first(bytes, tally, most);
            }
            Route::File(name) if name == NULL => {}
            Route::File(name) => {
                if (bytes.len() as u64) < tally.written {
                    let kept = self.limits.kept;
                    let sentence = format!(
                        "The file {name} grew over {kept} MB, the limit on what is kept: raise it in Limits."
                    );
                    return self.stop(Exit::Limit(sentence));
                }
                if !bytes.is_empty() {
                    self.wrote(name);
                    self.files.entry(name.clone()).or_default().push(bytes);
                }
            }
        }
        let Some(execution) = &mut self.execution else {
            return effects;
        };
        execution.written += tally.written;
        match self.limits.written_bytes() {
            Some(most) if execution.written > most => {
                let megabytes = self.limits.written;
                effects.extend(self.stop(Exit::Limit(format!(
                    "The run wrote more than {megabytes} MB, the limit on output: raise it in Limits."
                ))));
                effects
            }
            _ => effects,
        }
    }

    /// This run writes this file.
    fn wrote(&mut self, name: &str) {
        if !self.written.iter().any(|other| other == name) {
            self.written.push(name.to_owned());
        }
    }

    /// A stage changed this file, in the copy that it had: if another one of the same
    /// pipeline did as well, one of both is lost, and that is said.
    fn changed(&mut self, name: &str, stage: StageId) {
        let Some(execution) = &mut self.execution else {
            return;
        };
        let mut writers = execution.writers.iter();
        // Where they take turns, each has what the one before it wrote.
        if self.waits && writers.any(|(other, _)| other == name) {
            let shown: String = name.chars().take(60).collect();
            let program = self.stages.get(stage as usize);
            let program = program.map_or("", |stage| stage.name.as_str());
            self.network.refuse(format!(
                "{shown} was written by two programs at once, each in a copy of its own: what {program}, stage {}, wrote is kept.",
                stage + 1
            ));
        }
        execution.writers.push((name.to_owned(), stage));
    }

    /// A stage ended, or is as good as ended.
    fn ended(&mut self, id: StageId, exit: Exit, spent: Option<Spent>) -> Vec<Effect<Js>> {
        let mut effects = Vec::new();
        let Some(mut execution) = self.execution.take() else {
            return effects;
        };
        if let Some(stage) = self.stages.get_mut(id as usize) {
            // A stack that ran out may have ended the host in the middle of a
            // call; it is not used again.
            let spoilt = matches!(exit, Exit::Trapped(_) | Exit::Failed(_))
                || spent.is_some_and(|spent| spent.retires);
            // In line mode one worker runs all stages, under the first one's
            // number, until the last one has ended.
            let worker = match execution.feed {
                Feed::Lines => execution.all.first().copied().unwrap_or(id),
                _ => id,
            };
            match spoilt {
                true => effects.push(Effect::Retire(worker)),
                false if execution.feed == Feed::Lines && execution.running != [id] => {}
                false => effects.push(Effect::Release(worker)),
            }
            stage.end(exit, spent);
            if stage.reads_pane {
                execution.consumed += stage.read;
            }
        }
        execution.running.retain(|running| *running != id);
        let over = self.overfull(&execution, id);
        self.execution = Some(execution);
        if let Some(over) = over {
            effects.extend(self.stop(over));
            return effects;
        }
        self.next_held(&mut effects);
        self.settle(&mut effects);
        effects
    }

    /// Whether a stage read all of what could be held for it, and there was
    /// more: its run is no run of the whole input.
    fn overfull(&self, execution: &Execution, id: StageId) -> Option<Exit> {
        let at = execution.all.iter().position(|other| *other == id)?;
        let before = &self.stages[execution.all[at.checked_sub(1)?] as usize];
        let was_cut = before.holds && before.state == State::Ended(Exit::ReaderLeft);
        let read = self.stages[id as usize].read;
        (was_cut && read >= before.held).then(|| {
            Exit::Limit(format!(
                "{} wrote more than {} MB, the most that can be held between two stages in this browser, which cannot let a program wait.",
                before.name,
                BETWEEN >> 20
            ))
        })
    }

    /// Starts the stage whose input is there now.
    fn next_held(&mut self, effects: &mut Vec<Effect<Js>>) {
        let Some(execution) = &mut self.execution else {
            return;
        };
        if !execution.running.is_empty() {
            return;
        }
        let run = execution.run;
        let Some(mut launch) = self.held.pop_front() else {
            return;
        };
        if matches!(launch.stdin, Source::Pipe)
            && let Some(before) = self
                .stages
                .iter_mut()
                .rfind(|stage| stage.holds && stage.id < launch.stage)
        {
            let held = before.piped_mut();
            launch.stdin = Source::Pieces(held.pieces().cloned().collect());
            let kept = held.kept();
            held.keep_first(TAP);
            before.held = kept;
        }
        execution.running.push(launch.stage);
        effects.push(Effect::Start(Start {
            run,
            stages: vec![launch],
            lines: false,
        }));
    }

    /// If all stages of the pipeline have ended, goes on to the next.
    fn settle(&mut self, effects: &mut Vec<Effect<Js>>) {
        let Some(execution) = &mut self.execution else {
            return;
        };
        if !execution.running.is_empty() || !self.held.is_empty() {
            return;
        }
        let ids = execution.all.iter();
        let stages: Vec<&StageRun<Js>> = ids.map(|id| &self.stages[*id as usize]).collect();
        let took = |stage: &&StageRun<Js>| stage.spent.map_or(0.0, |spent| spent.took_ms);
        execution.took_ms += stages.iter().map(took).fold(0.0, f64::max);
        let exit = match stages.last().map(|stage| &stage.state) {
            Some(State::Ended(exit)) => exit.clone(),
            _ => Exit::Exited(0),
        };
        execution.exit = match execution.negated {
            true => Exit::Exited(u32::from(exit.status() == 0)),
            false => exit,
        };
        execution.status = execution.exit.status();
        self.go_on(effects);
    }

    fn end(&mut self, exit: Exit, took_ms: Option<f64>) {
        self.refresh();
        for stage in &mut self.stages {
            stage.settle();
        }
        self.execution = None;
        self.held.clear();
        self.network.close();
        self.activity = Activity::Ended { exit, took_ms };
    }
}
