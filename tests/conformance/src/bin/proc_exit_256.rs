//! A code is 32 bits, and any of them.
//!
//! ```json
//! {"expect_exit": 256, "differs": "wasmtime refuses codes from 126 on, which mean something to a Unix shell; there is none here"}
//! ```

use conformance::call;

fn main() {
    call::proc_exit(256)
}
