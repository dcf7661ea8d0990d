//! `wasi:filesystem/types`: what is done by path.

use std::rc::Rc;

use super::{
    Function,
    filesystem::{MUTATE_DIRECTORY, READ, WRITE, answer, done, number, stream},
    function,
};
use crate::{
    call::{Answer, Call, Record, Stop},
    handles::{Descriptor, Fd, Resource},
    preview1::{self, Errno},
};

pub const TYPES: [Function; 8] = [
    function("[method]descriptor.open-at", "iiiiiii", open),
    function("[method]descriptor.create-directory-at", "iiii", |call| {
        named(call, preview1::create_directory)
    }),
    function("[method]descriptor.remove-directory-at", "iiii", |call| {
        named(call, preview1::remove_directory)
    }),
    function("[method]descriptor.unlink-file-at", "iiii", |call| {
        named(call, preview1::unlink)
    }),
    function("[method]descriptor.readlink-at", "iiii", |call| {
        let directory = call.u32();
        let path = call.bytes()?;
        let to = call.u32();
        let fd = number(call, directory)?;
        let outcome = match preview1::read_link(fd, &path) {
            Ok(target) => Ok(Record::<12>::new().list(4, call.list(&target)?)),
            Err(errno) => Err(errno),
        };
        answer(call, to, 4, outcome)
    }),
    function("[method]descriptor.symlink-at", "iiiiii", |call| {
        let directory = call.u32();
        let (target, name) = (call.bytes()?, call.bytes()?);
        let to = call.u32();
        let fd = number(call, directory)?;
        done(call, to, preview1::symlink(&target, fd, &name))
    }),
    function("[method]descriptor.rename-at", "iiiiiii", |call| {
        let directory = call.u32();
        let path = call.bytes()?;
        let other = call.u32();
        let name = call.bytes()?;
        let to = call.u32();
        let (fd, new_fd) = (number(call, directory)?, number(call, other)?);
        done(call, to, preview1::rename(fd, &path, new_fd, &name))
    }),
    function("[method]descriptor.link-at", "iiiiiiii", |call| {
        let (directory, lookup) = (call.u32(), call.u32());
        let path = call.bytes()?;
        let other = call.u32();
        let name = call.bytes()?;
        let to = call.u32();
        let (fd, new_fd) = (number(call, directory)?, number(call, other)?);
        done(call, to, preview1::link(fd, lookup, &path, new_fd, &name))
    }),
];

/// `open-flags`, which are the `oflags` of preview 1.
const DIRECTORY: u32 = 2;

/// `rights` of preview 1: reading and writing.
const FD_READ: u64 = 1 << 1;
const FD_WRITE: u64 = 1 << 6;

/// `filetype` of a directory.
const IS_DIRECTORY: u8 = 3;

/// A call that is given a path and gives nothing.
fn named(call: &mut Call, act: fn(u32, &[u8]) -> Result<(), Errno>) -> Answer {
    let directory = call.u32();
    let path = call.bytes()?;
    let to = call.u32();
    let fd = number(call, directory)?;
    done(call, to, act(fd, &path))
}

fn open(call: &mut Call) -> Answer {
    let (directory, lookup) = (call.u32(), call.u32());
    let path = call.bytes()?;
    let (how, flags, to) = (call.u32(), call.u32(), call.u32());
    let outcome = descriptor(call, directory, lookup, &path, how, flags)?;
    stream(call, to, outcome.map(Resource::Descriptor))
}

fn descriptor(
    call: &mut Call,
    directory: u32,
    lookup: u32,
    path: &[u8],
    how: u32,
    flags: u32,
) -> Result<Result<Descriptor, Errno>, Stop> {
    let base = call.handles.descriptor(directory)?;
    if !base.is_directory {
        return Ok(Err(Errno::NOTDIR));
    }
    let mut rights = 0;
    if flags & READ != 0 || how & DIRECTORY != 0 {
        rights |= FD_READ;
    }
    if flags & WRITE != 0 {
        rights |= FD_WRITE;
    }
    let opened = preview1::open(base.fd.number, lookup, path, how, rights);
    Ok(opened.and_then(|number| {
        let fd = Fd {
            number,
            given: false,
        };
        let is_directory = preview1::kind(number)? == IS_DIRECTORY;
        Ok(Descriptor {
            fd: Rc::new(fd),
            flags: match is_directory {
                true => flags & (READ | MUTATE_DIRECTORY),
                false => flags & !MUTATE_DIRECTORY,
            },
            is_directory,
        })
    }))
}
