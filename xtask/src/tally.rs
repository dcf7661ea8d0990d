//! Counts tests from the `test result:` lines of test runs.

use std::fmt;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// Adds what `line` says, if it is a `test result:` line.
    pub fn read(&mut self, line: &str) {
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
}
