//! A memory of its own for a program that wants one from its host.
//!
//! WASIX programs import theirs, to share it with threads, which a page that is
//! not isolated cannot have; a program without a second thread does not notice
//! that its memory is its own.

use wasmparser::{
    BinaryReader, BinaryReaderError, ExportSectionReader, ExternalKind, ImportSectionReader,
    MemoryType, TypeRef,
};

use super::memory::{leb128, section, write};

const IMPORTS: u8 = 2;
const TABLES: u8 = 4;
const MEMORIES: u8 = 5;
const EXPORTS: u8 = 7;

/// The module with a memory of its own, exported as `memory`, in place of the
/// one that it imports; none if it imports none, or has others.
///
/// Looks at what stands before its code, and copies the rest as it is.
pub(super) fn own_memory(bytes: &[u8]) -> Result<Option<Vec<u8>>, BinaryReaderError> {
    let mut made = bytes[..8].to_vec();
    let mut reader = BinaryReader::new(&bytes[8..], 8);
    let mut memory = None;
    let mut is_placed = false;
    while !reader.eof() {
        let header = reader.original_position();
        let id = reader.read_u8()?;
        let length = reader.read_var_u32()? as usize;
        let start = reader.original_position();
        let content = BinaryReader::new(reader.read_bytes(length)?, start);
        let whole = &bytes[header..reader.original_position()];
        if id == IMPORTS {
            let Some((taken, others)) = without_memory(content)? else {
                return Ok(None);
            };
            memory = Some(taken);
            section(&mut made, IMPORTS, &others);
            continue;
        }
        let Some(taken) = &memory else {
            // Imports stand before all that it could be mistaken for.
            if id > IMPORTS {
                return Ok(None);
            }
            made.extend_from_slice(whole);
            continue;
        };
        if !is_placed && id > TABLES {
            if id == MEMORIES {
                return Ok(None);
            }
            let mut memories = vec![1];
            write(&mut memories, taken);
            section(&mut made, MEMORIES, &memories);
            is_placed = true;
        }
        if id != EXPORTS {
            made.extend_from_slice(whole);
            continue;
        }
        section(&mut made, EXPORTS, &with_memory(content)?);
        made.extend_from_slice(&bytes[reader.original_position()..]);
        return Ok(Some(made));
    }
    Ok(None)
}

/// The one memory among the imports, not shared any more, and the section
/// without it.
fn without_memory(
    content: BinaryReader<'_>,
) -> Result<Option<(MemoryType, Vec<u8>)>, BinaryReaderError> {
    let section = ImportSectionReader::new(content.clone())?;
    let count = section.count();
    let end = section.range().end;
    let mut memory = None;
    let mut starts = Vec::new();
    for import in section.into_imports_with_offsets() {
        let (start, import) = import?;
        if let TypeRef::Memory(taken) = import.ty
            && memory.replace((starts.len(), taken)).is_some()
        {
            return Ok(None);
        }
        starts.push(start);
    }
    // Where imports are written in groups, they are more than they are counted.
    let Some((at, taken)) = memory.filter(|_| starts.len() == count as usize) else {
        return Ok(None);
    };
    starts.push(end);
    let mut content = content;
    let first = content.original_position();
    let bytes = content.read_bytes(content.bytes_remaining())?;
    let within = |from: usize, to: usize| &bytes[from - first..to - first];
    let mut others = Vec::new();
    leb128(&mut others, u64::from(count) - 1);
    others.extend_from_slice(within(starts[0], starts[at]));
    others.extend_from_slice(within(starts[at + 1], end));
    let own = MemoryType {
        shared: false,
        ..taken
    };
    Ok(Some((own, others)))
}

/// The exports, with the memory among them.
fn with_memory(content: BinaryReader<'_>) -> Result<Vec<u8>, BinaryReaderError> {
    const NAME: &str = "memory";
    let section = ExportSectionReader::new(content.clone())?;
    let mut content = content;
    let count = section.count();
    for export in section {
        let export = export?;
        if export.name == NAME && export.kind == ExternalKind::Memory {
            return Ok(content.read_bytes(content.bytes_remaining())?.to_vec());
        }
    }
    content.read_var_u32()?;
    let mut with = Vec::new();
    leb128(&mut with, u64::from(count) + 1);
    with.extend_from_slice(content.read_bytes(content.bytes_remaining())?);
    leb128(&mut with, NAME.len() as u64);
    with.extend_from_slice(NAME.as_bytes());
    with.extend([2, 0]);
    Ok(with)
}
