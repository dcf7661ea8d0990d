//! The page, as a stage sees it: something that messages are posted to.

use js_sys::Array;
use model::protocol::FromStage;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

/// A JavaScript value inside a message, passed as it is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Js(#[serde(with = "values::preserve")] pub JsValue);

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Sends a message; what `transfer` lists is moved, not copied.
pub fn post(message: &FromStage<Js>, transfer: &[JsValue]) {
    let message = values::to_value(message).expect("every message can be written");
    scope()
        .post_message_with_transfer(&message, &transfer.iter().collect::<Array>())
        .expect("what is transferred was made here and is used once");
}

thread_local! {
    /// Asked often: to look it up each time takes longer than its answer.
    static CLOCK: Option<web_sys::Performance> = scope().performance();
}

/// Milliseconds since this worker started.
pub fn now() -> f64 {
    CLOCK.with(|clock| clock.as_ref().map_or(0.0, |clock| clock.now()))
}
