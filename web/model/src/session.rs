//! The state of the page. Events come in, effects go out, and nothing is done
//! here: the app performs the effects and reports back by events.

mod execution;
mod network;
mod plan;
mod stage;

use std::collections::VecDeque;

use litemap::LiteMap;

use crate::{
    exit::Exit,
    grant::Grant,
    limits::Limits,
    module::Host,
    pipeline::{self, Problem, Script, Target},
    protocol::{FromStage, Output, RunId, Seen, StageId},
    stream::{Piece, Stream},
    wish::Wish,
    words,
};

use execution::Execution;
pub use network::{Called, Connection, Network, Said, Serves};
pub use plan::{Sink, Source, file_name};
pub use stage::{StageRun, State};

/// A program that the command line can call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What it is called by.
    pub name: String,
    /// One line of what it does.
    pub summary: String,
    /// Its man page; empty if it has none.
    pub manual: String,
    /// The size of its module in bytes.
    pub bytes: u64,
    /// Whose it is.
    pub origin: Origin,
    /// What it runs on, by its imports.
    pub host: Host,
    /// Where it was fetched from, if it was.
    pub address: Option<String>,
}

/// Whose a filter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It comes with the page.
    BuiltIn,
    /// The visitor brought it.
    Own,
    /// The link that was opened brought it; it is gone with that.
    Linked,
}

/// What stdin is filled with.
#[derive(Clone, Debug, PartialEq)]
pub enum Input<Js> {
    /// Typed text.
    Text(String),
    /// A file, kept as bytes.
    File {
        /// Its name.
        name: String,
        /// Its size in bytes.
        bytes: u64,
        /// The file.
        file: Js,
        /// Its first bytes, to look at.
        preview: Stream<Js>,
    },
}

impl<Js> Input<Js> {
    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::File { bytes, .. } => *bytes,
        }
    }
}

/// How stdin is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Feed {
    /// All of it, before the program starts.
    #[default]
    Whole,
    /// Line by line while the program runs, and waits for it.
    Typed,
    /// Line by line; the program runs afresh for each.
    Lines,
}

/// What the command line is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Activity {
    /// Nothing was run yet.
    #[default]
    Idle,
    /// Programs are being fetched, compiled, or run.
    Running(RunId),
    /// The run ended.
    Ended {
        /// How its last pipeline did.
        exit: Exit,
        /// From the start of the instances to their end, in milliseconds, if
        /// they came to it.
        took_ms: Option<f64>,
    },
}

/// The page's state. `Js` is what only a browser has: bytes, files.
#[derive(Clone, Debug, PartialEq)]
pub struct Session<Js> {
    /// The command line as it was typed.
    pub command: String,
    /// The same, read.
    pub script: Script,
    /// The stages of it that are left out, by their numbers.
    pub disabled: Vec<StageId>,
    /// What is wrong with the last command that was asked to run.
    pub problem: Option<Problem>,
    /// The stdin pane.
    pub input: Input<Js>,
    /// How it is given.
    pub feed: Feed,
    /// What was typed for the last run.
    pub typed: String,
    /// Whether the end of that was typed too.
    pub typed_ended: bool,
    /// The files that redirections read and write, each in pieces.
    pub files: LiteMap<String, Vec<Js>>,
    /// The names of those that the last run wrote.
    pub written: Vec<String>,
    /// What filters are granted, of the files and else.
    pub grant: Grant,
    /// What the last run wrote to the page's stdout.
    pub stdout: Stream<Js>,
    /// What it wrote to the page's stderr, all stages together.
    pub stderr: Stream<Js>,
    /// The stages of the last run.
    pub stages: Vec<StageRun<Js>>,
    /// What its programs had to do with the network.
    pub network: Network,
    /// What the visitor said to what programs asked for, as long as the same is
    /// granted.
    pub said: Said,
    /// What is going on.
    pub activity: Activity,
    /// The filters that can be called, by name.
    pub filters: Vec<Filter>,
    /// What runs may take.
    pub limits: Limits,
    /// Whether stdout goes to a file of the visitor's as it comes, and only its
    /// beginning is kept here.
    pub saves: bool,
    /// The hosts that were chosen, by filter; the others' imports choose.
    pub hosts: LiteMap<String, Host>,
    /// Whether this engine lets a program wait (JSPI).
    pub waits: bool,
    /// The last run's number.
    run: RunId,
    /// Whether this run's stdout goes to the visitor's file.
    saving: bool,
    /// Whether the panes still show the run before.
    stale: bool,
    execution: Option<Execution>,
    /// Stages that start when the one before them has ended.
    held: VecDeque<Launch<Js>>,
}

