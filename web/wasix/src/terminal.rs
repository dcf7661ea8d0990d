//! Standard files that are no terminal, unless it is said so.
//!
//! wasmer-wasix reports fds 0 to 2 as a character device, which wasi-libc and
//! Rust take for a terminal: C programs then write each line apart, and some
//! programs refuse to read from one. wasmtime reports `unknown` for a pipe;
//! so does this.

use std::{cell::OnceCell, rc::Rc};

use js_sys::{Function, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// `filetype` in the WASI preview 1 documents.
const UNKNOWN: u8 = 0;
const CHARACTER_DEVICE: u8 = 2;

/// A replacement for `fd_fdstat_get`.
pub struct NoTerminal {
    memory: Rc<OnceCell<WebAssembly::Memory>>,
    _function: Closure<dyn FnMut(u32, u32) -> u32>,
}

impl NoTerminal {
    /// Replaces the function in an object of imports, below the WASI version's
    /// module name; `terminals` says which of the standard files are some.
    ///
    /// # Errors
    /// When it is not there.
    pub fn put_into(
        imports: &JsValue,
        version: &str,
        terminals: [bool; 3],
    ) -> Result<Self, JsValue> {
        let functions = Reflect::get(imports, &version.into())?;
        let name = JsValue::from_str("fd_fdstat_get");
        let original: Function = Reflect::get(&functions, &name)?.dyn_into()?;
        let memory = Rc::new(OnceCell::<WebAssembly::Memory>::new());
        let guest = memory.clone();
        let function = Closure::new(move |fd: u32, fdstat: u32| {
            let errno = original
                .call2(&JsValue::UNDEFINED, &fd.into(), &fdstat.into())
                .ok()
                .and_then(|errno| errno.as_f64())
                .unwrap_or_default() as u32;
            // The file type is the first byte of an fdstat.
            if let (0, Some(false), Some(memory)) = (errno, terminals.get(fd as usize), guest.get())
            {
                let bytes = Uint8Array::new(&memory.buffer());
                if bytes.get_index(fdstat) == CHARACTER_DEVICE {
                    bytes.set_index(fdstat, UNKNOWN);
                }
            }
            errno
        });
        Reflect::set(&functions, &name, function.as_ref())?;
        Ok(Self {
            memory,
            _function: function,
        })
    }

    /// Says which memory the program has, once it is there.
    pub fn connect(&self, instance: &WebAssembly::Instance) {
        let memory = Reflect::get(&instance.exports(), &"memory".into());
        if let Some(memory) = memory.ok().and_then(|memory| memory.dyn_into().ok()) {
            let _ = self.memory.set(memory);
        }
    }
}
