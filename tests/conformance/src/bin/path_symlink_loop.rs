//! Links that lead in a circle end in ELOOP, and so do more than forty in a row.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{CREATE, DIR, FOLLOW, READ, call, content, errno::LOOP, file, refused, symlink};

fn main() {
    symlink("b", "a");
    symlink("a", "b");
    symlink("self", "self");
    symlink("self/x", "deeper");
    for path in ["a", "b", "self", "self/x", "deeper", "a/b/c"] {
        refused(call::path_open(DIR, FOLLOW, path, 0, READ, 0), LOOP);
        refused(call::path_filestat_get(DIR, FOLLOW, path), LOOP);
    }
    refused(call::path_open(DIR, FOLLOW, "a", CREATE, READ, 0), LOOP);
    file("0", b"abc");
    for number in 0..41 {
        symlink(&number.to_string(), &(number + 1).to_string());
    }
    assert_eq!(content("40"), b"abc");
    refused(call::path_open(DIR, FOLLOW, "41", 0, READ, 0), LOOP);
}
