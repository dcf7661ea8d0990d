//! A memory of its own for a program that wants one from its host.
//!
//! WASIX programs import theirs, to share it with threads, which a page that is
//! not isolated cannot have; a program without a second thread does not notice
//! that its memory is its own.

use super::{
    bytes::{Bytes, Damaged, Memory},
    memory::{leb128, section, write},
};

const IMPORTS: u8 = 2;
const TABLES: u8 = 4;
const MEMORIES: u8 = 5;
const EXPORTS: u8 = 7;

// What is imported and exported.
const FUNCTION: u8 = 0;
const TABLE: u8 = 1;
const MEMORY: u8 = 2;
const GLOBAL: u8 = 3;
const TAG: u8 = 4;

/// The module with a memory of its own, exported as `memory`, in place of the
/// one that it imports; none if it imports none, or has others.
///
/// Looks at what stands before its code, and copies the rest as it is.
pub(super) fn own_memory(bytes: &[u8]) -> Result<Option<Vec<u8>>, Damaged> {
    let mut made = bytes[..8].to_vec();
    let mut reader = Bytes::from(bytes, 8);
    let mut memory = None;
    let mut is_placed = false;
    while !reader.is_empty() {
        let found = reader.section()?;
        let whole = &bytes[found.start..reader.place()];
        if found.id == IMPORTS {
            let Some((taken, others)) = without_memory(found.content)? else {
                return Ok(None);
            };
            memory = Some(taken);
            section(&mut made, IMPORTS, &others);
            continue;
        }
        let Some(taken) = &memory else {
            // Imports stand before all that it could be mistaken for.
            if found.id > IMPORTS {
                return Ok(None);
            }
            made.extend_from_slice(whole);
            continue;
        };
        if !is_placed && found.id > TABLES {
            if found.id == MEMORIES {
                return Ok(None);
            }
            let mut memories = vec![1];
            write(&mut memories, taken);
            section(&mut made, MEMORIES, &memories);
            is_placed = true;
        }
        if found.id != EXPORTS {
            made.extend_from_slice(whole);
            continue;
        }
        section(&mut made, EXPORTS, &with_memory(found.content)?);
        made.extend_from_slice(reader.rest());
        return Ok(Some(made));
    }
    Ok(None)
}

/// The one memory among the imports, not shared any more, and the section
/// without it.
fn without_memory(mut content: Bytes<'_>) -> Result<Option<(Memory, Vec<u8>)>, Damaged> {
    let count = content.number()?;
    let mut memory = None;
    let mut others = Vec::new();
    leb128(&mut others, count.wrapping_sub(1));
    for _ in 0..count {
        let all = content.rest();
        content.counted()?;
        content.counted()?;
        match content.byte()? {
            FUNCTION => drop(content.number()?),
            TABLE => {
                content.value_type()?;
                content.memory()?;
            }
            MEMORY => {
                let taken = content.memory()?;
                let shared = false;
                if memory.replace(Memory { shared, ..taken }).is_some() {
                    return Ok(None);
                }
                continue;
            }
            GLOBAL => {
                content.value_type()?;
                content.byte()?;
            }
            TAG => {
                content.byte()?;
                content.number()?;
            }
            // Imports that are written in groups, or are of a kind that is not known.
            _ => return Ok(None),
        }
        others.extend_from_slice(&all[..all.len() - content.rest().len()]);
    }
    Ok(memory
        .filter(|_| content.is_empty())
        .map(|memory| (memory, others)))
}

/// The exports, with the memory among them.
fn with_memory(mut content: Bytes<'_>) -> Result<Vec<u8>, Damaged> {
    const NAME: &[u8] = b"memory";
    let whole = content.rest();
    let count = content.number()?;
    let exports = content.rest();
    for _ in 0..count {
        let name = content.counted()?;
        let kind = content.byte()?;
        content.number()?;
        if name.rest() == NAME && kind == MEMORY {
            return Ok(whole.to_vec());
        }
    }
    let mut with = Vec::new();
    leb128(&mut with, count + 1);
    with.extend_from_slice(exports);
    leb128(&mut with, NAME.len() as u64);
    with.extend_from_slice(NAME);
    with.extend([MEMORY, 0]);
    Ok(with)
}
