//! `wasi:clocks`

use super::{Function, function};
use crate::{
    call::{Answer, Call, Record},
    handles::Resource,
    preview1::{Awaited, MONOTONIC as STEADY, REALTIME, resolution, time},
};

pub const MONOTONIC: [Function; 4] = [
    function("now", ":I", |_| Ok(time(STEADY))),
    function("resolution", ":I", |_| Ok(resolution(STEADY))),
    function("subscribe-instant", "I:i", |call| {
        let instant = call.u64();
        at(call, instant)
    }),
    function("subscribe-duration", "I:i", |call| {
        let instant = time(STEADY).saturating_add(call.u64());
        at(call, instant)
    }),
];

pub const WALL: [Function; 2] = [
    function("now", "i", |call| datetime(call, time(REALTIME))),
    function("resolution", "i", |call| {
        datetime(call, resolution(REALTIME))
    }),
];

/// Nanoseconds in a second.
pub const SECOND: u64 = 1_000_000_000;

fn at(call: &mut Call, instant: u64) -> Answer {
    let pollable = call
        .handles
        .add(Resource::Pollable(Awaited::Time(instant)))?;
    Ok(u64::from(pollable))
}

fn datetime(call: &mut Call, time: u64) -> Answer {
    let to = call.u32();
    let (seconds, rest) = (time / SECOND, time % SECOND);
    let datetime = Record::<12>::new().u64(0, seconds).u32(8, rest as u32);
    call.write(to, &datetime.0)
}
