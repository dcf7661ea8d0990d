//! A slash at the end of a path asks for a directory.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, IS_DIRECTORY, IS_SYMLINK, READ, call, directory,
    errno::{EXIST, ISDIR, NOENT, NOTDIR},
    file,
    listing::names,
    opened, refused, stat, symlink,
};

fn main() {
    file("f", b"abc");
    directory("d");
    symlink("d", "to-d");
    symlink("f", "to-f");
    refused(call::path_open(DIR, 0, "f/", 0, READ, 0), NOTDIR);
    refused(call::path_open(DIR, 0, "f/", CREATE, READ, 0), ISDIR);
    refused(call::path_open(DIR, 0, "new/", CREATE, READ, 0), ISDIR);
    refused(stat("f/"), NOTDIR);
    refused(stat("f/."), NOTDIR);
    refused(stat("to-f/"), NOTDIR);
    refused(stat("none/"), NOENT);
    assert_eq!(stat("d/").unwrap().filetype, IS_DIRECTORY);
    assert_eq!(stat("d//").unwrap().filetype, IS_DIRECTORY);
    assert_eq!(stat("to-d/").unwrap().filetype, IS_DIRECTORY);
    assert_eq!(stat("to-d").unwrap().filetype, IS_SYMLINK);
    opened("d/");
    opened("to-d///");
    directory("made/");
    refused(call::path_create_directory(DIR, "made/"), EXIST);
    refused(call::path_create_directory(DIR, "f/"), EXIST);
    refused(call::path_unlink_file(DIR, "f/"), NOTDIR);
    refused(call::path_remove_directory(DIR, "f/"), NOTDIR);
    refused(call::path_symlink("d", DIR, "f/"), NOTDIR);
    refused(call::path_symlink("d", DIR, "new/"), NOENT);
    refused(call::path_link(DIR, 0, "f", DIR, "new/"), NOENT);
    refused(call::path_link(DIR, 0, "f/", DIR, "new"), NOTDIR);
    refused(call::path_rename(DIR, "f/", DIR, "g"), NOTDIR);
    refused(call::path_rename(DIR, "f", DIR, "g/"), NOTDIR);
    call::path_rename(DIR, "made/", DIR, "moved//").unwrap();
    assert_eq!(names(DIR), ["d", "f", "moved", "to-d", "to-f"]);
}
