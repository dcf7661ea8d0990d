//! In `wasi_unstable` a subscription takes 56 bytes.
//!
//! ```json
//! {"differs": "wasmtime 49.0.3 reads the second subscription 8 bytes too early"}
//! ```

use conformance::{
    poll::{CLOCK, FD_WRITE},
    unstable::{self, Subscription},
};

fn main() {
    let sixty = Subscription {
        userdata: 1,
        tag: CLOCK.into(),
        identifier_or_fd: 98,
        clock: 1,
        timeout: 60_000_000_000,
        precision: 0,
        flags: 0,
    };
    let short = Subscription {
        userdata: 2,
        timeout: 10_000_000,
        ..sixty
    };
    let events = unstable::poll_oneoff(&[sixty, short]).unwrap();
    let event = events[0];
    assert_eq!((events.len(), event.userdata, event.kind), (1, 2, CLOCK));
    let writable = Subscription {
        userdata: 3,
        tag: FD_WRITE.into(),
        identifier_or_fd: 1,
        ..sixty
    };
    let events = unstable::poll_oneoff(&[sixty, writable]).unwrap();
    let event = events[0];
    assert_eq!((events.len(), event.userdata, event.kind), (1, 3, FD_WRITE));
}
