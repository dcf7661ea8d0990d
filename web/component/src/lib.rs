//! WASI 0.2 command components, in the worker of a stage: a runtime of its own,
//! fetched only when a program is one.
//!
//! It is a layer above preview 1 and no second host: what a component reads,
//! writes, opens and waits for is asked of the stage's own host
//! ([`preview1`]), as a preview 1 program asks it. So pipes, files, limits and
//! Stop are the same.
//!
//! The door is narrow. [`connect`] is called once, [`instantiate`] makes a
//! program's instances and gives what starts it, [`finish`] ends its run.

mod call;
mod guest;
mod handles;
mod instance;
pub mod link;
pub mod plan;
mod preview1;
pub mod wasi;

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Function, Object, Reflect, WebAssembly};
use wasm_bindgen::prelude::*;

use instance::{Component, Running, Slots};
use link::{FAILED, status};

thread_local! {
    static SLOTS: &'static Slots = Box::leak(Box::default());
    /// Two import objects of [`link`]: for a program that cannot be suspended,
    /// and for one that can, where the engine can.
    static HOSTS: OnceCell<[Object; 2]> = const { OnceCell::new() };
    /// The component that was read last, and what it was read from: in line mode
    /// there is a run for each line.
    static READ: RefCell<Option<(Array, Rc<Component>)>> = const { RefCell::new(None) };
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
    /// A call is being answered.
    static BUSY: Cell<bool> = const { Cell::new(false) };
    /// Why the program may not go on.
    static WHY: Cell<Option<&'static str>> = const { Cell::new(None) };
    static NO_SOCKET: JsValue = Closure::<dyn Fn()>::new(|| {
        wasm_bindgen::throw_str("it used a socket that it does not have")
    }).into_js_value();
}

/// A function that nothing can call, whatever its type is.
fn no_socket() -> JsValue {
    NO_SOCKET.with(JsValue::clone)
}

/// Called once. `call` is this module's export [`call`] as a JavaScript
/// function, and `waiting` one that makes that call until it need not wait, as
/// a `WebAssembly.Suspending`, where the engine has that.
///
/// # Errors
/// When the engine refuses it.
#[wasm_bindgen]
pub fn connect(call: &JsValue, waiting: &JsValue) -> Result<(), JsValue> {
    let exports = wasm_bindgen::exports();
    let raw = Reflect::get(&exports, &"call".into())?;
    let host = |call: &JsValue, wait: &JsValue| -> Result<Object, JsValue> {
        let host = Object::new();
        Reflect::set(&host, &"call".into(), call)?;
        Reflect::set(&host, &"wait".into(), wait)?;
        Reflect::set(&host, &"memory".into(), &wasm_bindgen::memory())?;
        Ok(host)
    };
    // A program that cannot be suspended is never asked to wait. From one that
    // can, each step into JavaScript has its price, and a call takes many: so it
    // is itself one such step, and those behind it are on the ordinary stack.
    let hosts = [host(&raw, &raw)?, host(call, waiting)?];
    HOSTS.with(|made| made.set(hosts).ok());
    Ok(())
}

/// Makes the instances of a component, and gives what starts its program.
/// `parts` is its bytes without its modules, then these, compiled.
///
/// # Errors
/// A sentence, or what the engine throws.
#[wasm_bindgen]
pub fn instantiate(parts: &Array, suspends: bool) -> Result<Function, JsValue> {
    let component = read(parts)?;
    BUSY.set(false);
    WHY.set(None);
    let host = HOSTS.with(|hosts| {
        hosts
            .get()
            .map(|hosts| hosts[usize::from(suspends)].clone())
    });
    let running = Running::new(component, &host.ok_or("nothing was connected")?)?;
    RUNNING.set(Some(running));
    loop {
        let next = RUNNING.with_borrow_mut(|running| match running {
            Some(running) => running.next(),
            None => Ok(None),
        })?;
        let Some((module, imports)) = next else {
            break;
        };
        let instance = WebAssembly::Instance::new(&module, &imports)?;
        RUNNING.with_borrow_mut(|running| running.as_mut().map(|running| running.made(&instance)));
    }
    RUNNING.with_borrow(|running| match running {
        Some(running) => running.start(),
        None => Err("it ended before it began".into()),
    })
}

fn read(parts: &Array) -> Result<Rc<Component>, JsValue> {
    let known = READ.with_borrow(|read| {
        let (from, component) = read.as_ref()?;
        (from == parts).then(|| component.clone())
    });
    if let Some(component) = known {
        return Ok(component);
    }
    let component = Rc::new(Component::read(parts, SLOTS.with(|slots| *slots))?);
    READ.set(Some((parts.clone(), component.clone())));
    Ok(component)
}

/// Where this layer lets the host below read and write: its own memory.
#[wasm_bindgen]
pub fn own_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// A call of the program's: the lowered function of this number, whose
/// arguments are in the slots.
#[wasm_bindgen]
pub fn call(number: u32) -> i32 {
    if number == FAILED {
        preview1::proc_exit(1);
        return status::DONE;
    }
    if BUSY.replace(true) {
        because("it called its host while that asked it for memory");
        return status::END;
    }
    let called = RUNNING.with_borrow_mut(|running| match running {
        Some(running) => running.call(number, SLOTS.with(|slots| *slots)),
        // A program that outlived its run.
        None => Ok(status::END),
    });
    BUSY.set(false);
    called.unwrap_or_else(|why| {
        because(why);
        status::END
    })
}

/// Notes why the program may not go on: the first reason counts.
fn because(why: &'static str) {
    WHY.set(WHY.get().or(Some(why)));
}

/// The program has ended. Gives how much memory it had, in bytes, and why it
/// could not go on, if it was for what it asked its host.
#[wasm_bindgen]
pub fn finish() -> Array {
    let memory = RUNNING.take().map_or(0.0, |running| running.memory());
    let why = WHY.take().map_or(JsValue::UNDEFINED, JsValue::from);
    Array::of2(&memory.into(), &why)
}
