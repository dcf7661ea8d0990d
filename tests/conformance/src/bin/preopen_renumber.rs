//! A directory that is granted keeps its name at another fd.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{DIR, call, errno::BADF, opened, refused};

fn main() {
    let fd = opened(".");
    call::fd_renumber(DIR, fd).unwrap();
    refused(call::fd_prestat_get(DIR), BADF);
    assert_eq!(call::fd_prestat_get(fd), Ok(1));
    assert_eq!(call::fd_prestat_dir_name(fd, 1), Ok(b"/".to_vec()));
}
