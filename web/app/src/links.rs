//! Asks the workers that read and write links.

use wasm_bindgen::JsValue;

use crate::ask;

/// Has a link or a demo file read.
///
/// # Errors
/// A sentence: its own, or that what reads it cannot be loaded.
pub async fn read(what: &str, given: &JsValue) -> Result<JsValue, String> {
    ask("links", what, &[given]).await
}

/// Has something written that is to be shared, or a file's hash.
///
/// # Errors
/// The same.
pub async fn write(what: &str, given: &[&JsValue]) -> Result<JsValue, String> {
    ask("share", what, given).await
}

async fn ask(part: &str, what: &str, given: &[&JsValue]) -> Result<JsValue, String> {
    ask::ask(part, what, given).await.map_err(|why| {
        why.unwrap_or_else(|| {
            "The part of the page that reads and writes links cannot be loaded, or there is too much to be put into a link: check the connection, and try again.".to_owned()
        })
    })
}
