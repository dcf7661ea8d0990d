//! A file moves over another, which is gone, and stays open where it was.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call, content, directory,
    errno::{ISDIR, NOENT, NOTDIR},
    file,
    listing::names,
    opened, read, refused, stat, symlink,
};

fn main() {
    file("f", b"new");
    file("g", b"old");
    directory("d");
    let (old, new) = (opened("g"), opened("f"));
    let ino = stat("f").unwrap().ino;
    call::path_rename(DIR, "f", DIR, "g").unwrap();
    assert_eq!(
        (content("g"), stat("g").unwrap().ino),
        (b"new".to_vec(), ino)
    );
    assert_eq!((read(old), read(new)), (b"old".to_vec(), b"new".to_vec()));
    assert_eq!(call::fd_filestat_get(old).unwrap().nlink, 0);
    refused(stat("f"), NOENT);
    refused(call::path_rename(DIR, "f", DIR, "h"), NOENT);
    refused(call::path_rename(DIR, "g", DIR, "none/g"), NOENT);
    refused(call::path_rename(DIR, "g", DIR, "d"), ISDIR);
    refused(call::path_rename(DIR, "g", DIR, "g/h"), NOTDIR);
    call::path_rename(DIR, "g", DIR, "g").unwrap();
    call::path_link(DIR, 0, "g", DIR, "same").unwrap();
    call::path_rename(DIR, "g", DIR, "same").unwrap();
    assert_eq!(
        names(DIR),
        ["d", "g", "same"],
        "both names of one file stay"
    );
    symlink("g", "l");
    call::path_rename(DIR, "l", DIR, "d/l").unwrap();
    assert_eq!(call::path_readlink(DIR, "d/l", 9), Ok(b"g".to_vec()));
}
