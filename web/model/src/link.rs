//! A demo as a link: the part of an address behind `#`, which no browser sends
//! to a server.
//!
//! | form | what it is |
//! |---|---|
//! | `sort \| uniq -c` | anything that begins with neither `!` nor `=`: the command line alone |
//! | `!sort&in=b%0Aa%0A` | written by hand: the command line, and what [`readable`] lists |
//! | `=1…` | [`packed`]: version 1, compressed, with a checksum |
//!
//! Reading is total: whatever the letters are, there is a demo and a list of
//! problems. It takes no more memory than [`LARGEST`] bytes and a few times the
//! link itself. What a version of Pourover ever wrote must be read for ever.

mod carried;
mod container;
mod inflate;
mod packed;
pub(crate) mod percent;
mod readable;

use crate::demo::{Code, Demo};
pub use carried::Carried;

/// What a link may hold in all, in bytes.
pub const LARGEST: usize = 64 << 20;

/// A demo that is shorter than this, in letters, is written to be read.
const SHORT: usize = 300;

/// No more problems than this are told of.
const MOST_PROBLEMS: usize = 8;

/// What was read of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What could be read.
    pub demo: Demo,
    /// What could not: sentences.
    pub problems: Vec<String>,
    /// Whether the demo is as it was written. If not, what is there may be a
    /// part of a command line.
    pub is_whole: bool,
}

impl Link {
    fn new() -> Self {
        Self {
            demo: Demo::default(),
            problems: Vec::new(),
            is_whole: true,
        }
    }

    fn problem(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if self.problems.len() < MOST_PROBLEMS && !self.problems.contains(&sentence) {
            self.problems.push(sentence);
        }
    }

    /// Something is missing or wrong.
    fn broken(mut self, sentence: impl Into<String>) -> Self {
        self.is_whole = false;
        self.problems.insert(0, sentence.into());
        self
    }

    /// Why nothing of this may run before a person has looked at it: what it
    /// brings or asks for beyond the filters that come with the page, in words
    /// that stand behind "It".
    pub fn asks(&self) -> Vec<String> {
        let mut asks = Vec::new();
        for module in &self.demo.modules {
            asks.push(match &module.code {
                Code::Inline(_) => format!("brings a program of its own, {}", module.name),
                Code::Address { address, .. } => {
                    format!("fetches a program, {}, from {address}", module.name)
                }
            });
        }
        if self.demo.grant.writes() {
            asks.push("lets its programs read and write its files".to_owned());
        } else if !self.demo.grant.preopens.is_empty() {
            asks.push("lets its programs read its files".to_owned());
        }
        if self.demo.grant.preopens.iter().any(|folder| folder.kept) {
            asks.push("keeps files in this browser, for when you open it again".to_owned());
        }
        if let Some(limits) = self.demo.settings.limits
            && limits.exceed_usual()
        {
            asks.push("lets its programs take more time, memory or output than usual".to_owned());
        }
        if !self.is_whole {
            asks.push("is not whole".to_owned());
        }
        asks
    }
}

/// Reads what stands behind `#`.
pub fn read(fragment: &str) -> Link {
    match fragment.as_bytes().first() {
        Some(b'=') => packed::read(&fragment[1..]),
        Some(b'!') => readable::read(&fragment[1..]),
        _ => readable::command(fragment),
    }
}

/// Writes what is to stand behind `#`: readable if it is short that way, else
/// packed.
pub fn write(demo: &Demo) -> String {
    match readable::write(demo) {
        Some(text) if text.len() <= SHORT && read(&text).demo == *demo => text,
        _ => packed::write(demo),
    }
}

/// Writes the packed form whatever the length.
pub fn pack(demo: &Demo) -> String {
    packed::write(demo)
}

/// The packed form of these bytes in place of a demo's, whatever they are: for
/// tests of the reader.
pub fn seal(content: &[u8]) -> String {
    packed::seal(content)
}
