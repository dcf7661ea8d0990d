//! There are two clocks: one shows the date, one never goes back. Those of CPU time are refused.

use conformance::{call, errno::BADF, refused};

fn main() {
    let year = 365 * 24 * 60 * 60 * 1_000_000_000;
    assert!(call::clock_time_get(0).unwrap() > 55 * year, "since 1970");
    let mut before = call::clock_time_get(1).unwrap();
    for _ in 0..1000 {
        let now = call::clock_time_get(1).unwrap();
        assert!(now >= before, "{before} and then {now}");
        before = now;
    }
    for clock in [0, 1] {
        let resolution = call::clock_res_get(clock).unwrap();
        assert!((1..=1_000_000_000).contains(&resolution), "{resolution}");
    }
    for clock in [2, 3] {
        refused(call::clock_time_get(clock), BADF);
        refused(call::clock_res_get(clock), BADF);
    }
}