/// What happened.
#[derive(Debug)]
pub enum Event<Js> {
    /// The command line was edited.
    CommandEdited(String),
    /// stdin was filled.
    InputGiven(Input<Js>),
    /// stdin is to be given otherwise.
    FeedChosen(Feed),
    /// A line was typed for the program to read; it has its newline.
    Typed(String),
    /// The end of the input was typed.
    TypedEnd,
    /// These filters are there (those of the same origin before are not).
    FiltersListed(Origin, Vec<Filter>),
    /// A module of the visitor's was added or replaced.
    FilterAdded(Filter),
    /// One was removed.
    FilterRemoved(String),
    /// A stage of the command line is to be left out, or to be back.
    StageToggled(StageId),
    /// A stage changes places with its neighbour, so many places on.
    StageMoved(StageId, isize),
    /// A stage's text was edited.
    StageEdited(StageId, String),
    /// A filter is to run on this host; on that of its imports if on none.
    HostChosen(String, Option<Host>),
    /// The limits were set.
    LimitsSet(Limits),
    /// stdout is to go to a file of the visitor's, or not.
    SavesChosen(bool),
    /// A file was added or replaced.
    FileAdded(String, Js),
    /// A file was removed.
    FileRemoved(String),
    /// All files, as the last visit left them or a demo has them.
    FilesGiven(LiteMap<String, Vec<Js>>),
    /// Clocks and random numbers are to be the same in every run, or not.
    Fixed(bool),
    /// What filters are granted, as the last visit left it or a demo says.
    Granted(Grant),
    /// What a program asked for is granted, or not.
    Answered(Wish, bool),
    /// A pane shows this now: a program wrote it into `/page`.
    Shown(Output, Stream<Js>),
    /// What is in the clipboard is a program's to read.
    Pasted(String),
    /// Whether this engine lets a program wait.
    EngineWaits(bool),
    /// Run was pressed.
    RunAsked,
    /// Stop was pressed.
    StopAsked,
    /// The time that this run may take is over.
    TimeIsUp(RunId),
    /// A run that nobody asked for, after an edit, is not quick after all.
    TooSlow(RunId),
    /// The program of a stage of this run cannot be had.
    NoProgram(RunId, StageId, String),
    /// The stage said something.
    FromStage(FromStage<Js>),
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect<Js> {
    /// Get these filters' modules and start them, connected.
    Start(Start<Js>),
    /// Give this to the program that waits for typed input.
    Feed(Vec<u8>),
    /// Tell it that this was all.
    FeedEnd,
    /// Put this into the visitor's file.
    Save(Js),
    /// End all stages of the run, whatever they do.
    Terminate,
    /// End one stage, whatever it does.
    TerminateStage(StageId),
    /// The program of a stage wrote this file in `/page`, when it knew this state
    /// of it.
    Change(StageId, String, Js, Seen),
    /// The stage ended its run: its worker is free.
    Release(StageId),
    /// The stage ended its run but its worker must not be used again.
    Retire(StageId),
    /// Keep the command line, stdin and files for the next visit.
    KeepDraft,
}

/// A pipeline to be started.
#[derive(Clone, Debug, PartialEq)]
pub struct Start<Js> {
    /// The run's number.
    pub run: RunId,
    /// Its stages, in order.
    pub stages: Vec<Launch<Js>>,
    /// Whether it is run afresh for each line.
    pub lines: bool,
}

/// A stage to be started.
#[derive(Clone, Debug, PartialEq)]
pub struct Launch<Js> {
    /// Its number in the line.
    pub stage: StageId,
    /// The filter's name in the list.
    pub filter: String,
    /// What it runs on.
    pub host: Host,
    /// `argv`
    pub args: Vec<String>,
    /// The environment.
    pub env: Vec<(String, String)>,
    /// fd 0
    pub stdin: Source<Js>,
    /// Where its two outputs go.
    pub sinks: [Sink; 2],
    /// Which of them fd 1 and fd 2 are.
    pub fds: [Output; 2],
    /// How many bytes of each come to the page.
    pub keep: [u64; 2],
    /// What it is granted.
    pub grant: Grant,
    /// The files that there are; none if it sees none.
    pub files: Vec<(String, Vec<Js>)>,
    /// How much they may take together, in bytes.
    pub room: u64,
    /// Who listens at the ports of the page's network; nobody if it sees none.
    pub servers: Vec<Serves>,
    /// The hosts of the web that it may reach.
    pub hosts: Vec<String>,
    /// What is in the clipboard, if the visitor gave it.
    pub clipboard: Option<String>,
}

impl<Js> Launch<Js> {
    /// The names of the filters that have to be there, with its number.
    pub fn filters(&self) -> impl Iterator<Item = (StageId, &str)> {
        let servers = self.servers.iter().flat_map(|server| &server.programs);
        let served = servers.map(|called| called.filter.as_str());
        std::iter::once(self.filter.as_str())
            .chain(served)
            .map(|filter| (self.stage, filter))
    }
}

impl<Js> Default for Session<Js> {
    fn default() -> Self {
        Self {
            command: String::new(),
            script: Script::default(),
            disabled: Vec::new(),
            problem: None,
            input: Input::Text(String::new()),
            feed: Feed::Whole,
            typed: String::new(),
            typed_ended: false,
            files: LiteMap::new(),
            written: Vec::new(),
            grant: Grant::default(),
            stdout: Stream::default(),
            stderr: Stream::default(),
            stages: Vec::new(),
            network: Network::default(),
            said: Said::default(),
            activity: Activity::Idle,
            filters: Vec::new(),
            limits: Limits::default(),
            saves: false,
            hosts: LiteMap::new(),
            waits: true,
            run: 0,
            saving: false,
            stale: false,
            execution: None,
            held: VecDeque::new(),
        }
    }
}

impl<Js: Piece + Clone> Session<Js> {
    /// Whether a program runs.
    pub fn is_running(&self) -> bool {
        matches!(self.activity, Activity::Running(_))
    }

