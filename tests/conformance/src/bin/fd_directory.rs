//! A directory is neither read nor written as a file.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{CUR, DIR, IS_DIRECTORY, MTIM, NONBLOCK, call, errno::BADF, opened, refused};

fn main() {
    let dir = opened(".");
    for fd in [DIR, dir] {
        refused(call::fd_read(fd, &mut [&mut [0; 8]]), BADF);
        refused(call::fd_write(fd, &[b"x"]), BADF);
        refused(call::fd_pread(fd, &mut [&mut [0; 8]], 0), BADF);
        refused(call::fd_pwrite(fd, &[b"x"], 0), BADF);
        refused(call::fd_seek(fd, 0, CUR), BADF);
        refused(call::fd_tell(fd), BADF);
        refused(call::fd_fdstat_set_flags(fd, NONBLOCK), BADF);
        assert_eq!(call::fd_filestat_get(fd).unwrap().filetype, IS_DIRECTORY);
        call::fd_filestat_set_times(fd, 0, 1_000_000_000, MTIM).unwrap();
        assert_eq!(call::fd_filestat_get(fd).unwrap().mtim, 1_000_000_000);
    }
}
