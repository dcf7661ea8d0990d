//! The rights that are asked for choose reading and writing; all other calls work without being asked for.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, DIRECTORY, MTIM, NONBLOCK, READ, SET, WRITE, call, content, file, listing::names,
    write,
};

fn main() {
    file("f", b"abc");
    let fd = call::path_open(DIR, 0, "f", 0, READ, 0).unwrap();
    assert_eq!(call::fd_seek(fd, 1, SET), Ok(1));
    assert_eq!(call::fd_tell(fd), Ok(1));
    call::fd_sync(fd).unwrap();
    call::fd_datasync(fd).unwrap();
    call::fd_advise(fd, 0, 3, 1).unwrap();
    call::fd_filestat_set_times(fd, 0, 1_000_000_000, MTIM).unwrap();
    assert_eq!(call::fd_filestat_get(fd).unwrap().mtim, 1_000_000_000);
    call::fd_fdstat_set_flags(fd, NONBLOCK).unwrap();
    let dir = call::path_open(DIR, 0, ".", DIRECTORY, 0, 0).unwrap();
    assert_eq!(names(dir), ["f"]);
    let below = call::path_open(dir, 0, "g", CREATE, WRITE, 0).unwrap();
    write(below, b"x");
    assert_eq!(content("g"), b"x");
}
