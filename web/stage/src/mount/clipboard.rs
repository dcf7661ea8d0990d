//! `/dev/clipboard`. Only the page has a clipboard, and only for what a person
//! does: so reading gives what the visitor gave before the run, and what is
//! written is offered to them.

use std::rc::Rc;

use model::wish::Wish;

use super::{File, network::Network, text::next};
use crate::{fs::Errno, preview1::Stop};

/// No more than this, in bytes, is offered.
const MOST: usize = 1 << 20;

/// The clipboard, open.
pub struct Clipboard {
    network: Rc<Network>,
    /// How much of it was read.
    at: usize,
    written: Vec<u8>,
}

impl Clipboard {
    /// Opens it.
    pub fn new(network: Rc<Network>) -> Self {
        Self {
            network,
            at: 0,
            written: Vec::new(),
        }
    }
}

impl File for Clipboard {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        let Some(text) = &self.network.clipboard else {
            self.network.wish(Wish::Paste);
            return Err(Errno::Acces.into());
        };
        Ok(next(text.as_bytes(), &mut self.at, room))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        if self.written.len() + bytes.len() > MOST {
            return Err(Errno::Fbig.into());
        }
        self.written.extend_from_slice(bytes);
        Ok(bytes.len() as u32)
    }
}

impl Drop for Clipboard {
    fn drop(&mut self) {
        if !self.written.is_empty() {
            let text = String::from_utf8_lossy(&self.written).into_owned();
            self.network.wish(Wish::Copy(text));
        }
    }
}
