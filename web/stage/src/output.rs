//! Where a program's stdout and stderr go: to the page, or into a pipe and, to
//! be looked at, its first bytes to the page.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Uint8Array;
use model::{
    protocol::{FromStage, Output, RunId, Sink, StageId, Tally},
    text::{TextWatch, glance},
};
use wasm_bindgen::JsValue;

use crate::{
    fs::Errno,
    guest::Guest,
    page::{self, Js},
    pipe::{self, WINDOW, Writer},
    wait,
};

/// A piece that is this large goes out, whatever the clock says.
pub const PIECE: usize = 262_144;

/// How far a program may be ahead of the page, in bytes.
const AHEAD: u64 = 4 * WINDOW;

/// A write goes out at once, so that it is seen while the program computes. Only
/// a program that has written more often than this, in messages a millisecond
/// and with so many to spare, has its writes gathered, until the next write that
/// may be sent, a wait, a full piece, or its end. If it computes for ever after
/// such a burst, the last few of its writes stay here.
const MESSAGES_A_MS: f64 = 0.5;
const MESSAGES_TO_SPARE: f64 = 32.0;

/// What is not kept is counted, and the count is told so often, in milliseconds.
const COUNT_MS: f64 = 100.0;

thread_local! {
    /// Bytes on their way to the page that it has not taken yet.
    static TO_PAGE: Cell<(RunId, u64)> = const { Cell::new((0, 0)) };
}

/// The page took so many bytes of this run.
pub fn taken(run: RunId, bytes: u64) {
    let (current, ahead) = TO_PAGE.get();
    if current == run {
        let left = ahead.saturating_sub(bytes);
        TO_PAGE.set((run, left));
        // Not for each piece: to be suspended costs more than to write one.
        if left <= AHEAD / 2 {
            wait::wake();
        }
    }
}

/// A program of this run begins: nothing of it is on its way.
pub fn forget(run: RunId) {
    TO_PAGE.set((run, 0));
}

/// One output of one program; fds 1 and 2 may share it.
pub type Shared = Rc<RefCell<Pen>>;

/// Where an output goes, apart from what the page sees of it.
pub enum To {
    /// To the page alone.
    Page,
    /// Into a pipe.
    Pipe(Writer),
    /// Into memory, up to so many bytes: the next program's input.
    Memory(Vec<u8>, usize),
    /// The same, and the page is told nothing of it: what a server answers.
    Reply(Vec<u8>, usize),
    /// Into a pipe, and the page is told nothing of it.
    Peer(Writer),
}

impl From<Sink<Js>> for To {
    fn from(sink: Sink<Js>) -> Self {
        match sink {
            Sink::Page => Self::Page,
            Sink::Pipe(end) => Self::Pipe(Writer::new(pipe::port(&end))),
        }
    }
}

/// An output of a program.
pub struct Pen {
    run: RunId,
    stage: StageId,
    output: Output,
    to: To,
    /// Room for a piece, and how much of it was written.
    gathered: Vec<u8>,
    filled: usize,
    /// How many more bytes the page keeps.
    room: u64,
    uncounted: Tally,
    counted_at: f64,
    watch: TextWatch,
    /// What the page was last told of that.
    said_text: bool,
    messages: f64,
    since: f64,
}

impl Pen {
    /// An output that nothing was written to.
    pub fn new(run: RunId, stage: StageId, output: Output, to: To, keep: u64) -> Shared {
        let now = page::now();
        Rc::new(RefCell::new(Self {
            run,
            stage,
            output,
            to,
            gathered: Vec::new(),
            filled: 0,
            room: keep,
            uncounted: Tally::default(),
            counted_at: now,
            watch: TextWatch::default(),
            said_text: true,
            messages: MESSAGES_TO_SPARE,
            since: now,
        }))
    }

    /// Whether a write has to wait for the reader.
    pub fn is_full(&self) -> bool {
        match &self.to {
            To::Pipe(pipe) | To::Peer(pipe) => pipe.is_full() && !pipe.is_closed(),
            To::Page => TO_PAGE.get().1 >= AHEAD,
            To::Memory(..) | To::Reply(..) => false,
        }
    }

    /// Says whether anyone will read.
    ///
    /// # Errors
    /// EPIPE when the reader has left, ENOSPC when memory is full.
    pub fn check(&self) -> Result<(), Errno> {
        match &self.to {
            To::Pipe(pipe) | To::Peer(pipe) if pipe.is_closed() => Err(Errno::Pipe),
            To::Memory(bytes, most) | To::Reply(bytes, most) if bytes.len() >= *most => {
                Err(Errno::Nospc)
            }
            _ => Ok(()),
        }
    }

    /// Takes bytes out of a program's memory, all of them.
    ///
    /// # Errors
    /// EFAULT
    pub fn write(&mut self, guest: &mut Guest, mut at: u32, mut length: u32) -> Result<(), Errno> {
        while length > 0 {
            let start = self.filled;
            let count = length.min((PIECE - start) as u32);
            self.reserve(count as usize);
            guest.read(at, &mut self.gathered[start..start + count as usize])?;
            self.filled += count as usize;
            if self.filled == PIECE {
                self.flush();
            }
            at += count;
            length -= count;
        }
        Ok(())
    }

