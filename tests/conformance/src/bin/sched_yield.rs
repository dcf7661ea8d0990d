//! Letting others go first succeeds, any number of times.

use conformance::call;

fn main() {
    for _ in 0..10 {
        call::sched_yield().unwrap();
    }
}
