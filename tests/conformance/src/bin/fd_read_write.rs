//! Reading and writing go on from where the file is; the end is no error.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{SET, call, content, made, write};

fn main() {
    let fd = made("f");
    assert_eq!(call::fd_write(fd, &[b"hello"]), Ok(5));
    assert_eq!(call::fd_tell(fd), Ok(5));
    assert_eq!(call::fd_read(fd, &mut [&mut [0; 8]]), Ok(0));
    call::fd_seek(fd, 1, SET).unwrap();
    let mut buffer = [b'#'; 8];
    assert_eq!(call::fd_read(fd, &mut [&mut buffer]), Ok(4));
    assert_eq!(&buffer, b"ello####");
    call::fd_seek(fd, 2, SET).unwrap();
    assert_eq!(call::fd_write(fd, &[b"L"]), Ok(1));
    assert_eq!(content("f"), b"heLlo");
    assert_eq!(call::fd_write(fd, &[]), Ok(0));
    assert_eq!(call::fd_write(fd, &[b"", b""]), Ok(0));
    assert_eq!(call::fd_read(fd, &mut []), Ok(0));
    assert_eq!(call::fd_tell(fd), Ok(3));
    let large = vec![7; 300_000];
    write(fd, &large);
    assert_eq!(call::fd_filestat_get(fd).unwrap().size, 300_003);
    assert!(content("f")[3..] == large);
}
