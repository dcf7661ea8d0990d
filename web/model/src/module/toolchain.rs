//! Who made a module, and how the same toolchain makes one that runs here.

use super::{hosts::Mark, shape::Shape};

/// What to do where nothing is known.
pub(super) const ANY: &str = "build it as a WASI preview 1 command (Rust: cargo build --target wasm32-wasip1; Go: GOOS=wasip1 GOARCH=wasm go build; C: clang --target=wasm32-wasip1)";

/// A toolchain that has a way to WASI of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// rustc
    Rust,
    /// Go's own compiler
    Go,
    /// TinyGo
    TinyGo,
    /// clang
    C,
    /// clang, with Emscripten's library
    Emscripten,
    /// Zig
    Zig,
    /// asc
    AssemblyScript,
    /// Kotlin/Wasm
    Kotlin,
    /// swiftc
    Swift,
    /// An engine with a script in it
    JavaScript,
}

impl Toolchain {
    /// The one that is called so, by itself or by its compilers.
    fn of(name: &str) -> Option<Self> {
        let starts = |start: &str| name.starts_with(start);
        Some(match name {
            "Rust" => Self::Rust,
            "Go" => Self::Go,
            "Zig" => Self::Zig,
            "AssemblyScript" => Self::AssemblyScript,
            "Kotlin" => Self::Kotlin,
            "Swift" => Self::Swift,
            "JavaScript" => Self::JavaScript,
            "Emscripten" => Self::Emscripten,
            "C" | "C++" => Self::C,
            _ if starts("TinyGo") => Self::TinyGo,
            _ if starts("emcc") || starts("emscripten") => Self::Emscripten,
            _ if starts("wasm-bindgen") || starts("rustc") => Self::Rust,
            _ => return None,
        })
    }

    /// How to build a program for WASI preview 1, as an order.
    pub(super) fn order(self) -> String {
        match self {
            Self::Emscripten => format!(
                "link it with {}, or build it with wasi-sdk (clang --target=wasm32-wasip1)",
                self.command()
            ),
            Self::Kotlin => format!("build it for Kotlin's target wasmWasi ({})", self.command()),
            _ => format!("build it with {}", self.command()),
        }
    }

    /// The command that does it.
    pub fn command(self) -> &'static str {
        match self {
            Self::Rust => "cargo build --target wasm32-wasip1",
            Self::Go => "GOOS=wasip1 GOARCH=wasm go build",
            Self::TinyGo => "tinygo build -target=wasip1",
            Self::C => "clang --target=wasm32-wasip1",
            Self::Emscripten => "emcc -sSTANDALONE_WASM",
            Self::Zig => "zig build-exe -target wasm32-wasi",
            Self::AssemblyScript => {
                "asc --config node_modules/@assemblyscript/wasi-shim/asconfig.json"
            }
            Self::Kotlin => "gradle compileProductionExecutableKotlinWasmWasi",
            Self::Swift => "swift build --swift-sdk wasm32-unknown-wasip1",
            Self::JavaScript => "javy build program.js",
        }
    }

    /// What makes a program of it, where it made a library.
    pub(super) fn as_program(self) -> Option<&'static str> {
        match self {
            Self::Rust => Some("as a program with a main function, not as a library (cdylib)"),
            Self::Go | Self::TinyGo => Some("without -buildmode=c-shared"),
            Self::C => Some("without -mexec-model=reactor"),
            Self::Emscripten => Some("without --no-entry"),
            _ => None,
        }
    }
}

/// Who made a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Maker {
    /// The toolchain, if it is one that is known.
    pub toolchain: Option<Toolchain>,
    /// The languages, `Rust and C`; empty if nothing tells.
    pub languages: String,
    /// The tools with their versions, in the order in which they are named.
    pub tools: String,
    /// Whether nobody wrote it down: names suggest it.
    pub guessed: bool,
}

impl Maker {
    pub(super) fn of(shape: &Shape) -> Self {
        let custom = &shape.custom;
        let mut languages: Vec<&str> = Vec::new();
        for language in &custom.languages {
            let language = plain(language);
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        // TinyGo and Rust name the C of their libraries as well.
        languages.sort_by_key(|language| matches!(*language, "C" | "C++"));
        let mark = shape.imports.mark;
        let by_tool = custom.tools.iter().find_map(|tool| Toolchain::of(tool));
        let by_mark = match mark {
            Some(Mark::Emscripten) => Some(Toolchain::Emscripten),
            _ => shape.exports.suggests.and_then(Toolchain::of),
        };
        // clang's own word, C, is also Emscripten's.
        let by_tool =
            by_tool.filter(|tool| by_mark != Some(Toolchain::Emscripten) || *tool != Toolchain::C);
        let by_language = languages
            .iter()
            .find_map(|language| Toolchain::of(language));
        let written = by_tool.or(match (by_language, by_mark) {
            (Some(Toolchain::C), Some(Toolchain::Emscripten)) => by_mark,
            (language, _) => language,
        });
        match by_tool {
            Some(Toolchain::TinyGo) => languages = vec!["Go"],
            Some(Toolchain::Rust) if languages.is_empty() => languages.push("Rust"),
            _ => {}
        }
        let suggests = custom.suggests.or(shape.exports.suggests);
        let guess = match (by_mark, mark) {
            (Some(toolchain), _) => Some(toolchain),
            (None, Some(Mark::GoJs)) => Some(Toolchain::Go),
            (None, Some(Mark::WasmBindgen)) => Some(Toolchain::Rust),
            _ => suggests.and_then(Toolchain::of),
        };
        let guessed = languages.is_empty() && written.is_none();
        if guessed {
            languages.extend(match guess {
                Some(Toolchain::Emscripten) => Some("C or C++"),
                Some(Toolchain::Go) => Some("Go"),
                Some(Toolchain::Rust) => Some("Rust"),
                _ => suggests,
            });
        }
        let mut tools = custom.tools.clone();
        if by_mark == Some(Toolchain::Emscripten) && by_tool.is_none() {
            tools.push("Emscripten".to_owned());
        }
        Self {
            toolchain: written.or(guess),
            languages: joined(&languages),
            tools: tools.join(", "),
            guessed: guessed && !languages.is_empty(),
        }
    }

    /// ` from Rust`, or nothing.
    pub(super) fn from(&self) -> String {
        match (self.languages.as_str(), self.guessed) {
            ("", _) => String::new(),
            (languages, false) => format!(" from {languages}"),
            (languages, true) => format!(" (probably from {languages})"),
        }
    }

    /// How to build it so that it runs here, as an order.
    pub(super) fn order(&self) -> String {
        self.toolchain
            .map_or_else(|| ANY.to_owned(), Toolchain::order)
    }
}

/// `C_plus_plus_14` is C++, and `C11` is C.
fn plain(language: &str) -> &str {
    match language {
        _ if language.starts_with("C_plus_plus") => "C++",
        _ if language.strip_prefix('C').is_some_and(|year| {
            !year.is_empty() && year.bytes().all(|digit| digit.is_ascii_digit())
        }) =>
        {
            "C"
        }
        _ => language,
    }
}

/// `a, b and c`
fn joined(names: &[&str]) -> String {
    match names {
        [first @ .., before, last] => {
            let end = format!("{before} and {last}");
            [first, &[&end]].concat().join(", ")
        }
        one => one.concat(),
    }
}
