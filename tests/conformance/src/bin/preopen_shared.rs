//! Two directories may show one folder: what one makes the other has. Nothing is moved or linked into or out of the one that is read-only.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}, {"guest": "/ro", "host": "empty", "readonly": true}]}
//! ```

use conformance::{
    DIR, call,
    errno::{NOENT, PERM},
    file, refused, stat,
};

fn main() {
    let readonly = DIR + 1;
    file("f", b"abc");
    let (own, other) = (
        stat("f").unwrap(),
        call::path_filestat_get(readonly, 0, "f").unwrap(),
    );
    assert_eq!((own.dev, own.ino), (other.dev, other.ino));
    refused(call::path_rename(DIR, "f", readonly, "g"), PERM);
    refused(call::path_rename(readonly, "f", DIR, "g"), PERM);
    refused(call::path_link(DIR, 0, "f", readonly, "g"), PERM);
    refused(call::path_link(readonly, 0, "f", DIR, "g"), PERM);
    call::path_rename(DIR, "f", DIR, "g").unwrap();
    refused(call::path_filestat_get(readonly, 0, "f"), NOENT);
    assert_eq!(
        call::path_filestat_get(readonly, 0, "g").unwrap().ino,
        own.ino
    );
}
