//! Where a program's stdout and stderr go: to the page, in pieces.

use js_sys::Uint8Array;
use model::{
    protocol::{FromStage, Output, RunId, Tally},
    text::TextWatch,
};
use wasm_bindgen::JsValue;

use crate::page::{self, Js};

/// A piece that is this large goes to the page, whatever the clock says.
const PIECE: usize = 65_536;

/// A write goes to the page at once, so that it is seen while the program
/// computes. Only a program that has written more often than this, in messages
/// a millisecond and with so many to spare, has its writes gathered, until the
/// next write that may be sent, a read, a full piece, or its end. If it computes
/// for ever after such a burst, the last few of its writes stay here.
const MESSAGES_A_MS: f64 = 0.5;
const MESSAGES_TO_SPARE: f64 = 1000.0;

/// One output file of one run.
pub struct Pen {
    run: RunId,
    output: Output,
    gathered: Vec<u8>,
    /// How many more bytes the page keeps.
    room: u64,
    tally: Tally,
    watch: TextWatch,
    messages: f64,
    since: f64,
}

impl Pen {
    /// A file that nothing was written to.
    pub fn new(run: RunId, output: Output, keep: u64) -> Self {
        Self {
            run,
            output,
            gathered: Vec::new(),
            room: keep,
            tally: Tally::default(),
            watch: TextWatch::default(),
            messages: MESSAGES_TO_SPARE,
            since: page::now(),
        }
    }

    /// Takes all of `bytes`.
    pub fn write(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (piece, rest) = bytes.split_at(bytes.len().min(PIECE - self.gathered.len()));
            self.take(piece);
            if self.gathered.len() == PIECE {
                self.flush();
            }
            bytes = rest;
        }
        if self.may_send() {
            self.flush();
        }
    }

    fn take(&mut self, piece: &[u8]) {
        self.watch.push(piece);
        self.tally.written += piece.len() as u64;
        let kept =
            &piece[..usize::try_from(self.room).map_or(piece.len(), |room| room.min(piece.len()))];
        self.room -= kept.len() as u64;
        self.gathered.extend_from_slice(kept);
    }

    fn may_send(&mut self) -> bool {
        let now = page::now();
        self.messages = (self.messages + (now - self.since) * MESSAGES_A_MS).min(MESSAGES_TO_SPARE);
        self.since = now;
        self.messages >= 1.0
    }

    /// Sends what was gathered.
    pub fn flush(&mut self) {
        self.send(self.watch.is_text());
    }

    /// Sends the last piece; now a character that is still incomplete stays so.
    pub fn finish(&mut self) {
        self.send(self.watch.ends_as_text());
    }

    fn send(&mut self, is_text: bool) {
        let changed = is_text != self.tally.is_text;
        if self.tally.written == 0 && !changed {
            return;
        }
        self.messages -= 1.0;
        self.tally.is_text = is_text;
        self.tally.newlines = memchr::memchr_iter(b'\n', &self.gathered).count() as u64;
        let bytes = Uint8Array::from(self.gathered.as_slice());
        self.gathered.clear();
        let buffer = JsValue::from(bytes.buffer());
        let message = FromStage::Output {
            run: self.run,
            output: self.output,
            bytes: Js(bytes.into()),
            tally: self.tally,
        };
        page::post(&message, &[buffer]);
        self.tally.written = 0;
    }
}
