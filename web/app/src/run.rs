//! The stage workers: one that runs or waits to, and a warm spare for the time
//! after a Stop.

use js_sys::{Array, Uint8Array, WebAssembly};
use model::{
    protocol::{FromStage, Run, Stdin, ToStage},
    session::{Input, Start},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use crate::js::{Js, said};

/// The worker's script, beside the page.
const SCRIPT: &str = "worker.js";

/// How many bytes of each output the page keeps. Ten million short lines fit;
/// a phone's memory does too.
pub const KEEP: u64 = 128 * 1024 * 1024;

/// The workers of this page.
pub struct Stages {
    /// The host, compiled once and posted to every worker.
    runtime: WebAssembly::Module,
    on_message: Callback<FromStage<Js>>,
    current: Stage,
    spare: Option<Stage>,
}

impl Stages {
    /// Starts a worker; it gets ready while the person reads the page.
    pub fn new(
        runtime: WebAssembly::Module,
        on_message: Callback<FromStage<Js>>,
    ) -> Result<Self, String> {
        let current = Stage::spawn(&runtime, &on_message)?;
        Ok(Self {
            runtime,
            on_message,
            current,
            spare: None,
        })
    }

    /// Starts a program.
    pub fn run(
        &mut self,
        start: &Start,
        module: &WebAssembly::Module,
        input: &Input<Js>,
    ) -> Result<(), String> {
        let (stdin, transfer) = match input {
            Input::Text(text) => {
                let bytes = Uint8Array::from(text.as_bytes());
                let buffer = bytes.buffer();
                (Stdin::Bytes(Js(bytes.into())), Array::of1(&buffer))
            }
            Input::File { file, .. } => (Stdin::File(file.clone()), Array::new()),
        };
        let message = ToStage::Run(Run {
            id: start.run,
            module: Js(module.into()),
            args: start.args.clone(),
            env: start.env.clone(),
            stdin,
            keep: KEEP,
        });
        let message = serde_wasm_bindgen::to_value(&message).map_err(|error| error.to_string())?;
        self.current
            .worker
            .post_message_with_transfer(&message, &transfer)
            .map_err(|error| said(&error))?;
        if self.spare.is_none() {
            self.spare = Some(Stage::spawn(&self.runtime, &self.on_message)?);
        }
        Ok(())
    }

    /// Ends whatever the current worker does, at once, and puts the spare in
    /// its place.
    pub fn replace(&mut self) -> Result<(), String> {
        self.current = match self.spare.take() {
            Some(spare) => spare,
            None => Stage::spawn(&self.runtime, &self.on_message)?,
        };
        Ok(())
    }
}

/// A worker; dropping it terminates it.
struct Stage {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(ErrorEvent)>,
}

impl Stage {
    fn spawn(
        runtime: &WebAssembly::Module,
        on_message: &Callback<FromStage<Js>>,
    ) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(SCRIPT, &options).map_err(|error| said(&error))?;
        let emit = on_message.clone();
        let heard = Closure::new(move |event: MessageEvent| {
            let message = serde_wasm_bindgen::from_value(event.data()).unwrap_or_else(|error| {
                FromStage::Crashed {
                    message: error.to_string(),
                }
            });
            emit.emit(message);
        });
        let emit = on_message.clone();
        let failed = Closure::new(move |event: ErrorEvent| {
            emit.emit(FromStage::Crashed {
                message: js_sys::Reflect::get(&event, &"message".into())
                    .ok()
                    .and_then(|message| message.as_string())
                    .unwrap_or_else(|| "its script cannot be loaded".to_owned()),
            });
        });
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        worker.post_message(runtime).map_err(|error| said(&error))?;
        Ok(Self {
            worker,
            _heard: heard,
            _failed: failed,
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Fetches and compiles the host.
pub async fn runtime() -> Result<WebAssembly::Module, String> {
    crate::library::compile_address("stage_bg.wasm")
        .await
        .map_err(|error| said(&error))
}
