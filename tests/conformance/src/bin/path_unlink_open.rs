//! A file that is open outlives its last name.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, SET, call, content,
    errno::{ISDIR, NOENT},
    file, made, read, refused, stat, write,
};

fn main() {
    let fd = made("f");
    write(fd, b"abc");
    call::path_unlink_file(DIR, "f").unwrap();
    refused(stat("f"), NOENT);
    write(fd, b"def");
    call::fd_seek(fd, 0, SET).unwrap();
    assert_eq!(read(fd), b"abcdef");
    let stat = call::fd_filestat_get(fd).unwrap();
    assert_eq!((stat.nlink, stat.size), (0, 6));
    file("f", b"another");
    assert_eq!(call::fd_filestat_get(fd).unwrap().size, 6);
    call::fd_filestat_set_size(fd, 1).unwrap();
    assert_eq!(content("f"), b"another");
    call::fd_close(fd).unwrap();
    refused(call::path_unlink_file(DIR, "none"), NOENT);
    refused(call::path_unlink_file(DIR, "."), ISDIR);
}
