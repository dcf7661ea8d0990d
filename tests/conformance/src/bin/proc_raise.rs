//! There are no signals.

use conformance::{call, errno::NOTSUP, refused};

fn main() {
    for signal in [0, 2, 6, 15] {
        refused(call::proc_raise(signal), NOTSUP);
    }
}
