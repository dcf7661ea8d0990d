//! What can be done with files cannot be done with standard files.

use conformance::{
    ATIM, CREATE, CUR, NONBLOCK, READ, call,
    errno::{BADF, NOTDIR, SPIPE},
    refused,
};

fn main() {
    for fd in [0, 1, 2] {
        refused(call::fd_seek(fd, 0, CUR), SPIPE);
        refused(call::fd_tell(fd), SPIPE);
        refused(call::fd_advise(fd, 0, 0, 0), BADF);
        refused(call::fd_allocate(fd, 0, 1), BADF);
        refused(call::fd_sync(fd), BADF);
        refused(call::fd_datasync(fd), BADF);
        refused(call::fd_filestat_set_size(fd, 0), BADF);
        refused(call::fd_filestat_set_times(fd, 0, 0, ATIM), BADF);
        refused(call::fd_fdstat_set_flags(fd, NONBLOCK), BADF);
        refused(call::fd_fdstat_set_rights(fd, 0, 0), BADF);
        refused(call::fd_readdir(fd, 100, 0), BADF);
        refused(call::fd_prestat_get(fd), BADF);
        refused(call::fd_prestat_dir_name(fd, 100), NOTDIR);
        refused(call::path_open(fd, 0, "a", CREATE, READ, 0), BADF);
        refused(call::path_create_directory(fd, "a"), BADF);
        refused(call::path_unlink_file(fd, "a"), BADF);
    }
    refused(call::fd_pread(0, &mut [&mut [0; 8]], 0), SPIPE);
    refused(call::fd_pwrite(0, &[b"x"], 0), BADF);
    for fd in [1, 2] {
        refused(call::fd_pread(fd, &mut [&mut [0; 8]], 0), BADF);
        refused(call::fd_pwrite(fd, &[b"x"], 0), SPIPE);
    }
}
