//! In `wasi_unstable` the numbers of `whence` are others.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}],
//!  "differs": "wasmtime for Python has no `wasi_unstable`; wasmtime 49.0.3 by itself passes this"}
//! ```

use conformance::{
    CREATE, DIR, READ, WRITE,
    errno::INVAL,
    refused,
    unstable::{self, CUR, END, SET},
    write,
};

fn main() {
    let fd = unstable::path_open(DIR, "f", CREATE, READ | WRITE).unwrap();
    write(fd, b"0123456789");
    assert_eq!(unstable::fd_seek(fd, 3, SET), Ok(3));
    assert_eq!(unstable::fd_seek(fd, 2, CUR), Ok(5));
    assert_eq!(unstable::fd_seek(fd, -1, END), Ok(9));
    refused(unstable::fd_seek(fd, -1, SET), INVAL);
}
