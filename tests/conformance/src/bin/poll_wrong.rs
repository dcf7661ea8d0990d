//! One subscription that cannot be waited for refuses all; so does none at all.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, Subscription, call,
    errno::{BADF, INVAL},
    refused,
};

fn main() {
    let good = Subscription::writable(1, 1);
    refused(call::poll_oneoff(&[]), INVAL);
    refused(
        call::poll_oneoff(&[good, Subscription::readable(2, 77)]),
        BADF,
    );
    refused(
        call::poll_oneoff(&[good, Subscription::readable(2, 1)]),
        BADF,
    );
    refused(
        call::poll_oneoff(&[good, Subscription::writable(2, 0)]),
        BADF,
    );
    refused(
        call::poll_oneoff(&[good, Subscription::readable(2, DIR)]),
        BADF,
    );
    refused(
        call::poll_oneoff(&[good, Subscription::after(2, 2, 1)]),
        INVAL,
    );
    refused(
        call::poll_oneoff(&[good, Subscription::after(2, 3, 1)]),
        INVAL,
    );
}
