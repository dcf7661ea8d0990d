//! Nothing changes through a directory that is granted read-only, nor through what is opened below it; reading goes on.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}, {"guest": "/ro", "host": "empty", "readonly": true}]}
//! ```

use conformance::{
    CREATE, DIR, DIRECTORY, EXCLUSIVE, MTIM, READ, TRUNCATE, WRITE, call, directory,
    errno::{BADF, INVAL, PERM},
    file,
    listing::names,
    read, refused, symlink,
};

fn main() {
    let readonly = DIR + 1;
    file("f", b"abc");
    directory("d");
    symlink("f", "l");
    let fd = call::path_open(readonly, 0, "f", 0, READ, 0).unwrap();
    assert_eq!(read(fd), b"abc");
    assert_eq!(call::path_readlink(readonly, "l", 9), Ok(b"f".to_vec()));
    assert_eq!(names(readonly), ["d", "f", "l"]);
    refused(call::fd_write(fd, &[b"x"]), BADF);
    refused(call::fd_filestat_set_size(fd, 0), PERM);
    refused(call::fd_filestat_set_times(fd, 0, 0, MTIM), PERM);
    refused(call::fd_filestat_set_times(readonly, 0, 0, MTIM), PERM);
    let below = call::path_open(readonly, 0, "d", DIRECTORY, READ, 0).unwrap();
    for dir in [readonly, below] {
        refused(call::path_open(dir, 0, "f", 0, WRITE, 0), PERM);
        refused(call::path_open(dir, 0, "f", TRUNCATE, READ, 0), PERM);
        refused(call::path_open(dir, 0, "f", CREATE, READ, 0), PERM);
        refused(
            call::path_open(dir, 0, "new", CREATE | EXCLUSIVE, READ, 0),
            PERM,
        );
        refused(
            call::path_open(dir, 0, "f", CREATE | DIRECTORY, READ, 0),
            INVAL,
        );
        refused(call::path_create_directory(dir, "new"), PERM);
        refused(call::path_remove_directory(dir, "d"), PERM);
        refused(call::path_unlink_file(dir, "f"), PERM);
        refused(call::path_unlink_file(dir, "not there"), PERM);
        refused(call::path_symlink("f", dir, "new"), PERM);
        refused(call::path_rename(dir, "f", dir, "g"), PERM);
        refused(call::path_link(dir, 0, "f", dir, "g"), PERM);
        refused(call::path_filestat_set_times(dir, 0, "f", 0, 0, MTIM), PERM);
    }
    assert_eq!(names(DIR), ["d", "f", "l"]);
}
