//! Hundreds of files can be open at once, each at its own place.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{SET, call, file, opened};

fn main() {
    file("f", &[b'x'; 1000]);
    let fds: Vec<u32> = (0..500).map(|_| opened("f")).collect();
    let mut sorted = fds.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), fds.len(), "none is given twice");
    for (place, fd) in (0..).zip(&fds) {
        call::fd_seek(*fd, place, SET).unwrap();
    }
    for (place, fd) in (0..).zip(&fds) {
        assert_eq!(call::fd_tell(*fd), Ok(place));
        call::fd_close(*fd).unwrap();
    }
}
