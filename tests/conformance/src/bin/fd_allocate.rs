//! Room is not made ahead.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call,
    errno::{BADF, NOTSUP},
    made, refused,
};

fn main() {
    let fd = made("f");
    refused(call::fd_allocate(fd, 0, 100), NOTSUP);
    refused(call::fd_allocate(fd, 0, 0), NOTSUP);
    assert_eq!(call::fd_filestat_get(fd).unwrap().size, 0);
    refused(call::fd_allocate(DIR, 0, 100), BADF);
    refused(call::fd_allocate(77, 0, 100), BADF);
}
