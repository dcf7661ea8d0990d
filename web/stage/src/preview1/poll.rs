//! `poll_oneoff`: waits for a clock, for input, for room, whichever is first.

use model::protocol::Waits;
use wasm_bindgen::prelude::*;

use super::{
    Process, Stop, call,
    clock::{self, nanoseconds},
    fixed,
    layout::Snapshot,
    table::Object,
};
use crate::{fs::Errno, page, wait};

/// `eventtype`
const CLOCK: u8 = 0;
const FD_READ: u8 = 1;
const FD_WRITE: u8 = 2;

/// A program may wait for so many things at once.
const MOST: u32 = 1 << 16;

/// Size of an `event`.
const EVENT: u32 = 32;

struct Subscription {
    userdata: [u8; 8],
    wants: Wants,
}

enum Wants {
    /// For so many nanoseconds, counted from the call.
    Clock(u64),
    Input(u32),
    Output(u32),
}

impl Subscription {
    /// Reads one, so many nanoseconds after the call was first made; the two
    /// snapshots lay it out differently.
    fn read(bytes: &[u8], of: Snapshot, passed: u64) -> Result<Self, Errno> {
        let word = |at: usize| -> [u8; 8] {
            let mut word = [0; 8];
            word.copy_from_slice(&bytes[at..at + 8]);
            word
        };
        let short = |at: usize| {
            u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let wants = match bytes[8] {
            CLOCK => {
                // Snapshot 0 has an identifier before the clock.
                let at = if of == Snapshot::Zero { 24 } else { 16 };
                let (id, timeout) = (short(at), u64::from_le_bytes(word(at + 8)));
                let time = clock::time_before(id, passed).map_err(|_| Errno::Inval)?;
                match u16::from_le_bytes([bytes[at + 24], bytes[at + 25]]) {
                    0 => Wants::Clock(timeout),
                    1 => Wants::Clock(timeout.saturating_sub(time)),
                    _ => return Err(Errno::Inval),
                }
            }
            FD_READ => Wants::Input(short(16)),
            FD_WRITE => Wants::Output(short(16)),
            _ => return Err(Errno::Inval),
        };
        Ok(Self {
            userdata: word(0),
            wants,
        })
    }
}

/// What happened, as an `event`.
fn event(userdata: [u8; 8], kind: u8, bytes: u64, hangup: bool) -> [u8; 32] {
    let mut event = [0; EVENT as usize];
    event[0..8].copy_from_slice(&userdata);
    event[10] = kind;
    event[16..24].copy_from_slice(&bytes.to_le_bytes());
    event[24] = u8::from(hangup);
    event
}

fn poll(
    process: &mut Process,
    from: u32,
    to: u32,
    count: u32,
    size: u32,
    of: Snapshot,
) -> Result<(), Stop> {
    if count == 0 || count > MOST {
        return Err(Errno::Inval.into());
    }
    let each = if of == Snapshot::Zero { 56 } else { 48 };
    let raw = process.guest.bytes(from, count * each)?;
    process.guest.check(to, count * EVENT)?;
    process.guest.check(size, 4)?;
    let time = page::now();
    // A call that is made again waits for what is left, not for the whole.
    let is_first = process.alarm.is_none();
    let begun = *process.alarm.get_or_insert(time);
    let passed = nanoseconds(time - begun);
    let subscriptions: Vec<Subscription> = raw
        .chunks_exact(each as usize)
        .map(|bytes| Subscription::read(bytes, of, passed))
        .collect::<Result<_, _>>()
        .inspect_err(|_| process.alarm = None)?;

    let soonest = subscriptions
        .iter()
        .filter_map(|subscription| match subscription.wants {
            Wants::Clock(timeout) => Some(timeout),
            _ => None,
        })
        .min();
    let within = subscriptions
        .iter()
        .filter(|subscription| is_within(process, subscription))
        .count();
    loop {
        let mut passed = nanoseconds(page::now() - begun);
        // A fixed clock is never late.
        if let Some(soonest) = soonest.filter(|_| fixed::peek().is_some()) {
            passed = passed.min(soonest);
        }
        let mut events = Vec::new();
        for subscription in &subscriptions {
            let event = happened(process, subscription, passed);
            events.extend(event.inspect_err(|_| process.alarm = None)?);
        }
        // Whoever only asks, again and again, lets the others answer.
        let is_clock = |event: &[u8; 32]| event[10] == CLOCK;
        if is_first && within > 0 && process.suspends && events.iter().all(is_clock) {
            process.flush();
            wait::want(Waits::Clock, Some(0.0));
            return Err(Stop::Wait);
        }
        if !events.is_empty() {
            process.alarm = None;
            wait::moved_on();
            if soonest.is_some_and(|soonest| passed >= soonest) {
                fixed::pass(passed);
            }
            process.guest.write(to, &events.concat())?;
            return Ok(process.guest.set_u32(size, events.len() as u32)?);
        }
        if process.suspends {
            let left = soonest.map(|soonest| soonest.saturating_sub(passed) as f64 / 1e6);
            let asks_for_room =
                |subscription: &Subscription| matches!(subscription.wants, Wants::Output(_));
            let what = match left {
                Some(_) => Waits::Clock,
                None if within == subscriptions.len() => Waits::Network,
                None if subscriptions.iter().any(asks_for_room) => Waits::Output,
                None => Waits::Input,
            };
            process.flush();
            wait::want(what, left);
            return Err(Stop::Wait);
        }
        // Without JSPI there is nothing to wait with, and nothing that could
        // come but the clock.
        process.flush();
    }
}

/// The event of a subscription, if it has happened.
///
/// # Errors
/// EBADF for an fd that cannot be waited for: as on wasmtime all of the call
/// fails then.
fn happened(
    process: &mut Process,
    subscription: &Subscription,
    passed: u64,
) -> Result<Option<[u8; 32]>, Errno> {
    let userdata = subscription.userdata;
    Ok(match subscription.wants {
        Wants::Clock(timeout) => (passed >= timeout).then(|| event(userdata, CLOCK, 0, false)),
        Wants::Input(fd) => {
            readable(process, fd)?.map(|(bytes, hangup)| event(userdata, FD_READ, bytes, hangup))
        }
        Wants::Output(fd) => writable(process, fd)?.then(|| event(userdata, FD_WRITE, 1, false)),
    })
}

/// Whether it is for a file that programs of this worker alone make ready.
fn is_within(process: &mut Process, subscription: &Subscription) -> bool {
    let (Wants::Input(fd) | Wants::Output(fd)) = subscription.wants else {
        return false;
    };
    let open = process.table.get(fd);
    open.is_ok_and(|open| match &open.object {
        Object::Device(file) => file.borrow().is_within(),
        _ => false,
    })
}

/// How much can be read, and whether that is all there will be. A file never has
/// to be waited for, however it was opened.
fn readable(process: &mut Process, fd: u32) -> Result<Option<(u64, bool)>, Errno> {
    let open = process.table.get(fd)?;
    match &open.object {
        Object::Input(input) => {
            let (bytes, waits) = input.borrow().ready();
            Ok((!waits || !process.suspends).then_some((bytes, bytes == 0)))
        }
        Object::File(inode) => {
            let size = process.tree.filestat(*inode)?.size;
            let bytes = size.saturating_sub(open.offset);
            Ok(Some((bytes, bytes == 0)))
        }
        Object::Device(_) if !process.suspends => Ok(Some((1, false))),
        Object::Device(file) => {
            let ready = file.borrow_mut().ready();
            Ok(ready.map(|bytes| (bytes, bytes == 0)))
        }
        _ => Err(Errno::Badf),
    }
}

fn writable(process: &mut Process, fd: u32) -> Result<bool, Errno> {
    let open = process.table.get(fd)?;
    match &open.object {
        Object::Output(pen) => Ok(!process.suspends || !pen.borrow().is_full()),
        Object::Device(file) => Ok(!process.suspends || file.borrow().takes()),
        Object::File(_) => Ok(true),
        _ => Err(Errno::Badf),
    }
}

/// Waits for the first of many things.
#[wasm_bindgen(skip_jsdoc)]
pub fn poll_oneoff(from: u32, to: u32, count: u32, size: u32) -> i32 {
    call(|process| poll(process, from, to, count, size, Snapshot::One))
}

/// The same, in snapshot 0.
#[wasm_bindgen(skip_jsdoc)]
pub fn poll_oneoff_unstable(from: u32, to: u32, count: u32, size: u32) -> i32 {
    call(|process| poll(process, from, to, count, size, Snapshot::Zero))
}
