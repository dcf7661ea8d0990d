//! What wasi-testsuite's own files say: a folder of `NAME.wasm`, most of them
//! with a `NAME.json`, as described in its doc/specification.md.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;

use super::{Environment, PATIENCE, bytes, own_name, text};
use crate::conformance::{Case, Compare, Dir, Expect};

/// Either form of it: what a run is, or operations that say so one by one.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Config {
    args: Vec<String>,
    env: Environment,
    root: Option<String>,
    /// Before there was `root`: directories by the same name on both sides.
    dirs: Vec<String>,
    exit_code: u32,
    stdout: Option<String>,
    stderr: Option<String>,
    proposals: Vec<String>,
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Operation {
    Run {
        #[serde(default)]
        args: Vec<String>,
        #[serde(default)]
        env: Environment,
        root: Option<String>,
    },
    Wait {
        #[serde(default)]
        exit_code: u32,
    },
    Read {
        #[serde(default)]
        id: Option<String>,
        #[serde(default)]
        payload: String,
    },
    /// Sockets, requests and signals.
    #[serde(other)]
    Other,
}

impl Config {
    /// The operations said as one run.
    fn flat(mut self) -> Result<Self, String> {
        if !self.proposals.is_empty() {
            return Err(format!("it needs {}", self.proposals.join(", ")));
        }
        for operation in std::mem::take(&mut self.operations) {
            match operation {
                Operation::Run { args, env, root } => {
                    (self.args, self.env, self.root) = (args, env, root);
                }
                Operation::Wait { exit_code } => self.exit_code = exit_code,
                Operation::Read { id, payload } => {
                    let stream = match id.as_deref() {
                        Some("stderr") => &mut self.stderr,
                        _ => &mut self.stdout,
                    };
                    stream.get_or_insert_default().push_str(&payload);
                }
                Operation::Other => return Err("it does more than run and write".to_owned()),
            }
        }
        Ok(self)
    }
}

/// One program.
pub(super) fn one(wasm: &Path) -> Result<Case, String> {
    let said = wasm.with_extension("json");
    let config = match said.is_file() {
        true => serde_json::from_str(&text(&said)?)
            .map_err(|error| format!("{}: {error}", said.display()))?,
        false => Config::default(),
    };
    let config = config
        .flat()
        .map_err(|why| format!("{}: {why}", wasm.display()))?;
    let above = wasm.parent().unwrap_or(Path::new("."));
    let root = config.root.map(|root| ("/".to_owned(), root));
    let same = config.dirs.into_iter().map(|dir| (dir.clone(), dir));
    Ok(Case {
        name: wasm
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        suite: suite(above),
        wasm: wasm.to_owned(),
        args: [own_name(wasm)].into_iter().chain(config.args).collect(),
        env: config.env.0,
        dirs: root
            .into_iter()
            .chain(same)
            .map(|(guest, host)| Dir {
                guest,
                host: above.join(host),
                readonly: false,
            })
            .collect(),
        stdin: Vec::new(),
        expect: Expect {
            exit: config.exit_code,
            stdout: config.stdout.map(String::into_bytes),
            stderr: config.stderr.map(String::into_bytes),
            compare: Compare::Exact,
        },
        timeout: PATIENCE,
        at_least: Duration::ZERO,
    })
}

/// All programs of a folder and of the folders in it, and a line for each that
/// is left out.
pub(super) fn folder(path: &Path) -> Result<(Vec<Case>, Vec<String>), String> {
    let (mut cases, mut left_out) = (Vec::new(), Vec::new());
    let mut wasms = Vec::new();
    find(path, &mut wasms)?;
    wasms.sort();
    for wasm in wasms {
        if !bytes(&wasm)?.starts_with(b"\0asm\x01\0\0\0") {
            left_out.push(format!("{}: it is no core module", wasm.display()));
            continue;
        }
        match one(&wasm) {
            Ok(case) => cases.push(case),
            Err(why) => left_out.push(why),
        }
    }
    match cases.is_empty() {
        true => Err(format!("{}: no program is in it", path.display())),
        false => Ok((cases, left_out)),
    }
}

fn find(folder: &Path, wasms: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => find(&path, wasms)?,
            Ok(kind) if kind.is_file() && path.extension() == Some("wasm".as_ref()) => {
                wasms.push(path);
            }
            _ => {}
        }
    }
    Ok(())
}

/// What the folder's `manifest.json` calls it, or its own name.
fn suite(folder: &Path) -> String {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    let named = text(&folder.join("manifest.json"))
        .ok()
        .and_then(|text| serde_json::from_str::<Named>(&text).ok());
    named.map_or_else(|| own_name(folder), |named| named.name)
}
