//! What a file is: its type, size and names; by fd and by path the same.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    IS_FILE, call,
    errno::{BADF, NOENT},
    made, opened, refused, stat, write,
};

fn main() {
    let fd = made("f");
    write(fd, b"abc");
    let by_fd = call::fd_filestat_get(fd).unwrap();
    assert_eq!(Ok(by_fd), stat("f"));
    assert_eq!((by_fd.filetype, by_fd.size, by_fd.nlink), (IS_FILE, 3, 1));
    assert_eq!(call::fd_filestat_get(opened(".")), stat("."));
    let other = made("g");
    let other = call::fd_filestat_get(other).unwrap();
    assert_ne!(by_fd.ino, other.ino);
    assert_eq!(by_fd.dev, other.dev);
    for time in [by_fd.atim, by_fd.mtim, by_fd.ctim] {
        assert!(time > 1_600_000_000_000_000_000, "{time}");
    }
    refused(call::fd_filestat_get(77), BADF);
    refused(stat("none"), NOENT);
}
