//! What a program wrote, as far as it is kept, and windows into it.
//!
//! The bytes stay where they arrived, in pieces; only what is painted is
//! copied. A row is found by the newline counts that came with the pieces, so
//! ten million lines cost one scan of one piece.

use std::ops::Range;

use memchr::memchr_iter;

use crate::protocol::Tally;

/// A piece of a stream, wherever it is kept.
pub trait Piece {
    /// Its length in bytes.
    fn len(&self) -> usize;

    /// Appends the bytes of `range` to `to`.
    fn read(&self, range: Range<usize>, to: &mut Vec<u8>);

    /// Whether there is nothing in it.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Piece for Vec<u8> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn read(&self, range: Range<usize>, to: &mut Vec<u8>) {
        to.extend_from_slice(&self[range]);
    }
}

/// A stream of bytes: its first bytes are kept, the rest is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream<P> {
    pieces: Vec<Placed<P>>,
    kept: u64,
    /// Newlines among the bytes that are kept.
    kept_newlines: u64,
    written: u64,
    /// Newlines among all that was written, kept or not.
    newlines: u64,
    is_text: bool,
}

/// A piece, and what stands before it.
#[derive(Clone, Debug, PartialEq)]
struct Placed<P> {
    piece: P,
    /// Bytes before it.
    start: u64,
    /// Newlines before it.
    newlines: u64,
}

impl<P> Default for Stream<P> {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            kept: 0,
            kept_newlines: 0,
            written: 0,
            newlines: 0,
            is_text: true,
        }
    }
}

/// A line of text as far as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its bytes without the newline.
    pub bytes: Vec<u8>,
    /// How many more bytes the line has.
    pub hidden: u64,
}

impl<P: Piece> Stream<P> {
    /// Appends a piece.
    pub fn push(&mut self, piece: P, tally: Tally) {
        self.written += tally.written;
        self.is_text = tally.is_text;
        self.newlines += tally.newlines;
        if piece.is_empty() {
            return;
        }
        let (start, newlines) = (self.kept, self.kept_newlines);
        self.kept += piece.len() as u64;
        self.kept_newlines += tally.newlines;
        self.pieces.push(Placed {
            piece,
            start,
            newlines,
        });
    }

    /// Counts a piece that is kept elsewhere.
    pub fn count(&mut self, tally: Tally) {
        self.written += tally.written;
        self.is_text = tally.is_text;
        self.newlines += tally.newlines;
    }

    /// Appends a piece while fewer than `most` bytes are kept; counts it
    /// otherwise.
    pub fn push_first(&mut self, piece: P, tally: Tally, most: u64) {
        match self.kept < most {
            true => self.push(piece, tally),
            false => self.count(tally),
        }
    }

    /// Bytes that are kept.
    pub fn kept(&self) -> u64 {
        self.kept
    }

    /// Newlines among all bytes that were written, as `wc -l` counts lines.
    pub fn newlines(&self) -> u64 {
        self.newlines
    }

    /// Forgets kept pieces from this many bytes on; they stay counted.
    pub fn keep_first(&mut self, bytes: u64) {
        while self.pieces.len() > 1
            && let Some(last) = self.pieces.pop_if(|last| last.start >= bytes)
        {
            self.kept = last.start;
            self.kept_newlines = last.newlines;
        }
    }

    /// Bytes that were written, kept or not.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Whether all that was written can be shown as text.
    pub fn is_text(&self) -> bool {
        self.is_text
    }

    /// The kept pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = &P> {
        self.pieces.iter().map(|placed| &placed.piece)
    }

    /// Lines among the kept bytes; a last one without a newline counts.
    pub fn lines(&self) -> u64 {
        let open = self.kept > 0 && self.bytes(self.kept - 1..self.kept) != b"\n";
        self.kept_newlines + u64::from(open)
    }

    /// The kept bytes of a range.
    pub fn bytes(&self, range: Range<u64>) -> Vec<u8> {
        let range = range.start.min(self.kept)..range.end.min(self.kept);
        let mut bytes = Vec::new();
        let first = self
            .pieces
            .partition_point(|placed| placed.start <= range.start);
        for placed in &self.pieces[first.saturating_sub(1)..] {
            if placed.start >= range.end {
                break;
            }
            let within = |at: u64| {
                at.saturating_sub(placed.start)
                    .min(placed.piece.len() as u64) as usize
            };
            placed
                .piece
                .read(within(range.start)..within(range.end), &mut bytes);
        }
        bytes
    }

    /// Where a line starts, in bytes; the end if there are not as many.
    fn line_start(&self, line: u64) -> u64 {
        if line == 0 {
            return 0;
        }
        if line > self.kept_newlines {
            return self.kept;
        }
        // The piece that holds the newline before it.
        let index = self.pieces.partition_point(|placed| placed.newlines < line) - 1;
        let placed = &self.pieces[index];
        let mut bytes = Vec::new();
        placed.piece.read(0..placed.piece.len(), &mut bytes);
        let nth = (line - placed.newlines - 1) as usize;
        match memchr_iter(b'\n', &bytes).nth(nth) {
            Some(at) => placed.start + at as u64 + 1,
            None => self.kept,
        }
    }

    /// `count` lines from the line `first` on, each with at most `longest`
    /// bytes (a few less where a character would be cut).
    pub fn rows(&self, first: u64, count: u64, longest: u64) -> Vec<Row> {
        let last = self.lines().min(first.saturating_add(count));
        let mut start = self.line_start(first);
        let mut rows = Vec::new();
        for line in first..last {
            let mut bytes = self.bytes(start..start + longest + 1);
            if let Some(end) = memchr::memchr(b'\n', &bytes) {
                bytes.truncate(end);
                start += end as u64 + 1;
                rows.push(Row { bytes, hidden: 0 });
                continue;
            }
            let next = self.line_start(line + 1);
            let ended = u64::from(line < self.kept_newlines);
            cut(&mut bytes, longest as usize);
            let hidden = next - ended - start - bytes.len() as u64;
            rows.push(Row { bytes, hidden });
            start = next;
        }
        rows
    }
}

/// Cuts to at most `longest` bytes, before a character rather than within it.
fn cut(bytes: &mut Vec<u8>, longest: usize) {
    if bytes.len() <= longest {
        return;
    }
    let is_continuation = |byte: u8| byte & 0xc0 == 0x80;
    let start = (longest.saturating_sub(3)..=longest)
        .rev()
        .find(|at| !is_continuation(bytes[*at]));
    bytes.truncate(start.unwrap_or(longest));
}
