//! The host below: the functions of WASI preview 1, which the stage gives to
//! this layer as it gives them to any program. The memory that they read and
//! write is this layer's own.

mod file;
mod path;
mod poll;
mod stream;

pub use file::{
    Entry, Stat, Times, advise, close, given, kind, list, set_size, set_times, stat, sync,
};
pub use path::{
    create_directory, link, open, read_link, remove_directory, rename, set_times_at, stat_at,
    symlink, unlink,
};
pub use poll::{Awaited, poll};
pub use stream::{append, read, read_at, write, write_at};

use wasm_bindgen::prelude::*;

#[rustfmt::skip]
#[wasm_bindgen(js_namespace = preview1)]
extern "C" {
    fn args_get(argv: u32, buffer: u32) -> i32;
    fn args_sizes_get(count: u32, size: u32) -> i32;
    fn environ_get(environ: u32, buffer: u32) -> i32;
    fn environ_sizes_get(count: u32, size: u32) -> i32;
    fn clock_res_get(clock: u32, to: u32) -> i32;
    fn clock_time_get(clock: u32, precision: u64, to: u32) -> i32;
    fn fd_advise(fd: u32, offset: u64, length: u64, advice: u32) -> i32;
    fn fd_close(fd: u32) -> i32;
    fn fd_fdstat_get(fd: u32, to: u32) -> i32;
    fn fd_fdstat_set_flags(fd: u32, flags: u32) -> i32;
    fn fd_filestat_get(fd: u32, to: u32) -> i32;
    fn fd_filestat_set_size(fd: u32, size: u64) -> i32;
    fn fd_filestat_set_times(fd: u32, accessed: u64, modified: u64, flags: u32) -> i32;
    fn fd_pread(fd: u32, iovs: u32, count: u32, offset: u64, size: u32) -> i32;
    fn fd_prestat_dir_name(fd: u32, to: u32, room: u32) -> i32;
    fn fd_prestat_get(fd: u32, to: u32) -> i32;
    fn fd_pwrite(fd: u32, iovs: u32, count: u32, offset: u64, size: u32) -> i32;
    fn fd_read(fd: u32, iovs: u32, count: u32, size: u32) -> i32;
    fn fd_readdir(fd: u32, buffer: u32, length: u32, cookie: u64, used: u32) -> i32;
    fn fd_sync(fd: u32) -> i32;
    fn fd_write(fd: u32, iovs: u32, count: u32, size: u32) -> i32;
    fn path_create_directory(fd: u32, at: u32, length: u32) -> i32;
    fn path_filestat_get(fd: u32, lookup: u32, at: u32, length: u32, to: u32) -> i32;
    fn path_filestat_set_times(fd: u32, lookup: u32, at: u32, length: u32, accessed: u64, modified: u64, flags: u32) -> i32;
    fn path_link(fd: u32, lookup: u32, at: u32, length: u32, new_fd: u32, new_at: u32, new_length: u32) -> i32;
    fn path_open(fd: u32, lookup: u32, at: u32, length: u32, oflags: u32, rights: u64, inheriting: u64, fdflags: u32, to: u32) -> i32;
    fn path_readlink(fd: u32, at: u32, length: u32, to: u32, room: u32, used: u32) -> i32;
    fn path_remove_directory(fd: u32, at: u32, length: u32) -> i32;
    fn path_rename(fd: u32, at: u32, length: u32, new_fd: u32, new_at: u32, new_length: u32) -> i32;
    fn path_symlink(at: u32, length: u32, fd: u32, new_at: u32, new_length: u32) -> i32;
    fn path_unlink_file(fd: u32, at: u32, length: u32) -> i32;
    fn poll_oneoff(from: u32, to: u32, count: u32, size: u32) -> i32;
    pub fn proc_exit(code: u32);
    fn random_get(at: u32, length: u32) -> i32;
}

/// An error number of preview 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub u16);

impl Errno {
    pub const BADF: Self = Self(8);
    pub const INVAL: Self = Self(28);
    pub const ISDIR: Self = Self(31);
    pub const NOTDIR: Self = Self(54);
    pub const OVERFLOW: Self = Self(61);
    pub const PIPE: Self = Self(64);
}

/// Why a call that may wait did nothing.
pub enum Fail {
    /// There is nothing yet, or no room yet: call again.
    Wait,
    /// It never will.
    Errno(Errno),
}

/// What a call that may wait did.
fn waited(status: i32) -> Result<(), Fail> {
    match status {
        0 => Ok(()),
        ..0 => Err(Fail::Wait),
        errno => Err(Fail::Errno(Errno(errno as u16))),
    }
}

/// What a call that never waits did.
fn done(status: i32) -> Result<(), Errno> {
    match status {
        0 => Ok(()),
        errno => Err(Errno(errno as u16)),
    }
}

/// Where the host below is to write.
fn to<T>(place: &mut [T]) -> u32 {
    place.as_mut_ptr().expose_provenance() as u32
}

/// Where it is to read.
fn from<T>(place: &[T]) -> u32 {
    place.as_ptr().expose_provenance() as u32
}

/// A number that a call gives.
fn number(call: impl FnOnce(u32) -> i32) -> Result<u32, Errno> {
    let mut number = [0_u32];
    done(call(to(&mut number)))?;
    Ok(number[0])
}

/// Strings as preview 1 gives them: their number and size, then the strings,
/// each with its NUL.
fn strings(sizes: fn(u32, u32) -> i32, get: fn(u32, u32) -> i32) -> Vec<Vec<u8>> {
    let mut size = [0_u32; 2];
    let count = to(&mut size);
    if sizes(count, count + 4) != 0 {
        return Vec::new();
    }
    let mut pointers = vec![0_u32; size[0] as usize];
    let mut bytes = vec![0_u8; size[1] as usize];
    if get(to(&mut pointers), to(&mut bytes)) != 0 {
        return Vec::new();
    }
    let strings = bytes.split(|byte| *byte == 0).map(<[u8]>::to_vec);
    strings.take(pointers.len()).collect()
}

/// The arguments, the program's name first.
pub fn arguments() -> Vec<Vec<u8>> {
    strings(args_sizes_get, args_get)
}

/// The environment, each `NAME=value`.
pub fn environment() -> Vec<Vec<u8>> {
    strings(environ_sizes_get, environ_get)
}

/// The clock that a person reads, in nanoseconds since 1970.
pub const REALTIME: u32 = 0;
/// The clock that never goes back.
pub const MONOTONIC: u32 = 1;

/// What time it is, in nanoseconds.
pub fn time(clock: u32) -> u64 {
    let mut time = [0_u64];
    clock_time_get(clock, 0, to(&mut time));
    time[0]
}

/// What a clock can tell apart, in nanoseconds.
pub fn resolution(clock: u32) -> u64 {
    let mut time = [0_u64];
    clock_res_get(clock, to(&mut time));
    time[0]
}

/// Fills a buffer with random bytes.
pub fn random(buffer: &mut [u8]) -> Result<(), Errno> {
    done(random_get(to(buffer), buffer.len() as u32))
}
