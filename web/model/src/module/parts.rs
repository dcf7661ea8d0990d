//! A component in its parts.
//!
//! No browser compiles a component, only the core modules in it. So these are
//! taken out, and what is left, some kilobytes, says how they go together. That
//! is read where the program runs, by `web/component`.

use std::ops::Range;

use super::{Refusal, bytes::Bytes};

/// `\0asm`, version 13, layer 1
const HEADER: &[u8] = b"\0asm\x0d\0\x01\0";
/// `\0asm`, version 1, layer 0
const EMPTY_MODULE: &[u8] = b"\0asm\x01\0\0\0";

const CUSTOM_SECTION: u8 = 0;
const MODULE_SECTION: u8 = 1;

/// What is left without the modules of a program is some tens of kilobytes.
const LARGEST_FRAME: usize = 4 << 20;

/// A component in its parts.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts {
    /// Its bytes, with an empty module in place of each of its own, and without
    /// its custom sections.
    pub frame: Vec<u8>,
    /// Where its own modules lie, in their order.
    pub modules: Vec<Range<usize>>,
}

/// Whether a file says that it is a component.
pub fn is_component(bytes: &[u8]) -> bool {
    bytes.starts_with(HEADER)
}

/// Takes a component apart. The modules in components inside it are left there.
///
/// # Errors
/// What is wrong with the file.
pub fn component_parts(bytes: &[u8]) -> Result<Parts, Refusal> {
    let refuse = |sentence: &str| Err(Refusal(sentence.to_owned()));
    if !bytes.starts_with(HEADER) {
        return refuse("This is not a WebAssembly component: add its file again.");
    }
    let cut = |_| {
        Refusal(format!(
            "This component is cut off: it ends after {} bytes, in the middle of a section; get the whole file again.",
            bytes.len()
        ))
    };
    let mut parts = Parts {
        frame: HEADER.to_vec(),
        modules: Vec::new(),
    };
    let mut reader = Bytes::from(bytes, HEADER.len());
    while !reader.is_empty() {
        let section = reader.section().map_err(cut)?;
        let (start, end) = (section.start, reader.place());
        match section.id {
            CUSTOM_SECTION => {}
            MODULE_SECTION => {
                parts.modules.push(section.content.place()..end);
                parts.frame.push(MODULE_SECTION);
                parts.frame.push(EMPTY_MODULE.len() as u8);
                parts.frame.extend(EMPTY_MODULE);
            }
            _ => parts.frame.extend(&bytes[start..end]),
        }
        if parts.frame.len() > LARGEST_FRAME {
            return refuse(
                "This component is composed of several components, which does not run here: use the one in it that is the program.",
            );
        }
    }
    Ok(parts)
}
