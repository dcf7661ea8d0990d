//! A pipe between two stages: a message port with credit, or, where ports are
//! slow, what looks like one and goes over the page.
//!
//! The writer sends pieces, `Uint8Array`s whose buffers are moved, and `null`
//! at the end. The reader sends back how many bytes it took, a number, the large
//! buffers themselves, an array, and `null` when it will read no more. A writer
//! that is ahead by [`WINDOW`] bytes waits, so what lies in a pipe is bounded by
//! that and one write.
//!
//! Between programs of one worker a pipe is [`within`] it: the same without
//! messages.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{MessageEvent, MessagePort};

use crate::{output::PIECE, page::Js, wait};

/// How far a writer may be ahead of its reader, in bytes.
pub const WINDOW: u64 = 4 << 20;

/// The reader says what it took when it is this much.
const TAKEN: u64 = WINDOW / 4;

#[wasm_bindgen]
extern "C" {
    /// What `worker.js` makes of the numbers of two ends.
    fn relayed(own: f64, other: f64) -> MessagePort;
}

/// An end of a pipe, as `model::protocol` describes it.
pub fn port(end: &Js) -> MessagePort {
    match end.0.dyn_ref::<Array>() {
        Some(ends) => {
            let number = |at| ends.get(at).as_f64().unwrap_or_default();
            relayed(number(0), number(1))
        }
        None => end.0.clone().unchecked_into(),
    }
}

type Heard = Closure<dyn FnMut(MessageEvent)>;

fn listen(port: &MessagePort, mut hear: impl FnMut(JsValue) + 'static) -> Heard {
    let heard = Heard::new(move |event: MessageEvent| {
        hear(event.data());
        wait::wake();
    });
    port.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard
}

/// The other end.
enum Other<Ahead> {
    /// Messages go there.
    Port { port: MessagePort, _heard: Heard },
    /// It is in this worker.
    Here(Rc<RefCell<Ahead>>),
}

/// Both ends of a pipe between two programs of this worker.
pub fn within() -> (Writer, Reader) {
    let arrived = Rc::new(RefCell::new(Arrived::default()));
    let ahead = Rc::new(RefCell::new(Ahead::default()));
    let reader = Reader {
        other: Other::Here(ahead.clone()),
        arrived: arrived.clone(),
        taken: 0,
        used: Vec::new(),
    };
    let writer = Writer {
        other: Other::Here(arrived),
        reader: ahead,
    };
    (writer, reader)
}

/// The reading end.
pub struct Reader {
    other: Other<Ahead>,
    arrived: Rc<RefCell<Arrived>>,
    /// Taken by the program and not said yet.
    taken: u64,
    /// Pieces that are empty now.
    used: Vec<ArrayBuffer>,
}

#[derive(Default)]
struct Arrived {
    pieces: VecDeque<Uint8Array>,
    /// What came behind them in small parts, from the other end in this worker.
    small: Vec<u8>,
    ended: bool,
}

/// So much is small, in bytes: a piece of its own would be more trouble.
const SMALL: usize = 4096;

impl Arrived {
    fn take(&mut self, bytes: &[u8]) {
        if self.small.len() + bytes.len() > SMALL {
            self.gather();
        }
        self.small.extend_from_slice(bytes);
    }

    /// Makes a piece of the small parts.
    fn gather(&mut self) {
        if !self.small.is_empty() {
            self.pieces.push_back(Uint8Array::from(&self.small[..]));
            self.small.clear();
        }
    }
}

/// What a reader finds.
pub enum Next {
    /// The next piece.
    Piece(Uint8Array),
    /// There will be no more.
    End,
    /// Nothing yet.
    Wait,
}

impl Reader {
    /// Takes hold of the reading end.
    pub fn new(port: MessagePort) -> Self {
        let arrived = Rc::new(RefCell::new(Arrived::default()));
        let to = arrived.clone();
        let heard = listen(&port, move |data| {
            let mut arrived = to.borrow_mut();
            match data.dyn_into() {
                Ok(piece) => arrived.pieces.push_back(piece),
                Err(_) => arrived.ended = true,
            }
        });
        Self {
            other: Other::Port {
                port,
                _heard: heard,
            },
            arrived,
            taken: 0,
            used: Vec::new(),
        }
    }

    /// The next piece, if there is one.
    pub fn next(&mut self) -> Next {
        let mut arrived = self.arrived.borrow_mut();
        if arrived.pieces.is_empty() {
            arrived.gather();
        }
        match arrived.pieces.pop_front() {
            Some(piece) => Next::Piece(piece),
            None if arrived.ended => Next::End,
            None => Next::Wait,
        }
    }

    /// Whether a read would wait.
    pub fn is_empty(&self) -> bool {
        let arrived = self.arrived.borrow();
        arrived.pieces.is_empty() && arrived.small.is_empty() && !arrived.ended
    }

