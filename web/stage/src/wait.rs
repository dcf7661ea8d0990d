//! Waiting: a program that cannot go on is suspended (JSPI) until something
//! that it may wait for has happened; then it tries again.

use std::cell::{Cell, OnceCell, RefCell};

use js_sys::{Function, Promise};
use model::protocol::Waits;
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessagePort};

use crate::page;

/// Only a wait that is this long, in milliseconds, is told to the page: in a
/// pipe that flows there are thousands of short ones.
const WORTH_SAYING: f64 = 40.0;

/// What hears of long waits: what is waited for, and nothing when it is over.
pub type Say = Box<dyn Fn(Option<Waits>)>;

#[derive(Default)]
struct Wait {
    /// Lets the program go on; there is one while it is suspended.
    go: Option<Function>,
    /// What it waits for, or will, should it be suspended next.
    what: Option<Waits>,
    /// For how long at most, in milliseconds.
    most: Option<f64>,
    /// When it was suspended.
    since: f64,
    /// The alarm of this wait.
    alarm: Option<i32>,
    /// Whether the page was told of this wait.
    said: bool,
    /// How long the program has waited in all, in milliseconds.
    total: f64,
    say: Option<Say>,
}

thread_local! {
    static WAIT: RefCell<Wait> = RefCell::default();
    /// Whether a timer runs that will look for a long wait.
    static LOOKS: Cell<bool> = const { Cell::new(false) };
    static WAKE: OnceCell<Function> = const { OnceCell::new() };
    static LOOK: OnceCell<Function> = const { OnceCell::new() };
    /// What is posted here comes back behind the messages that are there.
    static TURN: OnceCell<MessagePort> = const { OnceCell::new() };
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Forgets what was waited for; long waits are told to `say` from now on.
pub fn reset(say: Option<Say>) {
    WAIT.set(Wait {
        say,
        ..Wait::default()
    });
}

/// How long the program has waited, in milliseconds.
pub fn total() -> f64 {
    WAIT.with_borrow(|wait| wait.total)
}

/// Notes what the call that returns now has to wait for; `most` is the longest
/// it waits, in milliseconds.
pub fn want(what: Waits, most: Option<f64>) {
    WAIT.with_borrow_mut(|wait| {
        wait.what = Some(what);
        wait.most = most;
    });
}

/// Called by `worker.js` when a call said that it has to wait: resolved when it
/// is worth trying again.
#[wasm_bindgen]
pub fn ready() -> Promise {
    Promise::new(&mut |go, _| {
        WAIT.with_borrow_mut(|wait| {
            wait.go = Some(go);
            wait.since = page::now();
            wait.alarm = match wait.most.take() {
                // A timer of nothing takes 4 ms where many follow each other.
                Some(0.0) if turn() => None,
                Some(most) => WAKE.with(|act| timer(act, wake, most)),
                None => None,
            };
        });
        if !LOOKS.replace(true) {
            LOOK.with(|act| timer(act, look, WORTH_SAYING));
        }
    })
}

/// Something happened: lets the program try again, if it waits.
pub fn wake() {
    let go = WAIT.with_borrow_mut(|wait| {
        let go = wait.go.take()?;
        wait.total += page::now() - wait.since;
        if let Some(alarm) = wait.alarm.take() {
            scope().clear_timeout_with_handle(alarm);
        }
        if std::mem::take(&mut wait.said)
            && let Some(say) = &wait.say
        {
            say(None);
        }
        Some(go)
    });
    if let Some(go) = go {
        let _ = go.call0(&JsValue::UNDEFINED);
    }
}

/// Tells the page of a wait that has become long.
fn look() {
    LOOKS.set(false);
    WAIT.with_borrow_mut(|wait| {
        if wait.go.is_none() || wait.said {
            return;
        }
        let left = WORTH_SAYING - (page::now() - wait.since);
        if left > 1.0 {
            LOOKS.set(true);
            LOOK.with(|act| timer(act, look, left));
            return;
        }
        wait.said = true;
        if let Some(say) = &wait.say {
            say(wait.what);
        }
    });
}

/// Wakes when the messages that are there have been heard; says whether it will.
fn turn() -> bool {
    TURN.with(|made| {
        if made.get().is_none() {
            let Ok(channel) = MessageChannel::new() else {
                return false;
            };
            let heard = Closure::<dyn Fn()>::new(wake).into_js_value();
            channel.port2().set_onmessage(Some(heard.unchecked_ref()));
            made.set(channel.port1()).ok();
        }
        made.get()
            .is_some_and(|port| port.post_message(&JsValue::NULL).is_ok())
    })
}

/// Calls a function of no arguments later; its JavaScript side is made once.
fn timer(made: &OnceCell<Function>, act: fn(), ms: f64) -> Option<i32> {
    let act = made.get_or_init(|| {
        Closure::<dyn Fn()>::new(act)
            .into_js_value()
            .unchecked_into()
    });
    // A timer takes a signed 32-bit number; after a longer wait it is set anew.
    let ms = ms.ceil().clamp(0.0, f64::from(i32::MAX)) as i32;
    scope()
        .set_timeout_with_callback_and_timeout_and_arguments_0(act, ms)
        .ok()
}
