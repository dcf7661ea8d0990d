//! Waiting: a program that cannot go on is suspended (JSPI) until something
//! that it may wait for has happened; then it tries again.
//!
//! Several programs may be suspended here, one that the page runs and the
//! servers that it talks to. They take turns: one runs, until it waits or ends.

use std::cell::{Cell, OnceCell, RefCell};

use js_sys::{Function, Promise};
use model::protocol::Waits;
use wasm_bindgen::{JsCast, JsValue, prelude::*};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessagePort};

use crate::{
    page,
    preview1::{self, Aside},
};

/// Only a wait that is this long, in milliseconds, is told to the page: in a
/// pipe that flows there are thousands of short ones.
const WORTH_SAYING: f64 = 40.0;

/// What hears of long waits: what is waited for, and nothing when it is over.
pub type Say = Box<dyn Fn(Option<Waits>)>;

/// One of the programs that take turns here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who(u32);

/// The one that the page runs.
pub const FIRST: Who = Who(0);

/// A program that is suspended.
struct Sleeper {
    who: Who,
    /// Lets it go on.
    go: Function,
    /// What it waits for.
    what: Option<Waits>,
    /// When it was suspended.
    since: f64,
    /// The alarm of this wait.
    alarm: Option<i32>,
    /// Whether it is worth trying again, as soon as it is its turn.
    woken: bool,
    /// What the host knows of it.
    aside: Aside,
}

#[derive(Default)]
struct Wait {
    /// Whose turn it is: who runs, or was let go on and will.
    turn: Option<Who>,
    /// All that are suspended; who came first goes first.
    asleep: Vec<Sleeper>,
    /// How many there were beside the first.
    others: u32,
    /// What the program whose turn it is will wait for, should it be suspended
    /// next, and for how long at most, in milliseconds.
    what: Option<Waits>,
    most: Option<f64>,
    /// Whether the page was told that the first one waits.
    said: bool,
    /// How often it wanted to wait.
    wants: u32,
    /// How long it has waited in all, in milliseconds.
    total: f64,
    say: Option<Say>,
}

thread_local! {
    static WAIT: RefCell<Wait> = RefCell::default();
    /// What looks on when all wait and none was woken.
    static IDLE: Cell<Option<fn()>> = const { Cell::new(None) };
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

/// Forgets what was waited for; it is the turn of the program that the page
/// runs, whose long waits are told to `say` from now on.
pub fn reset(say: Option<Say>) {
    // What is dropped may wake others: not while this is borrowed.
    let before = WAIT.replace(Wait {
        turn: Some(FIRST),
        say,
        ..Wait::default()
    });
    drop(before);
}

/// How long the program that the page runs has waited, in milliseconds.
pub fn total() -> f64 {
    WAIT.with_borrow(|wait| wait.total)
}

/// How often that has wanted to wait: the number of the last time.
pub fn wants() -> u32 {
    WAIT.with_borrow(|wait| wait.wants)
}

/// It wants to wait no more for what it said last.
pub fn moved_on() {
    WAIT.with_borrow_mut(|wait| wait.wants = wait.wants.wrapping_add(1));
}

/// Notes what the call that returns now has to wait for; `most` is the longest
/// it waits, in milliseconds.
pub fn want(what: Waits, most: Option<f64>) {
    WAIT.with_borrow_mut(|wait| {
        wait.what = Some(what);
        wait.most = most;
        if wait.turn == Some(FIRST) {
            wait.wants = wait.wants.wrapping_add(1);
        }
    });
}

/// Called by `worker.js` when a call said that it has to wait: resolved when it
/// is worth trying again, and its turn.
#[wasm_bindgen]
pub fn ready() -> Promise {
    let aside = preview1::put_aside();
    let who = WAIT.with_borrow_mut(|wait| wait.turn.take().unwrap_or(FIRST));
    let promise = sleep(who, aside, false);
    next();
    promise
}

/// Another program takes part: which it is, and what is resolved when it is its
/// turn to begin. When it has ended, it has to say [`done`].
pub fn begin() -> (Who, Promise) {
    let who = WAIT.with_borrow_mut(|wait| {
        wait.others += 1;
        (wait.what, wait.most) = (None, None);
        Who(wait.others)
    });
    let promise = sleep(who, Aside::default(), true);
    next();
    (who, promise)
}

/// The program whose turn it is has ended, and others go on.
pub fn done() {
    WAIT.with_borrow_mut(|wait| wait.turn = None);
    wake();
}

/// What a program waits for, if it is suspended and nothing has happened since.
pub fn waits(who: Who) -> Option<Waits> {
    WAIT.with_borrow(|wait| {
        let sleeper = wait.asleep.iter().find(|sleeper| sleeper.who == who)?;
        sleeper.what.filter(|_| !sleeper.woken)
    })
}

/// Calls this whenever all programs wait and none was woken.
pub fn when_idle(look: fn()) {
    IDLE.set(Some(look));
}

fn sleep(who: Who, aside: Aside, woken: bool) -> Promise {
    let mut aside = Some(aside);
    let promise = Promise::new(&mut |go, _| {
        WAIT.with_borrow_mut(|wait| {
            let alarm = match wait.most.take() {
                // A timer of nothing takes 4 ms where many follow each other.
                Some(0.0) if turn() => None,
                Some(most) => WAKE.with(|act| timer(act, wake, most)),
                None => None,
            };
            wait.asleep.push(Sleeper {
                who,
                go,
                what: wait.what,
                since: page::now(),
                alarm,
                woken,
                aside: aside.take().unwrap_or_default(),
            });
        });
    });
    if !LOOKS.replace(true) {
        LOOK.with(|act| timer(act, look, WORTH_SAYING));
    }
    promise
}

/// Something happened: lets all that wait try again, one after another.
pub fn wake() {
    WAIT.with_borrow_mut(|wait| {
        for sleeper in &mut wait.asleep {
            sleeper.woken = true;
            if let Some(alarm) = sleeper.alarm.take() {
                scope().clear_timeout_with_handle(alarm);
            }
        }
    });
    next();
}

/// Lets the next one go on, unless it is somebody's turn.
fn next() {
    let (sleeper, idle) = WAIT.with_borrow_mut(|wait| {
        if wait.turn.is_some() {
            return (None, false);
        }
        let Some(at) = wait.asleep.iter().position(|sleeper| sleeper.woken) else {
            return (None, wait.asleep.len() > 1);
        };
        let sleeper = wait.asleep.remove(at);
        wait.turn = Some(sleeper.who);
        if sleeper.who == FIRST {
            wait.total += page::now() - sleeper.since;
            if std::mem::take(&mut wait.said)
                && let Some(say) = &wait.say
            {
                say(None);
            }
        }
        (Some(sleeper), false)
    });
    if let Some(sleeper) = sleeper {
        preview1::take_up(sleeper.aside);
        let _ = sleeper.go.call0(&JsValue::UNDEFINED);
    } else if idle && let Some(look) = IDLE.get() {
        look();
    }
}

/// Tells the page of a wait that has become long.
fn look() {
    LOOKS.set(false);
    WAIT.with_borrow_mut(|wait| {
        let mut asleep = wait.asleep.iter();
        let Some(sleeper) = asleep.find(|sleeper| sleeper.who == FIRST) else {
            return;
        };
        if wait.said {
            return;
        }
        let left = WORTH_SAYING - (page::now() - sleeper.since);
        if left > 1.0 {
            LOOKS.set(true);
            LOOK.with(|act| timer(act, look, left));
            return;
        }
        wait.said = true;
        if let Some(say) = &wait.say {
            say(sleeper.what);
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
