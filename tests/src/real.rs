//! Real programs that other people wrote and compiled, from their registries.
//!
//! `tests/real/modules.json` says which, where from, and what must come out of them. None of them is in this
//! repository: the first use fetches one into `target/modules/` with the registry's ordinary client, or compiles
//! it from there; later uses need no network.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use serde::Deserialize;

mod compile;
mod fetch;
mod package;

pub use fetch::wasm;

/// A program and what is known about it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// What the command line calls it; also its `argv[0]`.
    pub name: String,
    /// The language it is written in.
    pub language: String,
    /// What compiled it, for people.
    pub toolchain: String,
    /// Where it comes from.
    pub from: Origin,
    /// Its size in bytes; `None` where the file is compiled here.
    pub bytes: Option<u64>,
    /// SHA-256 of the file in lower case hex; `None` where the file is compiled here.
    pub sha256: Option<String>,
    /// What must come out of it.
    pub cases: Vec<Case>,
}

/// A file in a package of a registry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The registry.
    pub registry: Registry,
    /// The package's name there.
    pub package: String,
    /// Its exact version.
    pub version: String,
    /// The path of the file inside the package; for what Cargo compiles the name of its binary.
    pub file: String,
    /// What makes a program of it, if it is not one.
    pub compiler: Option<Compiler>,
    /// Other packages that it needs to be compiled, as `name@version`.
    #[serde(default)]
    pub with: Vec<String>,
}

/// What compiles a program where its registry has sources alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compiler {
    /// The Rust that is here, for wasm32-wasip1.
    Cargo,
    /// `asc`, from npm.
    AssemblyScript,
    /// `zig`, from PyPI.
    Zig,
}

/// A package registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registry {
    /// The npm registry: a gzipped tar archive that holds the compiled file.
    Npm,
    /// The Python package index: a wheel, which is a zip archive, that holds the compiled file.
    Pypi,
    /// The registry of Rust crates: sources.
    Crates,
    /// A crate that this workspace depends on: a file among its sources, which are here.
    Dependency,
}

/// A run and its result. Nothing is said of stderr: wording changes from host to host.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The arguments after the program's name.
    pub args: Vec<String>,
    /// The whole environment.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    #[serde(default)]
    stdin: String,
    stdin_base64: Option<String>,
    /// The files in the directory that it is granted, by name; none is granted where there are none.
    #[serde(default)]
    pub files: BTreeMap<String, Content>,
    /// What standard output must be, to the byte.
    pub stdout: String,
    /// The exit status.
    pub status: i32,
    /// The files that it must write, by name.
    #[serde(default)]
    pub leaves: BTreeMap<String, Content>,
}

/// What is in a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Content {
    /// Text.
    Text(String),
    /// Any bytes.
    Bytes {
        /// The bytes in base64.
        base64: String,
    },
}

impl Content {
    /// The file's bytes.
    ///
    /// # Panics
    /// When the manifest's `base64` is not base64.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes { base64 } => decode(base64),
        }
    }
}

fn decode(base64: &str) -> Vec<u8> {
    BASE64
        .decode(base64.as_bytes())
        .expect("tests/real/modules.json: this is not base64")
}

impl Case {
    /// The bytes of standard input.
    ///
    /// # Panics
    /// When the manifest's `stdin_base64` is not base64.
    #[must_use]
    pub fn stdin(&self) -> Vec<u8> {
        match &self.stdin_base64 {
            Some(text) => decode(text),
            None => self.stdin.clone().into_bytes(),
        }
    }
}

/// Every program of the manifest.
///
/// # Panics
/// When the manifest is not what this module describes.
#[must_use]
pub fn modules() -> Vec<Module> {
    serde_json::from_str(include_str!("../real/modules.json"))
        .unwrap_or_else(|error| panic!("tests/real/modules.json: {error}"))
}

/// The program of this name.
///
/// # Panics
/// When the manifest is not what this module describes.
#[must_use]
pub fn named(name: &str) -> Option<Module> {
    modules().into_iter().find(|module| module.name == name)
}
