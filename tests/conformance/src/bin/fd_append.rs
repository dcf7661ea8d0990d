//! A file that appends is written at its end wherever it is, at a place too.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{APPEND, DIR, READ, SET, WRITE, call, content, file, made, write};

fn main() {
    file("f", b"abc");
    let fd = call::path_open(DIR, 0, "f", 0, READ | WRITE, APPEND).unwrap();
    assert_eq!(call::fd_fdstat_get(fd).unwrap().flags, APPEND as u16);
    write(fd, b"d");
    assert_eq!(call::fd_tell(fd), Ok(4));
    call::fd_seek(fd, 1, SET).unwrap();
    write(fd, b"e");
    assert_eq!(call::fd_tell(fd), Ok(5), "behind what was written");
    assert_eq!(call::fd_pwrite(fd, &[b"f"], 0), Ok(1));
    assert_eq!(content("f"), b"abcdef");
    let other = made("f");
    call::fd_filestat_set_size(other, 1).unwrap();
    write(fd, b"g");
    assert_eq!(content("f"), b"ag");
    call::fd_fdstat_set_flags(fd, 0).unwrap();
    call::fd_seek(fd, 0, SET).unwrap();
    write(fd, b"h");
    assert_eq!(content("f"), b"hg");
    call::fd_fdstat_set_flags(fd, APPEND).unwrap();
    write(fd, b"i");
    assert_eq!(content("f"), b"hgi");
}
