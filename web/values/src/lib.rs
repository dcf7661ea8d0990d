//! Messages and drafts as JavaScript values, and back, as `serde-wasm-bindgen`
//! has them: a struct is an object of its fields, an enum the name of its
//! variant, or an object with that one field. Errors say next to nothing:
//! what describes any value, any number included, would be a part of every first
//! visit.

mod passed;
mod read;
mod write;

use js_sys::JsString;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

pub use read::Unreadable;

/// A JavaScript value inside a message, passed as it is: a module, bytes, a file.
///
/// For `#[serde(with = "values::preserve")]`.
pub mod preserve {
    pub use crate::read::preserve as deserialize;
    pub use crate::write::preserve as serialize;
}

/// The JavaScript value of what is given.
///
/// # Errors
/// What a JavaScript value cannot hold: an integer beyond 2⁵³.
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Unreadable> {
    value.serialize(write::Writer)
}

/// What a JavaScript value is in Rust; it is written as [`to_value`] does, or is
/// what `JSON.parse` gives.
///
/// # Errors
/// It is something else.
pub fn from_value<T: DeserializeOwned>(value: JsValue) -> Result<T, Unreadable> {
    T::deserialize(read::Value(value))
}

#[wasm_bindgen]
extern "C" {
    /// An object that no proxy stands for: to get or set a field of it cannot fail.
    type Record;

    #[wasm_bindgen(method, indexing_getter)]
    fn field(this: &Record, name: &JsString) -> JsValue;

    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Record, name: &JsString, value: &JsValue);
}
