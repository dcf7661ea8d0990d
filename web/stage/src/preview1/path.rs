//! What a program does by path: `path_*`. Each path starts at an open directory
//! and does not leave it.

use wasm_bindgen::prelude::*;

use super::{
    Process,
    clock::realtime,
    fd::times,
    layout::{self, Snapshot},
    now,
    table::{Object, Open, flags, rights},
};
use crate::{
    fs::{self, Errno, Inode, Kind},
    mount::{Directory, Node},
};

/// `lookupflags`: a symbolic link at the end is followed.
const FOLLOW: u32 = 1;

/// `oflags`
const CREATE: u32 = 1;
const DIRECTORY: u32 = 2;
const EXCLUSIVE: u32 = 4;
const TRUNCATE: u32 = 8;

/// A path longer than any system's is not copied.
const LONGEST: u32 = 65_536;

impl Process {
    /// A directory and a path from it.
    #[inline(never)]
    fn place(&mut self, fd: u32, at: u32, length: u32) -> Result<(Inode, Vec<u8>), Errno> {
        self.guest.check(at, length)?;
        if let Object::Mounted(..) = self.table.get(fd)?.object {
            // In one of the host's own nothing is made, moved or removed.
            return Err(Errno::Rofs);
        }
        let base = self.table.directory(fd)?;
        Ok((base, self.path(at, length)?))
    }

    /// The same where a file system of the host's own is, if it is.
    #[inline(never)]
    fn mounted(
        &mut self,
        fd: u32,
        at: u32,
        length: u32,
    ) -> Result<Option<(Directory, Vec<String>)>, Errno> {
        let Object::Mounted(directory, _) = &self.table.get(fd)?.object else {
            return Ok(None);
        };
        let directory = directory.clone();
        let path = directory.at(&self.path(at, length)?)?;
        Ok(Some((directory, path)))
    }

    /// The same, for a call that changes something there.
    #[inline(never)]
    fn change(&mut self, fd: u32, at: u32, length: u32) -> Result<(Inode, Vec<u8>), Errno> {
        let place = self.place(fd, at, length)?;
        self.table.changes(fd)?;
        Ok(place)
    }

    fn path(&mut self, at: u32, length: u32) -> Result<Vec<u8>, Errno> {
        self.guest.check(at, length)?;
        if length > LONGEST {
            return Err(Errno::Nametoolong);
        }
        self.guest.bytes(at, length)
    }
}

/// Opens a file or directory.
#[wasm_bindgen(skip_jsdoc)]
#[expect(
    clippy::too_many_arguments,
    reason = "preview 1 gives the call these nine"
)]
pub fn path_open(
    fd: u32,
    lookup: u32,
    at: u32,
    length: u32,
    oflags: u32,
    base: u64,
    _inheriting: u64,
    fdflags: u32,
    to: u32,
) -> i32 {
    now(|process| {
        process.guest.check(to, 4)?;
        if let Object::File(_) = process.table.get(fd)?.object {
            return Err(Errno::Notdir);
        }
        let mounted = process.mounted(fd, at, length)?;
        let place = match &mounted {
            Some(_) => None,
            None => Some(process.place(fd, at, length)?),
        };
        let fdflags = u16::try_from(fdflags).map_err(|_| Errno::Inval)?;
        if oflags >= 1 << 4 || fdflags >= 1 << 5 {
            return Err(Errno::Inval);
        }
        if fdflags & flags::SYNC != 0 {
            return Err(Errno::Notsup);
        }
        let open = fs::Open {
            follow: lookup & FOLLOW != 0,
            create: oflags & CREATE != 0,
            exclusive: oflags & EXCLUSIVE != 0,
            truncate: oflags & TRUNCATE != 0,
            directory: oflags & DIRECTORY != 0,
            append: fdflags & flags::APPEND != 0,
            write: base & rights::FD_WRITE != 0,
        };
        open.check()?;
        if let Some((directory, path)) = mounted {
            let object = match directory.system.open(&path, open, process)? {
                Node::File(file) => Object::Device(file),
                Node::Directory => {
                    let path = path.into();
                    Object::Mounted(Directory { path, ..directory }, None)
                }
            };
            let fd = process.table.open(Open::given(object))?;
            return process.guest.set_u32(to, fd);
        }
        let (directory, path) = place.ok_or(Errno::Badf)?;
        let writes = open.write || open.create || open.truncate;
        let readonly = process.table.get(fd)?.readonly;
        if writes && readonly {
            return Err(Errno::Perm);
        }
        let inode = process.tree.open(directory, &path, open, realtime())?;
        let (object, flags) = match process.tree.kind(inode)? {
            Kind::Directory => (Object::Directory(inode, None), 0),
            _ => (Object::File(inode), fdflags),
        };
        let opened = process.table.open(Open {
            // Who asks for neither gets reading, as on wasmtime.
            reads: base & rights::FD_READ != 0 || !open.write,
            writes,
            readonly,
            flags,
            ..Open::given(object)
        });
        match opened {
            Ok(fd) => process.guest.set_u32(to, fd),
            Err(errno) => {
                process.tree.release(inode);
                Err(errno)
            }
        }
    })
}

