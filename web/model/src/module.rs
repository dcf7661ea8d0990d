//! What a file is that somebody brought as a module, and whether it can run.

use std::{collections::BTreeSet, fmt, ops::Range};

use wasmparser::{Encoding, ExternalKind, Parser, Payload, TypeRef};

/// The two module names under which preview 1 is imported: its final name and
/// the one of its first snapshot.
const PREVIEW1: [&str; 2] = ["wasi_snapshot_preview1", "wasi_unstable"];

/// The functions of `wasi_snapshot_preview1` that a host gives; snapshot 0 has
/// the same names but for `sock_accept`.
const FUNCTIONS: [&str; 46] = [
    "args_get",
    "args_sizes_get",
    "clock_res_get",
    "clock_time_get",
    "environ_get",
    "environ_sizes_get",
    "fd_advise",
    "fd_allocate",
    "fd_close",
    "fd_datasync",
    "fd_fdstat_get",
    "fd_fdstat_set_flags",
    "fd_fdstat_set_rights",
    "fd_filestat_get",
    "fd_filestat_set_size",
    "fd_filestat_set_times",
    "fd_pread",
    "fd_prestat_dir_name",
    "fd_prestat_get",
    "fd_pwrite",
    "fd_read",
    "fd_readdir",
    "fd_renumber",
    "fd_seek",
    "fd_sync",
    "fd_tell",
    "fd_write",
    "path_create_directory",
    "path_filestat_get",
    "path_filestat_set_times",
    "path_link",
    "path_open",
    "path_readlink",
    "path_remove_directory",
    "path_rename",
    "path_symlink",
    "path_unlink_file",
    "poll_oneoff",
    "proc_exit",
    "proc_raise",
    "random_get",
    "sched_yield",
    "sock_accept",
    "sock_recv",
    "sock_send",
    "sock_shutdown",
];

/// Why a file cannot run, in one sentence that says what it is and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str(&self.0)
    }
}

fn refuse<T>(sentence: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(sentence.into()))
}

/// How to build a program so that it runs here.
const BUILD: &str = "build it as a WASI preview 1 command (Rust: --target wasm32-wasip1; Go: GOOS=wasip1 GOARCH=wasm; C: clang --target=wasm32-wasi)";

/// Looks at a file and says whether it is a WASI preview 1 command.
///
/// Reads the headers of its sections and the imports and exports; function
/// bodies are the browser's to check.
///
/// # Errors
/// What it is instead, and what to do.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if let Some(sentence) = not_wasm(bytes) {
        return refuse(sentence);
    }
    match Shape::read(bytes) {
        Ok(shape) => shape.judge(),
        Err(Unreadable::Component) => refuse(format!(
            "This is a WebAssembly component (WASI 0.2 or later), which does not run here yet: {BUILD}."
        )),
        Err(Unreadable::Cut) => refuse(format!(
            "This WebAssembly module is cut off: it ends after {} bytes, in the middle of a section; get the whole file again.",
            bytes.len()
        )),
        Err(Unreadable::Broken(what)) => refuse(format!(
            "This WebAssembly module is damaged ({what}); get or build it again."
        )),
    }
}

