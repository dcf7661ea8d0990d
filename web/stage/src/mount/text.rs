//! A text of the host's, to be read.

use super::File;
use crate::{fs::Errno, preview1::Stop};

/// A text that is there as a whole.
pub struct Text {
    bytes: Vec<u8>,
    /// How much of it was read.
    at: usize,
}

impl Text {
    /// One with these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, at: 0 }
    }
}

impl File for Text {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        Ok(next(&self.bytes, &mut self.at, room))
    }

    fn write(&mut self, _: &[u8]) -> Result<u32, Stop> {
        Err(Errno::Badf.into())
    }
}

/// The next bytes behind those that were read, as many as there is room for.
pub fn next(bytes: &[u8], at: &mut usize, room: u32) -> Vec<u8> {
    let rest = &bytes[*at..];
    let taken = rest[..rest.len().min(room as usize)].to_vec();
    *at += taken.len();
    taken
}