/// Makes a directory.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_create_directory(fd: u32, at: u32, length: u32) -> i32 {
    now(|process| {
        let (base, path) = process.change(fd, at, length)?;
        process.tree.create_directory(base, &path, realtime())?;
        Ok(())
    })
}

/// Removes an empty directory.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_remove_directory(fd: u32, at: u32, length: u32) -> i32 {
    now(|process| {
        let (base, path) = process.change(fd, at, length)?;
        process.tree.remove_directory(base, &path, realtime())
    })
}

/// Removes a file's name.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_unlink_file(fd: u32, at: u32, length: u32) -> i32 {
    now(|process| {
        let (base, path) = process.change(fd, at, length)?;
        process.tree.unlink_file(base, &path, realtime())
    })
}

/// Gives a file one more name.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_link(
    fd: u32,
    lookup: u32,
    at: u32,
    length: u32,
    to_fd: u32,
    to: u32,
    to_length: u32,
) -> i32 {
    now(|process| {
        let (base, path) = process.place(fd, at, length)?;
        let (to_base, to_path) = process.place(to_fd, to, to_length)?;
        process.table.changes(fd)?;
        process.table.changes(to_fd)?;
        if lookup & FOLLOW != 0 {
            // As on wasmtime: a link to what a symbolic link means is none.
            return Err(Errno::Inval);
        }
        process
            .tree
            .link(base, &path, to_base, &to_path, realtime())
    })
}

/// Moves a file or directory.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_rename(fd: u32, at: u32, length: u32, to_fd: u32, to: u32, to_length: u32) -> i32 {
    now(|process| {
        let (base, path) = process.place(fd, at, length)?;
        let (to_base, to_path) = process.place(to_fd, to, to_length)?;
        process.table.changes(fd)?;
        process.table.changes(to_fd)?;
        process
            .tree
            .rename(base, &path, to_base, &to_path, realtime())
    })
}

/// Makes a symbolic link.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_symlink(target: u32, target_length: u32, fd: u32, at: u32, length: u32) -> i32 {
    now(|process| {
        let target = process.path(target, target_length)?;
        let (base, path) = process.change(fd, at, length)?;
        process.tree.symlink(&target, base, &path, realtime())?;
        Ok(())
    })
}

/// Where a symbolic link leads, as much of it as there is room for.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_readlink(fd: u32, at: u32, length: u32, buffer: u32, room: u32, used: u32) -> i32 {
    now(|process| {
        let target = match process.mounted(fd, at, length)? {
            Some((directory, path)) => directory.system.readlink(&path, process)?,
            None => {
                let (base, path) = process.place(fd, at, length)?;
                process.guest.check(buffer, room)?;
                process.guest.check(used, 4)?;
                process.tree.readlink(base, &path)?.to_owned()
            }
        };
        let target = target.as_bytes();
        let count = target.len().min(room as usize);
        process.guest.write(buffer, &target[..count])?;
        process.guest.set_u32(used, count as u32)
    })
}

fn stat(fd: u32, lookup: u32, at: u32, length: u32, to: u32, of: Snapshot) -> i32 {
    now(|process| {
        if let Some((directory, path)) = process.mounted(fd, at, length)? {
            let filetype = directory.system.filetype(&path, process)?;
            return layout::filestat(&mut process.guest, to, filetype, None, of);
        }
        let (base, path) = process.place(fd, at, length)?;
        let inode = process.tree.lookup(base, &path, lookup & FOLLOW != 0)?;
        let stat = process.tree.filestat(inode)?;
        let filetype = stat.kind.filetype();
        layout::filestat(&mut process.guest, to, filetype, Some(&stat), of)
    })
}

/// What a file is: kind, size, times.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_filestat_get(fd: u32, lookup: u32, at: u32, length: u32, to: u32) -> i32 {
    stat(fd, lookup, at, length, to, Snapshot::One)
}

/// The same, in snapshot 0.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_filestat_get_unstable(fd: u32, lookup: u32, at: u32, length: u32, to: u32) -> i32 {
    stat(fd, lookup, at, length, to, Snapshot::Zero)
}

/// Sets a file's times.
#[wasm_bindgen(skip_jsdoc)]
pub fn path_filestat_set_times(
    fd: u32,
    lookup: u32,
    at: u32,
    length: u32,
    accessed: u64,
    modified: u64,
    flags: u32,
) -> i32 {
    now(|process| {
        let (accessed, modified) = times(accessed, modified, flags)?;
        let (base, path) = process.change(fd, at, length)?;
        let inode = process.tree.lookup(base, &path, lookup & FOLLOW != 0)?;
        process.tree.set_times(inode, accessed, modified)
    })
}
