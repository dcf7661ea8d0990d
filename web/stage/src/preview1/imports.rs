//! What a program imports: the runtime's own exports, and the shim around those
//! that may wait.

use js_sys::{Array, Function, Object, Reflect, WebAssembly};
use model::module::FUNCTIONS;
use wasm_bindgen::{JsCast, JsValue};

/// Those whose structures differ: snapshot 0 has an export of its own.
const DIFFER: [&str; 3] = ["fd_filestat_get", "fd_seek", "path_filestat_get"];

/// Those that the shim wraps, in both snapshots.
const SHIMMED: [&str; 4] = ["fd_read", "fd_write", "sched_yield", "proc_exit"];

/// Those that may wait.
const MAY_WAIT: [&str; 5] = [
    "fd_read",
    "fd_write",
    "poll_oneoff",
    "poll_oneoff_unstable",
    "sched_yield",
];

/// Those that ask JavaScript more than once; see [`Imports::new`].
const CHATTY: [&str; 2] = ["fd_read", "fd_write"];

const SHIM: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/shim.wasm"));

/// The import objects of this worker, made once.
pub struct Imports {
    /// For a program that runs from start to end without a break.
    pub plain: Object,
    /// For one that can be suspended, where the engine can.
    pub suspending: Option<Object>,
    /// Where a program's `_start` is put, and what then calls it and gives a
    /// promise.
    promising: Option<(WebAssembly::Table, Function)>,
    waiting: Function,
}

/// `WebAssembly.Suspending` and `WebAssembly.promising`, where there are both.
fn jspi() -> Option<(Function, Function)> {
    let of = |name: &str| -> Option<Function> {
        let wasm = Reflect::get(&js_sys::global(), &"WebAssembly".into()).ok()?;
        Reflect::get(&wasm, &name.into()).ok()?.dyn_into().ok()
    };
    Some((of("Suspending")?, of("promising")?))
}

impl Imports {
    /// Makes them. `glue` is what wasm-bindgen made of the runtime's exports,
    /// JavaScript functions; `waiting` makes of a call one that is made until it
    /// need not wait.
    ///
    /// # Errors
    /// When the engine refuses the shim: that would be a defect of this file.
    pub fn new(glue: &JsValue, waiting: &Function) -> Result<Self, JsValue> {
        let raw = wasm_bindgen::exports();
        let shim = WebAssembly::Module::new(&js_sys::Uint8Array::from(SHIM))?;
        let (plain, _) = Self::shimmed(&shim, &|name| Reflect::get(&raw, &name.into()), &|_| {
            // A program that cannot be suspended is never asked to wait.
            Ok(waiting.clone().into())
        })?;
        let mut promising = None;
        let suspending = match jspi() {
            None => None,
            Some((suspending, promise)) => {
                // From a suspendable stack each step into JavaScript costs (10 ns
                // in Chromium, 75 in Firefox). So who takes many of them takes one
                // first: what follows runs on the ordinary stack.
                let host = |name: &str| match CHATTY.contains(&name) {
                    true => Reflect::get(glue, &name.into()),
                    false => Reflect::get(&raw, &name.into()),
                };
                let wait = |name: &str| {
                    let call = Reflect::get(glue, &name.into())?;
                    let retried = waiting.call1(&JsValue::UNDEFINED, &call)?;
                    Reflect::construct(&suspending, &Array::of1(&retried))
                };
                let (imports, shim) = Self::shimmed(&shim, &host, &wait)?;
                let start = Reflect::get(&shim, &"start".into())?;
                promising = Some((
                    Reflect::get(&shim, &"starts".into())?.dyn_into()?,
                    promise.call1(&JsValue::UNDEFINED, &start)?.dyn_into()?,
                ));
                Some(imports)
            }
        };
        Ok(Self {
            plain,
            suspending,
            promising,
            waiting: waiting.clone(),
        })
    }

    /// A call as an import that suspends until it need not wait; undefined where
    /// the engine has none.
    ///
    /// # Errors
    /// What the engine says.
    pub fn suspending_import(&self, call: &JsValue) -> Result<JsValue, JsValue> {
        let Some((suspending, _)) = jspi() else {
            return Ok(JsValue::UNDEFINED);
        };
        let retried = self.waiting.call1(&JsValue::UNDEFINED, call)?;
        Reflect::construct(&suspending, &Array::of1(&retried))
    }

    /// One import object, of both snapshots, and the shim's exports.
    fn shimmed(
        shim: &WebAssembly::Module,
        host: &dyn Fn(&str) -> Result<JsValue, JsValue>,
        wait: &dyn Fn(&str) -> Result<JsValue, JsValue>,
    ) -> Result<(Object, Object), JsValue> {
        let (hosts, waits) = (Object::new(), Object::new());
        for name in MAY_WAIT {
            Reflect::set(&hosts, &name.into(), &host(name)?)?;
            Reflect::set(&waits, &name.into(), &wait(name)?)?;
        }
        Reflect::set(&hosts, &"proc_exit".into(), &host("proc_exit")?)?;
        let imports = Object::new();
        Reflect::set(&imports, &"host".into(), &hosts)?;
        Reflect::set(&imports, &"wait".into(), &waits)?;
        let shim = WebAssembly::Instance::new(shim, &imports)?.exports();

        let raw = wasm_bindgen::exports();
        let both = Object::new();
        for (module, suffix) in [
            ("wasi_snapshot_preview1", ""),
            ("wasi_unstable", "_unstable"),
        ] {
            let functions = Object::new();
            for name in FUNCTIONS {
                let from = match name {
                    "sock_accept" if !suffix.is_empty() => continue,
                    "poll_oneoff" => Reflect::get(&shim, &format!("{name}{suffix}").into())?,
                    name if SHIMMED.contains(&name) => Reflect::get(&shim, &name.into())?,
                    name if DIFFER.contains(&name) => {
                        Reflect::get(&raw, &format!("{name}{suffix}").into())?
                    }
                    name => Reflect::get(&raw, &name.into())?,
                };
                Reflect::set(&functions, &name.into(), &from)?;
            }
            Reflect::set(&both, &module.into(), &functions)?;
        }
        Ok((both, shim))
    }

    /// Starts a program so that it can be suspended: gives a promise then.
    ///
    /// # Errors
    /// What the engine says.
    pub fn start(&self, start: &Function) -> Result<JsValue, JsValue> {
        let Some((starts, promising)) = &self.promising else {
            return start.call0(&JsValue::UNDEFINED);
        };
        starts.set(0, start)?;
        let promise = promising.call0(&JsValue::UNDEFINED);
        // It has begun; what stays here would keep its memory.
        starts.set(0, JsValue::NULL.unchecked_ref())?;
        promise
    }
}
