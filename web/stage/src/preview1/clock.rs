//! `clock_*`.

use wasm_bindgen::prelude::*;

use super::{Process, fixed, now};
use crate::{fs::Errno, page};

/// `clockid`
const REALTIME: u32 = 0;
const MONOTONIC: u32 = 1;
const PROCESS_CPUTIME: u32 = 2;
const THREAD_CPUTIME: u32 = 3;

/// What a browser's clock can tell apart, in nanoseconds: a tenth of a
/// millisecond, so that a page cannot time what it should not see.
const RESOLUTION: u64 = 100_000;

/// Nanoseconds since 1970.
pub fn realtime() -> u64 {
    match fixed::look() {
        Some([realtime, _]) => realtime,
        None => nanoseconds(js_sys::Date::now()),
    }
}

/// Nanoseconds from milliseconds.
pub fn nanoseconds(ms: f64) -> u64 {
    (ms * 1e6) as u64
}

/// A clock's time in nanoseconds.
pub fn time(clock: u32) -> Result<u64, Errno> {
    match clock {
        REALTIME => Ok(realtime()),
        MONOTONIC => Ok(match fixed::look() {
            Some([_, passed]) => passed,
            None => nanoseconds(page::now()),
        }),
        // As on wasmtime: there is no telling them from here.
        PROCESS_CPUTIME | THREAD_CPUTIME => Err(Errno::Badf),
        _ => Err(Errno::Inval),
    }
}

/// A clock's time when a call was made for the first time, so many nanoseconds
/// ago; to ask for it takes no time.
pub fn time_before(clock: u32, passed: u64) -> Result<u64, Errno> {
    match (clock, fixed::peek()) {
        (REALTIME, Some([realtime, _])) => Ok(realtime),
        (MONOTONIC, Some([_, since])) => Ok(since),
        _ => Ok(time(clock)?.saturating_sub(passed)),
    }
}

/// What a clock can tell apart.
#[wasm_bindgen(skip_jsdoc)]
pub fn clock_res_get(clock: u32, resolution: u32) -> i32 {
    now(|process: &mut Process| {
        time(clock)?;
        process.guest.set_u64(resolution, RESOLUTION)
    })
}

/// What time it is.
#[wasm_bindgen(skip_jsdoc)]
pub fn clock_time_get(clock: u32, _precision: u64, to: u32) -> i32 {
    now(|process: &mut Process| process.guest.set_u64(to, time(clock)?))
}
