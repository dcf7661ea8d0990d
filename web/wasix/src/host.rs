//! The stage, as the program's host asks it.

use std::{cell::RefCell, io};

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// wasmer-wasix wants files that can be sent between threads; what is
    /// behind these cannot. A worker runs one program at a time, so the files
    /// are empty names and numbers, and the connection is the worker's.
    static OPEN: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Connects, until [`close`].
pub fn open(stage: JsValue) {
    OPEN.set(Some(stage));
}

/// Disconnects.
pub fn close() {
    OPEN.set(None);
}

/// Calls one of the stage's functions.
///
/// # Errors
/// When there is none of this name, or it threw.
pub fn call(name: &str, args: &[JsValue]) -> io::Result<JsValue> {
    let stage = OPEN
        .with_borrow(Clone::clone)
        .ok_or(io::ErrorKind::NotConnected)?;
    let function: Function = Reflect::get(&stage, &name.into())
        .ok()
        .and_then(|function| function.dyn_into().ok())
        .ok_or(io::ErrorKind::Unsupported)?;
    let args: Array = args.iter().collect();
    function
        .apply(&stage, &args)
        .map_err(|_| io::ErrorKind::BrokenPipe.into())
}
