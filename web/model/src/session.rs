//! The state of the page. Events come in, effects go out, and nothing is done
//! here: the app performs the effects and reports back by events.

use crate::{
    exit::Exit,
    protocol::{FromStage, Output, RunId},
    stream::{Piece, Stream},
    words::{self, Command, Line, Problem},
};

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
}

/// Whose a filter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It comes with the page.
    BuiltIn,
    /// The visitor brought it.
    Own,
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

/// What the command line is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Activity {
    /// Nothing was run yet.
    #[default]
    Idle,
    /// The program is being fetched, compiled, or runs.
    Running(RunId),
    /// It ended.
    Ended {
        /// How.
        exit: Exit,
        /// From the start of the instance to its end, in milliseconds, if it
        /// came to its end.
        took_ms: Option<f64>,
    },
}

/// The page's state. `Js` is what only a browser has: bytes, files.
#[derive(Clone, Debug, PartialEq)]
pub struct Session<Js> {
    /// The command line as it was typed.
    pub command: String,
    /// The same, read.
    pub line: Line,
    /// What is wrong with the last command that was asked to run.
    pub problem: Option<Problem>,
    /// stdin
    pub input: Input<Js>,
    /// stdout of the last run.
    pub stdout: Stream<Js>,
    /// stderr of the last run.
    pub stderr: Stream<Js>,
    /// What is going on.
    pub activity: Activity,
    /// The filters that can be called, by name.
    pub filters: Vec<Filter>,
    /// The last run's number.
    run: RunId,
    /// Whether the panes still show the run before.
    stale: bool,
}

/// What happened.
#[derive(Debug)]
pub enum Event<Js> {
    /// The command line was edited.
    CommandEdited(String),
    /// stdin was filled.
    InputGiven(Input<Js>),
    /// These filters are there (those of the same origin before are not).
    FiltersListed(Origin, Vec<Filter>),
    /// A module of the visitor's was added or replaced.
    FilterAdded(Filter),
    /// One was removed.
    FilterRemoved(String),
    /// Run was pressed.
    RunAsked,
    /// Stop was pressed.
    StopAsked,
    /// The program of this run cannot be had.
    NoProgram(RunId, String),
    /// The stage said something.
    FromStage(FromStage<Js>),
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Get this filter's module and start it.
    Start(Start),
    /// End the stage that runs, whatever it does.
    Terminate,
    /// The stage ended its run but must not be used again.
    Retire,
    /// Keep the command line and stdin for the next visit.
    KeepDraft,
}

/// A run to be started.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Its number.
    pub run: RunId,
    /// The filter's name in the list.
    pub filter: String,
    /// `argv`
    pub args: Vec<String>,
    /// The environment.
    pub env: Vec<(String, String)>,
}

impl<Js> Default for Session<Js> {
    fn default() -> Self {
        Self {
            command: String::new(),
            line: Line::default(),
            problem: None,
            input: Input::Text(String::new()),
            stdout: Stream::default(),
            stderr: Stream::default(),
            activity: Activity::Idle,
            filters: Vec::new(),
            run: 0,
            stale: false,
        }
    }
}

impl<Js: Piece> Session<Js> {
    /// Whether a program runs.
    pub fn is_running(&self) -> bool {
        matches!(self.activity, Activity::Running(_))
    }

    /// How many runs were started.
    pub fn runs(&self) -> RunId {
        self.run
    }

    /// Takes an event and says what to do.
    pub fn on(&mut self, event: Event<Js>) -> Vec<Effect> {
        match event {
            Event::CommandEdited(command) => {
                self.line = Line::parse(&command);
                self.command = command;
                self.problem = None;
                vec![Effect::KeepDraft]
            }
            Event::InputGiven(input) => {
                self.input = input;
                vec![Effect::KeepDraft]
            }
            Event::FiltersListed(origin, filters) => {
                self.filters.retain(|filter| filter.origin != origin);
                self.filters.extend(filters);
                self.sort_filters();
                Vec::new()
            }
            Event::FilterAdded(filter) => {
                self.remove_own(&filter.name);
                self.filters.push(filter);
                self.sort_filters();
                self.problem = None;
                Vec::new()
            }
            Event::FilterRemoved(name) => {
                self.remove_own(&name);
                Vec::new()
            }
            Event::RunAsked => self.run(),
            Event::StopAsked => match self.is_running() {
                true => {
                    self.end(Exit::Stopped, None);
                    vec![Effect::Terminate]
                }
                false => Vec::new(),
            },
            Event::NoProgram(run, sentence) => {
                if self.activity == Activity::Running(run) {
                    self.end(Exit::Failed(sentence), None);
                }
                Vec::new()
            }
            Event::FromStage(message) => self.hear(message),
        }
    }

