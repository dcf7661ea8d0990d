//! Why a component does not run here, in one sentence each.

use wasmparser::BinaryReaderError;

const PREVIEW1: &str = "build it as a WASI preview 1 command (Rust: --target wasm32-wasip1)";

/// What is broken, and where.
pub fn damaged(what: &str) -> String {
    format!("This component is damaged ({what}); get or build it again.")
}

/// What the reader of the binary format says.
pub fn unreadable(error: &BinaryReaderError) -> String {
    damaged(&format!("{} at byte {}", error.message(), error.offset()))
}

/// It has parts that only a host with all of the component model runs.
pub fn beyond(what: &str) -> String {
    format!("This component {what}, which does not run here: {PREVIEW1}.")
}

/// It is for another host.
pub fn foreign(interface: &str, name: &str) -> String {
    format!(
        "This component is for another host: it imports {name} from {interface}, which a WASI 0.2 command does not have; {PREVIEW1}."
    )
}

/// It is of a version of WASI that is not 0.2.
pub fn version(interface: &str) -> String {
    format!(
        "This component is for another version of WASI (it names {interface}); 0.2 is what runs here: build it with --target wasm32-wasip2, or as a preview 1 command."
    )
}

/// It is no program.
pub fn library(exports: &[&str]) -> String {
    let list = match exports {
        [] => "it exports nothing".to_owned(),
        names => {
            let more = if names.len() > 5 { ", …" } else { "" };
            format!(
                "it exports {}{more}",
                names[..names.len().min(5)].join(", ")
            )
        }
    };
    format!(
        "This component is a library, not a program: it does not export wasi:cli/run ({list}); {PREVIEW1}."
    )
}
