//! A code is 32 bits, and any of them.
//!
//! ```json
//! {"expect_exit": 4294967295, "differs": "wasmtime refuses codes from 126 on, which mean something to a Unix shell; there is none here"}
//! ```

use conformance::call;

fn main() {
    call::proc_exit(u32::MAX)
}
