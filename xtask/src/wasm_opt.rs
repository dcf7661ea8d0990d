//! wasm-opt as Trunk calls it, done only when its input changed.
//!
//! Trunk runs wasm-opt anew at each build, which takes most of the time of a build in which little changed. Its output
//! is still where it was written the last time, so this leaves it there if it was made from the same bytes.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::programs::run;

/// Names the true wasm-opt to this program when Trunk calls it by the name wasm-opt.
pub const PROGRAM: &str = "POUROVER_WASM_OPT";
/// Its version, which is a part of what makes an output.
pub const VERSION: &str = "POUROVER_WASM_OPT_VERSION";

/// Stands in for wasm-opt.
pub fn main() -> Result<ExitCode> {
    let program = env::var_os(PROGRAM).with_context(|| format!("{PROGRAM} is not set"))?;
    let version = env::var(VERSION).with_context(|| format!("{VERSION} is not set"))?;
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    let mut wasm_opt = Command::new(program);
    wasm_opt.args(&args);
    match Job::of(&version, &args)? {
        Some(job) => job.run(&mut wasm_opt)?,
        None => run(&mut wasm_opt)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One call that turns an input file into an output file.
struct Job {
    output: PathBuf,
    /// What the output is made from: a hash over the version, the flags and the input.
    recipe: String,
}

impl Job {
    /// The job that a command line asks for; none if it has no input or output, like `--version`.
    fn of(version: &str, args: &[OsString]) -> Result<Option<Job>> {
        let mut recipe = Sha256::new_with_prefix(format!("{version}\0"));
        let (mut input, mut output) = (None, None);
        for arg in args {
            let text = arg.to_string_lossy();
            if let Some(file) = text.strip_prefix("--output=") {
                output = Some(PathBuf::from(file));
            } else if text.starts_with('-') {
                recipe.update(format!("{text}\0"));
            } else {
                input = Some(PathBuf::from(arg));
            }
        }
        let (Some(input), Some(output)) = (input, output) else {
            return Ok(None);
        };
        recipe
            .update(fs::read(&input).with_context(|| format!("cannot read {}", input.display()))?);
        Ok(Some(Job {
            output,
            recipe: HEXLOWER.encode(&recipe.finalize()),
        }))
    }

    fn run(self, wasm_opt: &mut Command) -> Result<()> {
        let note = self.output.with_extension("made-from");
        let there = fs::read_to_string(&note).ok();
        // The output's own hash is noted too: somebody else may have written it since.
        if there.is_some() && there == self.note(&self.output).ok() {
            return Ok(());
        }
        run(wasm_opt)?;
        Ok(fs::write(note, self.note(&self.output)?)?)
    }

    fn note(&self, output: &Path) -> Result<String> {
        Ok(format!(
            "{}\n{}\n",
            self.recipe,
            HEXLOWER.encode(&Sha256::digest(fs::read(output)?))
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a "wasm-opt" that appends a line to the output, and returns how often it has been run.
    fn optimise(folder: &Path, version: &str, flag: &str) -> usize {
        let (input, output) = (folder.join("in.wasm"), folder.join("out.wasm"));
        let args = [
            format!("--output={}", output.display()).into(),
            flag.into(),
            input.into_os_string(),
        ];
        let mut append = Command::new("sh");
        append.arg("-c").arg("echo made >> \"$0\"").arg(&output);
        Job::of(version, &args)
            .unwrap()
            .unwrap()
            .run(&mut append)
            .unwrap();
        fs::read_to_string(output).unwrap().matches("made").count()
    }

    #[test]
    fn an_output_is_made_again_only_when_it_would_differ() {
        let folder = env::temp_dir().join(format!("pourover-wasm-opt-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("in.wasm"), "one").unwrap();
        assert_eq!(optimise(&folder, "132", "-Oz"), 1);
        assert_eq!(optimise(&folder, "132", "-Oz"), 1, "nothing changed");
        assert_eq!(optimise(&folder, "132", "-O3"), 2, "another flag");
        assert_eq!(optimise(&folder, "133", "-O3"), 3, "another version");
        fs::write(folder.join("in.wasm"), "two").unwrap();
        assert_eq!(optimise(&folder, "133", "-O3"), 4, "another input");
        fs::write(folder.join("out.wasm"), "").unwrap();
        assert_eq!(
            optimise(&folder, "133", "-O3"),
            1,
            "somebody else wrote the output"
        );
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_call_without_files_is_no_job() {
        assert!(Job::of("132", &["--version".into()]).unwrap().is_none());
    }
}
