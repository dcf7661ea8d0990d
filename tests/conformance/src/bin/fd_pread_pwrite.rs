//! Reading and writing at a place leave the file where it is.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{SET, call, content, made, write};

fn main() {
    let fd = made("f");
    write(fd, b"0123456789");
    call::fd_seek(fd, 4, SET).unwrap();
    let mut buffer = [b'#'; 4];
    assert_eq!(call::fd_pread(fd, &mut [&mut buffer], 8), Ok(2));
    assert_eq!(&buffer, b"89##");
    assert_eq!(call::fd_pread(fd, &mut [&mut buffer], 10), Ok(0));
    assert_eq!(call::fd_pread(fd, &mut [&mut buffer], 99), Ok(0));
    assert_eq!(call::fd_pread(fd, &mut [], 0), Ok(0));
    assert_eq!(call::fd_pwrite(fd, &[b"ab"], 0), Ok(2));
    assert_eq!(call::fd_pwrite(fd, &[b"z"], 12), Ok(1));
    assert_eq!(call::fd_pwrite(fd, &[], 50), Ok(0));
    assert_eq!(call::fd_tell(fd), Ok(4));
    assert_eq!(content("f"), b"ab23456789\0\0z");
}
