//! Rights cannot be given up.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, READ, call,
    errno::{BADF, NOTSUP},
    made, refused,
};

fn main() {
    let fd = made("f");
    let before = call::fd_fdstat_get(fd).unwrap();
    for fd in [fd, DIR] {
        refused(call::fd_fdstat_set_rights(fd, READ, 0), NOTSUP);
        refused(call::fd_fdstat_set_rights(fd, u64::MAX >> 34, 0), NOTSUP);
    }
    assert_eq!(call::fd_fdstat_get(fd), Ok(before));
    refused(call::fd_fdstat_set_rights(77, 0, 0), BADF);
}