    fn sort_filters(&mut self) {
        // The visitor's own first: they hide a built-in one of the same name.
        self.filters.sort_by(|a, b| {
            (a.origin == Origin::BuiltIn, &a.name).cmp(&(b.origin == Origin::BuiltIn, &b.name))
        });
    }

    fn remove_own(&mut self, name: &str) {
        self.filters
            .retain(|filter| filter.origin != Origin::Own || filter.name != name);
    }

    fn run(&mut self) -> Vec<Effect> {
        let command = match self.line.command().and_then(|command| self.known(command)) {
            Ok(command) => command,
            Err(problem) => {
                self.problem = Some(problem);
                return Vec::new();
            }
        };
        let mut effects = Vec::new();
        if self.is_running() {
            effects.push(Effect::Terminate);
        }
        self.problem = None;
        self.run += 1;
        self.activity = Activity::Running(self.run);
        self.stale = true;
        effects.push(Effect::Start(Start {
            run: self.run,
            filter: command.args[0].clone(),
            args: command.args,
            env: command.env,
        }));
        effects
    }

    /// The command, if its name is one of the filters'.
    fn known(&self, command: Command) -> Result<Command, Problem> {
        let name = &command.args[0];
        if self.filters.iter().any(|filter| filter.name == *name) {
            return Ok(command);
        }
        let names = self.filters.iter().map(|filter| filter.name.as_str());
        let advice = match words::closest(name, names) {
            Some(closest) => format!("did you mean {closest}?"),
            None => "see Filters for those there are, or add your own .wasm file.".to_owned(),
        };
        Err(Problem {
            span: command.name_span,
            sentence: format!("There is no filter named {name}: {advice}"),
        })
    }

    fn hear(&mut self, message: FromStage<Js>) -> Vec<Effect> {
        let current = |run| self.activity == Activity::Running(run);
        match message {
            FromStage::Ready => Vec::new(),
            FromStage::Output {
                run,
                output,
                bytes,
                tally,
            } if current(run) => {
                self.refresh();
                let stream = match output {
                    Output::Stdout => &mut self.stdout,
                    Output::Stderr => &mut self.stderr,
                };
                stream.push(bytes, tally);
                Vec::new()
            }
            FromStage::Ended { run, exit, took_ms } if current(run) => {
                // A stack that ran out may have ended the host in the middle of
                // a call; it is not used again.
                let retire = matches!(exit, Exit::Trapped(_) | Exit::Failed(_));
                self.end(exit, Some(took_ms));
                if retire {
                    vec![Effect::Retire]
                } else {
                    Vec::new()
                }
            }
            FromStage::Crashed { message } => {
                if self.is_running() {
                    let sentence = format!(
                        "The host itself failed, which is a defect of Pourover: {message}."
                    );
                    self.end(Exit::Failed(sentence), None);
                }
                vec![Effect::Retire]
            }
            // Late words of a run that was stopped.
            FromStage::Output { .. } | FromStage::Ended { .. } => Vec::new(),
        }
    }

    /// Old output stays until new output, or the end, comes.
    fn refresh(&mut self) {
        if self.stale {
            self.stdout = Stream::default();
            self.stderr = Stream::default();
            self.stale = false;
        }
    }

    fn end(&mut self, exit: Exit, took_ms: Option<f64>) {
        self.refresh();
        self.activity = Activity::Ended { exit, took_ms };
    }
}
