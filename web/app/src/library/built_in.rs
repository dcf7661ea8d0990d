//! What comes with the page: filters, and the gallery of demos.

use js_sys::JSON;
use model::{
    example::Example,
    module::Host,
    session::{Filter, Origin},
};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::{
    bring,
    js::{beside, said, window},
};

/// What `cargo xtask filters` writes beside the built-in filters.
#[derive(Deserialize)]
struct Index {
    filters: Vec<Listed>,
    first: Example,
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    summary: String,
    manual: String,
    bytes: u64,
}

/// The filters that come with the page, and the demo of a first visit.
///
/// # Errors
/// A sentence, when the page's own files cannot be read.
pub async fn list() -> Result<(Vec<Filter>, Example), String> {
    let index = fetched("filters/filters.json").await?;
    let index: Index = values::from_value(index).map_err(|error| unread(error.to_string()))?;
    let filters = index.filters.into_iter().map(|listed| Filter {
        name: listed.name,
        summary: listed.summary,
        manual: listed.manual,
        bytes: listed.bytes,
        origin: Origin::BuiltIn,
        host: Host::Preview1,
        address: None,
    });
    Ok((filters.collect(), index.first))
}

/// All demos of the gallery, in its order.
///
/// # Errors
/// The same.
pub async fn gallery() -> Result<Vec<Example>, String> {
    let demos = fetched("filters/gallery.json").await?;
    values::from_value(demos).map_err(|error| unread(error.to_string()))
}

/// The text of the help.
///
/// # Errors
/// The same.
pub async fn help() -> Result<String, String> {
    text("help.md").await.map_err(|error| unread(said(&error)))
}

async fn fetched(address: &str) -> Result<JsValue, String> {
    let fetched = async { JSON::parse(&text(address).await?) };
    fetched.await.map_err(|error| unread(said(&error)))
}

async fn text(address: &str) -> Result<String, JsValue> {
    let response: Response = bring::wait(window().fetch_with_str(&beside(address))).await?;
    let text = JsFuture::from(response.text()?).await?;
    Ok(text.as_string().unwrap_or_default())
}

fn unread(why: String) -> String {
    format!("A file of the page's cannot be read ({why}): reload the page.")
}
