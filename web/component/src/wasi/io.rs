//! `wasi:io/streams` and `wasi:io/error`

use super::{Function, function};
use crate::{
    call::{Answer, Call, Record, Stop},
    handles::{Resource, Sink, Source},
    preview1::{self, Awaited, Errno, Fail},
};

pub const ERROR: [Function; 1] = [function("[method]error.to-debug-string", "ii", |call| {
    let (error, to) = (call.u32(), call.u32());
    let Errno(number) = call.handles.error(error)?;
    let text = call.list(format!("errno {number}").as_bytes())?;
    call.write(to, &Record::<8>::new().list(0, text).0)
})];

pub const STREAMS: [Function; 15] = [
    function("[method]input-stream.read", "iIi", |call| read(call, false)),
    function("[method]input-stream.blocking-read", "iIi", |call| {
        read(call, true)
    }),
    function("[method]input-stream.skip", "iIi", |call| skip(call, false)),
    function("[method]input-stream.blocking-skip", "iIi", |call| {
        skip(call, true)
    }),
    function("[method]input-stream.subscribe", "i:i", |call| {
        let stream = call.u32();
        let awaited = match call.handles.input(stream)? {
            Source::Standard => Awaited::Input(0),
            Source::Device(fd) => Awaited::Input(fd.number),
            Source::File(..) => Awaited::Nothing,
        };
        Ok(u64::from(call.handles.add(Resource::Pollable(awaited))?))
    }),
    function("[method]output-stream.check-write", "ii", check),
    function("[method]output-stream.write", "iiii", write),
    function(
        "[method]output-stream.blocking-write-and-flush",
        "iiii",
        write,
    ),
    // What is written is on its way.
    function("[method]output-stream.flush", "ii", flush),
    function("[method]output-stream.blocking-flush", "ii", flush),
    function("[method]output-stream.subscribe", "i:i", |call| {
        let stream = call.u32();
        let awaited = match call.handles.output(stream)? {
            Sink::Standard(fd) => Awaited::Room(*fd),
            Sink::Device(fd) => Awaited::Room(fd.number),
            _ => Awaited::Nothing,
        };
        Ok(u64::from(call.handles.add(Resource::Pollable(awaited))?))
    }),
    function("[method]output-stream.write-zeroes", "iIi", zeroes),
    function(
        "[method]output-stream.blocking-write-zeroes-and-flush",
        "iIi",
        zeroes,
    ),
    function("[method]output-stream.splice", "iiIi", |call| {
        splice(call, false)
    }),
    function("[method]output-stream.blocking-splice", "iiIi", |call| {
        splice(call, true)
    }),
];

/// A stream reads or writes so much at once.
const PIECE: u64 = 1 << 18;

/// Why a stream does not do what it was asked for.
/// A pipe whose reader has left is closed, as on wasmtime.
enum Trouble {
    /// Nothing comes or goes any more.
    Closed,
    Errno(Errno),
}

type Outcome<T> = Result<Result<T, Trouble>, Stop>;

/// Writes `result<T, stream-error>` where the component wants it; the payload is
/// behind the discriminant at `at`.
fn answer<const N: usize>(
    call: &mut Call,
    to: u32,
    at: usize,
    outcome: Result<Record<N>, Trouble>,
) -> Answer {
    let failed = Record::<N>::new().u8(0, 1);
    let record = match outcome {
        Ok(record) => record,
        Err(Trouble::Closed) => failed.u8(at, 1),
        Err(Trouble::Errno(errno)) => {
            let error = call.handles.add(Resource::Error(errno))?;
            failed.u32(at + 4, error)
        }
    };
    call.write(to, &record.0)
}

/// Takes what there is, up to so many bytes.
fn take(source: &mut Source, most: u64, waits: bool) -> Outcome<Vec<u8>> {
    let mut bytes = vec![0; most.min(PIECE) as usize];
    if bytes.is_empty() {
        return Ok(Ok(bytes));
    }
    let taken = match source {
        Source::Standard => preview1::read(0, &mut bytes),
        Source::Device(fd) => preview1::read(fd.number, &mut bytes),
        Source::File(fd, at) => preview1::read_at(fd.number, &mut bytes, *at)
            .inspect(|taken| *at += *taken as u64)
            .map_err(Fail::Errno),
    };
    Ok(match taken {
        Ok(0) => Err(Trouble::Closed),
        Ok(taken) => {
            bytes.truncate(taken);
            Ok(bytes)
        }
        Err(Fail::Wait) if waits => return Err(Stop::Wait),
        Err(Fail::Wait) => Ok(Vec::new()),
        Err(Fail::Errno(errno)) => Err(Trouble::Errno(errno)),
    })
}

