//! What stands in for the program's module where wasmer wants one.
//!
//! wasmer reads an instance's exports by the types it finds in the module's
//! bytes. All that its WASI functions need of the program is the memory, and of
//! one that unwinds its stack what that is done with. So the program's own
//! bytes, 70 MB perhaps, are neither copied into this worker nor parsed a second
//! time, and a program that uses newer instructions than wasmer's parser knows
//! still runs.

use js_sys::{Reflect, WebAssembly};
use wasmer::{Engine, ExportType, Module};

const MEMORY: &[u8] = b"\0asm\x01\0\0\0\x05\x03\x01\0\0\x07\x0a\x01\x06memory\x02\0";
const UNWINDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/unwinds.wasm"));

/// A module that exports what wasmer may use of this instance.
pub fn module(instance: &WebAssembly::Instance) -> Module {
    thread_local! {
        static MADE: [Module; 2] = [UNWINDS, MEMORY].map(|bytes| {
            Module::new(&Engine::default(), bytes).expect("the constants are valid modules")
        });
    }
    let exports = instance.exports();
    let has =
        |export: ExportType| Reflect::has(&exports, &export.name().into()).unwrap_or_default();
    MADE.with(|[unwinds, memory]| {
        match unwinds.exports().all(has) {
            true => unwinds,
            false => memory,
        }
        .clone()
    })
}
