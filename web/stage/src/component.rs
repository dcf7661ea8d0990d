//! Components: a layer above this host, in a runtime of its own
//! (`web/component`). What a component reads, writes, opens and waits for, the
//! layer asks of the functions in `preview1`, as a program does; their memory is
//! then the layer's.

use js_sys::{Array, Function, Reflect, WebAssembly};
use model::exit::{Exit, Trap};
use wasm_bindgen::{JsCast, JsValue, prelude::*};

use crate::stage;

#[wasm_bindgen(js_namespace = component)]
extern "C" {
    #[wasm_bindgen(js_name = connect, catch)]
    fn connect_layer(call: &JsValue, waiting: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(js_name = instantiate, catch)]
    fn make(parts: &Array, suspends: bool) -> Result<Function, JsValue>;
    fn own_memory() -> WebAssembly::Memory;
    #[wasm_bindgen(js_name = finish)]
    fn end() -> Array;
}

/// Connects the layer, which was just loaded, to this host.
///
/// # Errors
/// What the engine says.
pub fn connect() -> Result<(), JsValue> {
    let global = js_sys::global();
    Reflect::set(&global, &"preview1".into(), &wasm_bindgen::exports())?;
    let layer = Reflect::get(&global, &"component".into())?;
    let call = Reflect::get(&layer, &"call".into())?;
    connect_layer(&call, &stage::imports().suspending_import(&call)?)
}

/// The memory of the layer.
pub fn memory() -> WebAssembly::Memory {
    own_memory()
}

/// Makes a component's instances; gives what starts its program.
///
/// # Errors
/// A sentence, or what the engine throws.
pub fn instantiate(parts: &JsValue, suspends: bool) -> Result<Function, JsValue> {
    make(parts.unchecked_ref(), suspends)
}

/// The program has ended, by throwing this. Gives how much memory it had, in
/// bytes, and how it ended, if the layer knows better than the engine.
pub fn finish(thrown: Option<&JsValue>) -> (u64, Option<Exit>) {
    let ended = end();
    let memory = ended.get(0).as_f64().unwrap_or_default() as u64;
    let exit = match (thrown, ended.get(1).as_string()) {
        (Some(_), Some(reason)) => Some(Exit::Trapped(Trap {
            reason,
            function: None,
        })),
        (Some(thrown), None) => thrown.as_string().map(Exit::Failed),
        (None, _) => None,
    };
    (memory, exit)
}
