//! Right inputs, from which wrong ones are made.

use std::{fs, path::Path};

use model::{demo::Demo, link};

/// Modules, components and other files.
pub fn files() -> Vec<Vec<u8>> {
    const MODULES: [&str; 12] = [
        r#"(module $name
            (import "wasi_snapshot_preview1" "fd_write" (func $w (param i32 i32 i32 i32) (result i32)))
            (import "env" "memory" (memory 1 2 shared)) (import "env" "log" (func))
            (table 1 externref) (memory (export "memory") 1) (global i32 i32.const 7)
            (func $main (export "_start") (local i32 v128)
                block loop i32.const 1 br_if 0 end end
                (drop (v128.const i64x2 0 0)) (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))
            (data "x") (@producers (language "Rust" "") (processed-by "rustc" "1.95.0 (5980 2026-04-14)"))
            (@custom "target_features" "\02+\07simd128-\07atomics"))"#,
        r#"(module (memory (export "memory") i64 1 70000) (func (export "_initialize")) (func (export "add")))"#,
        r#"(module (memory 1 (pagesize 1)) (memory 2 3) (tag $t (param i32)) (func try catch_all end block try_table (catch_all 0) end end))"#,
        r#"(module (type $s (struct (field (mut i32)))) (rec (type $a (array i8)) (type $b (sub $a (array i8)))) (func return_call 0))"#,
        r#"(module (import "wasix_32v1" "proc_fork" (func)) (memory (export "memory") 1) (func (export "_start")))"#,
        r#"(module (import "wbg" "__wbg_log" (func)) (import "gojs" "x" (func)) (import "a" "b" (func)))"#,
        r#"(module (@custom "linking" "\02") (@custom "reloc.CODE" "\00") (@custom "dylink.0" "\01") (@custom ".debug_info" "x"))"#,
        r#"(module (table 10 funcref) (elem (i32.const 0) $f) (func $f (param i32) (result i32) local.get 0) (start 1) (func))"#,
        r#"(component (import "wasi:cli/stdout@0.2.3" (instance)) (instance $run) (export "wasi:cli/run@0.2.3" (instance $run)))"#,
        r#"(component (core module (memory 1) (func (export "x")) (@producers (language "Rust" ""))) (component (component)))"#,
        r#"(component (type $t (func)) (export "t" (type $t)))"#,
        "(component)",
    ];
    let modules = MODULES.map(|text| wat::parse_str(text).expect("the test's own text is valid"));
    let others: [&[u8]; 7] = [
        b"",
        b"#!/bin/sh\n",
        b"<!doctype html>",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0",
        b"PK\x03\x04",
        b"\xca\xfe\xba\xbe\0\0\0\x02",
        "text, größer".as_bytes(),
    ];
    modules
        .into_iter()
        .chain(others.map(<[u8]>::to_vec))
        .collect()
}

/// Components that are programs.
pub fn components() -> Vec<Vec<u8>> {
    let program = include_str!("../../../component/tests/program.wat");
    vec![wat::parse_str(program).expect("the test's own text is valid")]
}

/// The demos that come with the page.
pub fn demos() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../filters/demos");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the filters have demos")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    // In one order everywhere: a seed is to make the same inputs.
    files.sort();
    files
        .iter()
        .map(|file| fs::read(file).expect("it can be read"))
        .collect()
}

/// Their command lines, and some that are not accepted.
pub fn commands() -> Vec<Vec<u8>> {
    let parsed = demos().into_iter().map(|demo| {
        Demo::parse(&String::from_utf8_lossy(&demo))
            .0
            .command
            .into_bytes()
    });
    let others = [
        "A=1 b='c d' \"e\\\"$?\" < f >> g 2>&1 | ! h && i || j; # k",
        "a $(b) `c` ${d} *.e ~ { f; } & g << h",
        "größe | 'no end",
    ];
    parsed
        .chain(others.map(|line| line.as_bytes().to_vec()))
        .collect()
}

/// What engines throw, and names that programs give.
pub fn traps() -> Vec<Vec<u8>> {
    [
        "unreachable\nRuntimeError: unreachable\n    at alloc::vec::push (wasm://wasm/0a:wasm-function[17]:0x1f)\n",
        "indirect call signature mismatch\n_ZN4core3fmt9Formatter3pad17h1e2d3c4b5a697887E@http://x/y.wasm:wasm-function[3]:0x2\n",
        "Out of bounds memory access\n<?>.wasm-function[_RNvCs1234_7mycrate3foo]@[wasm code]\n",
        "C:\\fakepath\\Größe (1).WASM?a=b#c",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// The demos as links, packed and to be read.
pub fn links() -> Vec<Vec<u8>> {
    let demos = demos().into_iter().flat_map(|text| {
        let (demo, _) = Demo::parse(&String::from_utf8_lossy(&text));
        [link::pack(&demo), link::write(&demo)]
    });
    let by_hand =
        "!sort%20&in=b%0A&title=x&file=a:b&grant=preopen / .&module=a@b@00&view=hex&limits=1 2 3 4";
    demos
        .chain([
            by_hand.to_owned(),
            "c\x04sortg\x0dpreopen\0/\0.k\x08view hexm\x03\x01abi\x02x\nf\x02\x01a".to_owned(),
        ])
        .map(String::into_bytes)
        .collect()
}

/// What programs write, of each kind that has a view.
pub fn views() -> Vec<Vec<u8>> {
    let texts: [&[u8]; 9] = [
        b"{\"a\": [1, -2.5e3, \"x\\u00e9\"], \"b\": {\"c\": null}}\n[true]\n",
        b"name,born\r\n\"Lovelace, \"\"Ada\"\"\",1815\r\nAlan,1912\r\n",
        b"a\tb\n1\t2\n3\t4\n",
        b"\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3;48;5;200mmany\x1b[m\x1b]0;title\x07\n",
        b"<!doctype html><html><h1>A page</h1>",
        b"<?xml version='1.0'?><!-- a --><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"P3\n# a comment\n2 1\n255\n255 0 0 0 0 255\n",
        b"P4 10 2\n\xff\xc0\0\0",
        b"P6 1 2 65535\n\0\x01\0\x02\0\x03\0\x04\0\x05\0\x06",
    ];
    texts.map(<[u8]>::to_vec).to_vec()
}
