//! The messages between the page and its stages. `Js` stands for what only a
//! browser has: a compiled module, bytes, a file, a message port.
//!
//! Every message names its run and its stage, so that one that comes late is
//! ignored. What flows from stage to stage does not come this way: the workers
//! pass it on among themselves, through the ports that they are given.

use serde::{Deserialize, Serialize};

use crate::{exit::Exit, grant::Grant, limits::Limits, module::Host, wish::Wish};

/// A run of the command line, counted from 1 since the page was opened.
pub type RunId = u32;

/// A stage of the command line, counted from 0 over all its pipelines.
pub type StageId = u32;

/// From the page to a stage.
#[derive(Debug, Serialize, Deserialize)]
pub enum ToStage<Js> {
    /// Start this program now.
    Run(Run<Js>),
    /// Run these programs, a pipeline, afresh for each line of the input.
    Lines(Lines<Js>),
    /// Something happened on the page: for a program that sees it.
    Happened {
        /// What, in a line.
        line: String,
        /// What stands in `/page` now.
        page: Panes<Js>,
    },
    /// The page took so many more bytes of stdout and stderr of this run.
    Taken {
        /// The run that they were of.
        run: RunId,
        /// How many.
        bytes: u64,
    },
}

/// A program, and all that it is given.
#[derive(Debug, Serialize, Deserialize)]
pub struct Run<Js> {
    /// Which run of the page this is.
    pub id: RunId,
    /// The program.
    pub program: Program<Js>,
    /// fd 0
    pub stdin: Stdin<Js>,
    /// Where what is called stdout goes.
    pub stdout: Sink<Js>,
    /// Where what is called stderr goes.
    pub stderr: Sink<Js>,
    /// Which of the two fd 1 and fd 2 are: both the same behind `2>&1`.
    pub fds: [Output; 2],
    /// How many bytes of stdout and of stderr are sent to the page; the rest is
    /// counted.
    pub keep: [u64; 2],
    /// What the program is granted.
    #[serde(default)]
    pub grant: Grant,
    /// The files that there are, by path; it sees those in its directories.
    pub files: Vec<(String, Js)>,
    /// How much they may take together, in bytes.
    #[serde(default = "usual_room")]
    pub room: u64,
    /// Who listens at the ports of the page's network, if it sees that.
    #[serde(default = "Vec::new")]
    pub servers: Vec<Server<Js>>,
    /// The hosts of the web that the visitor lets this demo reach.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// What is in the clipboard, if the visitor gave it.
    #[serde(default)]
    pub clipboard: Option<String>,
    /// What stands in `/page`, if it sees that.
    #[serde(default = "Option::default")]
    pub page: Option<Panes<Js>>,
}

/// What stands in `/page`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Panes<Js> {
    /// Which state of the page it is. What a program writes comes back with it.
    pub seen: Seen,
    /// The files: names, and `Uint8Array`s; a `Blob` where it is a file of the
    /// visitor's, and null for what is too large.
    pub files: Vec<(String, Js)>,
}

/// A state of the page: how many edits of the visitor's there were, and what was
/// selected in stdin, from where to where in UTF-16 units.
pub type Seen = [u32; 3];

/// What is said of [`Run::room`] in a message that does not say it.
fn usual_room() -> u64 {
    Limits::default().file_bytes()
}

/// Who listens at a port.
#[derive(Debug, Serialize, Deserialize)]
pub struct Server<Js> {
    /// The port, of `localhost`.
    pub port: u16,
    /// Whether one line is all that a connection brings ([`crate::grant::Each::Line`]).
    pub by_line: bool,
    /// The pipeline that answers; each stage gets what the one before it wrote,
    /// when that has ended.
    pub programs: Vec<Program<Js>>,
    /// How many bytes a program may write for one connection.
    pub most: u64,
}

/// What runs in a stage.
#[derive(Debug, Serialize, Deserialize)]
pub struct Program<Js> {
    /// Which stage of the command line it is.
    pub stage: StageId,
    /// The compiled module; of a component an array, what says how its modules
    /// go together, bytes, and then these.
    pub module: Js,
    /// What it runs on.
    pub host: Host,
    /// The runtime of that host, compiled, if it is fetched on demand.
    #[serde(default = "Option::default")]
    pub runtime: Option<Js>,
    /// `argv`, the program's own name first.
    pub args: Vec<String>,
    /// The environment, in order.
    pub env: Vec<(String, String)>,
}

/// Line mode: each line is the whole input of a run of its own.
#[derive(Debug, Serialize, Deserialize)]
pub struct Lines<Js> {
    /// Which run of the page this is.
    pub id: RunId,
    /// The stages; each gets what the one before it wrote, when that has ended.
    pub programs: Vec<Program<Js>>,
    /// Where the lines come from.
    pub stdin: Stdin<Js>,
    /// How many bytes of each output are sent to the page; the rest is counted.
    pub keep: u64,
    /// How many bytes a program may write for one line.
    pub most: u64,
    /// What the programs are granted; files are not.
    #[serde(default)]
    pub grant: Grant,
    /// What stands in `/page` for a plugin; it is ended by the first program that
    /// fails.
    #[serde(default = "Option::default")]
    pub page: Option<Panes<Js>>,
}

