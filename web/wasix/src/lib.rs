//! wasmer-wasix as a host for one WASI program, in a dedicated web worker.
//!
//! The door is narrow on purpose: [`run`] takes a compiled module, its
//! arguments, its environment and a [`Stdio`], and gives an exit code or
//! whatever the program threw. The stage behind it knows nothing of wasmer.

mod runtime;
mod stdio;
mod terminal;

use std::sync::Arc;

use js_sys::WebAssembly;
use wasm_bindgen::{JsCast, JsValue};
use wasmer::js::AsJs;
use wasmer::{Instance, Module, Store};
use wasmer_wasix::{WasiEnvBuilder, WasiError, WasiVersion, generate_import_object_from_env};

use terminal::NoTerminal;

pub use stdio::{Output, Stdio};

/// What a program is started with.
pub struct Invocation<'a> {
    /// The program, compiled by the browser.
    pub module: &'a WebAssembly::Module,
    /// `argv`, the program's own name first.
    pub args: &'a [String],
    /// The environment, in order.
    pub env: &'a [(String, String)],
}

/// Runs a program from `_start` to its end and gives its exit code.
///
/// # Errors
/// The JavaScript value that ended it otherwise: a `WebAssembly.RuntimeError`
/// for a trap, a `WebAssembly.Exception` that the program did not catch, a
/// `WebAssembly.LinkError` when an import is missing, or a string when wasmer-wasix itself refused.
pub fn run(invocation: &Invocation, stdio: Box<dyn Stdio>) -> Result<u32, JsValue> {
    let _open = stdio::open(stdio);
    let mut store = Store::default();
    let mut env = builder(invocation)
        .finalize(&mut store)
        .map_err(|error| JsValue::from_str(&error.to_string()))?;

    let version = version(invocation.module);
    let imports = generate_import_object_from_env(&mut store, &env.env, version).as_jsvalue(&store);
    let no_terminal = NoTerminal::put_into(&imports, module_name(version))?;
    let instance = WebAssembly::Instance::new(invocation.module, imports.unchecked_ref())?;
    no_terminal.connect(&instance);
    let start = js_sys::Reflect::get(&instance.exports(), &"_start".into())?
        .dyn_into::<js_sys::Function>()?;

    let handle = Instance::from_jsvalue(&mut store, &memory_only(), &instance)?;
    env.initialize(&mut store, handle)
        .map_err(|error| JsValue::from_str(&error.to_string()))?;

    let ended = start.call0(&JsValue::UNDEFINED);
    let code = match ended {
        Ok(_) => Ok(0),
        Err(thrown) => exit_code(thrown),
    };
    // Closes the files and forgets the program's threads; nothing waits here.
    env.on_exit(&mut store, None);
    code
}

fn builder(invocation: &Invocation) -> WasiEnvBuilder {
    let (name, args) = match invocation.args.split_first() {
        Some((name, args)) => (name.as_str(), args),
        None => ("", &[][..]),
    };
    WasiEnvBuilder::new(name)
        .args(args)
        .envs(invocation.env.iter().map(|(name, value)| (name, value)))
        .stdin(Box::new(stdio::Stdin))
        .stdout(Box::new(stdio::Sink(Output::Stdout)))
        .stderr(Box::new(stdio::Sink(Output::Stderr)))
        .runtime(Arc::new(runtime::InWorker::default()))
}

/// The one WASI version that the module names in its imports.
fn version(module: &WebAssembly::Module) -> WasiVersion {
    let unstable = WebAssembly::Module::imports(module).iter().any(|import| {
        js_sys::Reflect::get(&import, &"module".into())
            .is_ok_and(|name| name.as_string().as_deref() == Some("wasi_unstable"))
    });
    match unstable {
        true => WasiVersion::Snapshot0,
        false => WasiVersion::Snapshot1,
    }
}

fn module_name(version: WasiVersion) -> &'static str {
    match version {
        WasiVersion::Snapshot0 => "wasi_unstable",
        _ => "wasi_snapshot_preview1",
    }
}

/// A module that exports a memory and nothing else.
///
/// wasmer reads an instance's exports by the types it finds in the module's
/// bytes. All that its WASI functions need of the program is the memory, so
/// this stands in for it: the program's own bytes, 70 MB perhaps, are neither
/// copied into this worker nor parsed a second time, and a program that uses
/// newer instructions than wasmer's parser knows still runs.
fn memory_only() -> Module {
    const BYTES: &[u8] = b"\0asm\x01\0\0\0\x05\x03\x01\0\0\x07\x0a\x01\x06memory\x02\0";
    thread_local! {
        static MODULE: Module = Module::new(&wasmer::Engine::default(), BYTES)
            .expect("the constant above is a valid module");
    }
    MODULE.with(Module::clone)
}

/// `proc_exit` ends a program by throwing; everything else it throws is a trap.
fn exit_code(thrown: JsValue) -> Result<u32, JsValue> {
    if thrown.is_instance_of::<js_sys::Error>() || thrown.is_instance_of::<WebAssembly::Exception>()
    {
        return Err(thrown);
    }
    match wasmer::RuntimeError::from(thrown).downcast::<WasiError>() {
        Ok(WasiError::Exit(code)) => Ok(code.raw() as u32),
        Ok(other) => Err(JsValue::from_str(&other.to_string())),
        Err(other) => Err(JsValue::from_str(&other.to_string())),
    }
}
