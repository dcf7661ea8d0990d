//! The sections of a module or component: where each one lies.

use std::ops::Range;

use wasmparser::{BinaryReader, BinaryReaderError};

use super::source::Reader;

/// Why a module could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It ends before a section does.
    Cut,
    /// What is wrong, and at which byte.
    Broken(String),
}

impl From<BinaryReaderError> for Unreadable {
    fn from(error: BinaryReaderError) -> Self {
        Self::Broken(format!("{} at byte {}", error.message(), error.offset()))
    }
}

/// A section.
pub(super) struct Section {
    pub id: u8,
    /// Where its content lies in the file.
    pub content: Range<u64>,
}

impl Section {
    /// The section that begins at `at`, in a module that ends at `end`.
    pub fn read(reader: &mut Reader, at: u64, end: u64) -> Result<Self, Unreadable> {
        // A byte, and a number of at most five.
        let header = reader.bytes(at..end, 6);
        let mut header = BinaryReader::new(header, at as usize);
        let is_cut = |error: BinaryReaderError| match error.offset() as u64 >= end {
            true => Unreadable::Cut,
            false => error.into(),
        };
        let id = header.read_u8().map_err(is_cut)?;
        let length = header.read_var_u32().map_err(is_cut)?;
        let start = header.original_position() as u64;
        let content = start..start + u64::from(length);
        match content.end > end {
            true => Err(Unreadable::Cut),
            false => Ok(Self { id, content }),
        }
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.content.end - self.content.start
    }

    /// Its first bytes, so many at most, and whether that is all.
    pub fn first<'a>(&self, reader: &'a mut Reader, most: usize) -> (BinaryReader<'a>, bool) {
        let bytes = reader.bytes(self.content.clone(), most);
        let is_whole = bytes.len() as u64 == self.length();
        (
            BinaryReader::new(bytes, self.content.start as usize),
            is_whole,
        )
    }
}

impl Unreadable {
    /// As a sentence about a module of so many bytes that begins like this.
    pub(super) fn sentence(&self, head: &[u8], size: u64) -> String {
        // What stands for a byte that is no text.
        let replaced = head.windows(3).filter(|three| three == b"\xef\xbf\xbd");
        match self {
            _ if replaced.count() > 3 => "This WebAssembly module is damaged: it was saved as text on its way; get it again, as a binary file.".to_owned(),
            Self::Cut => format!(
                "This WebAssembly module is cut off: it ends after {size} bytes, in the middle of a section; get the whole file again."
            ),
            Self::Broken(what) => {
                format!("This WebAssembly module is damaged ({what}); get or build it again.")
            }
        }
    }
}