/// What a file that is not WebAssembly is.
fn not_wasm(bytes: &[u8]) -> Option<String> {
    const MAGIC: &[u8] = b"\0asm";
    const KNOWN: [(&[u8], &str); 9] = [
        (b"\x7fELF", "a native Linux program"),
        (b"MZ", "a native Windows program"),
        (b"\xcf\xfa\xed\xfe", "a native macOS program"),
        (
            b"PK\x03\x04",
            "a zip archive: unpack it and choose the .wasm file in it",
        ),
        (
            b"\x1f\x8b",
            "gzip data: unpack it and choose the .wasm file in it",
        ),
        (
            b"\x28\xb5\x2f\xfd",
            "zstd data: unpack it and choose the .wasm file in it",
        ),
        (
            b"\0webc",
            "a wasmer package: unpack it and choose the .wasm file in it",
        ),
        (b"!<arch>", "a static library"),
        (b"#!", "a script"),
    ];
    if bytes.is_empty() {
        return Some("This file is empty: choose a WebAssembly module, a .wasm file.".to_owned());
    }
    if bytes.starts_with(MAGIC) && bytes.len() >= 8 {
        return None;
    }
    if MAGIC.starts_with(&bytes[..bytes.len().min(4)]) || bytes.starts_with(MAGIC) {
        return Some(format!(
            "This WebAssembly module is cut off: it ends after {} bytes, within its header; get the whole file again.",
            bytes.len()
        ));
    }
    if let Some((_, what)) = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(match what.contains(':') {
            true => format!("This is {what}."),
            false => format!("This is {what}, not a WebAssembly module: {BUILD}."),
        });
    }
    let start = bytes.trim_ascii_start();
    if start.starts_with(b"(module") || start.starts_with(b"(component") || start.starts_with(b";;")
    {
        return Some("This is WebAssembly in its text form: translate it with wat2wasm and choose the .wasm file.".to_owned());
    }
    if start.starts_with(b"<!") || start.starts_with(b"<html") {
        return Some("This is an HTML page, not a WebAssembly module: the address may lead to a page about the file instead of the file.".to_owned());
    }
    let mut watch = crate::text::TextWatch::default();
    watch.push(&bytes[..bytes.len().min(4096)]);
    Some(match watch.is_text() {
        true => "This is a text file, not a WebAssembly module: choose a .wasm file, or drop text on the stdin pane.".to_owned(),
        false => "This is not a WebAssembly module (it does not start with \\0asm): choose a .wasm file, or drop data on the stdin pane.".to_owned(),
    })
}

enum Unreadable {
    Component,
    /// It ends before a section does.
    Cut,
    Broken(String),
}

/// What a module asks for and what it offers.
#[derive(Default)]
struct Shape {
    /// Module, name.
    imports: Vec<(String, String)>,
    imports_memory: bool,
    exports: BTreeSet<String>,
    exports_memory: bool,
    memory64: bool,
}

