//! stdin that has something to read, or has ended, is ready.
//!
//! ```json
//! {"stdin": "abc"}
//! ```

use conformance::{Subscription, call, poll::FD_READ, read};

fn main() {
    for _ in 0..2 {
        let events = call::poll_oneoff(&[
            Subscription::readable(1, 0),
            Subscription::after(2, 1, 60_000_000_000),
        ])
        .unwrap();
        assert_eq!(
            (events.len(), events[0].userdata, events[0].kind),
            (1, 1, FD_READ)
        );
        read(0);
    }
}
