//! What only a browser has, as the model's `Js`.

use std::ops::Range;

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Uint8Array;
use model::stream::Piece;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::Event;

/// A JavaScript value inside the model: a `Uint8Array`, a `File`, a module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Js(#[serde(with = "values::preserve")] pub JsValue);

impl Js {
    fn bytes(&self) -> &Uint8Array {
        self.0.unchecked_ref()
    }
}

/// Of a `Uint8Array`; nothing else becomes part of a stream.
impl Piece for Js {
    fn len(&self) -> usize {
        self.bytes().length() as usize
    }

    fn read(&self, range: Range<usize>, to: &mut Vec<u8>) {
        let start = to.len();
        to.resize(start + range.len(), 0);
        self.bytes()
            .subarray(range.start as u32, range.end as u32)
            .copy_to(&mut to[start..]);
    }
}

/// What a browser said went wrong, as words.
pub fn said(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}

/// The page's window.
pub fn window() -> web_sys::Window {
    web_sys::window().expect("the app runs in a page")
}

/// What the window tells of, heard as long as this is kept. In one place, not anew for
/// each: that is less code.
pub fn on(name: &'static str, heard: Box<dyn FnMut(&Event)>) -> EventListener {
    let may_prevent = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), name, may_prevent, heard)
}

#[wasm_bindgen]
extern "C" {
    /// The address of the script that wasm-bindgen made of this app.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT: String;
}

/// The address of one of the page's own files. They lie beside its script; on a
/// host that is a folder a version, and index.html lies elsewhere.
pub fn beside(name: &str) -> String {
    let address = SCRIPT.with(|script| web_sys::Url::new_with_base(name, script));
    address.map_or_else(|_| name.to_owned(), |address| address.href())
}