    /// Whether the last run's stdout went to the visitor's file.
    pub fn is_saved(&self) -> bool {
        self.saving
    }

    /// How many runs were started.
    pub fn runs(&self) -> RunId {
        self.run
    }

    /// Takes an event and says what to do.
    pub fn on(&mut self, event: Event<Js>) -> Vec<Effect<Js>> {
        match event {
            Event::CommandEdited(command) => self.edit(command),
            Event::InputGiven(input) => {
                self.input = input;
                vec![Effect::KeepDraft]
            }
            Event::FeedChosen(feed) => self.feed_by(feed),
            Event::Typed(line) => self.type_line(line),
            Event::TypedEnd => self.type_end(),
            Event::FiltersListed(origin, filters) => {
                self.filters.retain(|filter| filter.origin != origin);
                filters.into_iter().for_each(|filter| self.place(filter));
                Vec::new()
            }
            Event::FilterAdded(filter) => {
                self.remove_own(&filter.name);
                self.place(filter);
                self.problem = None;
                Vec::new()
            }
            Event::FilterRemoved(name) => {
                self.remove_own(&name);
                Vec::new()
            }
            Event::StageToggled(stage) => {
                match self.disabled.iter().position(|id| *id == stage) {
                    Some(at) => drop(self.disabled.swap_remove(at)),
                    None => self.disabled.push(stage),
                }
                self.problem = None;
                vec![Effect::KeepDraft]
            }
            Event::StageMoved(stage, by) => {
                let Some(line) = pipeline::moved(&self.command, stage as usize, by) else {
                    return Vec::new();
                };
                // What belongs to a stage goes with it.
                let other = stage.saturating_add_signed(by as i32);
                let swap = |id| match id {
                    id if id == stage => other,
                    id if id == other => stage,
                    id => id,
                };
                let swapped = self.disabled.iter().copied().map(swap).collect();
                let effects = self.edit(line);
                self.disabled = swapped;
                effects
            }
            Event::StageEdited(stage, text) => {
                match pipeline::with_stage(&self.command, stage as usize, &text) {
                    Some(line) => self.edit(line),
                    None => Vec::new(),
                }
            }
            Event::HostChosen(filter, host) => {
                match host {
                    Some(host) => self.hosts.insert(filter, host),
                    None => self.hosts.remove(&filter),
                };
                Vec::new()
            }
            Event::LimitsSet(limits) => {
                self.limits = limits;
                vec![Effect::KeepDraft]
            }
            Event::SavesChosen(saves) => {
                self.saves = saves;
                Vec::new()
            }
            Event::FileAdded(name, bytes) => {
                self.files.insert(file_name(&name), vec![bytes]);
                vec![Effect::KeepDraft]
            }
            Event::FileRemoved(name) => {
                self.files.remove(&name);
                vec![Effect::KeepDraft]
            }
            Event::FilesGiven(files) => {
                self.files = files;
                // What a run wrote before is none of these.
                self.written.clear();
                vec![Effect::KeepDraft]
            }
            Event::Fixed(fixed) => {
                self.grant.fixed = fixed;
                vec![Effect::KeepDraft]
            }
            Event::Granted(grant) => {
                self.grant = grant;
                // What was allowed, was to programs that saw something else; and what
                // those asked for is not to be allowed to others.
                self.said = Said::default();
                self.network = Network::default();
                vec![Effect::KeepDraft]
            }
            Event::Answered(wish, yes) => {
                self.answer(wish, yes);
                Vec::new()
            }
            Event::Shown(output, stream) => {
                self.refresh();
                match output {
                    Output::Stdout => self.stdout = stream,
                    Output::Stderr => self.stderr = stream,
                }
                Vec::new()
            }
            Event::Pasted(text) => {
                self.said.clipboard = Some(text);
                Vec::new()
            }
            Event::EngineWaits(waits) => {
                self.waits = waits;
                Vec::new()
            }
            Event::RunAsked => self.start(),
            Event::StopAsked => self.stop(Exit::Stopped),
            Event::TimeIsUp(run) => {
                if self.activity != Activity::Running(run) {
                    return Vec::new();
                }
                let seconds = self.limits.seconds;
                self.stop(Exit::Limit(format!(
                    "The run took longer than {seconds} s, the limit on time: raise it in Limits."
                )))
            }
            Event::TooSlow(run) if self.activity == Activity::Running(run) => self.stop(
                Exit::Limit("This takes longer than a second: press Run for all of it.".to_owned()),
            ),
            Event::TooSlow(_) => Vec::new(),
            Event::NoProgram(run, stage, sentence) => self.no_program(run, stage, sentence),
            Event::FromStage(message) => self.hear(message),
        }
    }

