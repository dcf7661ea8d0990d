//! The messages between the page and a stage. `Js` stands for what only a
//! browser has: a compiled module, bytes, a file.
//!
//! Every message names its run, so that one that comes late is ignored.

use serde::{Deserialize, Serialize};

use crate::exit::Exit;

/// A run of the command line, counted from 1 since the page was opened.
pub type RunId = u32;

/// From the page to a stage.
#[derive(Debug, Serialize, Deserialize)]
pub enum ToStage<Js> {
    /// Start this program now.
    Run(Run<Js>),
}

/// A program, and all that it is given.
#[derive(Debug, Serialize, Deserialize)]
pub struct Run<Js> {
    /// Which run of the page this is.
    pub id: RunId,
    /// The compiled module.
    pub module: Js,
    /// `argv`, the program's own name first.
    pub args: Vec<String>,
    /// The environment, in order.
    pub env: Vec<(String, String)>,
    /// All of its input.
    pub stdin: Stdin<Js>,
    /// How many bytes of each output are sent to the page; the rest is counted.
    pub keep: u64,
}

/// Complete input.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Stdin<Js> {
    /// In memory, a `Uint8Array`.
    Bytes(Js),
    /// A file, read piece by piece as the program asks for it, a `Blob`.
    File(Js),
}

/// From a stage to the page.
#[derive(Debug, Serialize, Deserialize)]
pub enum FromStage<Js> {
    /// The runtime is there; a run starts at once.
    Ready,
    /// The program wrote this.
    Output {
        /// The run it belongs to.
        run: RunId,
        /// fd 1 or fd 2.
        output: Output,
        /// The bytes, a `Uint8Array` (empty once `keep` bytes were sent).
        bytes: Js,
        /// What they are, so that the page need not look at them.
        tally: Tally,
    },
    /// The program ended.
    Ended {
        /// The run it belongs to.
        run: RunId,
        /// How it ended.
        exit: Exit,
        /// From the start of the instance to its end, in milliseconds.
        took_ms: f64,
    },
    /// The host itself failed; this stage is of no more use.
    Crashed {
        /// What it said.
        message: String,
    },
}

/// Which of a program's two output files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Output {
    /// fd 1
    Stdout,
    /// fd 2
    Stderr,
}

/// What a piece of output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Bytes written, kept or not.
    pub written: u64,
    /// `\n` bytes among the bytes that were kept.
    pub newlines: u64,
    /// Whether all output up to here, kept or not, can be shown as text.
    pub is_text: bool,
}
