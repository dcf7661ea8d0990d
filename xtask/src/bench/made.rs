//! What is made for the bench, in target/bench: programs and inputs.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::programs::run;

/// The sizes of the inputs, in megabytes.
pub const SIZES: [usize; 3] = [1, 16, 100];

/// Where it is.
pub fn folder() -> PathBuf {
    crate::root().join("target/bench")
}

/// An input of so many megabytes.
pub fn input(megabytes: usize) -> PathBuf {
    folder().join("inputs").join(megabytes.to_string())
}

/// A program, compiled.
pub fn program(name: &str) -> PathBuf {
    folder().join("programs").join(name).with_extension("wasm")
}

/// Builds the bench's own programs, and takes some of the filters.
pub fn programs() -> Result<()> {
    let folder = folder().join("programs");
    fs::create_dir_all(&folder)?;
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    for name in ["cat", "tiny"] {
        let source = crate::root().join("tests/bench/programs").join(name);
        run(Command::new(&rustc)
            .args([
                "--edition=2024",
                "--target=wasm32-wasip1",
                "-Copt-level=3",
                "-Clto=fat",
            ])
            .args(["-Cpanic=abort", "-Cstrip=debuginfo", "-o"])
            .arg(program(name))
            .arg(source.with_extension("rs")))?;
    }
    let filters = crate::root().join("target/filters");
    for name in ["tr", "grep", "sort"] {
        let built = filters.join(name).with_extension("wasm");
        fs::copy(&built, program(name))
            .with_context(|| format!("cannot copy {}", built.display()))?;
    }
    Ok(())
}

/// Writes the inputs that are not there: lines of made-up words, the same on
/// every machine.
pub fn inputs() -> Result<()> {
    fs::create_dir_all(folder().join("inputs"))?;
    for megabytes in SIZES {
        let (file, length) = (input(megabytes), megabytes * 1_000_000);
        if !is_there(&file, length) {
            fs::write(&file, text(length))?;
        }
    }
    Ok(())
}

fn is_there(file: &Path, length: usize) -> bool {
    file.metadata()
        .is_ok_and(|file| file.len() == length as u64)
}

/// So many bytes of ASCII.
fn text(length: usize) -> String {
    let mut dice = Dice(1);
    let words: Vec<String> = (0..5000)
        .map(|_| {
            (0..dice.throw(2, 9))
                .map(|_| (b'a' + dice.throw(0, 25) as u8) as char)
                .collect()
        })
        .collect();
    let mut text = String::with_capacity(length + 200);
    while text.len() < length {
        for _ in 0..dice.throw(1, 14) {
            let _ = write!(text, "{} ", words[dice.throw(0, 4999) as usize]);
        }
        text.push('\n');
    }
    text.truncate(length - 1);
    text.push('\n');
    text
}

/// A generator of numbers that look like chance (Knuth's, 64 bits).
struct Dice(u64);

impl Dice {
    /// A number from `least` to `most`.
    fn throw(&mut self, least: u64, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        least + (self.0 >> 33) % (most - least + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_have_their_size_and_are_the_same_each_time() {
        let made = text(10_000);
        assert_eq!(made.len(), 10_000);
        assert!(made.ends_with('\n') && made.lines().count() > 100 && made.is_ascii());
        assert_eq!(made, text(10_000));
    }
}
