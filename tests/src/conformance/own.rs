//! Our own programs, in tests/conformance: built, with a manifest beside them
//! in the target folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Map, Value, json};

use super::{Case, folder::copy, manifest};
use crate::native::root;

/// A program of our own.
#[derive(Debug)]
pub struct Own {
    /// How it is run.
    pub case: Case,
    /// Where wasmtime gives something else, and why that is right.
    pub differs: Option<String>,
}

/// Builds them and tells how each is run. Cargo does nothing where nothing has
/// changed.
///
/// # Panics
/// When they do not build; what builds them has said why.
pub fn programs() -> Vec<Own> {
    let sources = root().join("tests/conformance");
    let mut built = build();
    let folder = built
        .values()
        .next()
        .and_then(|wasm| wasm.ancestors().nth(3))
        .expect("there are programs, in a target folder")
        .join("conformance");
    let kept = folder.join("files");
    drop(fs::remove_dir_all(&kept));
    copy(&sources.join("files"), &kept).expect("the target folder can be written to");
    // Not each way by which a source tree gets to a machine keeps links.
    std::os::unix::fs::symlink("deep/three.txt", kept.join("b/link"))
        .expect("the target folder can hold links");
    fs::create_dir_all(folder.join("empty")).expect("the target folder can be written to");
    for text in files(&sources.join("wat"), "wat") {
        let wasm = folder.join(name(&text)).with_extension("wasm");
        let bytes = wat::parse_file(&text).unwrap_or_else(|error| panic!("{error}"));
        fs::write(&wasm, bytes).expect("the target folder can be written to");
        built.insert(name(&text), wasm);
    }
    let mut tests = Vec::new();
    let mut differs = BTreeMap::new();
    for (name, wasm) in &built {
        let rust = sources.join("src/bin").join(name).with_extension("rs");
        let text = sources.join("wat").join(name).with_extension("wat");
        let source = if rust.is_file() { rust } else { text };
        let mut test = header(&source);
        if let Some(why) = test.remove("differs").as_ref().and_then(Value::as_str) {
            differs.insert(name.clone(), why.to_owned());
        }
        test.insert("name".to_owned(), json!(name));
        test.insert("suite".to_owned(), json!("Pourover"));
        test.insert("wasm".to_owned(), json!(wasm));
        tests.push(Value::Object(test));
    }
    let list = folder.join("manifest.json");
    fs::write(&list, format!("{:#}\n", json!({ "tests": tests })))
        .expect("the target folder can be written to");
    let (cases, _) = manifest::read(&list).unwrap_or_else(|why| panic!("{why}"));
    let own = |case: Case| Own {
        differs: differs.remove(&case.name),
        case,
    };
    cases.into_iter().map(own).collect()
}

/// The modules of the Rust programs by name.
fn build() -> BTreeMap<String, PathBuf> {
    let build = Command::new(env!("CARGO"))
        .args(["build", "--package", "conformance", "--bins"])
        .args(["--target", "wasm32-wasip1", "--profile", "quick"])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(root())
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo starts");
    assert!(build.status.success(), "the programs do not build");
    let messages = build
        .stdout
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok());
    let executables = messages.filter_map(|message: Value| {
        let name = message["target"]["name"].as_str()?.to_owned();
        Some((name, PathBuf::from(message["executable"].as_str()?)))
    });
    executables.collect()
}

/// What a program's comment says of how it is run: between ```` ```json ```` and
/// ```` ``` ````, what a manifest says but for its name, suite and module.
fn header(source: &Path) -> Map<String, Value> {
    let text = fs::read_to_string(source).unwrap_or_else(|error| panic!("{error}"));
    let comment: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix("//!").or(line.strip_prefix(";;")))
        .collect();
    let inside = comment
        .iter()
        .skip_while(|line| line.trim() != "```json")
        .skip(1)
        .take_while(|line| line.trim() != "```");
    let inside: String = inside.map(|line| format!("{line}\n")).collect();
    if inside.is_empty() {
        return Map::new();
    }
    serde_json::from_str(&inside).unwrap_or_else(|error| panic!("{}: {error}", source.display()))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
    let paths = entries.flatten().map(|entry| entry.path());
    paths
        .filter(|path| path.extension() == Some(extension.as_ref()))
        .collect()
}

fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}
