//! Times of an open file are set one by one, and writing sets one.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    ATIM, ATIM_NOW, MTIM, MTIM_NOW, call,
    errno::{BADF, INVAL},
    made, refused, write,
};

fn main() {
    let fd = made("f");
    let second = 1_000_000_000;
    call::fd_filestat_set_times(fd, second, 2 * second, ATIM | MTIM).unwrap();
    let set = call::fd_filestat_get(fd).unwrap();
    assert_eq!((set.atim, set.mtim), (second, 2 * second));
    call::fd_filestat_set_times(fd, 7, 3 * second + 5000, MTIM).unwrap();
    let set = call::fd_filestat_get(fd).unwrap();
    assert_eq!((set.atim, set.mtim), (second, 3 * second + 5000));
    call::fd_filestat_set_times(fd, 0, 0, ATIM_NOW).unwrap();
    let set = call::fd_filestat_get(fd).unwrap();
    assert!(set.atim > 1_600_000_000 * second);
    assert_eq!(set.mtim, 3 * second + 5000);
    write(fd, b"x");
    let written = call::fd_filestat_get(fd).unwrap();
    assert!(written.mtim > 1_600_000_000 * second);
    refused(
        call::fd_filestat_set_times(fd, 0, 0, ATIM | ATIM_NOW),
        INVAL,
    );
    refused(
        call::fd_filestat_set_times(fd, 0, 0, MTIM | MTIM_NOW),
        INVAL,
    );
    refused(call::fd_filestat_set_times(77, 0, 0, MTIM), BADF);
}
