//! A file can be read and written as it was opened, and not otherwise.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, WRITE, call,
    errno::{BADF, INVAL},
    file, opened, read, refused, write,
};

fn main() {
    file("f", b"abc");
    let reads = opened("f");
    refused(call::fd_write(reads, &[b"x"]), BADF);
    refused(call::fd_pwrite(reads, &[b"x"], 0), BADF);
    refused(call::fd_filestat_set_size(reads, 0), INVAL);
    let writes = call::path_open(DIR, 0, "f", 0, WRITE, 0).unwrap();
    refused(call::fd_read(writes, &mut [&mut [0; 8]]), BADF);
    refused(call::fd_pread(writes, &mut [&mut [0; 8]], 0), BADF);
    call::fd_filestat_set_size(writes, 2).unwrap();
    write(writes, b"x");
    assert_eq!(read(reads), b"xb");
    let neither = call::path_open(DIR, 0, "f", 0, 0, 0).unwrap();
    assert_eq!(read(neither), b"xb");
    refused(call::fd_write(neither, &[b"x"]), BADF);
}
