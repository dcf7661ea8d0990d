//! A symbolic link on the way is always followed, one at the end if it is asked for.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, DIRECTORY, EXCLUSIVE, FOLLOW, IS_FILE, IS_SYMLINK, READ, call, content, directory,
    errno::{EXIST, LOOP, NOENT},
    file, refused, stat, symlink,
};

fn main() {
    directory("d");
    file("d/f", b"abc");
    symlink("d", "to-d");
    symlink("d/f", "to-f");
    symlink("../d/f", "d/round");
    symlink("nothing", "dangling");
    assert_eq!(content("to-d/f"), b"abc");
    assert_eq!(content("to-f"), b"abc");
    assert_eq!(content("d/round"), b"abc");
    refused(call::path_open(DIR, 0, "to-f", 0, READ, 0), LOOP);
    refused(call::path_open(DIR, 0, "to-d", DIRECTORY, READ, 0), LOOP);
    refused(call::path_open(DIR, FOLLOW, "dangling", 0, READ, 0), NOENT);
    refused(call::path_open(DIR, 0, "dangling", 0, READ, 0), LOOP);
    let followed = call::path_filestat_get(DIR, FOLLOW, "to-f").unwrap();
    assert_eq!((followed.filetype, followed.size), (IS_FILE, 3));
    let link = stat("to-f").unwrap();
    assert_eq!((link.filetype, link.size), (IS_SYMLINK, 3));
    refused(call::path_filestat_get(DIR, FOLLOW, "dangling"), NOENT);
    assert_eq!(stat("dangling").unwrap().size, 7);
    refused(
        call::path_open(DIR, FOLLOW, "dangling", CREATE | EXCLUSIVE, READ, 0),
        EXIST,
    );
    call::path_open(DIR, FOLLOW, "dangling", CREATE, READ, 0).unwrap();
    assert_eq!(content("nothing"), b"");
    call::path_unlink_file(DIR, "to-d").unwrap();
    assert_eq!(content("d/f"), b"abc");
}
