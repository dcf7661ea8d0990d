//! How much memory a module may take.

use std::borrow::Cow;

use super::{
    Refusal,
    bytes::{Bytes, Damaged, Memory, Section},
    foreign::MAGIC,
    owned::own_memory,
};

const MEMORY_SECTION: u8 = 5;

/// A module's memory with a maximum of at most `pages` of 64 KB; none if it is
/// so already, or there is no memory.
///
/// A memory that it imports becomes its own. Else only the memory section is
/// written anew, every other byte stays. A memory with pages of another size is
/// left alone.
///
/// # Errors
/// That it asks for more at its start, or that this is no module; what it is
/// instead, [`examine`](super::examine) tells.
pub fn limit_memory(bytes: &[u8], pages: u64) -> Result<Option<Vec<u8>>, Refusal> {
    if !bytes.starts_with(MAGIC) || bytes.get(4..8) != Some(&[1, 0, 0, 0]) {
        return Err(Refusal(
            "This is not a WebAssembly module: add its file again.".to_owned(),
        ));
    }
    let broken = |Damaged(place)| {
        Refusal(format!(
            "This WebAssembly module is damaged at byte {place}; get or build it again."
        ))
    };
    let own = own_memory(bytes).map_err(broken)?;
    let mut changed = own.is_some();
    let bytes = own.map_or(Cow::Borrowed(bytes), Cow::Owned);
    let Some(found) = memory_section(&bytes).map_err(broken)? else {
        return Ok(None);
    };
    let (start, end) = (found.start, found.content.end());
    let mut memories = memories(found.content).map_err(broken)?;

    for memory in &mut memories {
        if memory.page_size_log2.is_some() {
            continue;
        }
        if memory.initial > pages {
            return Err(Refusal(format!(
                "This program asks for {} MB of memory at its start, and the limit is {} MB: raise the limit, or build it with a smaller initial memory.",
                megabytes(memory.initial),
                megabytes(pages)
            )));
        }
        // Without a maximum of its own it has that of its addresses.
        let most = if memory.is_64 { 1 << 48 } else { 1 << 16 };
        if memory.maximum.unwrap_or(most) > pages {
            memory.maximum = Some(pages);
            changed = true;
        }
    }
    if !changed {
        return Ok(None);
    }

    let mut content = Vec::new();
    leb128(&mut content, memories.len() as u64);
    for memory in &memories {
        write(&mut content, memory);
    }
    let mut limited = Vec::with_capacity(bytes.len() + content.len() + 8);
    limited.extend_from_slice(&bytes[..start]);
    section(&mut limited, MEMORY_SECTION, &content);
    limited.extend_from_slice(&bytes[end..]);
    Ok(Some(limited))
}

/// Writes a section.
pub(super) fn section(to: &mut Vec<u8>, id: u8, content: &[u8]) {
    to.push(id);
    leb128(to, content.len() as u64);
    to.extend_from_slice(content);
}

/// The memory section, if there is one.
fn memory_section(bytes: &[u8]) -> Result<Option<Section<'_>>, Damaged> {
    let mut reader = Bytes::from(bytes, 8);
    while !reader.is_empty() {
        let section = reader.section()?;
        match section.id {
            MEMORY_SECTION => return Ok(Some(section)),
            // Only what may stand before the memory section.
            0..MEMORY_SECTION => {}
            _ => break,
        }
    }
    Ok(None)
}

fn memories(mut content: Bytes<'_>) -> Result<Vec<Memory>, Damaged> {
    let count = content.number()?;
    let memories = (0..count).map(|_| content.memory()).collect();
    match content.is_empty() {
        true => memories,
        false => memories.and(Err(Damaged(content.place()))),
    }
}

pub(super) fn write(to: &mut Vec<u8>, memory: &Memory) {
    let flags = u8::from(memory.maximum.is_some())
        | u8::from(memory.shared) << 1
        | u8::from(memory.is_64) << 2
        | u8::from(memory.page_size_log2.is_some()) << 3;
    to.push(flags);
    leb128(to, memory.initial);
    let more = [memory.maximum, memory.page_size_log2];
    for value in more.into_iter().flatten() {
        leb128(to, value);
    }
}

pub(super) fn leb128(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

/// Pages of 64 KB, in MB, with one decimal if it is not a whole number.
pub(super) fn megabytes(pages: u64) -> String {
    match pages % 16 {
        0 => (pages / 16).to_string(),
        rest => format!("{}.{}", pages / 16, (rest * 10).div_ceil(16).min(9)),
    }
}
