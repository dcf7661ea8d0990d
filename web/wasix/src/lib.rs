//! wasmer-wasix as the second host, in a dedicated web worker: a runtime of its
//! own, fetched only when a program needs it.
//!
//! The door is narrow on purpose. [`prepare`] gives the functions that a program
//! imports, [`attach`] takes its instance, [`again`] says after each return of
//! its `_start` whether that is to be called once more, [`finish`] ends its run.
//! The stage instantiates and starts the program, and puts its own functions in place of
//! those that read stdin, write stdout, wait or exit; what is left over comes
//! here. The stage behind it knows nothing of wasmer.

mod files;
mod host;
mod mounted;
mod runtime;
mod standin;
mod stdio;
mod terminal;

use std::{
    cell::{Cell, RefCell},
    sync::Arc,
};

use js_sys::WebAssembly;
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use wasmer::js::AsJs;
use wasmer::{Function, Instance, Store};
use wasmer_wasix::{
    WasiEnvBuilder, WasiError, WasiFunctionEnv, WasiVersion, generate_import_object_from_env,
};

use files::{Files, Granted};
use stdio::Output;
use terminal::NoTerminal;

/// A program that is prepared or runs.
struct Running {
    store: Store,
    env: WasiFunctionEnv,
    no_terminal: NoTerminal,
    /// Counts its calls, in [`CALLS`].
    counts: Function,
    /// How it wants to end, if it said so while its stack was unwound.
    exit: Option<u32>,
    files: Files,
}

thread_local! {
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
    static CALLS: Cell<u32> = const { Cell::new(0) };
    /// The files of the program that has ended.
    static LEFT: RefCell<Option<Files>> = const { RefCell::new(None) };
}

/// The functions that this module imports, by module and name. `args` has the
/// program's own name first; `env` is `NAME=value`, in order. `stage` answers
/// reads and writes of the standard files that come by another way than their
/// own fds: an object with `read(most)`, which gives a `Uint8Array`, and
/// `write(fd, bytes)`; and by `ask` what has to do with the file systems of the
/// stage's own. `granted` is `files::Granted`, what the program is granted, or nothing.
///
/// # Errors
/// What wasmer-wasix said.
#[wasm_bindgen]
pub fn prepare(
    module: &WebAssembly::Module,
    args: Vec<String>,
    env: Vec<String>,
    stage: JsValue,
    granted: JsValue,
) -> Result<JsValue, JsValue> {
    host::open(stage);
    let mut store = Store::default();
    let granted: Option<Granted> = serde_wasm_bindgen::from_value(granted)?;
    let granted = granted.unwrap_or_default();
    let terminals = granted.grant.terminals;
    let files = Files::new(granted).map_err(said)?;
    let env = files
        .give(builder(&args, &env))
        .map_err(said)?
        .finalize(&mut store)
        .map_err(said)?;
    let version = version(module);
    let imports = generate_import_object_from_env(&mut store, &env.env, version).as_jsvalue(&store);
    let no_terminal = NoTerminal::put_into(&imports, module_name(version), terminals)?;
    let counts = Function::new_typed(&mut store, || CALLS.set(CALLS.get() + 1));
    RUNNING.set(Some(Running {
        store,
        env,
        no_terminal,
        counts,
        exit: None,
        files,
    }));
    Ok(imports)
}

/// The instance of the program that was prepared.
///
/// # Errors
/// What wasmer-wasix said.
#[wasm_bindgen]
pub fn attach(instance: &WebAssembly::Instance) -> Result<(), JsValue> {
    RUNNING.with_borrow_mut(|running| {
        let Some(running) = running else {
            return Err(JsValue::from_str("no program was prepared"));
        };
        running.no_terminal.connect(instance);
        let handle =
            Instance::from_jsvalue(&mut running.store, &standin::module(instance), instance)?;
        running
            .env
            .initialize(&mut running.store, handle)
            .map_err(said)
    })
}

