//! Runtimes of their own, which `worker.js` loads when the first program needs
//! one: wasmer-wasix (`web/wasix`) and the layer for components
//! (`web/component`).

use std::cell::{Cell, OnceCell};

use js_sys::{Function, Promise};
use model::{module::Host, protocol::Program};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::{component, page::Js};

thread_local! {
    /// Loads one: takes its name and its module, gives a promise. From
    /// `worker.js`.
    static LOAD: OnceCell<Function> = const { OnceCell::new() };
    static LOADED: Cell<[bool; 2]> = const { Cell::new([false; 2]) };
}

/// Notes how they are loaded.
pub fn connect(load: Function) {
    LOAD.with(|made| made.set(load).ok());
}

/// Has the runtime ready that a program needs, if it needs one.
///
/// # Errors
/// A sentence with what the browser says.
pub async fn load(program: &Program<Js>) -> Result<(), String> {
    let (place, name, what) = match program.host {
        Host::Preview1 => return Ok(()),
        Host::Wasix => (0, "wasix", "The second host, wasmer-wasix,"),
        Host::Component => (1, "component", "What runs components"),
    };
    let mut loaded = LOADED.get();
    let (Some(module), false) = (&program.runtime, loaded[place]) else {
        return Ok(());
    };
    let loading = async {
        let load = LOAD.with(|load| load.get().cloned());
        let load = load.ok_or("nothing loads it")?;
        let loading = load.call2(&JsValue::UNDEFINED, &name.into(), &module.0)?;
        JsFuture::from(loading.unchecked_into::<Promise>()).await?;
        match program.host {
            Host::Component => component::connect(),
            _ => Ok(()),
        }
    };
    loading
        .await
        .map_err(|error: JsValue| format!("{what} cannot be loaded ({error:?})."))?;
    loaded[place] = true;
    LOADED.set(loaded);
    Ok(())
}
