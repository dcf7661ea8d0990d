//! A stage: the web worker that runs one program at a time. It reads messages
//! from the page (`model::protocol`), runs what they name on a host, passes
//! bytes to its neighbours, and tells the page what happened.

mod component;
pub mod fs;
mod granted;
mod guest;
mod input;
mod lines;
mod mount;
mod output;
mod page;
mod pipe;
mod preview1;
mod program;
mod runtimes;
mod second;
mod stage;
mod wait;

use std::panic;

use js_sys::{Function, Reflect};
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
}

/// Called once after that, with what wasm-bindgen made of this runtime's
/// exports, with what makes a call wait, and with what loads other runtimes
/// (all in `worker.js`).
///
/// # Errors
/// When the engine refuses what stands between a program and its host.
#[wasm_bindgen]
pub fn connect(glue: &JsValue, waiting: &Function, load: Function) -> Result<(), JsValue> {
    runtimes::connect(load);
    let waits = stage::connect(glue, waiting)?;
    page::post(&FromStage::Ready { waits }, &[]);
    Ok(())
}

/// Takes a message from the page.
///
/// # Errors
/// When it is not one of `ToStage`: the page and the stage are then of
/// different versions.
#[wasm_bindgen]
pub fn receive(message: JsValue) -> Result<(), JsValue> {
    let sent = message.clone();
    let message: ToStage<page::Js> = values::from_value(message)?;
    match message {
        ToStage::Run(run) => {
            let sent = Reflect::get(&sent, &"Run".into())?;
            wasm_bindgen_futures::spawn_local(stage::run(run, sent));
        }
        ToStage::Lines(lines) => wasm_bindgen_futures::spawn_local(lines::run(lines)),
        ToStage::Happened { line, page } => mount::page::happened(&line, page),
        ToStage::Taken { run, bytes } => output::taken(run, bytes),
    }
    Ok(())
}
