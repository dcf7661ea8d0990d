//! A file can be synchronised, a directory cannot.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{DIR, call, errno::BADF, made, refused};

fn main() {
    let fd = made("f");
    call::fd_sync(fd).unwrap();
    call::fd_datasync(fd).unwrap();
    for fd in [DIR, 77] {
        refused(call::fd_sync(fd), BADF);
        refused(call::fd_datasync(fd), BADF);
    }
}
