//! A file is moved from its start, from where it is and from its end, also behind the end; before the start there is nothing.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CUR, END, SET, call, content,
    errno::{BADF, INVAL},
    made, read, refused, write,
};

fn main() {
    let fd = made("f");
    write(fd, b"0123456789");
    assert_eq!(call::fd_seek(fd, 3, SET), Ok(3));
    assert_eq!(call::fd_seek(fd, 2, CUR), Ok(5));
    assert_eq!(call::fd_seek(fd, -1, CUR), Ok(4));
    assert_eq!(call::fd_seek(fd, -2, END), Ok(8));
    assert_eq!(call::fd_seek(fd, 0, CUR), Ok(8));
    assert_eq!(read(fd), b"89");
    refused(call::fd_seek(fd, -1, SET), INVAL);
    refused(call::fd_seek(fd, -11, END), INVAL);
    refused(call::fd_seek(fd, -11, CUR), INVAL);
    refused(call::fd_seek(fd, i64::MIN, SET), INVAL);
    refused(call::fd_seek(fd, i64::MIN, CUR), INVAL);
    assert_eq!(call::fd_tell(fd), Ok(10), "what is refused moves nothing");
    assert_eq!(call::fd_seek(fd, 5, END), Ok(15));
    assert_eq!(call::fd_read(fd, &mut [&mut [0; 8]]), Ok(0));
    assert_eq!(
        call::fd_filestat_get(fd).unwrap().size,
        10,
        "the move alone makes it no longer"
    );
    write(fd, b"x");
    assert_eq!(content("f"), b"0123456789\0\0\0\0\0x");
    refused(call::fd_seek(77, 0, SET), BADF);
    refused(call::fd_tell(77), BADF);
}
