//! A component's memory: its untrusted pointers become bytes here and nowhere
//! else, each checked against the memory's size.

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::JsCast;

use crate::call::Stop;

/// A view of a component's memory.
pub struct Guest {
    memory: WebAssembly::Memory,
    bytes: Uint8Array,
}

impl Guest {
    /// A view of this memory.
    pub fn new(memory: WebAssembly::Memory) -> Self {
        let bytes = Uint8Array::new(&memory.buffer());
        Self { memory, bytes }
    }

    /// Its size in bytes.
    pub fn size(&self) -> f64 {
        let buffer: js_sys::ArrayBuffer = self.memory.buffer().unchecked_into();
        f64::from(buffer.byte_length())
    }

    /// The bytes at a place, still in the component's memory.
    ///
    /// # Errors
    /// A trap if they are not all the component's.
    pub fn part(&mut self, at: u32, length: u32) -> Result<Uint8Array, Stop> {
        let end = u64::from(at) + u64::from(length);
        if end > u64::from(self.bytes.length()) {
            // It has grown, which takes the view's bytes away.
            self.bytes = Uint8Array::new(&self.memory.buffer());
        }
        match end <= u64::from(self.bytes.length()) {
            true => Ok(self.bytes.subarray(at, end as u32)),
            false => Err(Stop::Trap("it gave its host a pointer out of its memory")),
        }
    }

    /// Copies bytes out of it.
    ///
    /// # Errors
    /// As [`Guest::part`], before anything is allocated.
    pub fn read(&mut self, at: u32, length: u32) -> Result<Vec<u8>, Stop> {
        Ok(self.part(at, length)?.to_vec())
    }

    /// Copies bytes into it.
    ///
    /// # Errors
    /// As [`Guest::part`].
    pub fn write(&mut self, at: u32, bytes: &[u8]) -> Result<(), Stop> {
        self.part(at, bytes.len() as u32)?.copy_from(bytes);
        Ok(())
    }
}
