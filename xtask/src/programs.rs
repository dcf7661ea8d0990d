//! Finding programs and running them.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::version::Version;

/// The first executable `name` that PATH leads to.
pub fn on_path(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// What `program --version` says, if it runs and says one.
pub fn version(program: &PathBuf) -> Option<Version> {
    let output = Command::new(program).arg("--version").output().ok()?;
    Version::find(&String::from_utf8_lossy(&output.stdout))
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(crate::root());
    // What makes the next build faster has no use, and takes gigabytes, where there is none.
    if env::var("CI").is_ok_and(|ci| ci == "true") {
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// Runs `command` to its end.
///
/// # Errors
/// If it cannot be started or does not exit with 0; the sentence has the command line.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot run {}", line(command)))?;
    ensure!(status.success(), "`{}` ended with {status}", line(command));
    Ok(())
}

/// What `command` prints on standard output, without white space at its end.
///
/// # Errors
/// Like [`run`].
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .output()
        .with_context(|| format!("cannot run {}", line(command)))?;
    ensure!(
        output.status.success(),
        "`{}` ended with {}",
        line(command),
        output.status
    );
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}

/// `command` as a person would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let words = program.file_name().into_iter().chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
