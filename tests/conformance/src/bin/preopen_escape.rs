//! No path leads out of a directory, nor from one into another.
//!
//! ```json
//! {"dirs": [
//!     {"guest": "/", "host": "empty"},
//!     {"guest": "/b", "host": "files/b"}
//! ]}
//! ```

use conformance::{DIR, FOLLOW, READ, call, errno::PERM, file, refused};

fn main() {
    let other = DIR + 1;
    file("secret", b"1");
    for path in [
        "../one.txt",
        "..",
        "./..",
        "../",
        "deep/../../one.txt",
        "/",
        "/one.txt",
        "//",
    ] {
        refused(call::path_open(other, FOLLOW, path, 0, READ, 0), PERM);
        refused(call::path_filestat_get(other, 0, path), PERM);
    }
    refused(call::path_rename(other, "two.txt", DIR, "../two.txt"), PERM);
    refused(call::path_link(DIR, 0, "../secret", DIR, "linked"), PERM);
    refused(call::path_create_directory(DIR, "../new"), PERM);
    refused(call::path_unlink_file(other, "../secret"), PERM);
    refused(call::path_remove_directory(other, ".."), PERM);
    refused(call::path_readlink(other, "../link", 100), PERM);
}
