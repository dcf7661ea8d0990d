//! Files that are not WebAssembly.

use super::toolchain::ANY;

/// So much of a file tells what it is, in bytes.
pub(super) const HEAD: usize = 4096;

/// The first bytes of a module or component.
pub(super) const MAGIC: &[u8] = b"\0asm";

/// What is to be done about a file.
#[derive(Clone, Copy)]
enum Advice {
    /// The module is in it.
    Unpack,
    /// It was made from something that can be built again.
    Build,
    /// It is something else.
    Choose,
    /// The words say it.
    Said,
}

use Advice::*;

/// What a file that is not WebAssembly is, by its first bytes and its size: a
/// sentence. None if it begins as WebAssembly does.
pub(super) fn not_wasm(head: &[u8], size: u64) -> Option<String> {
    if size == 0 {
        return Some("This file is empty: choose a WebAssembly module, a .wasm file.".to_owned());
    }
    if head.starts_with(MAGIC) && head.len() >= 8 {
        return None;
    }
    if head.starts_with(MAGIC) || MAGIC.starts_with(head) {
        return Some(format!(
            "This WebAssembly module is cut off: it ends after {size} bytes, within its header; get the whole file again."
        ));
    }
    let (what, advice) = by_magic(head).or_else(|| by_text(head)).unwrap_or(match head.iter().all(|byte| *byte == 0) {
        true => ("a file full of zeros, perhaps a download that failed: get it again", Said),
        false => ("not a WebAssembly module, which starts with \\0asm (if its name ends in .br, unpack it with brotli first)", Choose),
    });
    Some(match advice {
        Unpack => format!("This is {what}: unpack it and choose the .wasm file in it."),
        Build => format!("This is {what}, not a WebAssembly module: {ANY}."),
        Choose => format!("This is {what}: choose a .wasm file, or drop data on the stdin pane."),
        Said => format!("This is {what}."),
    })
}

