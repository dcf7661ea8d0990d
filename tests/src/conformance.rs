//! Conformance programs: what a list of them says, and whether what came out
//! of one is what must come out.

use std::{path::PathBuf, time::Duration};

mod folder;
mod judge;
mod manifest;
mod own;
mod report;
mod wasmtime;

pub use folder::Granted;
pub use judge::{Ended, Outcome};
pub use manifest::read;
pub use own::{Own, programs};
pub use report::Report;
pub use wasmtime::on_wasmtime;

/// One run of one program.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What it is called in its suite.
    pub name: String,
    /// Whose it is.
    pub suite: String,
    /// The module.
    pub wasm: PathBuf,
    /// `argv`, the program's own name first.
    pub args: Vec<String>,
    /// The whole environment.
    pub env: Vec<(String, String)>,
    /// The directories that it is granted, from fd 3 on.
    pub dirs: Vec<Dir>,
    /// Standard input.
    pub stdin: Vec<u8>,
    /// What must come out.
    pub expect: Expect,
    /// How long it may take.
    pub timeout: Duration,
    /// How long it takes at least: it sleeps, say.
    pub at_least: Duration,
}

/// A directory that a program is granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dir {
    /// What the program knows it by.
    pub guest: String,
    /// Where it is here. Runs see a copy.
    pub host: PathBuf,
    /// Whether nothing in it can be changed.
    pub readonly: bool,
}

/// What must come out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// The exit status; 134 for a trap.
    pub exit: u32,
    /// Standard output; anything if none.
    pub stdout: Option<Vec<u8>>,
    /// Standard error; anything if none.
    pub stderr: Option<Vec<u8>>,
    /// How standard output is compared.
    pub compare: Compare,
}

/// How standard output is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// Byte by byte.
    #[default]
    Exact,
    /// Line by line in any order, without lines that are `.` or `..`: a listing.
    SortedLinesNoDots,
}

/// The status of a program that trapped, as wasmtime gives it.
pub const TRAPPED: u32 = 134;
