//! The same programs on wasmtime, natively.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::json;

use super::{Case, Ended, Outcome};
use crate::native::{fresh_folder, root};

/// The version that expectations are taken from.
const VERSION: &str = "50.0.1";

/// Runs cases on wasmtime for Python, which is installed into target/tools on
/// its first use. The outcomes are in the order of the cases.
///
/// # Errors
/// When wasmtime cannot be had, or says nothing.
pub fn on_wasmtime(cases: &[Case]) -> Result<Vec<Outcome>, String> {
    let packages = packages()?;
    let folder = fresh_folder("wasmtime").map_err(|error| error.to_string())?;
    let outcomes = all(cases, &packages, &folder);
    fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    outcomes
}

fn all(cases: &[Case], packages: &Path, folder: &Path) -> Result<Vec<Outcome>, String> {
    let mut jobs = Vec::new();
    let mut outcomes = BTreeMap::new();
    for (number, case) in cases.iter().enumerate() {
        let place = folder.join(number.to_string());
        match case.copy_into(&place) {
            Ok(dirs) => jobs.push(json!({
                "number": number,
                "wasm": case.wasm,
                "args": case.args,
                "env": case.env,
                "dirs": case.dirs.iter().zip(dirs).map(|(dir, here)| json!([here, dir.guest, dir.readonly])).collect::<Vec<_>>(),
                "stdin": BASE64.encode(&case.stdin),
                "timeout": case.timeout.as_secs_f64(),
            })),
            Err(why) => drop(outcomes.insert(number, Outcome::Failed(why))),
        }
    }
    let mut python = Command::new("python3")
        .arg(root().join("tests/runner/on_wasmtime.py"))
        .env("PYTHONPATH", packages)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("python3 cannot be started: {error}"))?;
    let mut input = python.stdin.take().ok_or("python3 has no stdin")?;
    input
        .write_all(json!(jobs).to_string().as_bytes())
        .map_err(|error| error.to_string())?;
    drop(input);
    let output = python
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!("on_wasmtime.py ended with {}", output.status));
    }
    for line in output.stdout.split(|byte| *byte == b'\n') {
        if !line.is_empty() {
            let said: Said = serde_json::from_slice(line).map_err(|error| error.to_string())?;
            outcomes.insert(said.number, said.outcome());
        }
    }
    (0..cases.len())
        .map(|number| {
            outcomes
                .remove(&number)
                .ok_or_else(|| format!("wasmtime said nothing of {}", cases[number].name))
        })
        .collect()
}

/// A line of `on_wasmtime.py`.
#[derive(Deserialize)]
struct Said {
    number: usize,
    #[serde(default)]
    exit: u32,
    trap: Option<String>,
    failed: Option<String>,
    #[serde(default)]
    timed_out: bool,
    #[serde(default)]
    stdout: String,
    #[serde(default)]
    stderr: String,
    #[serde(default)]
    ms: f64,
}

impl Said {
    fn outcome(self) -> Outcome {
        if self.timed_out {
            return Outcome::TimedOut;
        }
        if let Some(why) = self.failed {
            return Outcome::Failed(why);
        }
        let bytes = |text: &str| BASE64.decode(text.as_bytes()).unwrap_or_default();
        Outcome::Ended(Ended {
            exit: self.exit,
            trap: self.trap,
            stdout: bytes(&self.stdout),
            stderr: bytes(&self.stderr),
            took: Duration::try_from_secs_f64(self.ms / 1e3).unwrap_or_default(),
        })
    }
}

/// Where wasmtime for Python is; installed by pip, unless it is there. It is the
/// one that `cargo xtask bench` measures.
fn packages() -> Result<PathBuf, String> {
    let packages = root().join(format!("target/tools/wasmtime-{VERSION}"));
    if packages.join("wasmtime").is_dir() {
        return Ok(packages);
    }
    let status = Command::new("python3")
        .args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", "--root-user-action=ignore"])
        .arg("--target")
        .arg(&packages)
        .arg(format!("wasmtime=={VERSION}"))
        .status()
        .map_err(|error| format!("python3 cannot be started: {error}"))?;
    match status.success() {
        true => Ok(packages),
        false => Err(format!("pip cannot install wasmtime {VERSION}: {status}")),
    }
}
