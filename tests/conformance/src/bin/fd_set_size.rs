//! A file is cut off, or made longer with zeros; where it is does not change.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call, content,
    errno::{BADF, INVAL},
    made, refused, write,
};

fn main() {
    let fd = made("f");
    write(fd, b"0123456789");
    call::fd_filestat_set_size(fd, 4).unwrap();
    assert_eq!(content("f"), b"0123");
    assert_eq!(call::fd_tell(fd), Ok(10));
    call::fd_filestat_set_size(fd, 6).unwrap();
    assert_eq!(content("f"), b"0123\0\0");
    write(fd, b"x");
    assert_eq!(content("f"), b"0123\0\0\0\0\0\0x");
    call::fd_filestat_set_size(fd, 0).unwrap();
    assert_eq!(call::fd_filestat_get(fd).unwrap().size, 0);
    refused(call::fd_filestat_set_size(fd, u64::MAX), INVAL);
    refused(call::fd_filestat_set_size(DIR, 0), BADF);
    refused(call::fd_filestat_set_size(77, 0), BADF);
}
