//! Between two directories that can be written, files move and links are made.
//!
//! ```json
//! {"dirs": [
//!     {"guest": "/", "host": "empty"},
//!     {"guest": "/b", "host": "files/b"}
//! ]}
//! ```

use conformance::{DIR, FOLLOW, call, content, errno::NOENT, file, listing::names, refused, stat};

fn main() {
    let other = DIR + 1;
    file("f", b"abc");
    call::path_rename(DIR, "f", other, "deep/f").unwrap();
    refused(stat("f"), NOENT);
    call::path_link(other, 0, "deep/f", DIR, "linked").unwrap();
    assert_eq!(content("linked"), b"abc");
    call::path_rename(other, "deep", DIR, "deep").unwrap();
    assert_eq!(content("deep/three.txt"), b"three\n");
    assert_eq!(names(other), ["link", "two.txt"]);
    refused(call::path_filestat_get(other, FOLLOW, "link"), NOENT);
}
