//! The functions with Rust's types in place of pointers. Each is one call, and
//! gives what the call gave.
#![expect(missing_docs, reason = "they are what `raw` says they are")]

use std::mem::MaybeUninit;

use crate::{
    Errno, Result,
    raw::{self, Vector, one},
};

/// What a call gave: its errno, or what it wrote to `out`.
fn given<T>(errno: u16, out: MaybeUninit<T>) -> Result<T> {
    match errno {
        // SAFETY: a call that succeeds has written it, as preview 1 promises.
        0 => Ok(unsafe { out.assume_init() }),
        errno => Err(Errno(errno)),
    }
}

/// Makes a call of preview 1; `out` stands for where it writes its answer.
macro_rules! call {
    ($name:ident($($arg:expr),*)) => {
        // SAFETY: the arguments are numbers, and pointers to what outlives the call.
        match unsafe { one::$name($($arg),*) } {
            0 => Ok(()),
            errno => Err(Errno(errno)),
        }
    };
    ($name:ident($($arg:expr),*) -> $type:ty) => {{
        let mut out = MaybeUninit::<$type>::uninit();
        // SAFETY: as above; `out` has room for the answer.
        let errno = unsafe { one::$name($($arg,)* out.as_mut_ptr().cast()) };
        given(errno, out)
    }};
}

fn vectors(buffers: &[&[u8]]) -> Vec<Vector> {
    let vector = |buffer: &&[u8]| Vector {
        start: buffer.as_ptr(),
        length: buffer.len(),
    };
    buffers.iter().map(vector).collect()
}

fn vectors_mut(buffers: &mut [&mut [u8]]) -> Vec<Vector> {
    let vector = |buffer: &mut &mut [u8]| Vector {
        start: buffer.as_mut_ptr(),
        length: buffer.len(),
    };
    buffers.iter_mut().map(vector).collect()
}

type Strings = unsafe extern "C" fn(*mut *const u8, *mut u8) -> u16;

/// Strings one after the other, each with its NUL, and where each begins.
fn strings(get: Strings, count: u32, size: u32) -> Result<Vec<Vec<u8>>> {
    let mut pointers = vec![std::ptr::null(); count as usize];
    let mut bytes = vec![b'#'; size as usize];
    let start = bytes.as_ptr() as usize;
    // SAFETY: there is room for what the sizes said.
    match unsafe { get(pointers.as_mut_ptr(), bytes.as_mut_ptr()) } {
        0 => {}
        errno => return Err(Errno(errno)),
    }
    let string = |pointer: *const u8| {
        let rest = &bytes[pointer as usize - start..];
        let end = rest.iter().position(|byte| *byte == 0);
        rest[..end.expect("a NUL ends it")].to_vec()
    };
    Ok(pointers.into_iter().map(string).collect())
}

pub fn args_sizes_get() -> Result<(u32, u32)> {
    let mut count = 0;
    call!(args_sizes_get(&mut count) -> u32).map(|size| (count, size))
}

pub fn args_get(count: u32, size: u32) -> Result<Vec<Vec<u8>>> {
    strings(one::args_get, count, size)
}

pub fn environ_sizes_get() -> Result<(u32, u32)> {
    let mut count = 0;
    call!(environ_sizes_get(&mut count) -> u32).map(|size| (count, size))
}

pub fn environ_get(count: u32, size: u32) -> Result<Vec<Vec<u8>>> {
    strings(one::environ_get, count, size)
}

pub fn clock_res_get(clock: u32) -> Result<u64> {
    call!(clock_res_get(clock) -> u64)
}

pub fn clock_time_get(clock: u32) -> Result<u64> {
    call!(clock_time_get(clock, 1) -> u64)
}

pub fn fd_advise(fd: u32, offset: u64, length: u64, advice: u32) -> Result {
    call!(fd_advise(fd, offset, length, advice))
}

pub fn fd_allocate(fd: u32, offset: u64, length: u64) -> Result {
    call!(fd_allocate(fd, offset, length))
}

pub fn fd_close(fd: u32) -> Result {
    call!(fd_close(fd))
}

pub fn fd_datasync(fd: u32) -> Result {
    call!(fd_datasync(fd))
}

