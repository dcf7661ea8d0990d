//! Reading, writing and seeking: `fd_read`, `fd_write`, `fd_pread`, `fd_pwrite`,
//! `fd_seek`, `fd_tell`.

use model::protocol::Waits;
use wasm_bindgen::prelude::*;

use super::{
    Process, Stop, call, now, served,
    table::{Object, flags},
};
use crate::{
    fs::Errno,
    guest::Vectors,
    input::{Found, Input},
    mount, wait,
};

/// Reads into the buffers, from where the file is.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_read(fd: u32, iovs: u32, count: u32, size: u32) -> i32 {
    served(|| call(|process| read(process, fd, iovs, count, size)))
}

fn read(process: &mut Process, fd: u32, iovs: u32, count: u32, size: u32) -> Result<(), Stop> {
    let vectors = process.guest.vectors(iovs, count)?;
    process.guest.check(size, 4)?;
    let open = process.table.get(fd)?;
    let read = match &open.object {
        Object::Input(input) => {
            let input = input.clone();
            read_input(process, &mut input.borrow_mut(), &vectors)?
        }
        Object::File(inode) if open.reads => {
            let (inode, offset) = (*inode, open.offset);
            let read = read_file(process, inode, offset, &vectors)?;
            process.table.get(fd)?.offset += u64::from(read);
            read
        }
        Object::Device(file) => {
            let file = file.clone();
            read_device(process, &file, &vectors)?
        }
        _ => return Err(Errno::Badf.into()),
    };
    Ok(process.guest.set_u32(size, read)?)
}

/// Fills the first buffer that has room, as far as there is something.
fn read_device(
    process: &mut Process,
    file: &mount::Handle,
    vectors: &Vectors,
) -> Result<u32, Stop> {
    let Some(&(at, room)) = vectors.iter().find(|(_, room)| *room > 0) else {
        return Ok(0);
    };
    let read = file.borrow_mut().read(room);
    if let Err(Stop::Wait) = read {
        process.flush();
    }
    let bytes = read?;
    process.guest.write(at, &bytes)?;
    Ok(bytes.len() as u32)
}

/// Fills the buffers with what is at hand; waits only if there is nothing.
fn read_input(process: &mut Process, input: &mut Input, vectors: &Vectors) -> Result<u32, Stop> {
    let mut read = 0;
    for &(mut at, mut room) in vectors.iter() {
        while room > 0 {
            let found = match input.find() {
                Ok(found) => found,
                // What was read before the trouble is still the program's.
                Err(_) if read > 0 => return Ok(read),
                Err(errno) => return Err(errno.into()),
            };
            let bytes = match found {
                Found::Bytes(bytes) => bytes,
                Found::Wait if read > 0 => return Ok(read),
                Found::Wait => {
                    process.flush();
                    wait::want(Waits::Input, None);
                    return Err(Stop::Wait);
                }
            };
            if bytes == 0 {
                return Ok(read);
            }
            let count = bytes.min(room).min(u32::MAX - read);
            if count == 0 {
                return Ok(read);
            }
            input.put(&mut process.guest, at, count)?;
            at += count;
            room -= count;
            read += count;
        }
    }
    Ok(read)
}

fn read_file(
    process: &mut Process,
    inode: crate::fs::Inode,
    mut offset: u64,
    vectors: &Vectors,
) -> Result<u32, Errno> {
    let mut read = 0_u32;
    for &(at, room) in vectors.iter() {
        let bytes = process.tree.bytes(inode)?;
        let start = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let bytes = &bytes[start..];
        let bytes = &bytes[..bytes.len().min(room as usize)];
        let count = bytes.len() as u32;
        process.guest.write(at, bytes)?;
        offset += u64::from(count);
        read = read.saturating_add(count);
        if count < room {
            break;
        }
    }
    Ok(read)
}

/// Writes the buffers, to where the file is or, if it appends, to its end.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_write(fd: u32, iovs: u32, count: u32, size: u32) -> i32 {
    call(|process| {
        let vectors = process.guest.vectors(iovs, count)?;
        process.guest.check(size, 4)?;
        let open = process.table.get(fd)?;
        let written = match &open.object {
            Object::Output(pen) => {
                let pen = pen.clone();
                let mut pen = pen.borrow_mut();
                pen.check()?;
                if process.suspends && pen.is_full() {
                    drop(pen);
                    process.flush();
                    wait::want(Waits::Output, None);
                    return Err(Stop::Wait);
                }
                let mut written = 0_u32;
                for &(at, length) in vectors.iter() {
                    // Buffers that overlap may be many times the memory: what
                    // is on its way stays bounded, the rest is for another call.
                    let full = process.suspends && pen.is_full() || pen.check().is_err();
                    if written > 0 && full {
                        break;
                    }
                    // A size is 32 bits; buffers that overlap may add up to more.
                    let Some(sum) = written.checked_add(length) else {
                        break;
                    };
                    pen.write(&mut process.guest, at, length)?;
                    written = sum;
                }
                pen.hint();
                written
            }
            Object::File(inode) if open.writes => {
                let (inode, append, offset) =
                    (*inode, open.flags & flags::APPEND != 0, open.offset);
                let offset = match append {
                    true => process.tree.filestat(inode)?.size,
                    false => offset,
                };
                let written = write_file(process, inode, offset, &vectors)?;
                process.table.get(fd)?.offset = offset + u64::from(written);
                written
            }
            Object::Device(file) => {
                let file = file.clone();
                write_device(process, &file, &vectors)?
            }
            _ => return Err(Errno::Badf.into()),
        };
        Ok(process.guest.set_u32(size, written)?)
    })
}

