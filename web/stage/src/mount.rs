//! File systems of the host's own: what a path may lead to that is no file.
//!
//! Each is a [`FileSystem`], mounted as a directory that the program starts
//! with. To add one: a file here, a variant of `model::grant::Mounted`, and a
//! line in [`mounted`].

mod clipboard;
mod devices;
pub mod dialogue;
pub mod exchange;
pub mod loopback;
pub mod network;
pub mod page;
mod processes;
mod socket;
mod text;
mod web;

use std::{cell::RefCell, rc::Rc};

use model::grant::Mounted;

use crate::{
    fs::{self, Errno},
    preview1::{Process, Stop},
};
use network::Network;
use page::Page;

/// `filetype` of a device, a directory and a symbolic link in preview 1.
pub const DEVICE: u8 = 2;
/// See [`DEVICE`].
pub const DIRECTORY: u8 = 3;
/// See [`DEVICE`].
pub const SYMLINK: u8 = 7;

/// A file system. Its paths are relative to where it is mounted, a name a part,
/// and never lead out of it; no part is empty, `.` or `..`.
pub trait FileSystem {
    /// Opens what is at a path.
    ///
    /// # Errors
    /// As `path_open`: ENOENT, EACCES, ECONNREFUSED, …
    fn open(&self, path: &[String], wants: fs::Open, process: &Process) -> Result<Node, Errno>;

    /// The `filetype` of what is at a path.
    ///
    /// # Errors
    /// ENOENT
    fn filetype(&self, path: &[String], process: &Process) -> Result<u8, Errno>;

    /// The names in the directory at a path, each with its `filetype`.
    ///
    /// # Errors
    /// ENOENT, ENOTDIR
    fn list(&self, path: &[String], process: &Process) -> Result<Vec<(String, u8)>, Errno>;

    /// Whether what stands behind this path is one name, as it is: the address of
    /// a page has slashes and dots that mean something.
    fn takes_the_rest(&self, _: &[String]) -> bool {
        false
    }

    /// Where the symbolic link at a path leads.
    ///
    /// # Errors
    /// EINVAL for what is none.
    fn readlink(&self, path: &[String], process: &Process) -> Result<String, Errno> {
        self.filetype(path, process)?;
        Err(Errno::Inval)
    }
}

/// What was opened.
pub enum Node {
    /// A directory.
    Directory,
    /// Something to read from or write to.
    File(Handle),
}

/// An open file of such a file system; fds that were renumbered share it.
pub type Handle = Rc<RefCell<dyn File>>;

/// A stream of bytes. It is closed by being dropped.
pub trait File {
    /// Gives bytes, `room` at most and at least one; none are the end.
    ///
    /// # Errors
    /// As `fd_read`; or what has to happen before there is an answer.
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop>;

    /// Takes bytes, from the front; says how many.
    ///
    /// # Errors
    /// As `fd_write`.
    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop>;

    /// How many bytes a read would give at least, and none for the end; nothing
    /// if it would have to wait.
    fn ready(&mut self) -> Option<u64> {
        Some(1)
    }

    /// Whether a write would not have to wait.
    fn takes(&self) -> bool {
        true
    }

    /// Whether programs of this worker alone are at the other end: nothing that
    /// happens elsewhere makes it ready.
    fn is_within(&self) -> bool {
        false
    }

    /// What is still to be done for a file that nobody holds any more.
    fn close(&mut self) -> Option<Stop> {
        None
    }
}

/// A directory of such a file system: where it is mounted, and the path in it.
#[derive(Clone)]
pub struct Directory {
    /// The file system.
    pub system: Rc<dyn FileSystem>,
    /// From its root.
    pub path: Rc<[String]>,
}

impl Directory {
    /// A path from here.
    ///
    /// # Errors
    /// EPERM for one that leads out of the file system, as on wasmtime; EILSEQ
    /// for one that is no UTF-8.
    pub fn at(&self, path: &[u8]) -> Result<Vec<String>, Errno> {
        let path = std::str::from_utf8(path).map_err(|_| Errno::Ilseq)?;
        if path.is_empty() {
            return Err(Errno::Noent);
        }
        if path.starts_with('/') {
            return Err(Errno::Perm);
        }
        let mut parts = self.path.to_vec();
        let mut rest = path;
        while !rest.is_empty() {
            if self.system.takes_the_rest(&parts) {
                parts.push(rest.to_owned());
                break;
            }
            let (part, behind) = rest.split_once('/').unwrap_or((rest, ""));
            match part {
                "" | "." => {}
                ".." => drop(parts.pop().ok_or(Errno::Perm)?),
                part => parts.push(part.to_owned()),
            }
            rest = behind;
        }
        Ok(parts)
    }
}

/// What the file systems lead to.
#[derive(Clone)]
pub struct World {
    /// For `/dev`.
    pub network: Rc<Network>,
    /// For `/page`.
    pub page: Rc<Page>,
}

/// The file system that a mount names.
pub fn mounted(what: Mounted, world: &World) -> Rc<dyn FileSystem> {
    match what {
        Mounted::Devices => Rc::new(devices::Devices::new(world.network.clone())),
        Mounted::Processes => Rc::new(processes::Processes),
        Mounted::Page => Rc::new(page::Mounted(world.page.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_its_file_system() {
        let directory = Directory {
            system: Rc::new(processes::Processes),
            path: Rc::new(["self".to_owned()]),
        };
        let at = |path: &str| directory.at(path.as_bytes()).map(|parts| parts.join("/"));
        assert_eq!(at("fd//./0/"), Ok("self/fd/0".to_owned()));
        assert_eq!(at(".."), Ok(String::new()));
        assert_eq!(at("../self/fd"), Ok("self/fd".to_owned()));
        assert_eq!(at("../.."), Err(Errno::Perm));
        assert_eq!(at("/self"), Err(Errno::Perm));
        assert_eq!(at(""), Err(Errno::Noent));
        assert_eq!(directory.at(b"\xff"), Err(Errno::Ilseq));
    }
}
