//! Whether what came out is what must come out.

use std::time::Duration;

use super::{Case, Compare};
use crate::native::shown;

/// What became of a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The program ended.
    Ended(Ended),
    /// It had not ended in time.
    TimedOut,
    /// It never started, or the host gave up on it, which is why.
    Failed(String),
}

/// What a program left behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ended {
    /// Its exit status; 134 for a trap.
    pub exit: u32,
    /// What the engine said of the trap.
    pub trap: Option<String>,
    /// What it wrote to standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error.
    pub stderr: Vec<u8>,
    /// How long it took.
    pub took: Duration,
}

impl Case {
    /// What is not as it must be, each in one line. Nothing, if it passed.
    pub fn judge(&self, outcome: &Outcome) -> Vec<String> {
        let ended = match outcome {
            Outcome::Ended(ended) => ended,
            Outcome::TimedOut => {
                return vec![format!("it had not ended after {:?}", self.timeout)];
            }
            Outcome::Failed(why) => return vec![why.clone()],
        };
        let mut wrong = Vec::new();
        if ended.exit != self.expect.exit {
            let trap = ended.trap.as_deref().map(|trap| format!(" ({trap})"));
            wrong.push(format!(
                "exit {}{} instead of {}; stderr: {}",
                ended.exit,
                trap.unwrap_or_default(),
                self.expect.exit,
                shown(&ended.stderr),
            ));
        }
        if let Some(expected) = &self.expect.stdout
            && self.expect.compare.prepare(expected) != self.expect.compare.prepare(&ended.stdout)
        {
            wrong.push(format!(
                "stdout {} instead of {}",
                shown(&ended.stdout),
                shown(expected)
            ));
        }
        if let Some(expected) = &self.expect.stderr
            && *expected != ended.stderr
        {
            wrong.push(format!(
                "stderr {} instead of {}",
                shown(&ended.stderr),
                shown(expected)
            ));
        }
        if ended.took < self.at_least {
            wrong.push(format!(
                "it took {:?}, and must take {:?}",
                ended.took, self.at_least
            ));
        }
        wrong
    }
}

impl Compare {
    fn prepare(self, bytes: &[u8]) -> Vec<&[u8]> {
        match self {
            Self::Exact => vec![bytes],
            Self::SortedLinesNoDots => {
                let mut lines: Vec<&[u8]> = bytes
                    .split(|byte| *byte == b'\n')
                    .filter(|line| !matches!(*line, b"" | b"." | b".."))
                    .collect();
                lines.sort_unstable();
                lines
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_are_compared_without_order_and_dots() {
        let listing = |text: &'static str| Compare::SortedLinesNoDots.prepare(text.as_bytes());
        assert_eq!(listing(".\nb\n..\na\n"), listing("a\nb\n"));
        assert_ne!(listing("a\n"), listing("a\na\n"));
        assert_ne!(
            Compare::Exact.prepare(b"a\nb\n"),
            Compare::Exact.prepare(b"b\na\n")
        );
    }
}
