//! Asks the worker that reads and writes links.

use wasm_bindgen::JsValue;

use crate::ask;

/// Has it do something with these.
///
/// # Errors
/// A sentence: its own, or that it cannot be loaded.
pub async fn ask(what: &str, given: &[&JsValue]) -> Result<JsValue, String> {
    ask::ask("links", what, given).await.map_err(|why| {
        why.unwrap_or_else(|| {
            "The part of the page that reads and writes links cannot be loaded, or there is too much to be put into a link: check the connection, and try again.".to_owned()
        })
    })
}