pub fn fd_fdstat_get(fd: u32) -> Result<crate::Fdstat> {
    call!(fd_fdstat_get(fd) -> crate::Fdstat)
}

pub fn fd_fdstat_set_flags(fd: u32, flags: u32) -> Result {
    call!(fd_fdstat_set_flags(fd, flags))
}

pub fn fd_fdstat_set_rights(fd: u32, base: u64, inheriting: u64) -> Result {
    call!(fd_fdstat_set_rights(fd, base, inheriting))
}

pub fn fd_filestat_get(fd: u32) -> Result<crate::Filestat> {
    call!(fd_filestat_get(fd) -> crate::Filestat)
}

pub fn fd_filestat_set_size(fd: u32, size: u64) -> Result {
    call!(fd_filestat_set_size(fd, size))
}

pub fn fd_filestat_set_times(fd: u32, atim: u64, mtim: u64, flags: u32) -> Result {
    call!(fd_filestat_set_times(fd, atim, mtim, flags))
}

pub fn fd_pread(fd: u32, buffers: &mut [&mut [u8]], offset: u64) -> Result<u32> {
    let vectors = vectors_mut(buffers);
    call!(fd_pread(fd, vectors.as_ptr(), vectors.len(), offset) -> u32)
}

/// The length of the name.
pub fn fd_prestat_get(fd: u32) -> Result<u32> {
    let prestat = call!(fd_prestat_get(fd) -> [u32; 2])?;
    assert_eq!(prestat[0] as u8, 0, "it is a directory");
    Ok(prestat[1])
}

pub fn fd_prestat_dir_name(fd: u32, room: usize) -> Result<Vec<u8>> {
    let mut name = vec![b'#'; room];
    call!(fd_prestat_dir_name(fd, name.as_mut_ptr(), room)).map(|()| name)
}

pub fn fd_pwrite(fd: u32, buffers: &[&[u8]], offset: u64) -> Result<u32> {
    let vectors = vectors(buffers);
    call!(fd_pwrite(fd, vectors.as_ptr(), vectors.len(), offset) -> u32)
}

pub fn fd_read(fd: u32, buffers: &mut [&mut [u8]]) -> Result<u32> {
    let vectors = vectors_mut(buffers);
    call!(fd_read(fd, vectors.as_ptr(), vectors.len()) -> u32)
}

/// As many bytes as were filled.
pub fn fd_readdir(fd: u32, room: usize, cookie: u64) -> Result<Vec<u8>> {
    let mut buffer = vec![0; room];
    let size = call!(fd_readdir(fd, buffer.as_mut_ptr(), room, cookie) -> u32)?;
    buffer.truncate(size as usize);
    Ok(buffer)
}

pub fn fd_renumber(from: u32, to: u32) -> Result {
    call!(fd_renumber(from, to))
}

pub fn fd_seek(fd: u32, by: i64, whence: u32) -> Result<u64> {
    call!(fd_seek(fd, by, whence) -> u64)
}

pub fn fd_sync(fd: u32) -> Result {
    call!(fd_sync(fd))
}

pub fn fd_tell(fd: u32) -> Result<u64> {
    call!(fd_tell(fd) -> u64)
}

pub fn fd_write(fd: u32, buffers: &[&[u8]]) -> Result<u32> {
    let vectors = vectors(buffers);
    call!(fd_write(fd, vectors.as_ptr(), vectors.len()) -> u32)
}

pub fn path_create_directory(fd: u32, path: impl AsRef<[u8]>) -> Result {
    let path = path.as_ref();
    call!(path_create_directory(fd, path.as_ptr(), path.len()))
}

pub fn path_filestat_get(fd: u32, lookup: u32, path: impl AsRef<[u8]>) -> Result<crate::Filestat> {
    let path = path.as_ref();
    call!(path_filestat_get(fd, lookup, path.as_ptr(), path.len()) -> crate::Filestat)
}

pub fn path_filestat_set_times(
    fd: u32,
    lookup: u32,
    path: impl AsRef<[u8]>,
    atim: u64,
    mtim: u64,
    flags: u32,
) -> Result {
    let path = path.as_ref();
    call!(path_filestat_set_times(
        fd,
        lookup,
        path.as_ptr(),
        path.len(),
        atim,
        mtim,
        flags
    ))
}

