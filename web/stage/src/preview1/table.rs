//! The table of open files: an fd is an index.

use std::{cell::RefCell, rc::Rc};

use crate::{
    fs::{Errno, Inode, Kind},
    input::Input,
    mount,
    output::Shared,
};

/// What may be done with an fd: reported, as wasmtime does, and not enforced.
/// What a file was opened for is.
pub mod rights {
    /// `fd_read`
    pub const FD_READ: u64 = 1 << 1;
    /// `fd_write`
    pub const FD_WRITE: u64 = 1 << 6;
    /// `fd_seek`
    pub const FD_SEEK: u64 = 1 << 2;
    /// `fd_tell`
    pub const FD_TELL: u64 = 1 << 5;
    const FD_READDIR: u64 = 1 << 14;
    const PATH_FILESTAT_SET_SIZE: u64 = 1 << 19;
    const FD_FILESTAT_GET: u64 = 1 << 21;
    const FD_FILESTAT_SET_SIZE: u64 = 1 << 22;
    const FD_FILESTAT_SET_TIMES: u64 = 1 << 23;
    /// All from `path_create_directory` to `path_unlink_file` that take a path,
    /// but for `path_filestat_set_size`, which preview 1 does not have.
    const PATH_ALL: u64 = 0b111 << 24 | 0b101 << 18 | 1 << 20 | 0b111 << 15 | 0b1_1111 << 9;
    /// What programs expect of a directory that they are given.
    pub const PREOPEN: u64 = PATH_ALL | FD_READDIR | FD_FILESTAT_GET | FD_FILESTAT_SET_TIMES;
    /// What they expect of files in it, too: all of a file's, from `fd_datasync`
    /// to `fd_allocate`, its size and times, and polling.
    pub const BELOW: u64 = PREOPEN | 0b1_1111_1111 | FD_FILESTAT_SET_SIZE | 1 << 27;
    /// Every right that there is.
    pub const ALL: u64 = (1 << 30) - 1;
    /// What a directory that was opened does not have: to be read or written
    /// as a file.
    pub const NO_DIRECTORY: u64 =
        FD_SEEK | FD_WRITE | FD_FILESTAT_SET_SIZE | PATH_FILESTAT_SET_SIZE;
    /// What a file that was not opened for reading does not have.
    pub const READS: u64 = FD_READ | FD_READDIR;
}

/// `fdflags`
pub mod flags {
    /// Each write goes to the end.
    pub const APPEND: u16 = 1;
    /// Each write waits for the disk, in one way or another: there is none.
    pub const SYNC: u16 = 0b1_1010;
}

/// `filetype` of what is neither file nor directory nor terminal.
const UNKNOWN: u8 = 0;

/// `filetype` of a terminal.
const CHARACTER_DEVICE: u8 = 2;

/// What is open.
#[derive(Clone)]
pub enum Object {
    /// stdin
    Input(Rc<RefCell<Input>>),
    /// stdout or stderr
    Output(Shared),
    /// A regular file of the tree.
    File(Inode),
    /// A directory of the tree; with its name, if the program was given it.
    Directory(Inode, Option<String>),
    /// A directory of a file system of the host's own; with its name, as above.
    Mounted(mount::Directory, Option<String>),
    /// What such a file system has in the place of files.
    Device(mount::Handle),
}

/// An open file.
#[derive(Clone)]
pub struct Open {
    /// What it is.
    pub object: Object,
    /// Whether it was opened for reading.
    pub reads: bool,
    /// Whether it was opened for writing.
    pub writes: bool,
    /// Whether nothing can be changed through it, or through what is opened
    /// from it.
    pub readonly: bool,
    /// Whether it is called a terminal.
    pub terminal: bool,
    /// `fdflags`
    pub flags: u16,
    /// Where the next read or write begins, in bytes.
    pub offset: u64,
}

impl Open {
    /// Something that is there from the start.
    pub fn given(object: Object) -> Self {
        Self {
            reads: !matches!(object, Object::Output(_)),
            writes: matches!(object, Object::Output(_) | Object::Device(_)),
            object,
            readonly: false,
            terminal: false,
            flags: 0,
            offset: 0,
        }
    }

    /// `filetype`
    pub fn filetype(&self) -> u8 {
        match self.object {
            Object::Input(_) | Object::Output(_) if self.terminal => CHARACTER_DEVICE,
            Object::Input(_) | Object::Output(_) => UNKNOWN,
            Object::File(_) => Kind::Regular.filetype(),
            Object::Directory(..) | Object::Mounted(..) => Kind::Directory.filetype(),
            Object::Device(_) => mount::DEVICE,
        }
    }