/// Puts all of it, and waits for room if there is none.
fn put(sink: &mut Sink, mut bytes: &[u8]) -> Outcome<()> {
    if bytes.len() as u64 > PIECE && matches!(sink, Sink::Device(_)) {
        return Err(Stop::Trap("it wrote more than its host has room for"));
    }
    let trouble = |errno| match errno {
        Errno::PIPE => Trouble::Closed,
        errno => Trouble::Errno(errno),
    };
    if let Sink::Standard(fd) = sink {
        return match preview1::write(*fd, bytes) {
            Ok(_) => Ok(Ok(())),
            Err(Fail::Wait) => Err(Stop::Wait),
            Err(Fail::Errno(errno)) => Ok(Err(trouble(errno))),
        };
    }
    while !bytes.is_empty() {
        let written = match sink {
            Sink::Device(fd) => match preview1::write(fd.number, bytes) {
                Ok(written) => Ok(written),
                Err(Fail::Wait) => return Err(Stop::Wait),
                Err(Fail::Errno(errno)) => Err(errno),
            },
            Sink::File(fd, at) => {
                preview1::write_at(fd.number, bytes, *at).inspect(|written| *at += *written as u64)
            }
            Sink::End(fd) => preview1::append(fd.number, bytes),
            Sink::Standard(_) => Ok(0),
        };
        match written {
            Ok(0) => return Ok(Err(Trouble::Closed)),
            Ok(written) => bytes = &bytes[written..],
            Err(errno) => return Ok(Err(trouble(errno))),
        }
    }
    Ok(Ok(()))
}

/// How many bytes can be put without waiting.
fn room(sink: &Sink) -> Result<u64, Trouble> {
    let fd = match sink {
        Sink::Standard(fd) => fd,
        Sink::Device(fd) => {
            return Ok(match preview1::poll(&[Awaited::Room(fd.number)], false) {
                Ok(there) if there != [true] => 0,
                Err(Fail::Wait) => 0,
                _ => PIECE,
            });
        }
        Sink::File(..) | Sink::End(_) => return Ok(PIECE),
    };
    match preview1::write(*fd, &[]) {
        Ok(_) => Ok(PIECE),
        Err(Fail::Wait) => Ok(0),
        Err(Fail::Errno(Errno::PIPE)) => Err(Trouble::Closed),
        Err(Fail::Errno(errno)) => Err(Trouble::Errno(errno)),
    }
}

fn read(call: &mut Call, waits: bool) -> Answer {
    let (stream, most, to) = (call.u32(), call.u64(), call.u32());
    let outcome = match take(call.handles.input(stream)?, most, waits)? {
        Ok(bytes) => Ok(Record::<12>::new().list(4, call.list(&bytes)?)),
        Err(trouble) => Err(trouble),
    };
    answer(call, to, 4, outcome)
}

fn skip(call: &mut Call, waits: bool) -> Answer {
    let (stream, most, to) = (call.u32(), call.u64(), call.u32());
    let skipped = take(call.handles.input(stream)?, most, waits)?;
    let outcome = skipped.map(|bytes| Record::<16>::new().u64(8, bytes.len() as u64));
    answer(call, to, 8, outcome)
}

fn check(call: &mut Call) -> Answer {
    let (stream, to) = (call.u32(), call.u32());
    let outcome = room(call.handles.output(stream)?);
    answer(
        call,
        to,
        8,
        outcome.map(|room| Record::<16>::new().u64(8, room)),
    )
}

fn write(call: &mut Call) -> Answer {
    let stream = call.u32();
    let bytes = call.bytes()?;
    let to = call.u32();
    let outcome = put(call.handles.output(stream)?, &bytes)?;
    answer(call, to, 4, outcome.map(|()| Record::<12>::new()))
}

fn flush(call: &mut Call) -> Answer {
    let (stream, to) = (call.u32(), call.u32());
    call.handles.output(stream)?;
    answer(call, to, 4, Ok(Record::<12>::new()))
}

fn zeroes(call: &mut Call) -> Answer {
    let (stream, length, to) = (call.u32(), call.u64(), call.u32());
    if length > PIECE {
        return Err(Stop::Trap("it wrote more than its host has room for"));
    }
    let outcome = put(call.handles.output(stream)?, &vec![0; length as usize])?;
    answer(call, to, 4, outcome.map(|()| Record::<12>::new()))
}

/// From an input to an output; what was taken can be put, for the room was
/// there before.
fn splice(call: &mut Call, waits: bool) -> Answer {
    let (output, input) = (call.u32(), call.u32());
    let (most, to) = (call.u64(), call.u32());
    let outcome = match room(call.handles.output(output)?) {
        Ok(0) if waits => return Err(Stop::Wait),
        Ok(0) => Ok(Vec::new()),
        Ok(room) => take(call.handles.input(input)?, most.min(room), waits)?,
        Err(trouble) => Err(trouble),
    };
    let outcome = match outcome {
        Ok(bytes) if bytes.is_empty() => Ok(0),
        Ok(bytes) => put(call.handles.output(output)?, &bytes)?.map(|()| bytes.len()),
        Err(trouble) => Err(trouble),
    };
    let outcome = outcome.map(|count| Record::<16>::new().u64(8, count as u64));
    answer(call, to, 8, outcome)
}
