//! A program that is granted nothing has three fds and no more.

use conformance::{READ, call, errno::BADF, refused};

fn main() {
    for fd in [3, 4, 5, 1000, u32::MAX] {
        refused(call::fd_prestat_get(fd), BADF);
        refused(call::fd_fdstat_get(fd), BADF);
        refused(call::fd_close(fd), BADF);
        refused(call::path_open(fd, 0, "a", 0, READ, 0), BADF);
    }
}
