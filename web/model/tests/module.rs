//! The memory of modules, the parts of components, and the names that they are
//! called by.

use model::module::{command_name, component_parts, is_component, limit_memory};
use proptest::prelude::*;

const COMMAND: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")))"#;

fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the test's own text is valid")
}

#[test]
fn names_come_from_file_names() {
    for (file, name) in [
        ("cat.wasm", "cat"),
        ("Markdown Filter (1).wasm", "markdown-filter-1"),
        ("https://example.org/a/b/jq.wasm?raw=1#x", "jq"),
        ("C:\\fakepath\\x.WASM", "x"),
        ("https://example.org/rev.wasm?sig=a/b", "rev"),
        (".wasm", "module"),
        ("größe.wasm", "größe"),
        ("ÄPFEL.wasm", "Äpfel"),
        ("a\u{202e}b\u{a0}c.wasm", "a-b-c"),
        ("a|b;c.wasm", "a-b-c"),
    ] {
        assert_eq!(command_name(file), name);
    }
}

fn valid(bytes: &[u8]) -> bool {
    wasmparser::Validator::new_with_features(wasmparser::WasmFeatures::all())
        .validate_all(bytes)
        .is_ok()
}

#[test]
fn memory_is_limited() {
    const AROUND: &str = r#"(type (func)) (import "a" "b" (func)) (func $f) (table 1 funcref) MEMORY
        (global i32 i32.const 7) (export "_start" (func $f)) (data "x") (@custom "tail" "y")"#;
    for (memory, limited) in [
        ("(memory 1)", Some("(memory 1 100)")),
        ("(memory 1 65536)", Some("(memory 1 100)")),
        ("(memory 100 101)", Some("(memory 100 100)")),
        ("(memory 1 200 shared)", Some("(memory 1 100 shared)")),
        ("(memory i64 1)", Some("(memory i64 1 100)")),
        ("(memory i64 1 281474976710656)", Some("(memory i64 1 100)")),
        (
            "(memory 1) (memory 2 3)",
            Some("(memory 1 100) (memory 2 3)"),
        ),
        (
            "(memory 300 400 (pagesize 1)) (memory 2)",
            Some("(memory 300 400 (pagesize 1)) (memory 2 100)"),
        ),
        ("(memory 300 (pagesize 1))", None),
        ("(memory 1 100)", None),
        ("(memory 1 2 shared)", None),
        ("", None),
    ] {
        let module = |memory| wasm(&format!("(module {})", AROUND.replace("MEMORY", memory)));
        let whole = module(memory);
        assert!(valid(&whole), "{memory}");
        let got = limit_memory(&whole, 100).expect(memory);
        assert_eq!(got, limited.map(module), "{memory}");
        if let Some(got) = got {
            assert!(valid(&got), "{memory}");
            assert_eq!(limit_memory(&got, 100), Ok(None));
        }
    }
    // What it imports is not its own.
    let imports = wasm(r#"(module (import "env" "memory" (memory 200)))"#);
    assert_eq!(limit_memory(&imports, 100), Ok(None));
}

#[test]
fn too_much_memory_is_named() {
    for (memory, pages, said) in [
        (
            "65536",
            16384,
            "asks for 4096 MB of memory at its start, and the limit is 1024 MB",
        ),
        (
            "17",
            16,
            "asks for 1.1 MB of memory at its start, and the limit is 1 MB",
        ),
        ("i64 281474976710656", 1, "asks for 17592186044416 MB"),
    ] {
        let refusal = limit_memory(&wasm(&format!("(module (memory {memory}))")), pages)
            .expect_err(memory)
            .0;
        assert!(refusal.contains(said), "{refusal}");
        assert!(
            refusal.ends_with('.') && !refusal.contains('\n'),
            "{refusal}"
        );
    }
    for (bytes, said) in [
        (&b"hello"[..], "not a WebAssembly module"),
        (b"\0asm\x0d\0\x01\0", "not a WebAssembly module"),
        (b"\0asm\x01", "not a WebAssembly module"),
        (b"\0asm\x01\0\0\0\x05\x03\x01", "damaged"),
        (b"\0asm\x01\0\0\0\x05\x03\x01\x40\x01", "damaged"),
    ] {
        let refusal = limit_memory(bytes, 1).expect_err(said).0;
        assert!(refusal.contains(said), "{said}: {refusal}");
    }
}

proptest! {
    #[test]
    fn limiting_any_bytes_is_no_panic(bytes: Vec<u8>, pages: u64) {
        let _ = limit_memory(&[&b"\0asm\x01\0\0\0"[..], &bytes].concat(), pages);
        let _ = limit_memory(&bytes, pages);
    }

    /// Whatever is left valid by a few other bytes stays so, with less memory.
    #[test]
    fn limiting_mutated_bytes_keeps_them_valid(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        pages in prop_oneof![0u64..40, 65_530u64..65_540],
    ) {
        let mut bytes = wasm(COMMAND);
        for (at, to) in changes {
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        if let Ok(Some(limited)) = limit_memory(&bytes, pages) {
            prop_assert!(valid(&limited) || !valid(&bytes));
            prop_assert_eq!(limit_memory(&limited, pages), Ok(None));
        }
    }
}

#[test]
fn a_component_is_taken_apart_and_keeps_what_joins_it() {
    let text = r#"(component
        (core module $a (memory 1) (func (export "x")))
        (component (core module (func)))
        (core module $b (import "a" "x" (func)))
        (core instance $a (instantiate $a))
        (core instance (instantiate $b (with "a" (instance $a))))
        (@custom "tail" "y"))"#;
    let whole = wasm(text);
    assert!(is_component(&whole) && !is_component(&wasm(COMMAND)));
    let parts = component_parts(&whole).expect("it is whole");
    let modules: Vec<&[u8]> = parts
        .modules
        .iter()
        .map(|place| &whole[place.clone()])
        .collect();
    let named = r#"(module $a (memory 1) (func (export "x")))"#;
    assert_eq!(
        modules,
        [wasm(named), wasm(r#"(module $b (import "a" "x" (func)))"#)]
    );
    // What is left is a component too, whose two modules are empty.
    let emptied = inside(&parts.frame);
    assert_eq!(emptied, ["empty", "nested", "empty"]);
    for end in 8..whole.len() {
        let cut = component_parts(&whole[..end]);
        assert!(cut.is_ok() || cut.is_err_and(|why| why.0.contains("cut off")));
    }
    assert!(component_parts(&wasm(COMMAND)).is_err());
}

/// The modules and components directly in a component.
fn inside(component: &[u8]) -> Vec<&'static str> {
    let payloads = wasmparser::Parser::new(0).parse_all(component);
    let sections = payloads.map(|payload| payload.expect("it can be read"));
    let mut depth = 0;
    let mut found = Vec::new();
    for payload in sections {
        match payload {
            wasmparser::Payload::ModuleSection {
                unchecked_range, ..
            } if depth == 0 => {
                assert_eq!(unchecked_range.len(), 8);
                found.push("empty");
                depth += 1;
            }
            wasmparser::Payload::ComponentSection { .. } if depth == 0 => {
                found.push("nested");
                depth += 1;
            }
            wasmparser::Payload::ModuleSection { .. }
            | wasmparser::Payload::ComponentSection { .. } => depth += 1,
            wasmparser::Payload::End(_) => depth -= 1,
            _ => {}
        }
    }
    found
}
