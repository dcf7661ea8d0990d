//! A function of preview 1 that no program calls fails the build.

use std::fs;

fn main() {
    let mut programs = String::new();
    for folder in ["src/bin", "wat"] {
        println!("cargo::rerun-if-changed={folder}");
        for entry in fs::read_dir(folder).expect("it is a folder of this package") {
            let path = entry.expect("it can be listed").path();
            programs += &fs::read_to_string(path).expect("programs are text");
        }
    }
    let called = |name: &str| programs.contains(&format!("call::{name}("));
    let missing: Vec<&str> = model::module::FUNCTIONS
        .into_iter()
        .filter(|name| !called(name))
        .collect();
    assert!(
        missing.is_empty(),
        "no program in tests/conformance calls {}: write one each",
        missing.join(", ")
    );
}
