//! A memory that a module wants from its host becomes its own.

use model::module::limit_memory;
use proptest::prelude::*;

fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the test's own text is valid")
}

fn valid(bytes: &[u8]) -> bool {
    let features = wasmparser::WasmFeatures::all();
    wasmparser::Validator::new_with_features(features)
        .validate_all(bytes)
        .is_ok()
}

/// A module with this import, this memory and these exports.
fn module(import: &str, memory: &str, exports: &str) -> String {
    format!(
        r#"(module (type (func))
            (import "wasix_32v1" "sched_yield" (func)) {import} (import "env" "more" (global i32))
            (func $f (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1))) (memory.init $data (i32.const 0) (i32.const 0) (i32.const 1)))
            (table 1 funcref) {memory} (tag $t) (global i32 (i32.const 7))
            (export "_start" (func $f)) {exports}
            (data $data "x") (@custom "tail" "y"))"#
    )
}

#[test]
fn an_imported_memory_becomes_the_modules_own() {
    for (import, own) in [
        (
            r#"(import "env" "memory" (memory 17 65536 shared))"#,
            "(memory 17 100)",
        ),
        (
            r#"(import "env" "memory" (memory 2 30 shared))"#,
            "(memory 2 30)",
        ),
        (r#"(import "a" "b" (memory 1))"#, "(memory 1 100)"),
    ] {
        let given = wasm(&module(import, "", ""));
        let expected = wasm(&module("", own, r#"(export "memory" (memory 0))"#));
        assert!(valid(&given) && valid(&expected), "{import}");
        let made = limit_memory(&given, 100).expect(import);
        assert_eq!(made.as_ref(), Some(&expected), "{import}");
        assert_eq!(limit_memory(&expected, 100), Ok(None));
    }
}

#[test]
fn one_that_is_exported_is_not_exported_twice() {
    let import = r#"(import "env" "memory" (memory 1 2 shared))"#;
    let export = r#"(export "memory" (memory 0))"#;
    let made = limit_memory(&wasm(&module(import, "", export)), 100);
    let expected = wasm(&module("", "(memory 1 2)", export));
    assert_eq!(made, Ok(Some(expected)));
}

#[test]
fn two_memories_are_left_alone() {
    let import = r#"(import "env" "memory" (memory 1 2 shared))"#;
    for (import, memory) in [(import, "(memory 1 9)"), (&import.repeat(2), "")] {
        let given = wasm(&module(import, memory, ""));
        assert!(valid(&given));
        assert_eq!(limit_memory(&given, 100), Ok(None));
    }
}

#[test]
fn one_that_is_too_large_is_named() {
    let import = r#"(import "env" "memory" (memory 1600 65536 shared))"#;
    let why = limit_memory(&wasm(&module(import, "", "")), 16)
        .unwrap_err()
        .0;
    assert!(why.contains("asks for 100 MB of memory"), "{why}");
}

proptest! {
    /// Whatever is left valid by a few other bytes stays so.
    #[test]
    fn mutated_bytes_stay_valid(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        pages in 0u64..40,
    ) {
        let import = r#"(import "env" "memory" (memory 17 65536 shared))"#;
        let mut bytes = wasm(&module(import, "", ""));
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        if let Ok(Some(made)) = limit_memory(&bytes, pages) {
            prop_assert!(valid(&made) || !valid(&bytes));
            prop_assert_eq!(limit_memory(&made, pages), Ok(None));
        }
    }
}
