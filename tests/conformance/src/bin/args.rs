//! Arguments come as they were given: with blanks, empty, and in UTF-8.
//!
//! ```json
//! {"argv0": "me", "args": ["a b", "", "für"]}
//! ```

use conformance::call;

fn main() {
    let (count, size) = call::args_sizes_get().unwrap();
    let args = call::args_get(count, size).unwrap();
    assert_eq!(
        args,
        ["me", "a b", "", "für"].map(|arg| arg.as_bytes().to_vec())
    );
    assert_eq!(size, 2 + 4 + 1 + 5 + 1);
}