    /// Takes bytes, all of them.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (piece, rest) = bytes.split_at(bytes.len().min(PIECE - self.filled));
            self.reserve(piece.len());
            self.gathered[self.filled..][..piece.len()].copy_from_slice(piece);
            self.filled += piece.len();
            if self.filled == PIECE {
                self.flush();
            }
            bytes = rest;
        }
        self.hint();
    }

    /// Makes room for so many more bytes; together they are no more than a piece.
    fn reserve(&mut self, more: usize) {
        let wanted = self.filled + more;
        if self.gathered.len() < wanted {
            self.gathered
                .resize(wanted.next_power_of_two().max(4096), 0);
        }
    }

    /// Sends what was gathered, unless there were too many messages.
    pub fn hint(&mut self) {
        if self.messages < 1.0 {
            let now = page::now();
            self.messages = ((now - self.since) * MESSAGES_A_MS).min(MESSAGES_TO_SPARE);
            if self.messages < 1.0 {
                return;
            }
            self.since = now;
        }
        self.flush();
    }

    /// Sends what was gathered.
    pub fn flush(&mut self) {
        if self.filled == 0 {
            return;
        }
        self.messages -= 1.0;
        let gathered = std::mem::take(&mut self.gathered);
        let bytes = &gathered[..std::mem::take(&mut self.filled)];
        let is_told = match &mut self.to {
            To::Reply(memory, _) => {
                memory.extend_from_slice(bytes);
                false
            }
            To::Peer(pipe) => {
                pipe.send(bytes);
                false
            }
            To::Page | To::Pipe(_) | To::Memory(..) => true,
        };
        if !is_told {
            self.gathered = gathered;
            return;
        }
        let glance = glance(bytes);
        self.watch.push_glanced(bytes, glance);
        let is_text = self.watch.is_text();
        let written = bytes.len() as u64;
        if self.room >= written {
            self.room -= written;
            self.said_text = is_text;
            let tally = Tally {
                written,
                newlines: glance.newlines,
                is_text,
            };
            self.post(Uint8Array::from(bytes), tally);
        } else if self.room == 0 {
            self.count(Tally {
                written,
                newlines: glance.newlines,
                is_text,
            });
        } else {
            let (kept, rest) = bytes.split_at(self.room as usize);
            self.room = 0;
            self.said_text = is_text;
            self.post(Uint8Array::from(kept), tally(kept, is_text));
            self.count(tally(rest, is_text));
        }
        match &mut self.to {
            To::Page | To::Reply(..) | To::Peer(_) => {}
            To::Pipe(pipe) => pipe.send(bytes),
            To::Memory(memory, _) => memory.extend_from_slice(bytes),
        }
        self.gathered = gathered;
    }

    /// Sends the last piece; now a character that is still incomplete stays so.
    pub fn finish(&mut self) {
        self.flush();
        self.uncounted.is_text = self.watch.ends_as_text();
        self.post_count();
        if let To::Pipe(_) | To::Peer(_) = self.to {
            // Dropped, the writer says that this was all.
            self.to = To::Page;
            self.room = 0;
        }
    }

    /// What went into memory since it was last taken.
    pub fn take(&mut self) -> Vec<u8> {
        self.flush();
        match &mut self.to {
            To::Memory(bytes, _) | To::Reply(bytes, _) => std::mem::take(bytes),
            _ => Vec::new(),
        }
    }

    fn count(&mut self, more: Tally) {
        self.uncounted.written += more.written;
        self.uncounted.newlines += more.newlines;
        self.uncounted.is_text = more.is_text;
        if self.uncounted.written == 0 {
            return;
        }
        let now = page::now();
        if now - self.counted_at >= COUNT_MS {
            self.counted_at = now;
            self.post_count();
        }
    }

    fn post_count(&mut self) {
        let tally = std::mem::take(&mut self.uncounted);
        if tally.written == 0 && tally.is_text == self.said_text {
            return;
        }
        self.said_text = tally.is_text;
        self.post(Uint8Array::new_with_length(0), tally);
    }

    fn post(&self, bytes: Uint8Array, tally: Tally) {
        if matches!(self.to, To::Page) {
            let (run, ahead) = TO_PAGE.get();
            TO_PAGE.set((run, ahead + u64::from(bytes.length())));
        }
        let buffer = JsValue::from(bytes.buffer());
        let message = FromStage::Output {
            run: self.run,
            stage: self.stage,
            output: self.output,
            bytes: Js(bytes.into()),
            tally,
        };
        page::post(&message, &[buffer]);
    }
}

fn tally(bytes: &[u8], is_text: bool) -> Tally {
    Tally {
        written: bytes.len() as u64,
        newlines: glance(bytes).newlines,
        is_text,
    }
}
