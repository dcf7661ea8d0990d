//! Files that are not WebAssembly, and modules that end in their header.

use super::refusal;

#[test]
fn other_files_are_named() {
    let tar = [[0; 257].as_slice(), b"ustar"].concat();
    let elf = |kind: u8, abi: u8| {
        let mut elf = vec![
            0x7f, b'E', b'L', b'F', 2, 1, 1, abi, 0, 0, 0, 0, 0, 0, 0, 0, kind, 0,
        ];
        elf.resize(64, 0);
        elf
    };
    for (bytes, said) in [
        (&b""[..], "empty"),
        (b"hello, world\n", "text file"),
        (b"<!DOCTYPE html><title>404</title>", "HTML page"),
        (b"\n  <html>", "HTML page"),
        (b"<?xml version='1.0'?><Error/>", "XML"),
        (b"{\"message\": \"Not Found\"}", "JSON"),
        (&elf(2, 0), "native Linux"),
        (&elf(1, 0), "native object file"),
        (&elf(1, 200), ".cwasm"),
        (b"\x7fELF", "native Linux"),
        (b"MZ\x90\0", "Windows"),
        (b"\xcf\xfa\xed\xfe\x0c", "macOS"),
        (b"\xca\xfe\xba\xbe\0\0\0\x02", "macOS"),
        (b"\xca\xfe\xba\xbe\0\0\0\x41", "Java"),
        (b"PK\x03\x04abcdefgh", "zip archive: unpack it"),
        (b"\x1f\x8b\x08\0", "gzip data: unpack it"),
        (b"\xfd7zXZ\0\0", "xz data"),
        (b"\x28\xb5\x2f\xfd", "zstd data"),
        (&tar, "tar archive"),
        (b"\0webc001", "wasmer package"),
        (b"WASMER\0\0....", "wasmer compiled"),
        (b"!<arch>\nfoo.o/", "static library"),
        (b"BC\xc0\xde", "bitcode"),
        (b"#!/bin/sh\n", "script"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid",
            "Git LFS",
        ),
        (b"AGFzbQEAAAA=", "base64"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\x81\x92\xfe\x07\xa1", "brotli"),
        (&[0; 5000], "zeros"),
        (b"(module)", "text form"),
        (b";; a comment\n(module)", "text form"),
        (b"let x = await WebAssembly.instantiate(y)", "JavaScript"),
        (b"package main\n\nimport \"fmt\"\n", "Go"),
        (b"#include <stdio.h>\n", "C or C++"),
        (b"use std::io;\n\nfn main() {}\n", "Rust"),
        (b"\0as", "cut off"),
        (b"\0asm\x01", "cut off"),
        (b"\0asm\x07\0\0\0", "version 7"),
        (b"\0asm\x0a\0\x01\0", "component of version 10"),
        (b"\0asm\x01\0\0\0\x01\x01\x05", "damaged"),
    ] {
        let sentence = refusal(bytes);
        assert!(sentence.contains(said), "{said}: {sentence}");
    }
}
