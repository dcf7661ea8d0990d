//! `.` and `..` lead where they should, as long as they stay inside, and each step has to be there.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, READ, call, content, directory,
    errno::{BUSY, EXIST, INVAL, ISDIR, NOENT, NOTDIR, PERM},
    file, refused, stat,
};

fn main() {
    directory("a");
    directory("a/b");
    file("a/f", b"abc");
    for path in [
        "a/f",
        "./a/f",
        "a/./f",
        "a//f",
        "a/b/../f",
        "a/../a/b/.././f",
        ".//a///f",
    ] {
        assert_eq!(content(path), b"abc", "{path}");
    }
    assert_eq!(stat("a/b/..").unwrap().ino, stat("a").unwrap().ino);
    assert_eq!(stat("a/..").unwrap().ino, stat(".").unwrap().ino);
    refused(stat("a/../.."), PERM);
    refused(stat("a/b/../../../x"), PERM);
    refused(stat("none/.."), NOENT);
    refused(stat("a/f/.."), NOTDIR);
    refused(stat(""), NOENT);
    refused(call::path_open(DIR, 0, "", CREATE, READ, 0), NOENT);
    refused(call::path_create_directory(DIR, ""), NOENT);
    refused(call::path_create_directory(DIR, "."), EXIST);
    refused(call::path_create_directory(DIR, "a/.."), EXIST);
    refused(call::path_remove_directory(DIR, "a/b/."), INVAL);
    refused(call::path_unlink_file(DIR, "a/."), ISDIR);
    refused(call::path_rename(DIR, "a/.", DIR, "z"), BUSY);
}
