//! In `wasi_unstable` a clock has an identifier before it.
//!
//! ```json
//! {"differs": "wasmtime for Python has no `wasi_unstable`; wasmtime 49.0.3 by itself passes this"}
//! ```

use conformance::{
    poll::CLOCK,
    unstable::{self, Subscription},
};

fn main() {
    let short = Subscription {
        userdata: 2,
        tag: CLOCK.into(),
        identifier_or_fd: 98,
        clock: 1,
        timeout: 10_000_000,
        precision: 0,
        flags: 0,
    };
    let events = unstable::poll_oneoff(&[short]).unwrap();
    let event = events[0];
    assert_eq!((events.len(), event.userdata, event.kind), (1, 2, CLOCK));
}