/// So much of several buffers is gathered for a device, in bytes.
const AT_ONCE: usize = 1 << 20;

fn write_device(
    process: &mut Process,
    file: &mount::Handle,
    vectors: &Vectors,
) -> Result<u32, Stop> {
    // One write is one: to a WebSocket it is a message.
    let mut bytes = Vec::new();
    for &(at, length) in vectors.iter() {
        // Buffers that overlap may be many times the memory.
        if !bytes.is_empty() && bytes.len() + length as usize > AT_ONCE {
            break;
        }
        bytes.extend(process.guest.bytes(at, length)?);
    }
    let written = file.borrow_mut().write(&bytes);
    if let Err(Stop::Wait) = written {
        process.flush();
    }
    written
}

fn write_file(
    process: &mut Process,
    inode: crate::fs::Inode,
    mut offset: u64,
    vectors: &Vectors,
) -> Result<u32, Errno> {
    let time = super::clock::realtime();
    let mut written = 0_u32;
    for &(at, length) in vectors.iter() {
        let Some(sum) = written.checked_add(length) else {
            break;
        };
        let bytes = process.guest.bytes(at, length)?;
        match process.tree.write(inode, offset, &bytes, time) {
            Ok(count) if count < bytes.len() => return Ok(written + count as u32),
            Ok(_) => {}
            Err(_) if written > 0 => break,
            Err(errno) => return Err(errno),
        }
        offset += u64::from(length);
        written = sum;
    }
    Ok(written)
}

/// Reads into the buffers from a place, and leaves the file where it is.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_pread(fd: u32, iovs: u32, count: u32, offset: u64, size: u32) -> i32 {
    now(|process| {
        let vectors = process.guest.vectors(iovs, count)?;
        process.guest.check(size, 4)?;
        let open = process.table.get(fd)?;
        let inode = match open.object {
            Object::File(inode) if open.reads => inode,
            Object::Input(_) | Object::Device(_) => return Err(Errno::Spipe),
            _ => return Err(Errno::Badf),
        };
        let read = read_file(process, inode, offset, &vectors)?;
        process.guest.set_u32(size, read)
    })
}

/// Writes the buffers to a place, and leaves the file where it is. A file that
/// appends is written at its end, as on Linux.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_pwrite(fd: u32, iovs: u32, count: u32, offset: u64, size: u32) -> i32 {
    now(|process| {
        let vectors = process.guest.vectors(iovs, count)?;
        process.guest.check(size, 4)?;
        let open = process.table.get(fd)?;
        let inode = match open.object {
            Object::File(inode) if open.writes => inode,
            Object::Output(_) | Object::Device(_) => return Err(Errno::Spipe),
            _ => return Err(Errno::Badf),
        };
        let offset = match open.flags & flags::APPEND {
            0 => offset,
            _ => process.tree.filestat(inode)?.size,
        };
        let written = write_file(process, inode, offset, &vectors)?;
        process.guest.set_u32(size, written)
    })
}

/// What an offset counts from.
enum Whence {
    Start,
    Here,
    End,
}

fn seek(fd: u32, by: i64, whence: Option<Whence>, to: u32) -> i32 {
    now(|process| {
        process.guest.check(to, 8)?;
        let open = process.table.get(fd)?;
        let Object::File(inode) = open.object else {
            return Err(match open.object {
                Object::Directory(..) | Object::Mounted(..) => Errno::Badf,
                _ => Errno::Spipe,
            });
        };
        let from = match whence.ok_or(Errno::Inval)? {
            Whence::Start => 0,
            Whence::Here => open.offset,
            Whence::End => process.tree.filestat(inode)?.size,
        };
        let offset = from
            .checked_add_signed(by)
            .filter(|offset| i64::try_from(*offset).is_ok())
            .ok_or(Errno::Inval)?;
        process.table.get(fd)?.offset = offset;
        process.guest.set_u64(to, offset)
    })
}

/// Moves to another place of the file.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_seek(fd: u32, by: i64, whence: u32, to: u32) -> i32 {
    let whence = match whence {
        0 => Some(Whence::Start),
        1 => Some(Whence::Here),
        2 => Some(Whence::End),
        _ => None,
    };
    seek(fd, by, whence, to)
}

/// The same, with the numbers of snapshot 0.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_seek_unstable(fd: u32, by: i64, whence: u32, to: u32) -> i32 {
    let whence = match whence {
        0 => Some(Whence::Here),
        1 => Some(Whence::End),
        2 => Some(Whence::Start),
        _ => None,
    };
    seek(fd, by, whence, to)
}

/// Where the file is.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_tell(fd: u32, to: u32) -> i32 {
    now(|process| {
        let open = process.table.get(fd)?;
        let offset = match open.object {
            Object::File(_) => open.offset,
            Object::Directory(..) => return Err(Errno::Badf),
            _ => return Err(Errno::Spipe),
        };
        process.guest.set_u64(to, offset)
    })
}
