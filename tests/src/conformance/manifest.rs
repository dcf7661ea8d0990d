//! Lists of programs: a manifest of ours, or a folder or file of
//! wasi-testsuite's.

use std::{fs, path::Path, time::Duration};

use serde::Deserialize;

use super::{Case, Compare, Dir, Expect};

mod environment;
mod testsuite;

use environment::Environment;

/// How long a run may take if its list does not say.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    tests: Vec<Test>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    name: String,
    suite: String,
    wasm: String,
    argv0: Option<String>,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    env: Environment,
    #[serde(default)]
    dirs: Vec<Directory>,
    stdin: Option<String>,
    stdin_file: Option<String>,
    #[serde(default)]
    expect_exit: u32,
    expect_stdout: Option<String>,
    expect_stdout_file: Option<String>,
    expect_stderr: Option<String>,
    stdout_compare: Option<String>,
    timeout_s: Option<f64>,
    min_ms: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Directory {
    guest: String,
    host: String,
    #[serde(default)]
    readonly: bool,
}

/// Reads a manifest, or a folder or file of wasi-testsuite's: its programs, and
/// a line for each that is left out, with the reason.
///
/// # Errors
/// What cannot be read, and why.
pub fn read(path: &Path) -> Result<(Vec<Case>, Vec<String>), String> {
    if path.is_dir() {
        return testsuite::folder(path);
    }
    let text = text(path)?;
    let manifest: Result<Manifest, _> = serde_json::from_str(&text);
    let above = path.parent().unwrap_or(Path::new("."));
    match manifest {
        Ok(manifest) => manifest
            .tests
            .into_iter()
            .map(|test| test.case(above))
            .collect::<Result<_, _>>()
            .map(|cases| (cases, Vec::new())),
        Err(_) if path.with_extension("wasm").is_file() => {
            let case = testsuite::one(&path.with_extension("wasm"))?;
            Ok((vec![case], Vec::new()))
        }
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn text(path: &Path) -> Result<String, String> {
    String::from_utf8(bytes(path)?).map_err(|_| format!("{}: it is no text", path.display()))
}

/// The file's own name, which is what a program is called if nothing else is
/// said.
fn own_name(wasm: &Path) -> String {
    let name = wasm.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

impl Test {
    fn case(self, above: &Path) -> Result<Case, String> {
        let wrong = |what: &str| format!("{}: {what}", self.name);
        let either = |text: &Option<String>, file: &Option<String>| match (text, file) {
            (Some(text), None) => Ok(Some(text.clone().into_bytes())),
            (None, Some(file)) => bytes(&above.join(file)).map(Some),
            (None, None) => Ok(None),
            (Some(_), Some(_)) => Err(wrong("a text and a file are given for the same")),
        };
        let stdin = either(&self.stdin, &self.stdin_file)?.unwrap_or_default();
        let stdout = either(&self.expect_stdout, &self.expect_stdout_file)?;
        let compare = match self.stdout_compare.as_deref() {
            None | Some("exact") => Compare::Exact,
            Some("sorted-lines-nodots") => Compare::SortedLinesNoDots,
            Some(other) => return Err(wrong(&format!("there is no comparison {other}"))),
        };
        let seconds = |seconds: f64| {
            Duration::try_from_secs_f64(seconds).map_err(|_| wrong("a time is no time"))
        };
        let wasm = above.join(&self.wasm);
        let argv0 = self.argv0.clone().unwrap_or_else(|| own_name(&wasm));
        Ok(Case {
            args: [argv0].into_iter().chain(self.args.clone()).collect(),
            env: self.env.0.clone(),
            dirs: self
                .dirs
                .iter()
                .map(|dir| Dir {
                    guest: dir.guest.clone(),
                    host: above.join(&dir.host),
                    readonly: dir.readonly,
                })
                .collect(),
            stdin,
            expect: Expect {
                exit: self.expect_exit,
                stdout,
                stderr: self.expect_stderr.clone().map(String::into_bytes),
                compare,
            },
            timeout: self.timeout_s.map_or(Ok(PATIENCE), seconds)?,
            at_least: self
                .min_ms
                .map_or(Ok(Duration::ZERO), |ms| seconds(ms / 1e3))?,
            name: self.name,
            suite: self.suite,
            wasm,
        })
    }
}

#[cfg(test)]
mod tests;
