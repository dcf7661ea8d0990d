//! The programs of other people are there, are the right ones, and stand for the languages we promise.

use std::collections::BTreeSet;
use std::fs;

use tests::real::{modules, wasm};

#[test]
fn every_program_can_be_fetched() {
    for module in modules() {
        let path = wasm(&module).unwrap_or_else(|why| panic!("{why}"));
        let bytes = fs::read(&path).unwrap();
        assert!(
            bytes.starts_with(b"\0asm\x01\0\0\0"),
            "{} is not a core module",
            module.name
        );
        if let Some(size) = module.bytes {
            assert_eq!(bytes.len() as u64, size, "{}", module.name);
        }
        assert!(!module.cases.is_empty(), "{} has no case", module.name);
    }
}

#[test]
fn they_stand_for_the_languages_that_the_page_promises() {
    let modules = modules();
    let languages: BTreeSet<&str> = modules
        .iter()
        .map(|module| module.language.as_str())
        .collect();
    let promised = ["AssemblyScript", "C", "C++", "Go", "Haskell", "Rust", "Zig"];
    assert_eq!(languages, BTreeSet::from(promised));
    assert!(modules.len() >= 25, "there are {}", modules.len());
}

#[test]
fn names_are_used_once() {
    let names: BTreeSet<String> = modules().into_iter().map(|module| module.name).collect();
    assert_eq!(names.len(), modules().len());
}

#[test]
fn every_case_has_bytes_that_decode() {
    for case in modules().iter().flat_map(|module| &module.cases) {
        drop(case.stdin());
        for file in case.files.values().chain(case.leaves.values()) {
            drop(file.bytes());
        }
    }
}

#[test]
fn a_file_with_another_hash_is_refused() {
    let mut module = modules()
        .into_iter()
        .find(|module| module.name == "boolector")
        .unwrap();
    module.sha256 = Some("0".repeat(64));
    let why = wasm(&module).unwrap_err();
    assert!(
        why.contains("is not the file that the manifest describes"),
        "{why}"
    );
}

#[test]
fn a_client_that_fails_is_one_line() {
    let mut module = modules()
        .into_iter()
        .find(|module| module.name == "boolector")
        .unwrap();
    module.name = "nothing".into();
    // The client refuses this before it asks the registry.
    module.from.version = "no version".into();
    let why = wasm(&module).unwrap_err();
    assert!(why.starts_with("cannot fetch nothing: python3 "), "{why}");
    assert!(!why.contains('\n'), "{why}");
}
