//! A directory is removed if it is empty; who has it open has a directory in which nothing can be made.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, IS_DIRECTORY, READ, call, directory,
    errno::{INVAL, ISDIR, NOENT, NOTDIR, NOTEMPTY},
    file, opened, refused, stat, symlink,
};

fn main() {
    directory("d");
    file("d/f", b"");
    file("f", b"");
    symlink("d", "l");
    refused(call::path_remove_directory(DIR, "d"), NOTEMPTY);
    refused(call::path_remove_directory(DIR, "f"), NOTDIR);
    refused(call::path_remove_directory(DIR, "l"), NOTDIR);
    refused(call::path_remove_directory(DIR, "none"), NOENT);
    refused(call::path_remove_directory(DIR, "."), INVAL);
    refused(call::path_unlink_file(DIR, "d"), ISDIR);
    call::path_unlink_file(DIR, "d/f").unwrap();
    let open = opened("d");
    call::path_remove_directory(DIR, "d").unwrap();
    refused(stat("d"), NOENT);
    refused(call::path_open(open, 0, "new", CREATE, READ, 0), NOENT);
    refused(call::path_create_directory(open, "new"), NOENT);
    refused(call::path_symlink("x", open, "new"), NOENT);
    refused(call::path_rename(DIR, "f", open, "f"), NOENT);
    assert_eq!(call::fd_filestat_get(open).unwrap().filetype, IS_DIRECTORY);
}
