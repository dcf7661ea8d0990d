//! A link may say anything but an absolute path; whoever follows it out is refused.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, FOLLOW, IS_SYMLINK, READ, call, directory, errno::PERM, refused, stat, symlink,
};

fn main() {
    directory("d");
    for target in ["/", "/etc/passwd"] {
        refused(call::path_symlink(target, DIR, "absolute"), PERM);
    }
    symlink("../..", "d/up");
    symlink("..", "out");
    symlink("d/up/x", "far");
    for path in ["d/up", "out", "out/", "out/x", "far"] {
        refused(call::path_open(DIR, FOLLOW, path, 0, READ, 0), PERM);
        refused(call::path_filestat_get(DIR, FOLLOW, path), PERM);
    }
    assert_eq!(stat("out").unwrap().filetype, IS_SYMLINK);
    refused(
        call::path_open(DIR, FOLLOW, "out/new", CREATE, READ, 0),
        PERM,
    );
    refused(call::path_create_directory(DIR, "out/new"), PERM);
    refused(call::path_rename(DIR, "d", DIR, "out/d"), PERM);
}
