//! `proc_*` and `sched_yield`.

use std::cell::Cell;

use model::protocol::Waits;
use wasm_bindgen::prelude::*;

use super::{Stop, call};
use crate::{fs::Errno, page, wait};

thread_local! {
    /// What the program gave; a start function may give it before there is a
    /// memory, and so a process.
    static EXIT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// What the program that just ended gave `proc_exit`, if it called it.
pub fn take_exit() -> Option<u32> {
    EXIT.take()
}

/// Ends the program. The import that a program sees traps behind this, in
/// `shim.wat`: a trap is what no program can catch.
#[wasm_bindgen(skip_jsdoc)]
pub fn proc_exit(code: u32) {
    EXIT.set(Some(code));
}

/// Sends the program a signal; there are none.
#[wasm_bindgen(skip_jsdoc)]
pub fn proc_raise(_signal: u32) -> i32 {
    Errno::Notsup as i32
}

/// Lets others go first: the other stages, and the page's messages.
#[wasm_bindgen(skip_jsdoc)]
pub fn sched_yield() -> i32 {
    call(|process| {
        if process.suspends && process.alarm.take().is_none() {
            process.alarm = Some(page::now());
            wait::want(Waits::Clock, Some(0.0));
            return Err(Stop::Wait);
        }
        Ok(())
    })
}
