//! A clock is waited for: so long from now, or until it shows a time, on both clocks.
//!
//! ```json
//! {"min_ms": 70}
//! ```

use conformance::{Subscription, call, poll::CLOCK};

fn main() {
    let twenty = 20_000_000;
    for clock in [0, 1] {
        let before = call::clock_time_get(1).unwrap();
        let events = call::poll_oneoff(&[Subscription::after(7, clock, twenty)]).unwrap();
        assert_eq!(
            (
                events.len(),
                events[0].userdata,
                events[0].kind,
                events[0].errno
            ),
            (1, 7, CLOCK, 0)
        );
        let took = call::clock_time_get(1).unwrap() - before;
        assert!(took >= twenty - 3_000_000, "{took}");
        // By its own clock: that of the day may be set while it waits.
        let until = call::clock_time_get(clock).unwrap() + twenty;
        let events = call::poll_oneoff(&[Subscription::at(8, clock, until)]).unwrap();
        assert_eq!((events.len(), events[0].userdata), (1, 8));
        let now = call::clock_time_get(clock).unwrap();
        assert!(now + 3_000_000 >= until, "{now} {until}");
        let past = call::poll_oneoff(&[Subscription::at(9, clock, 1)]).unwrap();
        assert_eq!(past[0].userdata, 9, "what is past has come");
    }
}