    fn edit(&mut self, command: String) -> Vec<Effect<Js>> {
        let script = Script::parse(&command);
        let kept = pipeline::kept_stages(&self.script, &self.command, &script, &command);
        let before = std::mem::take(&mut self.disabled);
        for (new, old) in (0..).zip(kept) {
            if old.is_some_and(|old| before.contains(&(old as StageId))) {
                self.disabled.push(new);
            }
        }
        self.script = script;
        self.command = command;
        self.problem = None;
        vec![Effect::KeepDraft]
    }

    /// What a filter runs on.
    pub fn host(&self, filter: &str) -> Host {
        let by_imports = self
            .filters
            .iter()
            .find(|known| known.name == filter)
            .map_or(Host::default(), |known| known.host);
        let chosen = self.hosts.get(filter).copied();
        chosen
            .filter(|host| host.can_take_over_from(by_imports))
            .unwrap_or(by_imports)
    }

    /// Adds a filter where it belongs: they are few, and come in order.
    fn place(&mut self, filter: Filter) {
        // A link's hide the visitor's own of the same name, and these the
        // built-in ones.
        let rank = |filter: &Filter| match filter.origin {
            Origin::Linked => 0,
            Origin::Own => 1,
            Origin::BuiltIn => 2,
        };
        let is_before = |other: &Filter| (rank(other), &other.name) < (rank(&filter), &filter.name);
        let at = self.filters.partition_point(is_before);
        self.filters.insert(at, filter);
    }

