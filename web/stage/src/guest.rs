//! The memory of the program that runs: untrusted pointers become bytes here
//! and nowhere else, each checked against the memory's size.

use js_sys::{DataView, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, prelude::*};

use crate::fs::Errno;

#[wasm_bindgen]
extern "C" {
    /// `to.set(from.subarray(start, end), at)`, in one step out of the runtime:
    /// see `worker.js`.
    #[wasm_bindgen(js_name = copyBytes)]
    fn copy_in(to: &Uint8Array, at: u32, from: &Uint8Array, start: u32, end: u32);
    #[wasm_bindgen(js_name = copyBytes)]
    fn copy_out(to: &mut [u8], at: u32, from: &Uint8Array, start: u32, end: u32);
}

/// A view of a program's memory. When the memory grows, the engine takes the
/// view's bytes away; the next access makes a new one.
pub struct Guest {
    memory: WebAssembly::Memory,
    bytes: Uint8Array,
    words: DataView,
    size: u32,
}

impl Guest {
    /// A view of this memory.
    pub fn new(memory: WebAssembly::Memory) -> Self {
        let bytes = Uint8Array::new(&memory.buffer());
        let words = DataView::new(bytes.buffer().unchecked_ref(), 0, bytes.length() as usize);
        Self {
            size: bytes.length(),
            memory,
            bytes,
            words,
        }
    }

    /// Its size in bytes. Never shrinks.
    pub fn size(&mut self) -> u32 {
        self.refresh();
        self.size
    }

    /// Looks whether the program made its memory grow. Only the program does
    /// that, so once at the start of each of its calls is enough.
    pub fn refresh(&mut self) {
        if self.bytes.length() == 0 || self.size == 0 {
            *self = Self::new(self.memory.clone());
        }
    }

    /// Says whether `length` bytes at `at` are the program's.
    ///
    /// # Errors
    /// EFAULT if not. The size only grows, so what was inside stays inside.
    pub fn check(&mut self, at: u32, length: u32) -> Result<(), Errno> {
        let end = u64::from(at) + u64::from(length);
        if end <= u64::from(self.size) {
            return Ok(());
        }
        // A shared memory grows without taking the view away.
        *self = Self::new(self.memory.clone());
        match end <= u64::from(self.size) {
            true => Ok(()),
            false => Err(Errno::Fault),
        }
    }

    /// The bytes at a place, still in the program's memory.
    ///
    /// # Errors
    /// EFAULT
    pub fn slice(&mut self, at: u32, length: u32) -> Result<Uint8Array, Errno> {
        self.check(at, length)?;
        Ok(self.bytes.subarray(at, at + length))
    }

    /// Copies bytes out of the program.
    ///
    /// # Errors
    /// EFAULT
    pub fn read(&mut self, at: u32, to: &mut [u8]) -> Result<(), Errno> {
        let length = u32::try_from(to.len()).map_err(|_| Errno::Fault)?;
        self.check(at, length)?;
        copy_out(to, 0, &self.bytes, at, at + length);
        Ok(())
    }

    /// Copies bytes out of the program, into a new vector.
    ///
    /// # Errors
    /// EFAULT; checked before anything is allocated.
    pub fn bytes(&mut self, at: u32, length: u32) -> Result<Vec<u8>, Errno> {
        Ok(self.slice(at, length)?.to_vec())
    }

    /// Copies bytes into the program.
    ///
    /// # Errors
    /// EFAULT
    pub fn write(&mut self, at: u32, from: &[u8]) -> Result<(), Errno> {
        let length = u32::try_from(from.len()).map_err(|_| Errno::Fault)?;
        self.slice(at, length)?.copy_from(from);
        Ok(())
    }

    /// Copies bytes of JavaScript's into the program.
    ///
    /// # Errors
    /// EFAULT
    pub fn put(&mut self, at: u32, from: &Uint8Array, start: u32, end: u32) -> Result<(), Errno> {
        self.check(at, end - start)?;
        copy_in(&self.bytes, at, from, start, end);
        Ok(())
    }

    /// Writes a little-endian u32.
    ///
    /// # Errors
    /// EFAULT
    pub fn set_u32(&mut self, at: u32, value: u32) -> Result<(), Errno> {
        self.check(at, 4)?;
        self.words.set_uint32_endian(at as usize, value, true);
        Ok(())
    }

    /// Writes a little-endian u64.
    ///
    /// # Errors
    /// EFAULT
    pub fn set_u64(&mut self, at: u32, value: u64) -> Result<(), Errno> {
        self.write(at, &value.to_le_bytes())
    }

    /// An array of (pointer, length) pairs, as `iovec` and `ciovec` are; each of
    /// them checked.
    ///
    /// # Errors
    /// EFAULT
    pub fn vectors(&mut self, at: u32, count: u32) -> Result<Vectors, Errno> {
        if count == 1 {
            self.check(at, 8)?;
            let (start, length) = (
                self.words.get_uint32_endian(at as usize, true),
                self.words.get_uint32_endian(at as usize + 4, true),
            );
            self.check(start, length)?;
            return Ok(Vectors::One([(start, length)]));
        }
        let length = count.checked_mul(8).ok_or(Errno::Fault)?;
        let raw = self.bytes(at, length)?;
        let word = |bytes: &[u8]| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        let pairs: Vec<(u32, u32)> = raw
            .chunks_exact(8)
            .map(|pair| (word(pair), word(&pair[4..])))
            .collect();
        for (start, length) in &pairs {
            self.check(*start, *length)?;
        }
        Ok(Vectors::Many(pairs))
    }
}

/// What `readv` and `writev` are given; mostly one buffer.
pub enum Vectors {
    /// One buffer.
    One([(u32, u32); 1]),
    /// None, or some.
    Many(Vec<(u32, u32)>),
}

impl std::ops::Deref for Vectors {
    type Target = [(u32, u32)];

    fn deref(&self) -> &Self::Target {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}
