//! What a demo has beside its streams and files: modules of its own, and how
//! the page is to be set for it.

use super::Demo;
use crate::{limits::Limits, link::percent, session::Feed};

/// A module that a demo brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// What the command line calls it by.
    pub name: String,
    /// Where it is.
    pub code: Code,
}

/// Where a module is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// Here.
    Inline(Vec<u8>),
    /// At an address; only what has this SHA-256 is it.
    Address {
        /// A URL.
        address: String,
        /// The hash of its bytes.
        sha256: [u8; 32],
    },
}

/// How the page is set for a demo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The view of stdout, in a word; empty if it is chosen by the bytes.
    pub view: String,
    /// How stdin is given.
    pub feed: Feed,
    /// The limits of its runs, if it has its own.
    pub limits: Option<Limits>,
}

impl Module {
    /// From the words behind its name, `at ADDRESS sha256 DIGITS`.
    pub(super) fn at(name: String, words: &[&str]) -> Option<Self> {
        let ["at", address, "sha256", digits] = words else {
            return None;
        };
        let code = Code::Address {
            address: String::from_utf8(percent::decode(address)).ok()?,
            sha256: from_hex(digits.as_bytes())?,
        };
        Some(Self { name, code })
    }
}

impl Demo {
    /// Adds a module; gives the place of its bytes.
    pub(super) fn bring(&mut self, name: String) -> &mut Vec<u8> {
        let code = Code::Inline(Vec::new());
        self.modules.push(Module { name, code });
        match self.modules.last_mut().map(|module| &mut module.code) {
            Some(Code::Inline(bytes)) => bytes,
            _ => unreachable!("it was just pushed"),
        }
    }
}

impl Settings {
    /// The word for how stdin is given; that of the whole is empty.
    pub fn feed_word(&self) -> &'static str {
        match self.feed {
            Feed::Whole => "",
            Feed::Typed => "typed",
            Feed::Lines => "lines",
        }
    }

    /// Sets one of `view`, `feed` and `limits` by words; whether they were
    /// understood.
    pub fn set(&mut self, key: &str, words: &[&str]) -> bool {
        match (key, words) {
            ("view", [view]) => self.view = (*view).to_owned(),
            ("feed", ["typed"]) => self.feed = Feed::Typed,
            ("feed", ["lines"]) => self.feed = Feed::Lines,
            ("limits", [seconds, memory, kept, written, rest @ ..]) if rest.len() < 2 => {
                let numbers = [seconds, memory, kept, written].map(|number| number.parse().ok());
                let [Some(seconds), Some(memory), Some(kept), Some(written)] = numbers else {
                    return false;
                };
                let mut limits = Limits {
                    seconds,
                    memory,
                    kept,
                    written,
                    ..Limits::default()
                };
                if let Some(files) = rest.first() {
                    let Ok(files) = files.parse() else {
                        return false;
                    };
                    limits.files = files;
                }
                self.limits = Some(limits.possible());
            }
            _ => return false,
        }
        true
    }

    /// What [`Settings::set`] needs to make these from none: keys, each with
    /// its words.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let mut words = Vec::new();
        if !self.view.is_empty() {
            words.push(("view", self.view.clone()));
        }
        if self.feed != Feed::Whole {
            words.push(("feed", self.feed_word().to_owned()));
        }
        if let Some(limits) = self.limits {
            let Limits {
                seconds,
                memory,
                kept,
                written,
                files,
            } = limits;
            let mut numbers = format!("{seconds} {memory} {kept} {written}");
            // It came later: what does not need it stays as it was.
            if files != Limits::default().files {
                numbers.push_str(&format!(" {files}"));
            }
            words.push(("limits", numbers));
        }
        words
    }
}

/// A SHA-256 as 64 hexadecimal digits.
pub fn hex(sha256: &[u8; 32]) -> String {
    sha256.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A SHA-256 from 64 hexadecimal digits.
pub fn from_hex(digits: &[u8]) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = digits.try_into().ok()?;
    let digit = |at: usize| (digits[at] as char).to_digit(16);
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = (digit(2 * at)? * 16 + digit(2 * at + 1)?) as u8;
    }
    Some(bytes)
}
