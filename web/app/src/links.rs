//! Asks the worker that reads and writes links.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::doctor;

/// The worker's script, beside the page.
const SCRIPT: &str = "pack.js";

/// Has it do something with these.
///
/// # Errors
/// A sentence: its own, or that it cannot be loaded.
pub async fn ask(what: &str, given: &[&JsValue]) -> Result<JsValue, String> {
    let message = Array::of1(&what.into());
    for value in given {
        message.push(value);
    }
    let answer = doctor::of_worker(SCRIPT, &message).await;
    let answer = answer.unwrap_or(JsValue::NULL);
    match answer.dyn_ref::<Array>() {
        Some(answer) => Ok(answer.get(0)),
        None => Err(answer.as_string().unwrap_or_else(|| {
            "The part of the page that reads and writes links cannot be loaded, or there is too much to be put into a link: check the connection, and try again.".to_owned()
        })),
    }
}
