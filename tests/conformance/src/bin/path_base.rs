//! A path starts at a directory that is open. A file is none.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, MTIM, READ, call,
    errno::{BADF, NOTDIR},
    made, refused,
};

fn main() {
    let file = made("f");
    refused(call::path_open(file, 0, "g", CREATE, READ, 0), NOTDIR);
    for fd in [file, 0, 77] {
        refused(call::path_create_directory(fd, "g"), BADF);
        refused(call::path_filestat_get(fd, 0, "g"), BADF);
        refused(call::path_filestat_set_times(fd, 0, "g", 0, 0, MTIM), BADF);
        refused(call::path_link(fd, 0, "f", DIR, "g"), BADF);
        refused(call::path_link(DIR, 0, "f", fd, "g"), BADF);
        refused(call::path_readlink(fd, "g", 9), BADF);
        refused(call::path_remove_directory(fd, "g"), BADF);
        refused(call::path_rename(fd, "f", DIR, "g"), BADF);
        refused(call::path_rename(DIR, "f", fd, "g"), BADF);
        refused(call::path_symlink("f", fd, "g"), BADF);
        refused(call::path_unlink_file(fd, "f"), BADF);
        refused(call::fd_readdir(fd, 100, 0), BADF);
    }
    refused(call::path_open(77, 0, "g", CREATE, READ, 0), BADF);
}
