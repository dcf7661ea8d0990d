//! What is closed is gone, and its fd can be given again.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{call, errno::BADF, made, refused};

fn main() {
    let fd = made("f");
    call::fd_close(fd).unwrap();
    refused(call::fd_close(fd), BADF);
    refused(call::fd_write(fd, &[b"x"]), BADF);
    refused(call::fd_fdstat_get(fd), BADF);
    refused(call::fd_filestat_get(fd), BADF);
    assert_eq!(made("g"), fd);
    for fd in [0, 1, 2] {
        call::fd_close(fd).unwrap();
        refused(call::fd_close(fd), BADF);
    }
}
