//! Asks a part of the page that is fetched on demand, in a worker of its own,
//! which is ended when it has answered.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{bring, js::beside};

/// The workers' script, beside the page.
const SCRIPT: &str = "ask.js";

/// Has this part do something with these.
///
/// # Errors
/// A sentence of its own; none if it cannot be loaded, or came to nothing.
pub async fn ask(part: &str, what: &str, given: &[&JsValue]) -> Result<JsValue, Option<String>> {
    let message = Array::of1(&what.into());
    for value in given {
        message.push(value);
    }
    let answer = answer(part, &message).await.unwrap_or(JsValue::NULL);
    match answer.dyn_ref::<Array>() {
        Some(answer) => Ok(answer.get(0)),
        None => Err(answer.as_string()),
    }
}

async fn answer(part: &str, message: &JsValue) -> Result<JsValue, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(part);
    let worker = Worker::new_with_options(&beside(SCRIPT), &options)?;
    let answer = bring::wait::<MessageEvent>(Promise::new(&mut |answered, failed| {
        worker.set_onmessage(Some(&answered));
        worker.set_onerror(Some(&failed));
    }));
    worker.post_message(message)?;
    let answer = answer.await;
    worker.terminate();
    Ok(answer?.unchecked_ref::<MessageEvent>().data())
}
