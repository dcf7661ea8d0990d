//! Of many subscriptions those that are ready give their events, in order, each with its own userdata; the others do not.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    Subscription, call, file, opened,
    poll::{FD_READ, FD_WRITE},
};

const DAY: u64 = 24 * 60 * 60 * 1_000_000_000;

fn main() {
    file("f", b"abc");
    let fd = opened("f");
    // How many are reported at once is the host's affair, so it is asked for the rest again.
    let mut left: Vec<u64> = (0..300).filter(|number| number % 3 > 0).collect();
    while !left.is_empty() {
        let subscriptions: Vec<Subscription> = (0..300)
            .filter(|number| number % 3 == 0 || left.contains(number))
            .map(|number| match number % 3 {
                0 => Subscription::after(number, 1, DAY),
                1 => Subscription::readable(number, fd),
                _ => Subscription::writable(number, 1),
            })
            .collect();
        let events = call::poll_oneoff(&subscriptions).unwrap();
        assert!(!events.is_empty());
        assert!(events.is_sorted_by_key(|event| event.userdata));
        for event in events {
            let kind = match event.userdata % 3 {
                1 => FD_READ,
                _ => FD_WRITE,
            };
            assert_eq!((event.kind, event.errno), (kind, 0));
            assert!(event.bytes > 0);
            let place = left.iter().position(|number| *number == event.userdata);
            left.remove(place.expect("it is ready, and was not reported before"));
        }
    }
}
