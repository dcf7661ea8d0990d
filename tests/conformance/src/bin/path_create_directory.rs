//! A directory is made where nothing is, in one that is there.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, IS_DIRECTORY, call, directory,
    errno::{EXIST, NOENT, NOTDIR},
    file,
    listing::names,
    opened, refused, stat, symlink,
};

fn main() {
    directory("d");
    directory("d/e");
    file("f", b"");
    symlink("nothing", "dangling");
    refused(call::path_create_directory(DIR, "d"), EXIST);
    refused(call::path_create_directory(DIR, "f"), EXIST);
    refused(call::path_create_directory(DIR, "dangling"), EXIST);
    refused(call::path_create_directory(DIR, "f/g"), NOTDIR);
    refused(call::path_create_directory(DIR, "none/g"), NOENT);
    let before = stat("d").unwrap();
    directory("d/e/f");
    assert_eq!(names(opened("d")), ["e"]);
    assert_eq!((before.filetype, before.nlink), (IS_DIRECTORY, 3));
}
