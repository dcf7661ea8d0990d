//! Files that people bring, and the sentence that each one gets.

use model::module::{check, command_name};
use proptest::prelude::*;

const COMMAND: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")))"#;

fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the test's own text is valid")
}

fn sentence(bytes: &[u8]) -> String {
    let sentence = check(bytes).expect_err("this must be refused").0;
    assert!(
        sentence.ends_with('.') && !sentence.contains('\n'),
        "{sentence}"
    );
    sentence
}

#[test]
fn a_command_runs() {
    assert_eq!(check(&wasm(COMMAND)), Ok(()));
    assert_eq!(
        check(&wasm(
            &COMMAND.replace("wasi_snapshot_preview1", "wasi_unstable")
        )),
        Ok(())
    );
}

#[test]
fn other_files_are_named() {
    for (bytes, said) in [
        (&b""[..], "empty"),
        (b"hello, world\n", "text file"),
        (b"<!DOCTYPE html><title>404</title>", "HTML page"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0", "native Linux"),
        (b"PK\x03\x04abcdefgh", "zip"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "not a WebAssembly module"),
        (b"(module)", "text form"),
        (b"\0as", "cut off"),
        (b"\0asm\x01", "cut off"),
        (b"\0asm\x0d\0\x01\0", "component"),
        (b"\0asm\x07\0\0\0", "damaged"),
    ] {
        let sentence = sentence(bytes);
        assert!(sentence.contains(said), "{said}: {sentence}");
    }
}

#[test]
fn other_hosts_are_named() {
    for (text, said) in [
        (r#"(module (import "wasix_32v1" "fd_dup" (func)))"#, "WASIX"),
        (
            r#"(module (import "wbg" "__wbg_log" (func)))"#,
            "wasm-bindgen",
        ),
        (
            r#"(module (import "gojs" "runtime.wasmExit" (func)))"#,
            "GOOS=wasip1",
        ),
        (
            r#"(module (import "env" "emscripten_resize_heap" (func)))"#,
            "Emscripten",
        ),
        (
            r#"(module (import "env" "memory" (memory 1 2 shared)))"#,
            "threads",
        ),
        (
            r#"(module (import "env" "log_line" (func)))"#,
            "log_line from env",
        ),
        (
            r#"(module (import "wasi_snapshot_preview1" "fd_dup" (func)))"#,
            "fd_dup",
        ),
        (
            r#"(module (memory (export "memory") 1) (func (export "add")))"#,
            "exports add",
        ),
        (r#"(module)"#, "no functions"),
        (
            r#"(module (memory 1) (func (export "_start")))"#,
            "not exported",
        ),
        (
            r#"(module (memory (export "memory") i64 1) (func (export "_start")))"#,
            "64-bit",
        ),
    ] {
        let sentence = sentence(&wasm(text));
        assert!(sentence.contains(said), "{said}: {sentence}");
    }
}

#[test]
fn a_truncated_module_is_called_so_wherever_it_was_cut() {
    let whole = wasm(&COMMAND.replace(
        "(func (export",
        "(func $big (param i32) local.get 0 drop) (func (export",
    ));
    for length in 9..whole.len() {
        // At a section's end it is a valid module that lacks something.
        if let Err(refusal) = check(&whole[..length]) {
            assert!(
                ["cut off", "library", "not exported"]
                    .iter()
                    .any(|said| refusal.0.contains(said)),
                "cut at {length}: {refusal}"
            );
        }
    }
    assert!(sentence(&whole[..whole.len() - 30]).contains("cut off"));
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
        ("a|b;c.wasm", "a-b-c"),
    ] {
        assert_eq!(command_name(file), name);
    }
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(bytes: Vec<u8>, start in 0usize..3) {
        let starts: [&[u8]; 3] = [b"", b"\0asm\x01\0\0\0", b"\0asm"];
        let _ = check(&[starts[start], &bytes].concat());
    }

    #[test]
    fn any_flipped_byte_gets_an_answer(at: prop::sample::Index, to: u8) {
        let mut bytes = wasm(COMMAND);
        let at = at.index(bytes.len());
        bytes[at] = to;
        let _ = check(&bytes);
    }
}
