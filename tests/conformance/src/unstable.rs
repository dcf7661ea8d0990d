//! Those calls of `wasi_unstable`, the snapshot before preview 1, whose numbers
//! or structures are others; and one to open a file with.
#![expect(missing_docs, reason = "they are what `raw` says they are")]

use crate::{Errno, Result, raw::zero};

/// `whence`
pub const CUR: u32 = 0;
/// `whence`
pub const END: u32 = 1;
/// `whence`
pub const SET: u32 = 2;

/// `filestat`: 56 bytes, and what lies behind them.
#[repr(C, align(8))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filestat {
    pub dev: u64,
    pub ino: u64,
    pub filetype: u8,
    pub nlink: u32,
    pub size: u64,
    pub atim: u64,
    pub mtim: u64,
    pub ctim: u64,
    /// Not part of it.
    pub behind: u64,
}

/// What no call writes.
pub const UNTOUCHED: u64 = 0x0123_4567_89ab_cdef;

/// `subscription`: 56 bytes; each field is a word, whatever its size.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Subscription {
    pub userdata: u64,
    pub tag: u64,
    /// An identifier that the clock's subscriber gives, or the fd.
    pub identifier_or_fd: u64,
    pub clock: u64,
    pub timeout: u64,
    pub precision: u64,
    pub flags: u64,
}

fn given(errno: u16) -> Result {
    match errno {
        0 => Ok(()),
        errno => Err(Errno(errno)),
    }
}

fn stat(get: impl FnOnce(*mut u8) -> u16) -> Result<Filestat> {
    let mut stat = Filestat {
        dev: 0,
        ino: 0,
        filetype: 0,
        nlink: 0,
        size: 0,
        atim: 0,
        mtim: 0,
        ctim: 0,
        behind: UNTOUCHED,
    };
    given(get((&raw mut stat).cast())).map(|()| stat)
}

pub fn path_open(fd: u32, path: &str, oflags: u32, base: u64) -> Result<u32> {
    let mut opened = 0;
    // SAFETY: the path and the answer outlive the call.
    given(unsafe {
        zero::path_open(
            fd,
            0,
            path.as_ptr(),
            path.len(),
            oflags,
            base,
            0,
            0,
            &mut opened,
        )
    })
    .map(|()| opened)
}

pub fn fd_seek(fd: u32, by: i64, whence: u32) -> Result<u64> {
    let mut offset = 0;
    // SAFETY: the answer outlives the call.
    given(unsafe { zero::fd_seek(fd, by, whence, &mut offset) }).map(|()| offset)
}

pub fn fd_filestat_get(fd: u32) -> Result<Filestat> {
    // SAFETY: there is more room than the structure takes.
    stat(|to| unsafe { zero::fd_filestat_get(fd, to) })
}

pub fn path_filestat_get(fd: u32, path: &str) -> Result<Filestat> {
    // SAFETY: there is more room than the structure takes.
    stat(|to| unsafe { zero::path_filestat_get(fd, 0, path.as_ptr(), path.len(), to) })
}

pub fn poll_oneoff(subscriptions: &[Subscription]) -> Result<Vec<crate::Event>> {
    let mut events = vec![crate::Event::default(); subscriptions.len()];
    let mut size = 0;
    let (from, to) = (subscriptions.as_ptr().cast(), events.as_mut_ptr().cast());
    // SAFETY: there is room for an event a subscription.
    given(unsafe { zero::poll_oneoff(from, to, subscriptions.len(), &mut size) })?;
    events.truncate(size as usize);
    Ok(events)
}