/// Where a program's input comes from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Stdin<Js> {
    /// Pieces in memory, `Uint8Array`s: all of the input.
    Bytes(Vec<Js>),
    /// A file, read piece by piece as the program asks for it, a `Blob`.
    File(Js),
    /// A pipe: the reading end, a `MessagePort`, or the numbers of this end and
    /// of the other for one that goes over the page (`[own, other]`). Who writes
    /// is another stage, or a person who types.
    Pipe(Js),
}

/// Where a program's output goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Sink<Js> {
    /// To the page.
    Page,
    /// Into a pipe: the writing end, as for stdin.
    Pipe(Js),
}

/// From a stage to the page.
#[derive(Debug, Serialize, Deserialize)]
pub enum FromStage<Js> {
    /// The runtime is there; a run starts at once.
    Ready {
        /// Whether a program can wait here (JSPI): for what is typed, for a
        /// pipe, for a clock.
        waits: bool,
    },
    /// The program wrote this. Of what goes into a pipe these are copies of its
    /// first bytes, to look at.
    Output {
        /// The run it belongs to.
        run: RunId,
        /// The stage that wrote it.
        stage: StageId,
        /// fd 1 or fd 2.
        output: Output,
        /// The bytes, a `Uint8Array` (empty once `keep` bytes were sent).
        bytes: Js,
        /// What they are, so that the page need not look at them.
        tally: Tally,
    },
    /// How far the program is, while it runs.
    Flow {
        /// The run it belongs to.
        run: RunId,
        /// The stage.
        stage: StageId,
        /// How many bytes of stdin it has read.
        read: u64,
        /// What it waits for.
        waits: Option<Waits>,
    },
    /// Something about one of the program's connections is new.
    Connection {
        /// The run it belongs to.
        run: RunId,
        /// The stage that has it.
        stage: StageId,
        /// Which connection of the stage's it is, counted from 0.
        number: u32,
        /// Where it leads, as the program named it.
        to: String,
        /// How many bytes the program sent.
        sent: u64,
        /// How many it was sent.
        received: u64,
        /// How both began, as text.
        begins: [String; 2],
        /// Whether it is open.
        open: bool,
    },
    /// Something that the program was refused, in a sentence for the visitor.
    Refused {
        /// The run it belongs to.
        run: RunId,
        /// The stage.
        stage: StageId,
        /// What, and what to do.
        sentence: String,
    },
    /// The program asks the visitor for something; it does not have it now.
    Wishes {
        /// The run it belongs to.
        run: RunId,
        /// The stage.
        stage: StageId,
        /// What.
        wish: Wish,
    },
    /// The program changes the page, by writing a file in `/page`.
    Page {
        /// The run it belongs to.
        run: RunId,
        /// The stage.
        stage: StageId,
        /// Which file.
        name: String,
        /// All that is in it now, a `Uint8Array`; of `ctl` one line.
        bytes: Js,
        /// The state of the page that the program knew.
        seen: Seen,
    },
    /// The program ended.
    Ended {
        /// The run it belongs to.
        run: RunId,
        /// The stage.
        stage: StageId,
        /// How it ended.
        exit: Exit,
        /// What it took.
        spent: Spent,
        /// The files that it wrote or made, whole, `Uint8Array`s.
        files: Vec<(String, Js)>,
        /// The files that it removed.
        removed: Vec<String>,
    },
    /// The host itself failed; this stage is of no more use.
    Crashed {
        /// What it said.
        message: String,
    },
}

/// What a program waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Waits {
    /// For its input.
    Input,
    /// For the reader of its output.
    Output,
    /// For a clock.
    Clock,
    /// For the network.
    Network,
    /// For something to happen on the page.
    Event,
}

/// What a program took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spent {
    /// From the start of the instance to its end, in milliseconds.
    pub took_ms: f64,
    /// How much of that it waited, in milliseconds.
    pub waited_ms: f64,
    /// The most memory it had, in bytes.
    pub memory: u64,
    /// How many bytes of stdin it read.
    pub read: u64,
    /// How many instances ran: one, or one a line.
    pub instances: u64,
    /// Whether its worker is not to be used again: a server that it talked to did not end
    /// well in it, or it has run enough programs.
    pub retires: bool,
}

/// Which of a program's two output files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Output {
    /// fd 1
    Stdout,
    /// fd 2
    Stderr,
}

/// What a piece of output is. A piece is kept whole, or it is empty and stands
/// for bytes that were not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Bytes written.
    pub written: u64,
    /// `\n` bytes among them.
    pub newlines: u64,
    /// Whether all output up to here can be shown as text.
    pub is_text: bool,
}
