//! `wasi:filesystem/types`: what a file is, and its times.

use super::{
    Function,
    clocks::SECOND,
    filesystem::{answer, done, number},
    function,
};
use crate::{
    call::{Answer, Call, Record},
    preview1::{self, Errno, Stat, Times},
};

pub const TYPES: [Function; 7] = [
    function("[method]descriptor.get-type", "ii", |call| {
        let (file, to) = (call.u32(), call.u32());
        let fd = number(call, file)?;
        let outcome = preview1::kind(fd);
        answer(
            call,
            to,
            1,
            outcome.map(|kind| Record::<2>::new().u8(1, descriptor_type(kind))),
        )
    }),
    function("[method]descriptor.stat", "ii", |call| {
        let (file, to) = (call.u32(), call.u32());
        let fd = number(call, file)?;
        stat(call, to, preview1::stat(fd))
    }),
    function("[method]descriptor.stat-at", "iiiii", |call| {
        let (found, to) = at(call)?;
        stat(call, to, found)
    }),
    function("[method]descriptor.set-times", "iiIiiIii", |call| {
        let file = call.u32();
        let times = times(call);
        let to = call.u32();
        let fd = number(call, file)?;
        let outcome = times.and_then(|times| preview1::set_times(fd, times));
        done(call, to, outcome)
    }),
    function("[method]descriptor.set-times-at", "iiiiiIiiIii", |call| {
        let (file, lookup) = (call.u32(), call.u32());
        let path = call.bytes()?;
        let times = times(call);
        let to = call.u32();
        let fd = number(call, file)?;
        let outcome = times.and_then(|times| preview1::set_times_at(fd, lookup, &path, times));
        done(call, to, outcome)
    }),
    function("[method]descriptor.metadata-hash", "ii", |call| {
        let (file, to) = (call.u32(), call.u32());
        let fd = number(call, file)?;
        hash(call, to, preview1::stat(fd))
    }),
    function("[method]descriptor.metadata-hash-at", "iiiii", |call| {
        let (found, to) = at(call)?;
        hash(call, to, found)
    }),
];

/// A `filetype` of preview 1 as a `descriptor-type`.
pub fn descriptor_type(filetype: u8) -> u8 {
    match filetype {
        // A block device, a character device, a directory.
        1..=3 => filetype,
        // A regular file.
        4 => 6,
        // A socket.
        5 | 6 => 7,
        // A symbolic link.
        7 => 5,
        _ => 0,
    }
}

/// What a path leads to, and where the answer goes.
fn at(call: &mut Call) -> Result<(Result<Stat, Errno>, u32), crate::call::Stop> {
    let (file, lookup) = (call.u32(), call.u32());
    let path = call.bytes()?;
    let to = call.u32();
    let fd = number(call, file)?;
    Ok((preview1::stat_at(fd, lookup, &path), to))
}

/// Writes `result<descriptor-stat, error-code>`.
fn stat(call: &mut Call, to: u32, found: Result<Stat, Errno>) -> Answer {
    let outcome = found.map(|[_, _, kind, links, size, times @ ..]| {
        let record = Record::<104>::new()
            .u8(8, descriptor_type(kind as u8))
            .u64(16, links)
            .u64(24, size);
        (32..)
            .step_by(24)
            .zip(times)
            .fold(record, |record, (at, time)| {
                let (seconds, rest) = (time / SECOND, time % SECOND);
                let some = record.u8(at, 1);
                some.u64(at + 8, seconds).u32(at + 16, rest as u32)
            })
    });
    answer(call, to, 8, outcome)
}

/// The next six arguments, two of `new-timestamp`.
fn times(call: &mut Call) -> Result<Times, Errno> {
    let mut time = || {
        let (case, seconds, rest) = (call.u32(), call.u64(), call.u32());
        let time = seconds.checked_mul(SECOND);
        let time = time.and_then(|time| time.checked_add(u64::from(rest)));
        // No change, now, that time: in `fstflags`, none, the second, the first.
        match case {
            0 => Ok((0, 0)),
            1 => Ok((0, 2)),
            _ => Ok((time.ok_or(Errno::OVERFLOW)?, 1)),
        }
    };
    let (accessed, modified) = (time(), time());
    let ((accessed, read), (modified, written)) = (accessed?, modified?);
    Ok((accessed, modified, read | written << 2))
}

/// Writes `result<metadata-hash-value, error-code>`: a file here is its inode.
fn hash(call: &mut Call, to: u32, found: Result<Stat, Errno>) -> Answer {
    let outcome =
        found.map(|[device, inode, ..]| Record::<24>::new().u64(8, inode).u64(16, device));
    answer(call, to, 8, outcome)
}