    fn remove_own(&mut self, name: &str) {
        self.filters
            .retain(|filter| filter.origin != Origin::Own || filter.name != name);
    }

    /// Says what keeps the command line from running, if anything does.
    pub fn trouble(&self) -> Option<Problem> {
        if let Err(problem) = self.script.ready() {
            return Some(problem);
        }
        let unknown = self
            .script
            .stages()
            .zip(0..)
            .filter(|(_, id)| !self.disabled.contains(id))
            .filter_map(|(stage, _)| Some((stage, stage.args.first()?.literal()?)))
            .find(|(_, name)| !self.is_known(name));
        if let Some((stage, name)) = unknown {
            return Some(Problem {
                span: stage.name_span.clone(),
                sentence: self.unknown(name),
            });
        }
        if self.enabled().is_empty() {
            return Some(Problem {
                span: 0..self.command.len(),
                sentence: "Every stage is switched off: switch one on in the strip.".to_owned(),
            });
        }
        if let Err(sentence) = self.serves() {
            return Some(Problem {
                span: 0..self.command.len(),
                sentence,
            });
        }
        let simple = |script: &Script| {
            script.items.len() == 1
                && !script.items[0].negated
                && script.stages().all(|stage| stage.redirections.is_empty())
        };
        if self.feed == Feed::Lines && !simple(&self.script) {
            return Some(Problem {
                span: 0..self.command.len(),
                sentence:
                    "Line by line, one pipeline runs, without lists and files: choose another way to give stdin, or leave them out."
                        .to_owned(),
            });
        }
        None
    }

    /// Whether programs see the page.
    pub fn shows_page(&self) -> bool {
        let is_page = |mount: &crate::grant::Mount| mount.what == crate::grant::Mounted::Page;
        self.grant.mounts.iter().any(is_page)
    }

    /// Whether running the line does more than to show its output: it changes files
    /// or the page, reaches a host of the web, or asks the visitor for something.
    /// Then no edit runs it by itself.
    pub fn has_effects(&self) -> bool {
        self.writes_files()
            || self.shows_page()
            || !self.said.hosts().is_empty()
            || !self.network.wishes.is_empty()
    }

    /// Whether running the line changes files.
    pub fn writes_files(&self) -> bool {
        let mut redirections = self.script.stages().flat_map(|stage| &stage.redirections);
        self.grant.writes()
            || self.saves
            || redirections.any(|redirection| {
                matches!(redirection.target, Target::Write(_) | Target::Append(_))
            })
    }

    fn is_known(&self, name: &str) -> bool {
        self.filters.iter().any(|filter| filter.name == name)
    }

    fn unknown(&self, name: &str) -> String {
        let names = self.filters.iter().map(|filter| filter.name.as_str());
        let advice = match words::closest(name, names) {
            Some(closest) => format!("did you mean {closest}?"),
            None => "see Filters for those there are, or add your own .wasm file.".to_owned(),
        };
        format!("There is no filter named {name}: {advice}")
    }

    /// The numbers of the stages that are not left out.
    fn enabled(&self) -> Vec<StageId> {
        (0..)
            .zip(self.script.stages())
            .map(|(id, _)| id)
            .filter(|id| !self.disabled.contains(id))
            .collect()
    }

    /// Old output stays until new output, or the end, comes.
    fn refresh(&mut self) {
        if self.stale {
            self.stdout = Stream::default();
            self.stderr = Stream::default();
            self.stale = false;
        }
    }
}
