//! A buffer that is too small is filled to its last byte, in the middle of an entry if need be.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call, file,
    listing::{HEAD, listed},
};

fn main() {
    for number in 0..30 {
        file(&format!("{}{number}", "x".repeat(number * 7)), b"");
    }
    let all = listed(DIR, 100_000);
    let longest = HEAD + 210;
    for room in [longest, longest + 1, longest + 23, 400, 1000] {
        assert_eq!(listed(DIR, room), all, "{room} bytes at a time");
    }
    let whole = call::fd_readdir(DIR, 100_000, 0).unwrap();
    for room in 0..=2 * HEAD + 4 {
        assert_eq!(call::fd_readdir(DIR, room, 0).unwrap(), whole[..room]);
    }
}
