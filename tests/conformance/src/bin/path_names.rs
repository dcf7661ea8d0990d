//! Names are UTF-8 without NUL, at most 255 bytes, and paths have their length too.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, READ, call, content,
    errno::{ILSEQ, INVAL, NAMETOOLONG},
    file, refused, stat,
};

fn main() {
    let longest = "x".repeat(255);
    file(&longest, b"abc");
    assert_eq!(content(&longest), b"abc");
    file("ünïcödé 🦀\n", b"abc");
    assert_eq!(content("ünïcödé 🦀\n"), b"abc");
    let long = "x".repeat(256);
    refused(stat(&long), NAMETOOLONG);
    refused(call::path_open(DIR, 0, &long, CREATE, READ, 0), NAMETOOLONG);
    refused(call::path_create_directory(DIR, &long), NAMETOOLONG);
    refused(stat(&"./".repeat(5000)), NAMETOOLONG);
    refused(call::path_filestat_get(DIR, 0, b"a\xff"), ILSEQ);
    refused(call::path_open(DIR, 0, b"\xc3", CREATE, READ, 0), ILSEQ);
    refused(call::path_symlink(b"\xff", DIR, "l"), ILSEQ);
    refused(stat("a\0b"), INVAL);
    refused(call::path_open(DIR, 0, "a\0b", CREATE, READ, 0), INVAL);
}
