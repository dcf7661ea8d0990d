//! `wasi:random`. What need not be hard to guess is so all the same.

use super::{Function, function};
use crate::{
    call::{Answer, Call, Record, Stop},
    preview1,
};

pub const RANDOM: [Function; 2] = [
    function("get-random-bytes", "Ii", bytes),
    function("get-random-u64", ":I", |_| number()),
];

pub const INSECURE: [Function; 2] = [
    function("get-insecure-random-bytes", "Ii", bytes),
    function("get-insecure-random-u64", ":I", |_| number()),
];

pub const SEED: [Function; 1] = [function("insecure-seed", "i", |call| {
    let to = call.u32();
    let seed = Record::<16>::new().u64(0, number()?).u64(8, number()?);
    call.write(to, &seed.0)
})];

/// So many bytes are made at once.
const PIECE: usize = 65_536;

fn fill(buffer: &mut [u8]) -> Result<(), Stop> {
    let none = Stop::Trap("this browser gives no random numbers");
    preview1::random(buffer).map_err(|_| none)
}

fn number() -> Answer {
    let mut bytes = [0; 8];
    fill(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

/// As many as were asked for, if the component has room for them.
fn bytes(call: &mut Call) -> Answer {
    let (length, to) = (call.u64(), call.u32());
    let length = u32::try_from(length)
        .map_err(|_| Stop::Trap("it asked for more random bytes than a memory holds"))?;
    let at = call.room(length, 1)?;
    let mut piece = [0; PIECE];
    for done in (0..length).step_by(PIECE) {
        let piece = &mut piece[..PIECE.min((length - done) as usize)];
        fill(piece)?;
        call.write(at + done, piece)?;
    }
    call.write(to, &Record::<8>::new().list(0, [at, length]).0)
}
