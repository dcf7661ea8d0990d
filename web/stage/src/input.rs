//! Where a program's stdin comes from.

use std::collections::VecDeque;

use js_sys::Uint8Array;
use model::protocol::{FromStage, RunId, StageId, Stdin};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, FileReaderSync};

use crate::{
    fs::Errno,
    guest::Guest,
    page::{self, Js},
    pipe::{self, Next, Reader},
};

/// How much of a file is read at once: large enough that the trip to the
/// browser's file process does not count, small enough for a phone.
const PIECE: f64 = 1_048_576.0;

/// The page is told how much was read, so often at most, in milliseconds.
const SAY_MS: f64 = 100.0;

/// What is read from, from its start to its end.
pub struct Input {
    /// The piece at hand, and how much of it the program has.
    piece: Uint8Array,
    length: u32,
    taken: u32,
    rest: Rest,
    broken: bool,
    read: u64,
    /// Whom to name when the page is told how much was read, and when it was.
    says: Option<(RunId, StageId)>,
    said: f64,
}

/// Where the next piece comes from.
enum Rest {
    Pieces(VecDeque<Uint8Array>),
    File(File),
    Pipe(Reader),
}

struct File {
    blob: Blob,
    reader: FileReaderSync,
    /// Where the next piece starts, in bytes.
    at: f64,
}

/// What a read finds.
pub enum Found {
    /// This many bytes are at hand; 0 is the end.
    Bytes(u32),
    /// Nothing yet.
    Wait,
}

impl Input {
    /// Input that has not been read from.
    ///
    /// # Errors
    /// When this browser gives workers no way to read files.
    pub fn new(stdin: Stdin<Js>, says: Option<(RunId, StageId)>) -> Result<Self, JsValue> {
        let mut input = Self::of(match stdin {
            Stdin::Bytes(pieces) => Rest::Pieces(
                pieces
                    .into_iter()
                    .map(|piece| piece.0.unchecked_into())
                    .collect(),
            ),
            Stdin::File(blob) => Rest::File(File {
                blob: blob.0.unchecked_into(),
                reader: FileReaderSync::new()?,
                at: 0.0,
            }),
            Stdin::Pipe(end) => Rest::Pipe(Reader::new(pipe::port(&end))),
        });
        input.says = says;
        Ok(input)
    }

    /// Input that is all there.
    pub fn of_pieces(pieces: VecDeque<Uint8Array>) -> Self {
        Self::of(Rest::Pieces(pieces))
    }

    /// What comes through a pipe.
    pub fn of_pipe(reader: Reader) -> Self {
        Self::of(Rest::Pipe(reader))
    }

    fn of(rest: Rest) -> Self {
        Self {
            piece: Uint8Array::new_with_length(0),
            length: 0,
            taken: 0,
            rest,
            broken: false,
            read: 0,
            says: None,
            said: 0.0,
        }
    }

    /// Looks for the next bytes.
    ///
    /// # Errors
    /// EIO when the file was changed or removed since it was chosen.
    pub fn find(&mut self) -> Result<Found, Errno> {
        while self.taken == self.length {
            if let (Rest::Pipe(reader), 1..) = (&mut self.rest, self.length) {
                reader.give_back(&self.piece);
                (self.length, self.taken) = (0, 0);
                self.piece = Uint8Array::new_with_length(0);
            }
            let next = match &mut self.rest {
                Rest::Pieces(pieces) => pieces.pop_front(),
                Rest::Pipe(reader) => match reader.next() {
                    Next::Piece(piece) => Some(piece),
                    Next::End => None,
                    Next::Wait => return Ok(Found::Wait),
                },
                Rest::File(file) => match file.next() {
                    Ok(piece) => Some(piece).filter(|piece| piece.length() > 0),
                    Err(_) => {
                        self.broken = true;
                        return Err(Errno::Io);
                    }
                },
            };
            let Some(next) = next else {
                return Ok(Found::Bytes(0));
            };
            self.length = next.length();
            self.piece = next;
            self.taken = 0;
            self.say();
        }
        Ok(Found::Bytes(self.length - self.taken))
    }

    /// Tells the page how much was read, now and then.
    fn say(&mut self) {
        let Some((run, stage)) = self.says else {
            return;
        };
        let now = page::now();
        if now - self.said >= SAY_MS {
            self.said = now;
            let message = FromStage::Flow {
                run,
                stage,
                read: self.read,
                waits: None,
            };
            page::post(&message, &[]);
        }
    }

    /// Takes so many of the bytes that were found.
    pub fn take(&mut self, count: u32) -> Uint8Array {
        let start = self.taken;
        self.took(count);
        self.piece.subarray(start, start + count)
    }

    /// Takes so many of the bytes that were found, into a program's memory.
    ///
    /// # Errors
    /// EFAULT
    pub fn put(&mut self, guest: &mut Guest, at: u32, count: u32) -> Result<(), Errno> {
        guest.put(at, &self.piece, self.taken, self.taken + count)?;
        self.took(count);
        Ok(())
    }

    fn took(&mut self, count: u32) {
        self.taken += count;
        self.read += u64::from(count);
        if let Rest::Pipe(reader) = &mut self.rest {
            reader.took(u64::from(count));
        }
    }

    /// How many bytes can be read without waiting, and whether a read would
    /// wait.
    pub fn ready(&self) -> (u64, bool) {
        let at_hand = u64::from(self.length - self.taken);
        match &self.rest {
            Rest::Pieces(pieces) => {
                let rest: u64 = pieces.iter().map(|piece| u64::from(piece.length())).sum();
                (at_hand + rest, false)
            }
            Rest::File(file) => (at_hand + (file.blob.size() - file.at) as u64, false),
            Rest::Pipe(reader) => (
                at_hand + reader.available(),
                at_hand == 0 && reader.is_empty(),
            ),
        }
    }

    /// Nobody will read on: whoever writes hears of it.
    pub fn close(&mut self) {
        self.rest = Rest::Pieces(VecDeque::new());
        self.taken = self.length;
    }

    /// Whether a read failed: the program was not given all of its input.
    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// How many bytes were read.
    pub fn read(&self) -> u64 {
        self.read
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
