//! Directories come from fd 3 on in the order in which they are granted, each by its name, each with its files.
//!
//! ```json
//! {"dirs": [
//!     {"guest": "/second", "host": "files/b"},
//!     {"guest": "first", "host": "files/a"},
//!     {"guest": "/", "host": "empty"}
//! ]}
//! ```

use conformance::{DIR, FOLLOW, READ, call, errno::BADF, listing::names, read, refused};

fn main() {
    let guests = ["/second", "first", "/"];
    let files = [["deep", "link", "two.txt"].as_slice(), &["one.txt"], &[]];
    for ((guest, files), fd) in guests.into_iter().zip(files).zip(DIR..) {
        assert_eq!(call::fd_prestat_get(fd), Ok(guest.len() as u32));
        assert_eq!(
            call::fd_prestat_dir_name(fd, guest.len()),
            Ok(guest.as_bytes().to_vec())
        );
        assert_eq!(names(fd), files);
    }
    refused(call::fd_prestat_get(DIR + 3), BADF);
    let deep = call::path_open(DIR, FOLLOW, "link", 0, READ, 0).unwrap();
    assert_eq!(read(deep), b"three\n");
}