type What = (&'static str, Advice);

/// By the first bytes, which nothing else begins with.
fn by_magic(head: &[u8]) -> Option<What> {
    const KNOWN: [(&[u8], What); 32] = [
        (b"\x1f\x8b", ("gzip data", Unpack)),
        (b"PK\x03\x04", ("a zip archive", Unpack)),
        (b"PK\x05\x06", ("an empty zip archive", Choose)),
        (b"\xfd7zXZ\0", ("xz data", Unpack)),
        (b"\x28\xb5\x2f\xfd", ("zstd data", Unpack)),
        (b"BZh", ("bzip2 data", Unpack)),
        (b"7z\xbc\xaf\x27\x1c", ("a 7z archive", Unpack)),
        (b"Rar!\x1a", ("a rar archive", Unpack)),
        (b"\x04\x22\x4d\x18", ("lz4 data", Unpack)),
        (b"\0webc", ("a wasmer package", Unpack)),
        (
            b"WASMER\0\0",
            (
                "a module that wasmer compiled for one kind of machine",
                Build,
            ),
        ),
        (b"MZ", ("a native Windows program", Build)),
        (b"\xcf\xfa\xed\xfe", ("a native macOS program", Build)),
        (b"\xce\xfa\xed\xfe", ("a native macOS program", Build)),
        (
            b"!<arch>\n",
            ("a static library, whose object files want linking", Build),
        ),
        (
            b"!<thin>\n",
            ("a list of object files, a thin static library", Build),
        ),
        (
            b"BC\xc0\xde",
            ("LLVM bitcode, which the linker takes", Build),
        ),
        (
            b"\xde\xc0\x17\x0b",
            ("LLVM bitcode, which the linker takes", Build),
        ),
        (b"#!", ("a script", Build)),
        (b"%PDF-", ("a PDF document", Choose)),
        (b"\x89PNG", ("a picture", Choose)),
        (b"\xff\xd8\xff", ("a picture", Choose)),
        (b"GIF8", ("a picture", Choose)),
        (b"RIFF", ("a picture or a recording", Choose)),
        (b"OggS", ("a recording", Choose)),
        (b"ID3", ("a recording", Choose)),
        (b"SQLite format 3\0", ("a database of SQLite", Choose)),
        (b"wOF2", ("a font", Choose)),
        (
            b"version https://git-lfs",
            (
                "a pointer of Git LFS, not the file itself: get the file with git lfs pull, or by another address",
                Said,
            ),
        ),
        (
            b"AGFzb",
            (
                "a WebAssembly module written as base64 text: decode it (base64 -d) and choose the .wasm file",
                Said,
            ),
        ),
        (
            b"data:application/wasm;base64,",
            (
                "a WebAssembly module written as a data: address: paste it as the address",
                Said,
            ),
        ),
        (b"\xff\xfe", ("text in UTF-16", Choose)),
    ];
    match head {
        [0x7f, b'E', b'L', b'F', rest @ ..] => Some(match rest {
            // The ABI byte that wasmtime chose for its files.
            [_, _, _, 200, ..] => (
                "a module that wasmtime compiled for one kind of machine (.cwasm): choose the .wasm file that it was made from",
                Said,
            ),
            [_, _, _, _, _, _, _, _, _, _, _, _, 1, ..] => ("a native object file", Build),
            _ => ("a native Linux program", Build),
        }),
        // So few kinds of machine are in one file for several; Java's versions begin higher.
        [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0..32, ..] => Some(("a native macOS program", Build)),
        [0xca, 0xfe, 0xba, 0xbe, ..] => Some(("a Java class", Build)),
        _ if head.get(257..262) == Some(b"ustar") => Some(("a tar archive", Unpack)),
        _ => KNOWN
            .iter()
            .find(|(magic, _)| head.starts_with(magic))
            .map(|(_, what)| *what),
    }
}

/// By the first words, if it is text.
fn by_text(head: &[u8]) -> Option<What> {
    const PAGE: What = (
        "an HTML page, not a WebAssembly module: the address may lead to a page about the file, or to an error, instead of the file",
        Said,
    );
    const GLUE: What = (
        "JavaScript, perhaps what goes with a module: choose the .wasm file beside it",
        Said,
    );
    const WORDS: [(&str, What); 12] = [
        ("(module", WAT),
        ("(component", WAT),
        (";;", WAT),
        ("<!doctype html", PAGE),
        ("<html", PAGE),
        ("<head", PAGE),
        (
            "<",
            (
                "XML, not a WebAssembly module: the address may lead to an error instead of the file",
                Said,
            ),
        ),
        (
            "{",
            (
                "JSON, not a WebAssembly module: the address may lead to an error, or to a page about the file, instead of the file",
                Said,
            ),
        ),
        (
            "package main",
            (
                "a program's source in Go, which wants compiling: build it with GOOS=wasip1 GOARCH=wasm go build, and choose the .wasm file",
                Said,
            ),
        ),
        (
            "#include",
            (
                "a program's source in C or C++, which wants compiling: build it with clang --target=wasm32-wasip1 (wasi-sdk), and choose the .wasm file",
                Said,
            ),
        ),
        ("\"use strict\"", GLUE),
        ("export ", GLUE),
    ];
    const WAT: What = (
        "WebAssembly in its text form: translate it with wat2wasm and choose the .wasm file",
        Said,
    );
    let mut watch = crate::text::TextWatch::default();
    watch.push(head);
    if !watch.is_text() {
        return None;
    }
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let begins = |word: &str| {
        start
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let known = WORDS
        .iter()
        .find(|(word, _)| begins(word))
        .map(|(_, what)| *what);
    Some(match known {
        Some(what) => what,
        None if start.contains("WebAssembly.") => GLUE,
        None if start.contains("fn main()") => (
            "a program's source in Rust, which wants compiling: build it with cargo build --target wasm32-wasip1, and choose the .wasm file",
            Said,
        ),
        None => ("a text file, not a WebAssembly module", Choose),
    })
}
