//! The functions as they are imported. They are described in
//! <https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md>.
#![expect(missing_docs, reason = "the document above says what each does")]

/// A buffer that is read into or written from.
#[repr(C)]
pub struct Vector {
    pub start: *const u8,
    pub length: usize,
}

/// Both snapshots have these functions; some structures differ.
macro_rules! functions {
    ($name:ident, $module:tt) => {
        pub mod $name {
            use super::Vector;

            #[link(wasm_import_module = $module)]
            unsafe extern "C" {
                pub fn args_get(argv: *mut *const u8, buffer: *mut u8) -> u16;
                pub fn args_sizes_get(count: *mut u32, size: *mut u32) -> u16;
                pub fn environ_get(environ: *mut *const u8, buffer: *mut u8) -> u16;
                pub fn environ_sizes_get(count: *mut u32, size: *mut u32) -> u16;
                pub fn clock_res_get(clock: u32, resolution: *mut u64) -> u16;
                pub fn clock_time_get(clock: u32, precision: u64, time: *mut u64) -> u16;
                pub fn fd_advise(fd: u32, offset: u64, length: u64, advice: u32) -> u16;
                pub fn fd_allocate(fd: u32, offset: u64, length: u64) -> u16;
                pub fn fd_close(fd: u32) -> u16;
                pub fn fd_datasync(fd: u32) -> u16;
                pub fn fd_fdstat_get(fd: u32, stat: *mut u8) -> u16;
                pub fn fd_fdstat_set_flags(fd: u32, flags: u32) -> u16;
                pub fn fd_fdstat_set_rights(fd: u32, base: u64, inheriting: u64) -> u16;
                pub fn fd_filestat_get(fd: u32, stat: *mut u8) -> u16;
                pub fn fd_filestat_set_size(fd: u32, size: u64) -> u16;
                pub fn fd_filestat_set_times(fd: u32, atim: u64, mtim: u64, flags: u32) -> u16;
                pub fn fd_pread(
                    fd: u32,
                    to: *const Vector,
                    count: usize,
                    offset: u64,
                    size: *mut u32,
                ) -> u16;
                pub fn fd_prestat_get(fd: u32, prestat: *mut u32) -> u16;
                pub fn fd_prestat_dir_name(fd: u32, path: *mut u8, length: usize) -> u16;
                pub fn fd_pwrite(
                    fd: u32,
                    from: *const Vector,
                    count: usize,
                    offset: u64,
                    size: *mut u32,
                ) -> u16;
                pub fn fd_read(fd: u32, to: *const Vector, count: usize, size: *mut u32) -> u16;
                pub fn fd_readdir(
                    fd: u32,
                    buffer: *mut u8,
                    length: usize,
                    cookie: u64,
                    size: *mut u32,
                ) -> u16;
                pub fn fd_renumber(from: u32, to: u32) -> u16;
                pub fn fd_seek(fd: u32, by: i64, whence: u32, offset: *mut u64) -> u16;
                pub fn fd_sync(fd: u32) -> u16;
                pub fn fd_tell(fd: u32, offset: *mut u64) -> u16;
                pub fn fd_write(fd: u32, from: *const Vector, count: usize, size: *mut u32) -> u16;
                pub fn path_create_directory(fd: u32, path: *const u8, length: usize) -> u16;
                pub fn path_filestat_get(
                    fd: u32,
                    lookup: u32,
                    path: *const u8,
                    length: usize,
                    stat: *mut u8,
                ) -> u16;
                pub fn path_filestat_set_times(
                    fd: u32,
                    lookup: u32,
                    path: *const u8,
                    length: usize,
                    atim: u64,
                    mtim: u64,
                    flags: u32,
                ) -> u16;
                pub fn path_link(
                    fd: u32,
                    lookup: u32,
                    path: *const u8,
                    length: usize,
                    to_fd: u32,
                    to: *const u8,
                    to_length: usize,
                ) -> u16;
                pub fn path_open(
                    fd: u32,
                    lookup: u32,
                    path: *const u8,
                    length: usize,
                    oflags: u32,
                    base: u64,
                    inheriting: u64,
                    fdflags: u32,
                    opened: *mut u32,
                ) -> u16;
                pub fn path_readlink(
                    fd: u32,
                    path: *const u8,
                    length: usize,
                    buffer: *mut u8,
                    room: usize,
                    size: *mut u32,
                ) -> u16;
                pub fn path_remove_directory(fd: u32, path: *const u8, length: usize) -> u16;
                pub fn path_rename(
                    fd: u32,
                    path: *const u8,
                    length: usize,
                    to_fd: u32,
                    to: *const u8,
                    to_length: usize,
                ) -> u16;
                pub fn path_symlink(
                    target: *const u8,
                    target_length: usize,
                    fd: u32,
                    path: *const u8,
                    length: usize,
                ) -> u16;
                pub fn path_unlink_file(fd: u32, path: *const u8, length: usize) -> u16;
                pub fn poll_oneoff(
                    subscriptions: *const u8,
                    events: *mut u8,
                    count: usize,
                    size: *mut u32,
                ) -> u16;
                pub fn proc_exit(code: u32) -> !;
                pub fn proc_raise(signal: u32) -> u16;
                pub fn random_get(buffer: *mut u8, length: usize) -> u16;
                pub fn sched_yield() -> u16;
                pub fn sock_recv(
                    fd: u32,
                    to: *const Vector,
                    count: usize,
                    flags: u32,
                    size: *mut u32,
                    out: *mut u16,
                ) -> u16;
                pub fn sock_send(
                    fd: u32,
                    from: *const Vector,
                    count: usize,
                    flags: u32,
                    size: *mut u32,
                ) -> u16;
                pub fn sock_shutdown(fd: u32, how: u32) -> u16;
            }
        }
    };
}

functions!(one, "wasi_snapshot_preview1");
functions!(zero, "wasi_unstable");

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    /// Only the later snapshot has it.
    pub fn sock_accept(fd: u32, flags: u32, opened: *mut u32) -> u16;
}
