//! What our host is compared with: two hosts for browsers from npm, and wasmtime.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::programs::{on_path, run};
use crate::step::Steps;
use crate::tools;

/// Hosts for browsers, with the files of theirs that a worker loads.
pub const NPM: [(&str, &str, &str, &[&str]); 2] = [
    (
        "shim",
        "@bjorn3/browser_wasi_shim",
        "0.4.2",
        &[
            "dist/index.js",
            "dist/wasi.js",
            "dist/wasi_defs.js",
            "dist/fd.js",
            "dist/fs_mem.js",
            "dist/fs_opfs.js",
            "dist/strace.js",
            "dist/debug.js",
        ],
    ),
    ("runno", "@runno/wasi", "0.10.0", &["dist/main.js"]),
];

const WASMTIME: &str = "50.0.1";

/// The node_modules of the hosts from npm. They have a folder of their own: npm
/// removes what it did not install in the same go.
pub fn node_modules() -> PathBuf {
    tools::folder().join("peers/node_modules")
}

/// Installs the hosts from npm, unless they are there.
pub fn npm(steps: &mut Steps) -> Result<()> {
    let there = |(_, name, version, _): &(&str, &str, &str, &[&str])| {
        let package = fs::read_to_string(node_modules().join(name).join("package.json"));
        package.is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")))
    };
    if NPM.iter().all(there) {
        return Ok(());
    }
    ensure!(on_path("npm").is_some(), "npm is not on PATH");
    let prefix = tools::folder().join("peers");
    let names = NPM.map(|(_, name, version, _)| format!("{name}@{version}"));
    steps.run(&format!("{} (npm)", names.join(" and ")), || {
        fs::create_dir_all(&prefix)?;
        run(Command::new("npm")
            .args([
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
            ])
            .arg(&prefix)
            .args(&names))
    })
}

/// wasmtime for Python.
pub struct Wasmtime {
    packages: PathBuf,
}

impl Wasmtime {
    /// Installs it, unless it is there.
    pub fn set_up(steps: &mut Steps) -> Result<Wasmtime> {
        let packages = tools::folder().join(format!("wasmtime-{WASMTIME}"));
        let python = on_path("python3").context("python3 is not on PATH")?;
        if !packages.join("wasmtime").is_dir() {
            steps.run(&format!("wasmtime {WASMTIME} (pip)"), || {
                run(Command::new(python)
                    .args([
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--disable-pip-version-check",
                        "--root-user-action=ignore",
                        "--target",
                    ])
                    .arg(&packages)
                    .arg(format!("wasmtime=={WASMTIME}")))
            })?;
        }
        Ok(Wasmtime { packages })
    }

    /// Runs a module so often: see `tests/bench/wasmtime_runs.py`.
    pub fn command(&self, mode: &str, runs: u32, module: &Path, input: &Path) -> Command {
        let mut command = Command::new("python3");
        command
            .arg(crate::root().join("tests/bench/wasmtime_runs.py"))
            .args([mode, &runs.to_string()])
            .args([module, input])
            .env("PYTHONPATH", &self.packages);
        command
    }
}
