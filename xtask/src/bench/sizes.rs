//! What goes over the wire, in KB, compressed with brotli.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::figure::Figure;
use super::peers::{self, NPM};
use crate::programs::output;

/// Prints the size of each file named, compressed as a static host does it.
const BROTLI: &str = "const { brotliCompressSync } = require('zlib'); const { readFileSync } = require('fs');
    for (const file of process.argv.slice(1)) console.log(brotliCompressSync(readFileSync(file)).length);";

/// The sizes of page and host, and of the peers.
pub fn measure(dist: &Path) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut all = |case: &str, contestant: &str, files: Result<Vec<PathBuf>>| {
        let mut figure = Figure::native("over the wire, brotli", case, "KB", contestant);
        match files.and_then(|files| compressed(&files)) {
            Ok(bytes) => figure.values.push(bytes as f64 / 1000.0),
            Err(error) => figure.failed = Some(format!("{error:#}")),
        }
        figures.push(figure);
    };
    all("the host alone", "ours", files(dist, is_host));
    all("page and host", "ours", files(dist, |_| true));
    for (contestant, package, _, names) in NPM {
        let folder = peers::node_modules().join(package);
        let files = names.iter().map(|name| folder.join(name)).collect();
        all("the host alone", contestant, Ok(files));
    }
    figures
}

/// Whether a file belongs to the worker, without which no program runs.
fn is_host(name: &str) -> bool {
    ["worker.js", "stage.js", "stage_bg.wasm"].contains(&name)
}

/// What is fetched only when it is asked for, by a part of its name.
const ON_DEMAND: [&str; 13] = [
    "wasix",
    "component",
    "doctor",
    "archives",
    "views",
    "links",
    "share",
    "ask",
    "install",
    "service-worker",
    "manifest",
    "icon-",
    "help",
];

/// What a first visit fetches; the filters come when they are asked for.
fn files(dist: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(dist).with_context(|| format!("cannot read {}", dist.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_file() && wanted(&name) && !ON_DEMAND.iter().any(|part| name.contains(part)) {
            files.push(path);
        }
    }
    Ok(files)
}

fn compressed(files: &[PathBuf]) -> Result<usize> {
    let sizes = output(Command::new("node").args(["-e", BROTLI]).args(files))?;
    Ok(sizes
        .lines()
        .filter_map(|size| size.parse::<usize>().ok())
        .sum())
}
