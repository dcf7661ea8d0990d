//! Whether a module is a program that runs here.

use super::{
    Host, Kind, Verdict, component::Component, needs::Proposal, refusal::refusal, shape::Shape,
    shown::list, toolchain::Maker,
};
use crate::limits::Limits;

impl Verdict {
    pub(super) fn refuse(sentence: String) -> Self {
        Self {
            host: None,
            sentence,
            limits: Vec::new(),
        }
    }
}

/// Judges a module.
pub(super) fn module(shape: &Shape, maker: &Maker) -> (Kind, Verdict) {
    let (kind, sentence) = match refusal(shape, maker) {
        Some(refused) => refused,
        None => {
            let verdict = run(shape, maker);
            return (Kind::Command, verdict);
        }
    };
    (kind, Verdict::refuse(sentence))
}

/// What it runs on, and what it will miss.
fn run(shape: &Shape, maker: &Maker) -> Verdict {
    let imports = &shape.imports;
    let mut limits = Vec::new();
    if imports.wasix {
        limits
            .push("it runs on wasmer-wasix, which is fetched first, and sees no files".to_owned());
    }
    if imports.sockets {
        limits.push("there are no sockets".to_owned());
    }
    if imports.threads {
        limits.push("it cannot start threads".to_owned());
    }
    if imports.wasix && shape.needs.has(Proposal::Memory64) {
        limits.push("it cannot wait for input".to_owned());
    }
    limits.extend(sizes(shape));
    let (host, kind) = match imports.wasix {
        true => (Host::Wasix, "WASIX"),
        false => (Host::Preview1, "WASI preview 1"),
    };
    let what = format!("command for {kind}{}", maker.from());
    accept(host, &what, limits)
}

/// What comes of a module's size and its age.
fn sizes(shape: &Shape) -> Vec<String> {
    let mut limits = Vec::new();
    let first = shape.memories.iter().map(|memory| memory.initial).max();
    if first.is_some_and(|pages| pages > Limits::default().pages()) {
        limits.push(
            "it wants so much memory at its start that the limit has to be raised".to_owned(),
        );
    }
    let rare = shape.needs.rare();
    if !rare.is_empty() {
        limits.push(format!("not every browser has {}", rare.join(", ")));
    }
    if shape.partial {
        limits.push("it is so large that only its beginning was looked at".to_owned());
    }
    limits
}

fn accept(host: Host, what: &str, limits: Vec<String>) -> Verdict {
    let sentence = match limits.as_slice() {
        [] => format!("This is a {what}; it runs here."),
        limits => format!(
            "This is a {what}; it runs here with limits: {}.",
            limits.join("; ")
        ),
    };
    Verdict {
        host: Some(host),
        limits,
        sentence,
    }
}

/// Judges a component.
pub(super) fn component(component: &Component, maker: &Maker) -> Verdict {
    let from = maker.from();
    let order = maker.order();
    let version = component.wasi.as_deref().unwrap_or("0.2 or later");
    let old = version.starts_with("0.2.");
    if component.command && component.foreign.is_none() && old {
        let mut limits = sizes(&component.inner);
        if component.sockets {
            limits.insert(0, "there are no sockets".to_owned());
        }
        let what = format!("component{from}, a command for WASI {version}");
        return accept(Host::Component, &what, limits);
    }
    Verdict::refuse(match component {
        Component { types_only: true, export_count: 1.., .. } => {
            "This is a package of interfaces (WIT) for WebAssembly components, without a program in it: choose the program's .wasm file.".to_owned()
        }
        Component { command: true, foreign: Some(foreign), .. } if old => format!(
            "This is a component{from}, a command for another host: it imports {foreign}, which WASI 0.2 does not give to a command; {order}."
        ),
        Component { command: true, .. } => format!(
            "This is a component{from}, a command for WASI {version}, which does not run here yet; 0.2 does: {order}."
        ),
        Component { server: true, .. } => format!(
            "This is a component{from} that answers HTTP requests (WASI {version}), not a program that reads and writes: {order}."
        ),
        _ => match component.exports.as_slice() {
            [] => format!("This is a WebAssembly component{from}, which does not run here, and it exports nothing: {order}."),
            names => format!(
                "This is a WebAssembly component{from}, but no command: it exports {} and not wasi:cli/run; {order}.",
                list(&names[..names.len().min(3)], component.export_count)
            ),
        },
    })
}
