//! Waiting for many things at once.

use super::{Fail, MONOTONIC, from, poll_oneoff, to, waited};

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// Nothing: it is there.
    Nothing,
    /// Input at an fd.
    Input(u32),
    /// Room at an fd.
    Room(u32),
    /// A time of the monotonic clock, in nanoseconds.
    Time(u64),
}

/// Says of each of these whether it is there. If nothing is, it waits for the
/// first, unless it is not to.
pub fn poll(awaited: &[Awaited], waits: bool) -> Result<Vec<bool>, Fail> {
    const SUBSCRIPTION: usize = 48;
    const EVENT: usize = 32;
    let mut there: Vec<bool> = awaited
        .iter()
        .map(|awaited| *awaited == Awaited::Nothing)
        .collect();
    let at_once = !waits || there.contains(&true);
    // One more, a clock that rings at once, makes it a question.
    let limit = at_once.then_some(Awaited::Time(0));
    let mut asked = Vec::new();
    for (index, awaited) in (0_u64..).zip(awaited.iter().copied().chain(limit)) {
        let mut subscription = [0_u8; SUBSCRIPTION];
        subscription[..8].copy_from_slice(&index.to_le_bytes());
        match awaited {
            Awaited::Nothing => continue,
            Awaited::Input(fd) | Awaited::Room(fd) => {
                subscription[8] = if awaited == Awaited::Input(fd) { 1 } else { 2 };
                subscription[16..20].copy_from_slice(&fd.to_le_bytes());
            }
            Awaited::Time(time) => {
                subscription[16..20].copy_from_slice(&MONOTONIC.to_le_bytes());
                subscription[24..32].copy_from_slice(&time.to_le_bytes());
                // Not from now on, but at that time.
                subscription[40] = 1;
            }
        }
        asked.extend(subscription);
    }
    let count = asked.len() / SUBSCRIPTION;
    let mut events = vec![0_u8; count * EVENT];
    let mut happened = [0_u32];
    waited(poll_oneoff(
        from(&asked),
        to(&mut events),
        count as u32,
        to(&mut happened),
    ))?;
    for event in events.chunks_exact(EVENT).take(happened[0] as usize) {
        let index = u64::from_le_bytes(event[..8].try_into().unwrap_or_default());
        if let Some(there) = there.get_mut(index as usize) {
            *there = true;
        }
    }
    Ok(there)
}
