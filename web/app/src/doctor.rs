//! Asks the doctor, in a worker of its own: a file may be large, and may be
//! anything.

use js_sys::Promise;
use model::module::Card;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::{bring, js::beside};

/// The worker's script, beside the page.
const SCRIPT: &str = "examine.js";

/// What a file is.
///
/// # Errors
/// A sentence: the file cannot be read, or the doctor not be loaded.
pub async fn examine(file: &Blob) -> Result<Card, String> {
    let answer = ask(file).await.unwrap_or(JsValue::NULL);
    match answer.as_string() {
        Some(sentence) => Err(sentence),
        None => values::from_value(answer).map_err(|_| {
            "The part of the page that looks at modules cannot be loaded: check the connection, and try again.".to_owned()
        }),
    }
}

async fn ask(file: &Blob) -> Result<JsValue, JsValue> {
    of_worker(SCRIPT, file).await
}

/// Starts a worker, gives it a message, and ends it when it answers.
pub async fn of_worker(script: &str, message: &JsValue) -> Result<JsValue, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&beside(script), &options)?;
    let answer = bring::wait::<MessageEvent>(Promise::new(&mut |answered, failed| {
        worker.set_onmessage(Some(&answered));
        worker.set_onerror(Some(&failed));
    }));
    worker.post_message(message)?;
    let answer = answer.await;
    worker.terminate();
    Ok(answer?.unchecked_ref::<MessageEvent>().data())
}
