//! A file may have several names: they are one file until the last is gone.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    APPEND, DIR, FOLLOW, IS_SYMLINK, WRITE, call, content, directory,
    errno::{EXIST, INVAL, NOENT, PERM},
    file, refused, stat, symlink, write,
};

fn main() {
    file("f", b"abc");
    directory("d");
    call::path_link(DIR, 0, "f", DIR, "d/g").unwrap();
    let (one, two) = (stat("f").unwrap(), stat("d/g").unwrap());
    assert_eq!((one.ino, one.nlink, two.nlink), (two.ino, 2, 2));
    let fd = call::path_open(DIR, 0, "d/g", 0, WRITE, APPEND).unwrap();
    write(fd, b"def");
    assert_eq!(content("f"), b"abcdef");
    call::path_unlink_file(DIR, "f").unwrap();
    assert_eq!(
        (content("d/g"), stat("d/g").unwrap().nlink),
        (b"abcdef".to_vec(), 1)
    );
    refused(call::path_link(DIR, 0, "f", DIR, "h"), NOENT);
    refused(call::path_link(DIR, 0, "d/g", DIR, "d"), EXIST);
    refused(call::path_link(DIR, 0, "d/g", DIR, "none/h"), NOENT);
    refused(call::path_link(DIR, 0, "d", DIR, "h"), PERM);
    refused(call::path_link(DIR, FOLLOW, "d/g", DIR, "h"), INVAL);
    symlink("d/g", "l");
    call::path_link(DIR, 0, "l", DIR, "m").unwrap();
    assert_eq!(stat("m").unwrap().filetype, IS_SYMLINK);
    assert_eq!(call::path_readlink(DIR, "m", 9), Ok(b"d/g".to_vec()));
}
