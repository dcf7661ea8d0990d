//! What is to be there, and what is not, is looked after.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, DIRECTORY, DSYNC, EXCLUSIVE, READ, RSYNC, SYNC, TRUNCATE, WRITE, call, content,
    directory,
    errno::{EXIST, INVAL, ISDIR, NOENT, NOTDIR, NOTSUP},
    file, refused,
};

fn main() {
    file("f", b"abc");
    directory("d");
    let open = |path: &str, oflags, rights| call::path_open(DIR, 0, path, oflags, rights, 0);
    refused(open("none", 0, READ), NOENT);
    refused(open("none/f", CREATE, READ), NOENT);
    refused(open("f/g", CREATE, READ), NOTDIR);
    refused(open("f", CREATE | EXCLUSIVE, READ), EXIST);
    refused(open("d", CREATE | EXCLUSIVE, READ), EXIST);
    refused(open("f", DIRECTORY, READ), NOTDIR);
    refused(open("d", 0, WRITE), ISDIR);
    refused(open("d", TRUNCATE, READ), ISDIR);
    refused(open("d", CREATE, READ), ISDIR);
    for with in [CREATE, EXCLUSIVE, TRUNCATE] {
        refused(open("d", DIRECTORY | with, READ), INVAL);
    }
    open("d", DIRECTORY, READ).unwrap();
    open("d", 0, READ).unwrap();
    open("new", CREATE | EXCLUSIVE, WRITE).unwrap();
    open("f", CREATE, READ).unwrap();
    assert_eq!(content("f"), b"abc");
    open("f", TRUNCATE, READ).unwrap();
    assert_eq!(content("f"), b"");
    for flag in [SYNC, DSYNC, RSYNC] {
        refused(call::path_open(DIR, 0, "f", 0, READ, flag), NOTSUP);
    }
}
