//! What is passed as it is, on its way through serde, which knows no JavaScript.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

/// By this name readers and writers know that it is on its way.
pub const NAME: &str = "a JavaScript value";

thread_local! {
    static PASSED: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// Sends a value on its way.
pub fn put(value: JsValue) {
    PASSED.set(Some(value));
}

/// The value that was sent.
pub fn take() -> Option<JsValue> {
    PASSED.take()
}
