//! A directory moves with all that is in it, over another only if that is empty, and never into itself.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, READ, WRITE, call, content, directory,
    errno::{INVAL, ISDIR, NOTDIR, NOTEMPTY, PERM},
    file,
    listing::names,
    opened, refused, write,
};

fn main() {
    directory("a");
    file("a/f", b"abc");
    directory("empty");
    directory("full");
    file("full/g", b"");
    file("file", b"");
    let open = opened("a");
    refused(call::path_rename(DIR, "a", DIR, "full"), NOTEMPTY);
    refused(call::path_rename(DIR, "a", DIR, "file"), NOTDIR);
    refused(call::path_rename(DIR, "file", DIR, "a"), ISDIR);
    refused(call::path_rename(DIR, "a", DIR, "a/b"), INVAL);
    refused(call::path_rename(DIR, "a/f", DIR, "a"), NOTEMPTY);
    call::path_rename(DIR, "a", DIR, "a").unwrap();
    call::path_rename(DIR, "a", DIR, "empty").unwrap();
    assert_eq!(content("empty/f"), b"abc");
    assert_eq!(names(open), ["f"], "it is open still, where it is now");
    call::path_rename(DIR, "empty", DIR, "full/sub").unwrap();
    let fd = call::path_open(open, 0, "new", CREATE, WRITE, 0).unwrap();
    write(fd, b"x");
    assert_eq!(content("full/sub/new"), b"x");
    refused(call::path_open(open, 0, "../g", 0, READ, 0), PERM);
    call::path_rename(DIR, "full/sub", DIR, "moved").unwrap();
    assert_eq!(names(DIR), ["file", "full", "moved"]);
}
