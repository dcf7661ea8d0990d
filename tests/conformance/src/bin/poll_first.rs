//! Of several clocks the first ends the wait.

use conformance::{Subscription, call};

fn main() {
    let second = 1_000_000_000;
    let events = call::poll_oneoff(&[
        Subscription::after(1, 1, 100 * second),
        Subscription::after(2, 0, second / 100),
        Subscription::after(3, 1, 200 * second),
    ])
    .unwrap();
    let who: Vec<u64> = events.iter().map(|event| event.userdata).collect();
    assert_eq!(who, [2]);
}
