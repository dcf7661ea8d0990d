//! In `wasi_unstable` what is known of a file takes 56 bytes, with a shorter count of names.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}],
//!  "differs": "wasmtime for Python has no `wasi_unstable`; wasmtime 49.0.3 by itself passes this"}
//! ```

use conformance::{
    CREATE, DIR, IS_FILE, READ, WRITE, call,
    unstable::{self, UNTOUCHED},
    write,
};

fn main() {
    let fd = unstable::path_open(DIR, "f", CREATE, READ | WRITE).unwrap();
    write(fd, b"abc");
    call::path_link(DIR, 0, "f", DIR, "g").unwrap();
    let stat = unstable::fd_filestat_get(fd).unwrap();
    assert_eq!(unstable::path_filestat_get(DIR, "g"), Ok(stat));
    let later = call::fd_filestat_get(fd).unwrap();
    assert_eq!((stat.filetype, stat.nlink, stat.size), (IS_FILE, 2, 3));
    assert_eq!(
        (stat.ino, stat.mtim, stat.ctim),
        (later.ino, later.mtim, later.ctim)
    );
    assert_eq!(stat.behind, UNTOUCHED);
}
