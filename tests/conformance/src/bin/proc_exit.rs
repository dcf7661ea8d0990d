//! A program ends with the code that it gives, and runs no further.
//!
//! ```json
//! {"argv0": "me", "expect_exit": 125}
//! ```

use conformance::call;

fn main() {
    call::proc_exit(if call::args_get(1, 100).is_ok() {
        125
    } else {
        1
    })
}
