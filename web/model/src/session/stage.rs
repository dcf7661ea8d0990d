//! A stage of the last run, as the page shows it.

use crate::{
    exit::Exit,
    module::Host,
    protocol::{Output, Spent, StageId, Tally, Waits},
    stream::{Piece, Stream},
};

use super::plan::Route;

/// How a stage goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// Its turn has not come.
    #[default]
    Idle,
    /// It is being fetched, compiled, or runs.
    Running,
    /// It ended.
    Ended(Exit),
    /// Its pipeline was not run: `&&` or `||` said so, or it is disabled.
    Skipped,
}

/// A stage of the last run.
#[derive(Clone, Debug, PartialEq)]
pub struct StageRun<Js> {
    /// Its number in the line.
    pub id: StageId,
    /// Its program's name.
    pub name: String,
    /// Its command as it was typed.
    pub text: String,
    /// What it ran on.
    pub host: Host,
    /// How it goes.
    pub state: State,
    /// What it wrote to its stdout: the first bytes of it, if another stage or a
    /// file got it all.
    pub stdout: Stream<Js>,
    /// What it wrote to its stderr.
    pub stderr: Stream<Js>,
    /// How many bytes it has read.
    pub read: u64,
    /// What it waits for.
    pub waits: Option<Waits>,
    /// What it took, once it has ended.
    pub spent: Option<Spent>,
    /// What the page does with its two outputs.
    pub(super) routes: [Route; 2],
    /// Whether it starts a pipeline with the pane's input.
    pub(super) reads_pane: bool,
    /// Where all of its output is kept for the stage behind: there, the next
    /// stage starts when this one has ended.
    pub(super) holds: bool,
    /// How much of it was held, in bytes.
    pub(super) held: u64,
    /// Whether its outputs are still those of the run before.
    stale: bool,
}

impl<Js: Piece> StageRun<Js> {
    pub(super) fn new(id: StageId, name: String, text: String) -> Self {
        Self {
            id,
            name,
            text,
            host: Host::default(),
            state: State::Idle,
            stdout: Stream::default(),
            stderr: Stream::default(),
            read: 0,
            waits: None,
            spent: None,
            routes: [Route::Pane(Output::Stdout), Route::Pane(Output::Stderr)],
            reads_pane: false,
            holds: false,
            held: 0,
            stale: false,
        }
    }

    /// Shows what the same stage of the run before wrote, until it writes itself
    /// or ends.
    pub(super) fn take_over(&mut self, old: Self) {
        self.stdout = old.stdout;
        self.stderr = old.stderr;
        self.stale = true;
    }

    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.stdout = Stream::default();
            self.stderr = Stream::default();
        }
    }

    pub(super) fn begin(&mut self, host: Host, routes: [Route; 2], reads_pane: bool, holds: bool) {
        self.host = host;
        self.routes = routes;
        self.reads_pane = reads_pane;
        self.holds = holds;
        self.state = State::Running;
    }

    pub(super) fn skip(&mut self) {
        self.settle();
        self.state = State::Skipped;
    }

    pub(super) fn write(&mut self, output: Output, bytes: Js, tally: Tally, most: u64) {
        self.settle();
        match output {
            Output::Stdout => self.stdout.push_first(bytes, tally, most),
            Output::Stderr => self.stderr.push_first(bytes, tally, most),
        }
    }

    pub(super) fn end(&mut self, exit: Exit, spent: Option<Spent>) {
        self.settle();
        self.state = State::Ended(exit);
        self.waits = None;
        self.read = spent.map_or(self.read, |spent| spent.read);
        self.spent = spent;
    }

    /// What flows to the stage behind: its stdout, or its stderr after
    /// `2>&1 > file`.
    pub fn piped(&self) -> &Stream<Js> {
        match self.routes {
            [Route::File(_) | Route::Pane(_), Route::Tap] => &self.stderr,
            _ => &self.stdout,
        }
    }

    pub(super) fn piped_mut(&mut self) -> &mut Stream<Js> {
        match self.routes {
            [Route::File(_) | Route::Pane(_), Route::Tap] => &mut self.stderr,
            _ => &mut self.stdout,
        }
    }

    /// What one of its outputs is.
    pub fn output(&self, output: Output) -> &Stream<Js> {
        match output {
            Output::Stdout => &self.stdout,
            Output::Stderr => &self.stderr,
        }
    }

    /// Whether it reads the input of the run.
    pub fn is_first(&self) -> bool {
        self.reads_pane
    }

    /// Whether it ended otherwise than a shell would call success.
    pub fn is_failed(&self) -> bool {
        matches!(&self.state, State::Ended(exit) if !exit.is_success())
    }
}
