//! All that is listed can be removed, and then nothing is left.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{DIR, call, directory, file, listing::names, opened};

fn main() {
    directory("d");
    for number in 0..50 {
        file(&format!("d/{number}"), b"");
    }
    let dir = opened("d");
    while let Some(name) = names(dir).first() {
        call::path_unlink_file(dir, name).unwrap();
    }
    call::path_remove_directory(DIR, "d").unwrap();
    assert_eq!(names(DIR), [""; 0]);
}
