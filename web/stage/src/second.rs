//! The second host, wasmer-wasix: a runtime of its own (`web/wasix`), which
//! `worker.js` loads when the first program needs it.
//!
//! It makes the functions that the program imports. In their place come ours
//! where both have one and ours is what can wait, or is what the page promises:
//! the standard files, `poll_oneoff`, clocks, random, exit.

mod mounted;

use js_sys::{Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::{JsCast, JsValue, prelude::*};

use crate::{
    granted::{Changes, Granted},
    input::Found,
    mount::Handle,
    program::Stdio,
};
use mounted::Mounted;

#[wasm_bindgen]
extern "C" {
    /// See `worker.js`.
    fn telling(call: &JsValue, tell: &JsValue) -> JsValue;
    #[wasm_bindgen(js_namespace = wasix, catch)]
    fn prepare(
        module: &WebAssembly::Module,
        args: Vec<String>,
        env: Vec<String>,
        stage: &Object,
        granted: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = wasix, catch)]
    fn attach(instance: &WebAssembly::Instance) -> Result<(), JsValue>;
    #[wasm_bindgen(js_namespace = wasix, catch)]
    fn again() -> Result<bool, JsValue>;
    #[wasm_bindgen(js_namespace = wasix)]
    fn finish(thrown: JsValue) -> Option<u32>;
    #[wasm_bindgen(js_namespace = wasix, catch)]
    fn changes() -> Result<JsValue, JsValue>;
}

const DISPATCH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dispatch.wasm"));

/// The functions of ours that are put in place of wasmer-wasix's.
const OURS: [&str; 6] = [
    "poll_oneoff",
    "sched_yield",
    "proc_exit",
    "clock_time_get",
    "clock_res_get",
    "random_get",
];

/// A program on wasmer-wasix.
pub struct Running {
    _read: Closure<dyn FnMut(u32) -> Uint8Array>,
    _write: Closure<dyn FnMut(u32, Uint8Array)>,
    mounted: Mounted,
}

/// What became of a program on wasmer-wasix.
pub struct Finished {
    /// Its exit code, if it ended by wasmer-wasix.
    pub code: Option<u32>,
    /// What it did to its files.
    pub changes: Changes,
    /// What it left open of the host's own file systems.
    pub left_open: Vec<Handle>,
}

impl Running {
    /// What the program imports; `ours` is what it would import from our own
    /// host.
    ///
    /// # Errors
    /// What wasmer-wasix or the engine says.
    pub fn prepare(
        module: &WebAssembly::Module,
        args: Vec<String>,
        env: Vec<String>,
        stdio: &Stdio,
        granted: &Granted,
        ours: &Object,
    ) -> Result<(Self, Object), JsValue> {
        // What comes by another way than fds 0 to 2 cannot wait: it gets what is
        // there.
        let stdin = stdio.stdin.clone();
        let read = Closure::new(move |most: u32| {
            let mut stdin = stdin.borrow_mut();
            match stdin.find() {
                Ok(Found::Bytes(count)) => stdin.take(count.min(most)),
                _ => Uint8Array::new_with_length(0),
            }
        });
        let outputs = [stdio.stdout.clone(), stdio.stderr.clone()];
        let write = Closure::new(move |fd: u32, bytes: Uint8Array| {
            if let Some(pen) = outputs.get(fd.saturating_sub(1) as usize) {
                pen.borrow_mut().push(&bytes.to_vec());
            }
        });
        let stage = Object::new();
        let as_js = |closure: &JsValue| closure.clone();
        Reflect::set(&stage, &"read".into(), &as_js(read.as_ref()))?;
        Reflect::set(&stage, &"write".into(), &as_js(write.as_ref()))?;
        let mounted = Mounted::put_into(&stage, granted)?;
        let theirs: Object = prepare(module, args, env, &stage, &granted.sent)?.dyn_into()?;
        for version in ["wasi_snapshot_preview1", "wasi_unstable", "wasix_32v1"] {
            let functions = Reflect::get(&theirs, &version.into())?;
            if functions.is_object() {
                put_ours(&functions, version, ours)?;
                for name in ["path_open", "path_open2", "path_filestat_get"] {
                    let theirs = Reflect::get(&functions, &name.into())?;
                    if !mounted.is_empty() && theirs.is_function() {
                        let telling = telling(&theirs, mounted.hears_paths());
                        Reflect::set(&functions, &name.into(), &telling)?;
                    }
                }
            }
        }
        complete(module, &theirs)?;
        let running = Self {
            _read: read,
            _write: write,
            mounted,
        };
        Ok((running, theirs))
    }

    /// The program's instance, before it starts.
    ///
    /// # Errors
    /// What wasmer-wasix says.
    pub fn attach(&self, instance: &WebAssembly::Instance) -> Result<(), JsValue> {
        attach(instance)
    }

    /// `_start` has returned: whether it is to be called again, for the program
    /// only unwound its stack.
    ///
    /// # Errors
    /// What wasmer-wasix says.
    pub fn again(&self) -> Result<bool, JsValue> {
        again()
    }

    /// The program ended, by throwing this.
    pub fn finish(self, thrown: JsValue) -> Finished {
        // Before wasmer-wasix closes them: a program that did not end well
        // changes nothing more.
        let left_open = self.mounted.left_open();
        let code = finish(thrown);
        let changes = changes().ok();
        let changes = changes.and_then(|changes| values::from_value(changes).ok());
        let (written, removed) = changes.unwrap_or_default();
        Finished {
            code,
            changes: Changes {
                written,
                removed,
                lacked_room: false,
            },
            left_open,
        }
    }
}

/// Makes sure that each function is there: WASIX had more of them once.
fn complete(module: &WebAssembly::Module, functions: &Object) -> Result<(), JsValue> {
    for import in WebAssembly::Module::imports(module) {
        let [from, name] = ["module", "name"].map(|key| Reflect::get(&import, &key.into()));
        let (from, name) = (from?, name?);
        let family = Reflect::get(functions, &from)?;
        if family.is_object() && !Reflect::has(&family, &name)? {
            let (from, name) = (from.as_string(), name.as_string());
            return Err(format!(
                "it imports {} from {}, which this wasmer-wasix does not have: build it for a current WASIX",
                name.unwrap_or_default(),
                from.unwrap_or_default()
            )
            .into());
        }
    }
    Ok(())
}

fn put_ours(functions: &JsValue, version: &str, ours: &Object) -> Result<(), JsValue> {
    let snapshot = match version {
        "wasi_unstable" => version,
        _ => "wasi_snapshot_preview1",
    };
    let ours = Reflect::get(ours, &snapshot.into())?;
    let modules = Object::new();
    Reflect::set(&modules, &"ours".into(), &ours)?;
    Reflect::set(&modules, &"theirs".into(), functions)?;
    let dispatch = WebAssembly::Module::new(&Uint8Array::from(DISPATCH))?;
    let dispatch = WebAssembly::Instance::new(&dispatch, &modules)?.exports();
    for name in ["fd_read", "fd_write"] {
        Reflect::set(
            functions,
            &name.into(),
            &Reflect::get(&dispatch, &name.into())?,
        )?;
    }
    for name in OURS {
        Reflect::set(functions, &name.into(), &Reflect::get(&ours, &name.into())?)?;
    }
    Ok(())
}