/// Whether the program is not over although its `_start` has returned: its stack
/// was only unwound, and `_start`, called again, takes it to where it wants to
/// be (`setjmp` and `longjmp` do that).
///
/// # Errors
/// What wasmer-wasix said.
#[wasm_bindgen]
pub fn again() -> Result<bool, JsValue> {
    RUNNING.with_borrow_mut(|running| {
        let Some(running) = running else {
            return Ok(false);
        };
        // What is to be done after an unwinding waits in the store until a call
        // returns that wasmer made. `_start` was not called by it, but this is;
        // if all is prepared for the next start, it is called a second time.
        CALLS.set(0);
        match running.counts.call(&mut running.store, &[]) {
            Ok(_) => Ok(CALLS.get() > 1),
            Err(error) => match error.downcast::<WasiError>() {
                Ok(WasiError::Exit(code)) => {
                    running.exit = Some(code.raw() as u32);
                    Ok(false)
                }
                Ok(other) => Err(JsValue::from_str(&other.to_string())),
                Err(other) => Err(JsValue::from_str(&other.message())),
            },
        }
    })
}

/// The program has ended: closes its files and forgets it. Gives its exit code
/// if `thrown` is how wasmer-wasix ends one.
#[wasm_bindgen]
pub fn finish(thrown: JsValue) -> Option<u32> {
    let running = RUNNING.take();
    let exit = running.and_then(|mut running| {
        running.env.on_exit(&mut running.store, None);
        LEFT.set(Some(running.files));
        running.exit
    });
    host::close();
    if exit.is_some() {
        return exit;
    }
    if thrown.is_undefined()
        || thrown.is_instance_of::<js_sys::Error>()
        || thrown.is_instance_of::<WebAssembly::Exception>()
    {
        return None;
    }
    match wasmer::RuntimeError::from(thrown).downcast::<WasiError>() {
        Ok(WasiError::Exit(code)) => Some(code.raw() as u32),
        _ => None,
    }
}

/// What the program that has ended did to its files: `files::Changes`.
///
/// # Errors
/// What wasmer-wasix said.
#[wasm_bindgen]
pub fn changes() -> Result<JsValue, JsValue> {
    let changes = match LEFT.take() {
        Some(files) => files.changes().map_err(said)?,
        None => files::Changes::default(),
    };
    Ok(serde_wasm_bindgen::to_value(&changes)?)
}

/// An error as the stage passes it on.
fn said(error: impl std::fmt::Display) -> JsValue {
    JsValue::from_str(&error.to_string())
}

fn builder(args: &[String], env: &[String]) -> WasiEnvBuilder {
    let (name, args) = match args.split_first() {
        Some((name, args)) => (name.as_str(), args),
        None => ("", &[][..]),
    };
    WasiEnvBuilder::new(name)
        .args(args)
        .envs(env.iter().filter_map(|pair| pair.split_once('=')))
        .stdin(Box::new(stdio::Stdin))
        .stdout(Box::new(stdio::Sink(Output::Stdout)))
        .stderr(Box::new(stdio::Sink(Output::Stderr)))
        .runtime(Arc::new(runtime::InWorker::default()))
}

/// The one WASI version that the module names in its imports.
fn version(module: &WebAssembly::Module) -> WasiVersion {
    let imports = WebAssembly::Module::imports(module);
    let from = |wanted: &str| {
        imports.iter().any(|import| {
            js_sys::Reflect::get(&import, &"module".into())
                .is_ok_and(|name| name.as_string().as_deref() == Some(wanted))
        })
    };
    if from("wasix_32v1") {
        WasiVersion::Wasix32v1
    } else if from("wasix_64v1") {
        WasiVersion::Wasix64v1
    } else if from("wasi_unstable") {
        WasiVersion::Snapshot0
    } else {
        WasiVersion::Snapshot1
    }
}

fn module_name(version: WasiVersion) -> &'static str {
    match version {
        WasiVersion::Snapshot0 => "wasi_unstable",
        WasiVersion::Wasix32v1 => "wasix_32v1",
        WasiVersion::Wasix64v1 => "wasix_64v1",
        _ => "wasi_snapshot_preview1",
    }
}
