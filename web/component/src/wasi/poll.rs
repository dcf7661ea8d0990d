//! `wasi:io/poll`

use super::{Function, function};
use crate::{
    call::{Answer, Call, Record, Stop, or_wait},
    preview1::{self, Awaited},
};

pub const POLL: [Function; 3] = [
    function("[method]pollable.ready", "i:i", |call| {
        let pollable = call.u32();
        let awaited = call.handles.awaited(pollable)?;
        let there = ask(&[awaited], false)?;
        Ok(u64::from(there.contains(&true)))
    }),
    function("[method]pollable.block", "i", |call| {
        let pollable = call.u32();
        let awaited = call.handles.awaited(pollable)?;
        ask(&[awaited], true).map(|_| 0)
    }),
    function("poll", "iii", poll),
];

/// A component may wait for so many things at once.
const MOST: usize = 1 << 12;

/// What the host below cannot wait for is there: whoever reads or writes it is
/// told why it cannot.
fn ask(awaited: &[Awaited], waits: bool) -> Result<Vec<bool>, Stop> {
    let there = or_wait(preview1::poll(awaited, waits))?;
    Ok(there.unwrap_or_else(|_| vec![true; awaited.len()]))
}

fn poll(call: &mut Call) -> Answer {
    let (pollables, to) = (call.words()?, call.u32());
    if pollables.is_empty() || pollables.len() > MOST {
        return Err(Stop::Trap("it waits for nothing, or for too much"));
    }
    let mut awaited = Vec::new();
    for pollable in pollables {
        awaited.push(call.handles.awaited(pollable)?);
    }
    let there = ask(&awaited, true)?;
    let there: Vec<u32> = (0..)
        .zip(there)
        .filter_map(|(index, there)| there.then_some(index))
        .collect();
    call.records(to, &there, |_, index| Ok(Record::<4>::new().u32(0, *index)))
}