    /// How many bytes have arrived.
    pub fn available(&self) -> u64 {
        let arrived = self.arrived.borrow();
        arrived
            .pieces
            .iter()
            .map(|piece| u64::from(piece.length()))
            .sum::<u64>()
            + arrived.small.len() as u64
    }

    /// The program took so much: lets the writer send as much more.
    pub fn took(&mut self, bytes: u64) {
        self.taken += bytes;
        if self.taken < TAKEN {
            return;
        }
        let taken = std::mem::take(&mut self.taken);
        match &self.other {
            Other::Port { port, .. } => {
                // A port whose other end is gone swallows this.
                let _ = port.post_message(&JsValue::from_f64(taken as f64));
                if !self.used.is_empty() {
                    let used: Array = self.used.drain(..).collect();
                    let _ = port.post_message_with_transferable(&used, &used);
                }
            }
            Other::Here(writer) => {
                let mut writer = writer.borrow_mut();
                writer.bytes = writer.bytes.saturating_sub(taken);
                writer.spare.append(&mut self.used);
                drop(writer);
                wait::wake();
            }
        }
    }

    /// The program has all of this piece: if it is a large one, its memory goes
    /// back to the writer. Memory that was never touched costs several times as
    /// much as all else that is done for a piece.
    pub fn give_back(&mut self, piece: &Uint8Array) {
        let buffer = piece.buffer();
        if buffer.byte_length() as usize == PIECE {
            self.used.push(buffer);
        }
    }
}

impl Drop for Reader {
    /// The writer gets EPIPE.
    fn drop(&mut self) {
        match &self.other {
            Other::Port { port, .. } => hang_up(port),
            Other::Here(writer) => {
                writer.borrow_mut().closed = true;
                wait::wake();
            }
        }
    }
}

fn hang_up(port: &MessagePort) {
    let _ = port.post_message(&JsValue::NULL);
    port.set_onmessage(None);
}

/// The writing end.
pub struct Writer {
    other: Other<Arrived>,
    reader: Rc<RefCell<Ahead>>,
}

#[derive(Default)]
struct Ahead {
    /// Bytes that were sent and not taken.
    bytes: u64,
    /// Pieces that came back.
    spare: Vec<ArrayBuffer>,
    closed: bool,
}

impl Writer {
    /// Takes hold of the writing end.
    pub fn new(port: MessagePort) -> Self {
        let reader = Rc::new(RefCell::new(Ahead::default()));
        let from = reader.clone();
        let heard = listen(&port, move |data| {
            let mut reader = from.borrow_mut();
            if let Some(taken) = data.as_f64() {
                reader.bytes = reader.bytes.saturating_sub(taken as u64);
            } else if let Some(used) = data.dyn_ref::<Array>() {
                reader.spare.extend(used.iter().map(JsCast::unchecked_into));
            } else {
                reader.closed = true;
            }
        });
        Self {
            other: Other::Port {
                port,
                _heard: heard,
            },
            reader,
        }
    }

    /// Sends a piece, of no more than [`PIECE`].
    pub fn send(&self, bytes: &[u8]) {
        let mut reader = self.reader.borrow_mut();
        if reader.closed {
            return;
        }
        reader.bytes += bytes.len() as u64;
        if let (Other::Here(arrived), true) = (&self.other, bytes.len() <= SMALL) {
            arrived.borrow_mut().take(bytes);
            wait::wake();
            return;
        }
        let piece = if bytes.len() < PIECE / 2 {
            Uint8Array::from(bytes)
        } else {
            let piece = match reader.spare.pop() {
                Some(spare) => Uint8Array::new(&spare),
                None => Uint8Array::new_with_length(PIECE as u32),
            };
            let piece = piece.subarray(0, bytes.len() as u32);
            piece.copy_from(bytes);
            piece
        };
        drop(reader);
        match &self.other {
            Other::Port { port, .. } => {
                let moved = Array::of1(&piece.buffer());
                let _ = port.post_message_with_transferable(&piece, &moved);
            }
            Other::Here(reader) => {
                let mut reader = reader.borrow_mut();
                reader.gather();
                reader.pieces.push_back(piece);
                wait::wake();
            }
        }
    }

    /// Whether the reader has left.
    pub fn is_closed(&self) -> bool {
        self.reader.borrow().closed
    }

    /// Whether a write would wait.
    pub fn is_full(&self) -> bool {
        self.ahead() >= WINDOW
    }

    /// How many bytes were sent that the reader is not known to have taken.
    pub fn ahead(&self) -> u64 {
        self.reader.borrow().bytes
    }
}

impl Drop for Writer {
    /// The reader gets the end of the input.
    fn drop(&mut self) {
        match &self.other {
            Other::Port { port, .. } => hang_up(port),
            Other::Here(reader) => {
                reader.borrow_mut().ended = true;
                wait::wake();
            }
        }
    }
}