impl Shape {
    fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut shape = Self::default();
        let mut parser = Parser::new(0);
        let mut at = 0;
        loop {
            let (used, payload) = match parser.parse(&bytes[at..], true) {
                Ok(wasmparser::Chunk::Parsed { consumed, payload }) => (consumed, payload),
                Ok(wasmparser::Chunk::NeedMoreData(_)) => {
                    return Err(Unreadable::Cut);
                }
                Err(error) => return Err(unreadable(&error, bytes.len())),
            };
            let broken = |error| unreadable(&error, bytes.len());
            let mut skip: Option<Range<usize>> = None;
            match payload {
                Payload::Version {
                    encoding: Encoding::Component,
                    ..
                } => return Err(Unreadable::Component),
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import.map_err(broken)?;
                        shape.imports_memory |= matches!(import.ty, TypeRef::Memory(_));
                        shape
                            .imports
                            .push((import.module.to_owned(), import.name.to_owned()));
                    }
                }
                Payload::MemorySection(section) => {
                    for memory in section {
                        shape.memory64 |= memory.map_err(broken)?.memory64;
                    }
                }
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.map_err(broken)?;
                        shape.exports_memory |=
                            export.kind == ExternalKind::Memory && export.name == "memory";
                        if export.kind == ExternalKind::Func {
                            shape.exports.insert(export.name.to_owned());
                        }
                    }
                }
                // A code section may hold 70 MB of bodies: step over it.
                Payload::CodeSectionStart { range, .. } => skip = Some(range),
                Payload::End(_) => return Ok(shape),
                _ => {}
            }
            at += used;
            if let Some(range) = skip {
                parser.skip_section();
                if range.end > bytes.len() {
                    return Err(Unreadable::Cut);
                }
                at = range.end;
            }
        }
    }

    fn judge(&self) -> Result<(), Refusal> {
        let from = |name: &str| self.imports.iter().any(|(module, _)| module == name);
        if from("wasix_32v1") || from("wasix_64v1") {
            return refuse(format!(
                "This is a WASIX program, which does not run here yet: {BUILD}."
            ));
        }
        if let Some((module, _)) = self.imports.iter().find(|(module, _)| {
            module == "wbg" || module.starts_with("__wbindgen") || module.ends_with("_bg.js")
        }) {
            return refuse(format!(
                "This module was made by wasm-bindgen for a JavaScript page (it imports from {module}), not a program of its own: {BUILD}."
            ));
        }
        if from("gojs") || from("go") {
            return refuse(
                "This is a Go program for a JavaScript page (GOOS=js): build it with GOOS=wasip1 GOARCH=wasm.",
            );
        }
        if self.is_emscripten() {
            return refuse(format!(
                "This module was made by Emscripten for its own JavaScript page, not as a WASI program: {BUILD}, or use emcc -sSTANDALONE_WASM."
            ));
        }
        if self.imports_memory {
            return refuse(format!(
                "This module wants a memory from its host, as programs with threads do, which does not run here: {BUILD}, without threads."
            ));
        }
        if let Some((module, name)) = self.imports.iter().find(|(module, name)| {
            !PREVIEW1.contains(&module.as_str()) || !FUNCTIONS.contains(&name.as_str())
        }) {
            return refuse(format!(
                "This module is for another host: it imports {name} from {module}, which WASI preview 1 does not have; {BUILD}."
            ));
        }
        if self.memory64 {
            return refuse(format!(
                "This module uses a 64-bit memory, which WASI preview 1 does not know: {BUILD}."
            ));
        }
        if !self.exports.contains("_start") {
            return refuse(self.library());
        }
        if !self.exports_memory {
            return refuse(
                "This module has a _start, but its memory is not exported as \"memory\", so no host can read what it writes: export it.",
            );
        }
        Ok(())
    }

    fn is_emscripten(&self) -> bool {
        let marks = [
            "emscripten",
            "_emscripten",
            "__syscall",
            "_embind",
            "invoke_",
            "__cxa_throw",
        ];
        self.imports.iter().any(|(module, name)| {
            // An optimised build shortens `env` to `a`.
            module == "a" || (module == "env" && marks.iter().any(|mark| name.starts_with(mark)))
        })
    }

    fn library(&self) -> String {
        let names: Vec<&str> = self.exports.iter().map(String::as_str).take(5).collect();
        let list = match names.as_slice() {
            [] => "it exports no functions".to_owned(),
            names => format!(
                "it exports {}{}",
                names.join(", "),
                if self.exports.len() > 5 { ", …" } else { "" }
            ),
        };
        format!("This is a library, not a program: it has no _start ({list}); {BUILD}.")
    }
}

fn unreadable(error: &wasmparser::BinaryReaderError, length: usize) -> Unreadable {
    let message = error.message();
    if message.contains("unexpected end") || error.offset() >= length {
        Unreadable::Cut
    } else {
        Unreadable::Broken(format!("{message} at byte {}", error.offset()))
    }
}

/// A command's name from a file's: what is left of `Markdown Filter.wasm` is
/// `markdown-filter`, so that it can be typed without quotes.
pub fn command_name(file: &str) -> String {
    let path = file.split(['?', '#']).next().unwrap_or(file);
    let base = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = match base.to_lowercase().strip_suffix(".wasm") {
        Some(stem) => stem.to_owned(),
        None => base.to_owned(),
    };
    let mut name = String::new();
    for character in stem.chars() {
        if character.is_alphanumeric() || "._+-".contains(character) {
            name.extend(character.to_lowercase());
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_matches(['-', '.']).to_owned();
    if name.is_empty() {
        "module".to_owned()
    } else {
        name
    }
}