pub fn path_link(
    fd: u32,
    lookup: u32,
    path: impl AsRef<[u8]>,
    to_fd: u32,
    to: impl AsRef<[u8]>,
) -> Result {
    let (path, to) = (path.as_ref(), to.as_ref());
    call!(path_link(
        fd,
        lookup,
        path.as_ptr(),
        path.len(),
        to_fd,
        to.as_ptr(),
        to.len()
    ))
}

/// With these `oflags`, `fs_rights_base` and `fdflags`.
pub fn path_open(
    fd: u32,
    lookup: u32,
    path: impl AsRef<[u8]>,
    oflags: u32,
    base: u64,
    fdflags: u32,
) -> Result<u32> {
    let path = path.as_ref();
    call!(path_open(fd, lookup, path.as_ptr(), path.len(), oflags, base, 0, fdflags) -> u32)
}

/// As many bytes as were filled.
pub fn path_readlink(fd: u32, path: impl AsRef<[u8]>, room: usize) -> Result<Vec<u8>> {
    let path = path.as_ref();
    let mut buffer = vec![0; room];
    let size =
        call!(path_readlink(fd, path.as_ptr(), path.len(), buffer.as_mut_ptr(), room) -> u32)?;
    buffer.truncate(size as usize);
    Ok(buffer)
}

pub fn path_remove_directory(fd: u32, path: impl AsRef<[u8]>) -> Result {
    let path = path.as_ref();
    call!(path_remove_directory(fd, path.as_ptr(), path.len()))
}

pub fn path_rename(fd: u32, path: impl AsRef<[u8]>, to_fd: u32, to: impl AsRef<[u8]>) -> Result {
    let (path, to) = (path.as_ref(), to.as_ref());
    call!(path_rename(
        fd,
        path.as_ptr(),
        path.len(),
        to_fd,
        to.as_ptr(),
        to.len()
    ))
}

pub fn path_symlink(target: impl AsRef<[u8]>, fd: u32, path: impl AsRef<[u8]>) -> Result {
    let (target, path) = (target.as_ref(), path.as_ref());
    call!(path_symlink(
        target.as_ptr(),
        target.len(),
        fd,
        path.as_ptr(),
        path.len()
    ))
}

pub fn path_unlink_file(fd: u32, path: impl AsRef<[u8]>) -> Result {
    let path = path.as_ref();
    call!(path_unlink_file(fd, path.as_ptr(), path.len()))
}

/// The events, in the order in which they were written.
pub fn poll_oneoff(subscriptions: &[crate::Subscription]) -> Result<Vec<crate::Event>> {
    let mut events = vec![crate::Event::default(); subscriptions.len()];
    let from = subscriptions.as_ptr().cast();
    let size = call!(poll_oneoff(from, events.as_mut_ptr().cast(), subscriptions.len()) -> u32)?;
    events.truncate(size as usize);
    Ok(events)
}

pub fn proc_exit(code: u32) -> ! {
    // SAFETY: it does not return.
    unsafe { one::proc_exit(code) }
}

pub fn proc_raise(signal: u32) -> Result {
    call!(proc_raise(signal))
}

pub fn random_get(buffer: &mut [u8]) -> Result {
    call!(random_get(buffer.as_mut_ptr(), buffer.len()))
}

pub fn sched_yield() -> Result {
    call!(sched_yield())
}

pub fn sock_accept(fd: u32) -> Result<u32> {
    let mut out = MaybeUninit::uninit();
    // SAFETY: `out` has room for the answer.
    let errno = unsafe { raw::sock_accept(fd, 0, out.as_mut_ptr()) };
    given(errno, out)
}

pub fn sock_recv(fd: u32, buffer: &mut [u8]) -> Result<u16> {
    let mut buffers = [buffer];
    let vectors = vectors_mut(&mut buffers);
    let mut size = 0;
    call!(sock_recv(fd, vectors.as_ptr(), vectors.len(), 0, &mut size) -> u16)
}

pub fn sock_send(fd: u32, bytes: &[u8]) -> Result<u32> {
    let vectors = vectors(&[bytes]);
    call!(sock_send(fd, vectors.as_ptr(), vectors.len(), 0) -> u32)
}

pub fn sock_shutdown(fd: u32, how: u32) -> Result {
    call!(sock_shutdown(fd, how))
}
