//! A file appends and does not wait as it is told; what waits for a disk is refused.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    APPEND, DIR, DSYNC, NONBLOCK, READ, RSYNC, SYNC, call,
    errno::{BADF, INVAL},
    made, read, refused, write,
};

fn main() {
    let fd = made("f");
    for flags in [0, APPEND, NONBLOCK, APPEND | NONBLOCK] {
        call::fd_fdstat_set_flags(fd, flags).unwrap();
        assert_eq!(u32::from(call::fd_fdstat_get(fd).unwrap().flags), flags);
    }
    for flag in [SYNC, DSYNC, RSYNC] {
        refused(call::fd_fdstat_set_flags(fd, flag | APPEND), INVAL);
    }
    assert_eq!(
        u32::from(call::fd_fdstat_get(fd).unwrap().flags),
        APPEND | NONBLOCK
    );
    let other = call::path_open(DIR, 0, "f", 0, READ, NONBLOCK).unwrap();
    assert_eq!(
        u32::from(call::fd_fdstat_get(other).unwrap().flags),
        NONBLOCK
    );
    write(fd, b"abc");
    assert_eq!(read(other), b"abc", "a file never has to wait");
    refused(call::fd_fdstat_set_flags(77, 0), BADF);
}
