//! Why a module cannot run, and what to do instead.

use super::{
    Kind, Toolchain, custom::Part, hosts::Mark, shape::Shape, shown::list, toolchain::Maker,
};

/// What a module is that cannot run, and the sentence about it; none if it can.
pub(super) fn refusal(shape: &Shape, maker: &Maker) -> Option<(Kind, String)> {
    part(shape, maker)
        .or_else(|| other_host(shape, maker))
        .or_else(|| memory_of_host(shape, maker))
        .or_else(|| missing(shape, maker))
        .or_else(|| unusable(shape, maker))
}

fn part(shape: &Shape, maker: &Maker) -> Option<(Kind, String)> {
    let (from, order) = (maker.from(), maker.order());
    Some(match shape.custom.part? {
        Part::Object => (
            Kind::Object,
            format!(
                "This is an object file{from}, a part of a program that was not linked yet: link it (clang --target=wasm32-wasip1 *.o -o program.wasm), or {order}."
            ),
        ),
        Part::Shared => (
            Kind::Shared,
            format!(
                "This is a shared library{from}, a part of a program that is linked when it starts: link the program as a whole, or {order}."
            ),
        ),
    })
}

/// What was made for another host than WASI, by the marks that its imports bear.
fn other_host(shape: &Shape, maker: &Maker) -> Option<(Kind, String)> {
    let mark = shape.imports.mark?;
    let (from, order, few) = (maker.from(), maker.order(), few(shape));
    Some(match mark {
        Mark::WasmBindgen => (
            Kind::WasmBindgen,
            format!(
                "This module was made by wasm-bindgen for a JavaScript page (it imports {few}), and is no program of its own: {order}."
            ),
        ),
        Mark::GoJs => (
            Kind::GoJs,
            format!("This is a Go program for a JavaScript page (GOOS=js): {order}."),
        ),
        Mark::Emscripten => (
            Kind::Emscripten,
            format!(
                "This module was made by Emscripten for its own JavaScript page, not as a WASI program (it imports {few}): {order}."
            ),
        ),
        Mark::Preview2 => (
            Kind::Preview2,
            format!(
                "This is a module for WASI 0.2{from}, the inside of a component (it imports {few}), which does not run here: {order}."
            ),
        ),
        Mark::AssemblyScript => {
            // A library in C may import an abort too; AssemblyScript imports little else.
            let other = maker
                .toolchain
                .is_some_and(|toolchain| toolchain != Toolchain::AssemblyScript);
            if other || shape.imports.missing.count > 4 {
                return None;
            }
            (
                Kind::AssemblyScript,
                format!(
                    "This module, probably from AssemblyScript, was made for a JavaScript page (it imports {few}): {}.",
                    Toolchain::AssemblyScript.order()
                ),
            )
        }
        Mark::Other(host) => (
            Kind::OtherHost,
            format!(
                "This module{from} is for another host, {host}: it imports {few}, which WASI preview 1 does not have; {order}."
            ),
        ),
    })
}

fn memory_of_host(shape: &Shape, maker: &Maker) -> Option<(Kind, String)> {
    let (from, order) = (maker.from(), maker.order());
    let imports = &shape.imports;
    let imported = shape.memories.iter().find(|memory| memory.imported);
    Some(match imported {
        // It becomes its own: `owned`.
        Some(_) if imports.wasix && shape.memories.len() == 1 => return None,
        _ if imports.threads && !imports.wasix => (
            Kind::Threads,
            format!(
                "This program{from} starts threads, which do not run here: {order}, without threads."
            ),
        ),
        Some(memory) if memory.shared => (
            Kind::Threads,
            format!(
                "This program{from} wants a memory from its host that threads share, which does not run here: {order}, without threads."
            ),
        ),
        Some(_) => (
            Kind::OtherHost,
            format!(
                "This module{from} wants a memory from its host, which WASI preview 1 does not give: {order}, with a memory of its own."
            ),
        ),
        None => return None,
    })
}

fn missing(shape: &Shape, maker: &Maker) -> Option<(Kind, String)> {
    let (from, order, few) = (maker.from(), maker.order(), few(shape));
    (shape.imports.missing.count > 0).then(|| (Kind::OtherHost, format!(
        "This module{from} is for another host: it imports {few}, which WASI preview 1 does not have; {order}."
    )))
}

/// What no host can start.
fn unusable(shape: &Shape, maker: &Maker) -> Option<(Kind, String)> {
    let (from, order) = (maker.from(), maker.order());
    if !shape.imports.wasix && shape.memories.iter().any(|memory| memory.wide) {
        return Some((
            Kind::Memory64,
            format!(
                "This module{from} uses a 64-bit memory, which WASI preview 1 does not know: {order}."
            ),
        ));
    }
    if !shape.exports.start {
        return Some(library(shape, maker));
    }
    let given = shape.memories.iter().any(|memory| memory.imported);
    (!shape.exports.memory && !given).then(|| (Kind::Command, format!(
        "This module{from} has a _start, but its memory is not exported as \"memory\", so no host can read what it writes: export it."
    )))
}

fn library(shape: &Shape, maker: &Maker) -> (Kind, String) {
    let exports = &shape.exports;
    let (from, order) = (maker.from(), maker.order());
    let has = match exports.functions.as_slice() {
        [] => "it exports no functions to call".to_owned(),
        names => format!(
            "it exports {}",
            list(&names[..names.len().min(5)], exports.callable)
        ),
    };
    let order = match maker.toolchain.and_then(Toolchain::as_program) {
        Some(way) => format!("{order}, {way}"),
        None => order,
    };
    match exports.initialize {
        true => (
            Kind::Reactor,
            format!(
                "This is a reactor{from}, a library that waits to be called: it has an _initialize and no _start ({has}); {order}."
            ),
        ),
        false => (
            Kind::Library,
            format!("This is a library{from}, not a program: it has no _start ({has}); {order}."),
        ),
    }
}

/// The first imports that no host here has.
fn few(shape: &Shape) -> String {
    let missing = &shape.imports.missing;
    list(&missing.first[..missing.first.len().min(3)], missing.count)
}
