//! A directory that is granted can be closed, and another put in its place.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, DIRECTORY, READ, call, directory,
    errno::{BADF, PERM},
    file, opened, refused,
};

fn main() {
    file("f", b"abc");
    directory("d");
    let below = opened("d");
    call::fd_close(DIR).unwrap();
    refused(call::fd_prestat_get(DIR), BADF);
    refused(call::path_filestat_get(DIR, 0, "f"), BADF);
    refused(call::fd_renumber(below, DIR), BADF);
    let again = call::path_open(below, 0, ".", DIRECTORY, READ, 0).unwrap();
    assert_eq!(again, DIR, "the fd that is free");
    refused(call::fd_prestat_get(DIR), BADF);
    refused(call::path_filestat_get(DIR, 0, "../f"), PERM);
}
