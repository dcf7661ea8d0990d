//! A file moves to another fd that is open, which is closed by that; to itself it stays.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{IS_FILE, SET, call, errno::BADF, file, opened, read, refused};

fn main() {
    file("f", b"abc");
    file("g", b"def");
    let (f, g) = (opened("f"), opened("g"));
    call::fd_seek(f, 1, SET).unwrap();
    call::fd_renumber(f, g).unwrap();
    refused(call::fd_read(f, &mut [&mut [0; 8]]), BADF);
    assert_eq!(read(g), b"bc", "with its place");
    call::fd_renumber(g, g).unwrap();
    assert_eq!(call::fd_tell(g), Ok(3));
    refused(call::fd_renumber(g, f), BADF);
    refused(call::fd_renumber(f, g), BADF);
    refused(call::fd_renumber(g, 77), BADF);
    refused(call::fd_renumber(77, g), BADF);
    assert_eq!(call::fd_tell(g), Ok(3), "what is refused closes nothing");
    call::fd_renumber(g, 0).unwrap();
    assert_eq!(call::fd_filestat_get(0).unwrap().filetype, IS_FILE);
    refused(call::fd_close(g), BADF);
}
