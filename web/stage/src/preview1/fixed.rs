//! Clocks and random numbers that are the same in every run, for a demo that
//! must print the same everywhere.

use std::cell::Cell;

/// When every run takes place: the first of January 2000, in nanoseconds since
/// 1970.
const EPOCH: u64 = 946_684_800_000_000_000;

/// Each look at a clock takes a millisecond: a program that waits for time to
/// pass by looking sees it pass.
const LOOK: u64 = 1_000_000;

/// Where they are.
#[derive(Clone, Copy)]
pub struct Fixed {
    /// Nanoseconds since the program started.
    passed: u64,
    /// Where the random numbers are.
    state: u64,
}

thread_local! {
    static FIXED: Cell<Option<Fixed>> = const { Cell::new(None) };
}

/// A program begins: whether its clocks and random numbers are fixed, and what
/// tells its random numbers from those of other stages.
pub fn begin(fixed: bool, seed: u64) {
    FIXED.set(fixed.then_some(Fixed {
        passed: 0,
        state: seed,
    }));
}

/// Another program runs for a while, or the one before it goes on; gives where
/// those of the one that ran are.
pub fn swap(fixed: Option<Fixed>) -> Option<Fixed> {
    FIXED.replace(fixed)
}

/// Looks at the clocks, if they are fixed: the time since 1970 and the time
/// since the program started, in nanoseconds.
pub fn look() -> Option<[u64; 2]> {
    let times = peek()?;
    pass(LOOK);
    Some(times)
}

/// The same, without time passing.
pub fn peek() -> Option<[u64; 2]> {
    FIXED
        .get()
        .map(|Fixed { passed, .. }| [EPOCH + passed, passed])
}

/// So many nanoseconds were slept.
pub fn pass(nanoseconds: u64) {
    if let Some(fixed) = FIXED.get() {
        let passed = fixed
            .passed
            .saturating_add(nanoseconds)
            .min(u64::MAX - EPOCH);
        FIXED.set(Some(Fixed { passed, ..fixed }));
    }
}

/// Eight bytes that look random, if they are fixed: splitmix64.
pub fn random() -> Option<[u8; 8]> {
    let fixed = FIXED.get()?;
    let state = fixed.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    FIXED.set(Some(Fixed { state, ..fixed }));
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    Some((z ^ (z >> 31)).to_le_bytes())
}
