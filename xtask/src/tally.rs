//! Runs tests and counts them, from the `test result:` lines that every Rust test harness prints.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::programs::line;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Runs tests, lets their output through to `out` and counts them.
    ///
    /// # Errors
    /// If they cannot be started or do not exit with 0.
    pub fn run(&mut self, command: &mut Command, mut out: impl Write) -> Result<()> {
        let child = command.stdout(Stdio::piped()).spawn();
        let mut child = child.with_context(|| format!("cannot run {}", line(command)))?;
        let mut output = BufReader::new(child.stdout.take().context("the tests have no output")?);
        let mut bytes = Vec::new();
        while output.read_until(b'\n', &mut bytes)? > 0 {
            out.write_all(&bytes)?;
            self.read(&String::from_utf8_lossy(&bytes));
            bytes.clear();
        }
        let status = child.wait()?;
        ensure!(status.success(), "`{}` ended with {status}", line(command));
        Ok(())
    }

    /// Adds what `line` says, if it is a `test result:` line.
    fn read(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result:") else {
            return;
        };
        self.passed += before(counts, "passed").unwrap_or(0);
        self.failed += before(counts, "failed").unwrap_or(0);
    }

    /// How many tests ran.
    pub fn ran(&self) -> u64 {
        self.passed + self.failed
    }
}

/// The number before `word`.
fn before(counts: &str, word: &str) -> Option<u64> {
    let words: Vec<&str> = counts
        .split(|c: char| c == ';' || c.is_whitespace())
        .collect();
    words.windows(2).find(|pair| pair[1] == word)?[0]
        .parse()
        .ok()
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_summed_and_others_are_not() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test 9 passed; 9 failed ... ok",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 40 passed; 2 failed; 0 ignored",
            "test result: \u{1b}[32mok\u{1b}[0m. 1 passed; 0 failed; 0 ignored",
        ] {
            tally.read(line);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 44,
                failed: 2
            }
        );
        assert_eq!(tally.to_string(), "44 passed, 2 failed");
        assert_eq!(tally.ran(), 46);
    }

    #[test]
    fn output_is_let_through_and_counted_and_a_failure_is_an_error() {
        let script = "printf 'test result: FAILED. 2 passed; 1 failed; 0 ignored\\n\\377 no newline'; exit 101";
        let (mut tally, mut out) = (Tally::default(), Vec::new());
        let error = tally
            .run(Command::new("sh").args(["-c", script]), &mut out)
            .unwrap_err();
        assert_eq!(
            tally,
            Tally {
                passed: 2,
                failed: 1
            }
        );
        assert!(
            out.starts_with(b"test result: FAILED.") && out.ends_with(b"\n\xff no newline"),
            "{out:?}"
        );
        assert!(error.to_string().contains("101"), "{error}");
    }
}
