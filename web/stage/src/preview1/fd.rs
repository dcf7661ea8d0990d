//! What an fd is: `fd_close`, `fd_renumber`, `fd_fdstat_*`, `fd_filestat_*`,
//! `fd_prestat_*`, and what changes a file as a whole.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::{
    Process, Stop, call,
    clock::realtime,
    layout::{self, Snapshot},
    now, served,
    table::{Object, flags as fdflags},
};
use crate::fs::Errno;

/// Closes a file.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_close(fd: u32) -> i32 {
    served(|| {
        call(|process| {
            let stop = ended(process, fd)?;
            // Whatever went wrong, it is closed.
            let open = process.table.close(fd)?;
            process.left(open);
            stop.map_or(Ok(()), Err)
        })
    })
}

/// Ends what is open at an fd, if it is a device that nobody else holds; gives what
/// went wrong.
///
/// # Errors
/// What has to happen before.
fn ended(process: &mut Process, fd: u32) -> Result<Option<Stop>, Stop> {
    let stop = match &process.table.get(fd)?.object {
        Object::Device(file) if Rc::strong_count(file) == 1 => file.borrow_mut().close(),
        _ => None,
    };
    match stop {
        Some(stop @ (Stop::Wait | Stop::Serve(_))) => Err(stop),
        stop => Ok(stop),
    }
}

/// Moves a file to another fd, which is closed first.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_renumber(from: u32, to: u32) -> i32 {
    served(|| {
        call(|process| {
            process.table.get(from)?;
            if from != to {
                // As on Linux, nobody hears of what went wrong.
                ended(process, to)?;
            }
            if let Some(open) = process.table.renumber(from, to)? {
                process.left(open);
            }
            Ok(())
        })
    })
}

/// What is open, and what may be done with it.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_fdstat_get(fd: u32, to: u32) -> i32 {
    now(|process| {
        let open = process.table.get(fd)?;
        layout::fdstat(&mut process.guest, to, open)
    })
}

/// Changes a file's flags; others have none, as on wasmtime.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_fdstat_set_flags(fd: u32, flags: u32) -> i32 {
    now(|process| {
        let flags = u16::try_from(flags).map_err(|_| Errno::Inval)?;
        if flags >= 1 << 5 {
            return Err(Errno::Inval);
        }
        process.table.file(fd)?;
        if flags & fdflags::SYNC != 0 {
            return Err(Errno::Inval);
        }
        process.table.get(fd)?.flags = flags;
        Ok(())
    })
}

/// Gives up rights: as on wasmtime, which enforces none, nobody can.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_fdstat_set_rights(fd: u32, _rights: u64, _inheriting: u64) -> i32 {
    now(|process| {
        process.table.inode(fd)?;
        Err(Errno::Notsup)
    })
}

fn stat(fd: u32, to: u32, of: Snapshot) -> i32 {
    now(|process| {
        let open = process.table.get(fd)?;
        let stat = match open.object {
            Object::Input(_) | Object::Output(_) | Object::Mounted(..) | Object::Device(_) => None,
            Object::File(inode) | Object::Directory(inode, _) => {
                Some(process.tree.filestat(inode)?)
            }
        };
        layout::filestat(&mut process.guest, to, open.filetype(), stat.as_ref(), of)
    })
}

/// What a file is: kind, size, times.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_filestat_get(fd: u32, to: u32) -> i32 {
    stat(fd, to, Snapshot::One)
}

/// The same, in snapshot 0.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_filestat_get_unstable(fd: u32, to: u32) -> i32 {
    stat(fd, to, Snapshot::Zero)
}

/// Cuts a file off, or makes it longer with zeros.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_filestat_set_size(fd: u32, size: u64) -> i32 {
    now(|process| {
        let inode = process.table.file(fd)?;
        process.table.changes(fd)?;
        if !process.table.get(fd)?.writes {
            return Err(Errno::Inval);
        }
        process.tree.set_size(inode, size, realtime())
    })
}

/// `fstflags`: which times are set, and whether to what time it is.
pub(super) fn times(
    accessed: u64,
    modified: u64,
    flags: u32,
) -> Result<(Option<u64>, Option<u64>), Errno> {
    let time = |given: u64, given_flag: u32, now_flag: u32| match (
        flags & given_flag != 0,
        flags & now_flag != 0,
    ) {
        (true, true) => Err(Errno::Inval),
        (true, false) => Ok(Some(given)),
        (false, true) => Ok(Some(realtime())),
        (false, false) => Ok(None),
    };
    if flags >= 1 << 4 {
        return Err(Errno::Inval);
    }
    Ok((time(accessed, 1, 2)?, time(modified, 4, 8)?))
}

/// Sets a file's times.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_filestat_set_times(fd: u32, accessed: u64, modified: u64, flags: u32) -> i32 {
    now(|process| {
        let (accessed, modified) = times(accessed, modified, flags)?;
        let inode = process.table.inode(fd)?;
        process.table.changes(fd)?;
        process.tree.set_times(inode, accessed, modified)
    })
}

/// Makes room in a file.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_allocate(fd: u32, _offset: u64, _length: u64) -> i32 {
    now(|process| {
        process.table.file(fd)?;
        // As on wasmtime: not every system can, so none does.
        Err(Errno::Notsup)
    })
}

/// Says how a file will be used: nothing here depends on it.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_advise(fd: u32, _offset: u64, _length: u64, advice: u32) -> i32 {
    now(|process| {
        process.table.file(fd)?;
        match advice {
            0..=5 => Ok(()),
            _ => Err(Errno::Inval),
        }
    })
}

/// Waits until a file is on its disk: it is in memory.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_sync(fd: u32) -> i32 {
    now(|process| process.table.file(fd).map(|_| ()))
}

/// The same, for its bytes only.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_datasync(fd: u32) -> i32 {
    fd_sync(fd)
}

/// Whether an fd is a directory that the program was given, and how long its
/// name is.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_prestat_get(fd: u32, to: u32) -> i32 {
    now(|process| {
        let name = match &process.table.get(fd)?.object {
            Object::Directory(_, Some(name)) | Object::Mounted(_, Some(name)) => name,
            _ => return Err(Errno::Badf),
        };
        let length = name.len() as u32;
        process.guest.set_u32(to, 0)?;
        process
            .guest
            .set_u32(to.checked_add(4).ok_or(Errno::Fault)?, length)
    })
}

/// That name.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_prestat_dir_name(fd: u32, to: u32, room: u32) -> i32 {
    now(|process| {
        let name = match &process.table.get(fd)?.object {
            Object::Directory(_, Some(name)) | Object::Mounted(_, Some(name)) => name,
            _ => return Err(Errno::Notdir),
        };
        if name.len() > room as usize {
            return Err(Errno::Nametoolong);
        }
        process.guest.write(to, name.as_bytes())
    })
}
