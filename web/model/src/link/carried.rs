//! A link's content between the page and the worker that reads and writes
//! links. `Js` is bytes, or a file.

use serde::{Deserialize, Serialize};

use crate::{grant::Grant, limits::Limits};

/// What a link holds, and what is to be said of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Carried<Js> {
    /// The command line.
    pub command: String,
    /// One line.
    pub title: String,
    /// What it shows.
    pub prose: String,
    /// stdin
    pub stdin: Js,
    /// The files, by name.
    pub files: Vec<(String, Js)>,
    /// What its programs are granted.
    pub grant: Grant,
    /// The modules that it brings, by name.
    pub modules: Vec<(String, Js)>,
    /// Those that are elsewhere: name, address, SHA-256 in hexadecimal digits.
    pub far: Vec<[String; 3]>,
    /// How stdin is given: empty, `typed` or `lines`.
    pub feed: String,
    /// The view of stdout, in a word.
    pub view: String,
    /// The limits of its runs, if it has its own.
    #[serde(default)]
    pub limits: Option<Limits>,
    /// Why it does not run by itself, in words that stand behind "It".
    pub asks: Vec<String>,
    /// What could not be read.
    pub problems: Vec<String>,
}