    /// `fs_rights_base` and `fs_rights_inheriting`.
    pub fn rights(&self) -> (u64, u64) {
        let both = match self.object {
            Object::Directory(_, Some(_)) | Object::Mounted(_, Some(_)) => {
                return (rights::PREOPEN, rights::BELOW);
            }
            Object::Directory(..) | Object::Mounted(..) => rights::ALL & !rights::NO_DIRECTORY,
            // It cannot be sought: who asks for that sees it by this right.
            Object::Device(_) => rights::ALL & !rights::FD_SEEK & !rights::FD_TELL,
            Object::Input(_) => rights::FD_READ,
            Object::Output(_) => rights::FD_WRITE,
            Object::File(_) => {
                let reads = if self.reads { 0 } else { rights::READS };
                let writes = if self.writes { 0 } else { rights::FD_WRITE };
                rights::ALL & !reads & !writes
            }
        };
        (both, both)
    }
}

/// A program can have so many files open.
const MOST: usize = 1 << 16;

/// All open files of a program.
#[derive(Default)]
pub struct Table {
    files: Vec<Option<Open>>,
}

impl Table {
    /// Opens a file at the lowest free fd, as POSIX has it.
    ///
    /// # Errors
    /// EMFILE
    pub fn open(&mut self, open: Open) -> Result<u32, Errno> {
        let free = self.files.iter().position(Option::is_none);
        match free {
            Some(fd) => self.files[fd] = Some(open),
            None if self.files.len() >= MOST => return Err(Errno::Mfile),
            None => self.files.push(Some(open)),
        }
        Ok(free.unwrap_or(self.files.len() - 1) as u32)
    }

    /// What is open at an fd.
    ///
    /// # Errors
    /// EBADF
    pub fn get(&mut self, fd: u32) -> Result<&mut Open, Errno> {
        self.files
            .get_mut(fd as usize)
            .and_then(Option::as_mut)
            .ok_or(Errno::Badf)
    }

    /// Closes an fd, and gives what was open there.
    ///
    /// # Errors
    /// EBADF
    pub fn close(&mut self, fd: u32) -> Result<Open, Errno> {
        self.files
            .get_mut(fd as usize)
            .and_then(Option::take)
            .ok_or(Errno::Badf)
    }

    /// Moves a file to another fd, and gives what was open there. Both have to be
    /// open.
    ///
    /// # Errors
    /// EBADF
    pub fn renumber(&mut self, from: u32, to: u32) -> Result<Option<Open>, Errno> {
        self.get(to)?;
        self.get(from)?;
        if from == to {
            return Ok(None);
        }
        let moved = self.close(from)?;
        Ok(self.files[to as usize].replace(moved))
    }

    /// What is open of the host's own file systems, but for directories.
    pub fn devices(&self) -> impl Iterator<Item = &mount::Handle> {
        self.files
            .iter()
            .flatten()
            .filter_map(|open| match &open.object {
                Object::Device(file) => Some(file),
                _ => None,
            })
    }

    /// All that is open, each with its fd.
    pub fn fds(&self) -> impl Iterator<Item = (u32, &Open)> {
        let files = (0..).zip(&self.files);
        files.filter_map(|(fd, open)| Some((fd, open.as_ref()?)))
    }

    /// Whether anything that is open is like this.
    pub fn has(&self, like: impl Fn(&Object) -> bool) -> bool {
        self.files.iter().flatten().any(|open| like(&open.object))
    }

    /// The inode of an open directory.
    ///
    /// # Errors
    /// EBADF, also of what is no directory: that is what wasmtime says.
    pub fn directory(&mut self, fd: u32) -> Result<Inode, Errno> {
        match self.get(fd)?.object {
            Object::Directory(inode, _) => Ok(inode),
            _ => Err(Errno::Badf),
        }
    }

    /// The inode of an open file.
    ///
    /// # Errors
    /// EBADF, also of what is no file.
    pub fn file(&mut self, fd: u32) -> Result<Inode, Errno> {
        match self.get(fd)?.object {
            Object::File(inode) => Ok(inode),
            _ => Err(Errno::Badf),
        }
    }

    /// The inode of an open file or directory.
    ///
    /// # Errors
    /// EBADF
    pub fn inode(&mut self, fd: u32) -> Result<Inode, Errno> {
        match self.get(fd)?.object {
            Object::Directory(inode, _) | Object::File(inode) => Ok(inode),
            _ => Err(Errno::Badf),
        }
    }

    /// Makes sure that something can be changed through an fd.
    ///
    /// # Errors
    /// EPERM below a directory that is read-only, EBADF
    pub fn changes(&mut self, fd: u32) -> Result<(), Errno> {
        match self.get(fd)?.readonly {
            true => Err(Errno::Perm),
            false => Ok(()),
        }
    }
}
