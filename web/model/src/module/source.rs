//! Where a file's bytes come from, and how many of them are looked at.

use std::{borrow::Cow, ops::Range};

/// A file, read piece by piece: of 70 MB the doctor wants 100 KB.
pub trait Source {
    /// Its length in bytes.
    fn size(&self) -> u64;

    /// The bytes from `at` on: so many, or fewer where the file ends.
    fn read(&self, at: u64, most: usize) -> Cow<'_, [u8]>;
}

impl<Bytes: AsRef<[u8]>> Source for Bytes {
    fn size(&self) -> u64 {
        self.as_ref().len() as u64
    }

    fn read(&self, at: u64, most: usize) -> Cow<'_, [u8]> {
        let bytes = self.as_ref();
        let start = at.min(self.size()) as usize;
        let end = start.saturating_add(most).min(bytes.len());
        Cow::Borrowed(&bytes[start..end])
    }
}

/// So much is read at once, in bytes: most sections' headers are near the one
/// before.
const WINDOW: usize = 64 * 1024;

/// So much is read of a file in all, in bytes, whatever is in it.
const MOST: u64 = 64 * 1024 * 1024;

/// Reads a source, and counts.
pub(super) struct Reader<'a> {
    source: &'a dyn Source,
    /// What was read last, and where it begins.
    window: Cow<'a, [u8]>,
    at: u64,
    /// Bytes that were read.
    pub read: u64,
}

impl<'a> Reader<'a> {
    pub fn new(source: &'a dyn Source) -> Self {
        Self {
            source,
            window: Cow::Borrowed(&[]),
            at: 0,
            read: 0,
        }
    }

    pub fn size(&self) -> u64 {
        self.source.size()
    }

    /// Whether more was read than any honest file needs.
    pub fn is_exhausted(&self) -> bool {
        self.read > MOST
    }

    /// The bytes of a range, at most so many of them; fewer where the file ends.
    pub fn bytes(&mut self, range: Range<u64>, most: usize) -> &[u8] {
        let wanted = range.end.saturating_sub(range.start).min(most as u64) as usize;
        let within = range
            .start
            .checked_sub(self.at)
            .filter(|skip| skip + wanted as u64 <= self.window.len() as u64);
        let skip = match within {
            Some(skip) => skip as usize,
            None => {
                self.window = self.source.read(range.start, wanted.max(WINDOW));
                self.at = range.start;
                self.read += self.window.len() as u64;
                0
            }
        };
        let end = (skip + wanted).min(self.window.len());
        &self.window[skip..end]
    }
}
