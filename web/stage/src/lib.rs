//! A stage: the web worker that runs one program at a time. It reads messages
//! from the page (`model::protocol`), runs what they name on a host, and sends
//! back what the program writes and how it ended.

mod input;
mod output;
mod page;
mod program;

use std::panic;

use model::protocol::{FromStage, ToStage};
use wasm_bindgen::prelude::*;

/// Called once, when the runtime is instantiated.
#[wasm_bindgen(start)]
pub fn start() {
    panic::set_hook(Box::new(|info| {
        let message = info.to_string();
        web_sys::console::error_1(&message.as_str().into());
        page::post(&FromStage::Crashed { message }, &[]);
    }));
    page::post(&FromStage::Ready, &[]);
}

/// Takes a message from the page.
///
/// # Errors
/// When it is not one of `ToStage`: the page and the stage are then of
/// different versions.
#[wasm_bindgen]
pub fn receive(message: JsValue) -> Result<(), JsValue> {
    let message: ToStage<page::Js> = serde_wasm_bindgen::from_value(message)?;
    match message {
        ToStage::Run(run) => program::run(run),
    }
    Ok(())
}
