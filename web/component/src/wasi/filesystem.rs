//! `wasi:filesystem/types`: an open file as a whole, its bytes, and what every
//! call about files answers.

use std::rc::Rc;

use super::{Function, function};
use crate::{
    call::{Answer, Call, Record, Stop},
    handles::{Fd, Resource, Sink, Source},
    preview1::{self, Errno},
};

pub const TYPES: [Function; 12] = [
    function("[method]descriptor.read-via-stream", "iIi", |call| {
        let (file, offset, to) = (call.u32(), call.u64(), call.u32());
        let fd = open(call, file, READ)?;
        let source = fd.map(|fd| match is_device(&fd) {
            true => Source::Device(fd),
            false => Source::File(fd, offset),
        });
        stream(call, to, source.map(Resource::Input))
    }),
    function("[method]descriptor.write-via-stream", "iIi", |call| {
        let (file, offset, to) = (call.u32(), call.u64(), call.u32());
        let fd = open(call, file, WRITE)?;
        let sink = fd.map(|fd| match is_device(&fd) {
            true => Sink::Device(fd),
            false => Sink::File(fd, offset),
        });
        stream(call, to, sink.map(Resource::Output))
    }),
    function("[method]descriptor.append-via-stream", "ii", |call| {
        let (file, to) = (call.u32(), call.u32());
        let fd = open(call, file, WRITE)?;
        let sink = fd.map(|fd| match is_device(&fd) {
            true => Sink::Device(fd),
            false => Sink::End(fd),
        });
        stream(call, to, sink.map(Resource::Output))
    }),
    function("[method]descriptor.read", "iIIi", read),
    function("[method]descriptor.write", "iiiIi", write),
    function("[method]descriptor.advise", "iIIii", |call| {
        let (file, offset, length) = (call.u32(), call.u64(), call.u64());
        let (advice, to) = (call.u32(), call.u32());
        let fd = number(call, file)?;
        done(call, to, preview1::advise(fd, offset, length, advice))
    }),
    function("[method]descriptor.set-size", "iIi", |call| {
        let (file, size, to) = (call.u32(), call.u64(), call.u32());
        let fd = open(call, file, WRITE)?;
        let outcome = fd.and_then(|fd| preview1::set_size(fd.number, size));
        done(call, to, outcome)
    }),
    function("[method]descriptor.sync", "ii", sync),
    function("[method]descriptor.sync-data", "ii", sync),
    function("[method]descriptor.get-flags", "ii", |call| {
        let (file, to) = (call.u32(), call.u32());
        let flags = call.handles.descriptor(file)?.flags;
        answer(call, to, 1, Ok(Record::<2>::new().u8(1, flags as u8)))
    }),
    function("[method]descriptor.is-same-object", "ii:i", |call| {
        let (one, other) = (call.u32(), call.u32());
        let place = |fd| preview1::stat(fd).map(|[device, inode, ..]| (device, inode));
        let one = place(number(call, one)?);
        let other = place(number(call, other)?);
        Ok(u64::from(one.is_ok() && one == other))
    }),
    function("filesystem-error-code", "ii", |call| {
        let (error, to) = (call.u32(), call.u32());
        let code = code(call.handles.error(error)?);
        call.write(to, &Record::<2>::new().u8(0, 1).u8(1, code).0)
    }),
];

/// `descriptor-flags`
pub const READ: u32 = 1;
pub const WRITE: u32 = 2;
pub const MUTATE_DIRECTORY: u32 = 32;

/// So much of a file is read at once.
const PIECE: u64 = 1 << 20;

/// An errno of preview 1 as an `error-code`.
pub fn code(Errno(number): Errno) -> u8 {
    // In the order of `error-code`, so that the place is the code.
    const ERRNOS: [u16; 37] = [
        2, 6, 7, 8, 10, 16, 19, 20, 22, 25, 26, 27, 28, 29, 31, 32, 34, 35, 37, 43, 44, 46, 48, 51,
        54, 55, 56, 58, 59, 60, 61, 63, 64, 69, 70, 74, 75,
    ];
    const IO: u8 = 13;
    const NOTCAPABLE: u16 = 76;
    const NOT_PERMITTED: u8 = 31;
    let place = ERRNOS.iter().position(|errno| *errno == number);
    match place {
        Some(place) => place as u8,
        None if number == NOTCAPABLE => NOT_PERMITTED,
        None => IO,
    }
}

/// Writes `result<T, error-code>` where the component wants it; the payload is
/// behind the discriminant at `at`.
pub fn answer<const N: usize>(
    call: &mut Call,
    to: u32,
    at: usize,
    outcome: Result<Record<N>, Errno>,
) -> Answer {
    let failed = |errno| Record::<N>::new().u8(0, 1).u8(at, code(errno));
    call.write(to, &outcome.unwrap_or_else(failed).0)
}

/// Writes `result<_, error-code>`.
pub fn done(call: &mut Call, to: u32, outcome: Result<(), Errno>) -> Answer {
    answer(call, to, 1, outcome.map(|()| Record::<2>::new()))
}

/// The fd of a descriptor.
pub fn number(call: &mut Call, descriptor: u32) -> Result<u32, Stop> {
    Ok(call.handles.descriptor(descriptor)?.fd.number)
}

/// The fd of a file, if it was opened for this.
fn open(call: &mut Call, file: u32, flag: u32) -> Result<Result<Rc<Fd>, Errno>, Stop> {
    let descriptor = call.handles.descriptor(file)?;
    Ok(
        match descriptor.is_directory || descriptor.flags & flag == 0 {
            true => Err(Errno::BADF),
            false => Ok(descriptor.fd.clone()),
        },
    )
}

/// Whether what is open has no places to read from and write to.
fn is_device(fd: &Fd) -> bool {
    const CHARACTER_DEVICE: u8 = 2;
    preview1::kind(fd.number) == Ok(CHARACTER_DEVICE)
}

/// Writes `result<own<stream>, error-code>`.
pub fn stream(call: &mut Call, to: u32, outcome: Result<Resource, Errno>) -> Answer {
    let outcome = match outcome {
        Ok(resource) => Ok(Record::<8>::new().u32(4, call.handles.add(resource)?)),
        Err(errno) => Err(errno),
    };
    answer(call, to, 4, outcome)
}

fn read(call: &mut Call) -> Answer {
    let (file, length, offset, to) = (call.u32(), call.u64(), call.u64(), call.u32());
    let mut bytes = vec![0; length.min(PIECE) as usize];
    let fd = open(call, file, READ)?;
    let outcome = match fd.and_then(|fd| preview1::read_at(fd.number, &mut bytes, offset)) {
        Ok(count) => {
            let ended = u8::from(count == 0 && length > 0);
            let list = call.list(&bytes[..count])?;
            Ok(Record::<16>::new().list(4, list).u8(12, ended))
        }
        Err(errno) => Err(errno),
    };
    answer(call, to, 4, outcome)
}

fn write(call: &mut Call) -> Answer {
    let file = call.u32();
    let bytes = call.bytes()?;
    let (offset, to) = (call.u64(), call.u32());
    let fd = open(call, file, WRITE)?;
    let written = fd.and_then(|fd| preview1::write_at(fd.number, &bytes, offset));
    let outcome = written.map(|count| Record::<16>::new().u64(8, count as u64));
    answer(call, to, 8, outcome)
}

fn sync(call: &mut Call) -> Answer {
    let (file, to) = (call.u32(), call.u32());
    let fd = number(call, file)?;
    done(call, to, preview1::sync(fd))
}
