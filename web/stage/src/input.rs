//! Where a program's stdin comes from.

use std::io;

use js_sys::Uint8Array;
use model::protocol::Stdin;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, FileReaderSync};

use crate::page::Js;

/// How much of a file is read at once: large enough that the trip to the
/// browser's file process does not count, small enough for a phone.
const PIECE: f64 = 1_048_576.0;

/// Complete input, read from its start to its end.
pub struct Input {
    /// The piece at hand, and how much of it the program has.
    piece: Uint8Array,
    taken: u32,
    /// The rest, if the input is a file.
    rest: Option<File>,
    broken: bool,
}

struct File {
    blob: Blob,
    reader: FileReaderSync,
    /// Where the next piece starts, in bytes.
    at: f64,
}

impl Input {
    /// Input that has not been read from.
    pub fn new(stdin: Stdin<Js>) -> Self {
        match stdin {
            Stdin::Bytes(bytes) => Self {
                piece: bytes.0.unchecked_into(),
                taken: 0,
                rest: None,
                broken: false,
            },
            Stdin::File(blob) => Self {
                piece: Uint8Array::new_with_length(0),
                taken: 0,
                rest: FileReaderSync::new().ok().map(|reader| File {
                    blob: blob.0.unchecked_into(),
                    reader,
                    at: 0.0,
                }),
                broken: false,
            },
        }
    }

    /// Fills the front of `buffer`; 0 is the end.
    ///
    /// # Errors
    /// When the file was changed or removed since it was chosen.
    pub fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.piece.length()
            && let Some(file) = &mut self.rest
        {
            match file.next() {
                Ok(next) => {
                    self.piece = next;
                    self.taken = 0;
                }
                Err(_) => {
                    self.broken = true;
                    return Err(io::Error::other("the file can no longer be read"));
                }
            }
        }
        let wanted = u32::try_from(buffer.len()).unwrap_or(u32::MAX);
        let count = wanted.min(self.piece.length() - self.taken);
        self.piece
            .subarray(self.taken, self.taken + count)
            .copy_to(&mut buffer[..count as usize]);
        self.taken += count;
        Ok(count as usize)
    }

    /// Whether a read failed: the program was not given all of its input.
    pub fn is_broken(&self) -> bool {
        self.broken
    }
}

impl File {
    /// The next piece; an empty one at the end.
    fn next(&mut self) -> Result<Uint8Array, JsValue> {
        let end = (self.at + PIECE).min(self.blob.size());
        let piece = self.blob.slice_with_f64_and_f64(self.at, end)?;
        let buffer = self.reader.read_as_array_buffer(&piece)?;
        self.at = end;
        Ok(Uint8Array::new(&buffer))
    }
}
