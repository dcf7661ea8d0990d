//! Advice is taken for files and changes nothing.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{DIR, call, content, errno::BADF, made, refused, write};

fn main() {
    let fd = made("f");
    write(fd, b"abc");
    for advice in 0..6 {
        call::fd_advise(fd, 0, 3, advice).unwrap();
        call::fd_advise(fd, 100, 0, advice).unwrap();
    }
    assert_eq!(content("f"), b"abc");
    refused(call::fd_advise(DIR, 0, 0, 0), BADF);
    refused(call::fd_advise(77, 0, 0, 0), BADF);
}
