//! What a file is that somebody brought as a module, whether it can run, and
//! with how much memory.
//!
//! [`examine`] takes any file at all. It reads section headers, and the
//! sections that tell something; function bodies are the browser's to check.

use std::fmt;

use serde::{Deserialize, Serialize};

mod bytes;
mod card;
mod component;
mod custom;
mod foreign;
mod hosts;
mod imports;
mod memory;
mod needs;
mod owned;
mod parts;
mod refusal;
mod section;
mod shape;
mod shown;
mod source;
mod toolchain;
mod verdict;

pub use card::Card;
pub use component::Component;
pub use custom::Custom;
pub use hosts::FUNCTIONS;
pub use imports::{Family, Imports};
pub use memory::limit_memory;
pub use needs::{Needs, Proposal};
pub use parts::{Parts, component_parts, is_component};
pub use section::Unreadable;
pub use shape::{Exports, Memory, Shape};
pub use source::Source;
pub use toolchain::{Maker, Toolchain};

use source::Reader;

/// What a module runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Host {
    /// Our own host for WASI preview 1 and its first snapshot.
    #[default]
    Preview1,
    /// wasmer-wasix, for WASIX programs and to compare.
    Wasix,
    /// A layer above our own host, for WASI 0.2 components.
    Component,
}

impl Host {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Preview1 => "Pourover's own host",
            Self::Wasix => "wasmer-wasix",
            Self::Component => "Pourover's own host, as a component",
        }
    }

    /// Whether a person may run a program on this host in place of that one: a
    /// component is no module.
    pub fn can_take_over_from(self, other: Self) -> bool {
        (self == Self::Component) == (other == Self::Component)
    }
}

/// Why a file cannot run, in one sentence that says what it is and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A program: it has a `_start`.
    Command,
    /// A library that wants to be initialised, and then called.
    Reactor,
    /// A library.
    Library,
    /// A component, for WASI 0.2 or later.
    Component,
    /// The inside of a component, not made into one yet.
    Preview2,
    /// For a page, through Emscripten's JavaScript.
    Emscripten,
    /// For a page, through wasm-bindgen's JavaScript.
    WasmBindgen,
    /// For a page, through Go's JavaScript.
    GoJs,
    /// For a page, from AssemblyScript.
    AssemblyScript,
    /// It shares its memory with threads.
    Threads,
    /// Its memory has addresses of 64 bits.
    Memory64,
    /// It imports what no host here has.
    OtherHost,
    /// What a compiler gives to the linker.
    Object,
    /// What is linked when a program starts.
    Shared,
    /// WebAssembly that cannot be read: cut off, damaged, or of another version.
    Broken,
    /// Something else.
    NotWasm,
}

/// Whether it runs here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it runs on; none if it cannot run.
    pub host: Option<Host>,
    /// What it will miss, or has to do without.
    pub limits: Vec<String>,
    /// What it is, and whether it runs; if not, why, and what to do. One plain
    /// sentence.
    pub sentence: String,
}

/// What was found in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing that can be told apart.
    Nothing,
    /// A module.
    Module(Box<Shape>),
    /// A component.
    Component(Box<Component>),
}

/// What the doctor says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is.
    pub kind: Kind,
    /// Whether it runs here.
    pub verdict: Verdict,
    /// Who made it.
    pub maker: Maker,
    /// What is in it.
    pub found: Found,
    /// Its size in bytes.
    pub size: u64,
    /// How many of them were read to find this out.
    pub read: u64,
}

/// Browsers compile no module that is larger, in bytes.
const LARGEST: u64 = 1 << 30;

/// Looks at a file, whatever it is.
///
/// It never fails and never panics. It stops after 64 MB, has one section in
/// memory at a time, of at most 16 MB, and keeps a few KB.
pub fn examine(source: &dyn Source) -> Report {
    let mut reader = Reader::new(source);
    let head = reader
        .bytes(0..foreign::HEAD as u64, foreign::HEAD)
        .to_vec();
    let (kind, verdict, maker, found) = look(&head, &mut reader);
    Report {
        kind,
        verdict,
        maker,
        found,
        size: reader.size(),
        read: reader.read,
    }
}

fn look(head: &[u8], reader: &mut Reader) -> (Kind, Verdict, Maker, Found) {
    let size = reader.size();
    let refuse = |kind, sentence| {
        let verdict = Verdict::refuse(sentence);
        (kind, verdict, Maker::default(), Found::Nothing)
    };
    if let Some(sentence) = foreign::not_wasm(head, size) {
        return refuse(Kind::NotWasm, sentence);
    }
    if size > LARGEST {
        return refuse(Kind::Broken, "This WebAssembly module is larger than 1 GB, which no browser compiles: build it without debugging information and without files in it.".to_owned());
    }
    // The header is there: `not_wasm` has seen eight bytes.
    let read = match head[4..8] {
        [1, 0, 0, 0] => Shape::read(reader, 8, size).map(|shape| {
            let maker = Maker::of(&shape);
            let (kind, verdict) = verdict::module(&shape, &maker);
            (kind, verdict, maker, Found::Module(shape.into()))
        }),
        [13, 0, 1, 0] => Component::read(reader, 8, size).map(|component| {
            let maker = Maker::of(&component.inner);
            let verdict = verdict::component(&component, &maker);
            (
                Kind::Component,
                verdict,
                maker,
                Found::Component(component.into()),
            )
        }),
        [version, _, layer, _] => {
            let what = if layer == 0 { "module" } else { "component" };
            return refuse(
                Kind::Broken,
                format!(
                    "This is a WebAssembly {what} of version {version}, which browsers do not know: build it again with current tools."
                ),
            );
        }
        _ => unreachable!("four bytes"),
    };
    read.unwrap_or_else(|why| refuse(Kind::Broken, why.sentence(head, size)))
}

/// A command's name from a file's: what is left of `Markdown Filter.wasm` is
/// `markdown-filter`, so that it can be typed without quotes.
pub fn command_name(file: &str) -> String {
    let path = file.split(['?', '#']).next().unwrap_or(file);
    let base = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = match base.to_ascii_lowercase().strip_suffix(".wasm") {
        Some(stem) => stem.to_owned(),
        None => base.to_owned(),
    };
    let mut name = String::new();
    for character in stem.chars() {
        let is_plain = match character.is_ascii() {
            true => character.is_ascii_alphanumeric() || "._+-".contains(character),
            // Whatever can be seen, and stands by itself. Which of these are letters,
            // and their small ones, would take tables of 4 KB over the wire.
            false => character.escape_debug().len() == 1,
        };
        if is_plain {
            name.push(character.to_ascii_lowercase());
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
