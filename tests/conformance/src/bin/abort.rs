//! A program that traps has failed, with what it wrote before.
//!
//! ```json
//! {"expect_exit": 134, "expect_stdout": "before"}
//! ```

fn main() {
    conformance::write(1, b"before");
    std::process::abort();
}
