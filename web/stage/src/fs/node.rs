//! What is behind an inode number.

use super::{Errno, Held, Inode, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an inode is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A directory.
    Directory,
    /// A file with bytes.
    Regular,
    /// A symbolic link.
    Symlink,
}

impl Kind {
    /// Its number among preview 1's file types.
    pub const fn filetype(self) -> u8 {
        match self {
            Kind::Directory => 3,
            Kind::Regular => 4,
            Kind::Symlink => 7,
        }
    }
}

/// An inode's record.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub body: Body,
    /// Names of a file; of a directory two more than it has subdirectories.
    pub links: u64,
    /// Holders that want it to outlive its last name.
    pub opens: u64,
    pub accessed: u64,
    pub modified: u64,
    pub created: u64,
}

/// What only one kind of inode has.
#[derive(Clone, Debug)]
pub(super) enum Body {
    Directory(Directory),
    Regular(Regular),
    Symlink(Arc<str>),
}

/// A directory's names.
#[derive(Clone, Debug)]
pub(super) struct Directory {
    /// Where `..` leads. The root's is the root.
    pub parent: Inode,
    /// Removed while somebody held it: nothing can be made in it any more.
    pub dead: bool,
    /// A serial number and an inode for each name.
    pub names: BTreeMap<Arc<str>, (u64, Inode)>,
    /// The same names in the order they were made, for cookies.
    pub order: BTreeMap<u64, Arc<str>>,
    pub next: u64,
}

/// A file's bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Regular {
    pub bytes: Held,
    /// The path it was imported as, until its bytes change.
    pub origin: Option<String>,
}

/// The first serial number of a directory; 1 and 2 are `.` and `..`.
const FIRST_SERIAL: u64 = 3;

impl Directory {
    pub fn new(parent: Inode) -> Self {
        Self {
            parent,
            dead: false,
            names: BTreeMap::new(),
            order: BTreeMap::new(),
            next: FIRST_SERIAL,
        }
    }

    pub fn get(&self, name: &str) -> Option<Inode> {
        self.names.get(name).map(|&(_, inode)| inode)
    }
}

impl Node {
    pub fn new(body: Body, now: u64) -> Self {
        Self {
            links: if matches!(body, Body::Directory(_)) {
                2
            } else {
                0
            },
            body,
            opens: 0,
            accessed: now,
            modified: now,
            created: now,
        }
    }

    pub fn kind(&self) -> Kind {
        match self.body {
            Body::Directory(_) => Kind::Directory,
            Body::Regular(_) => Kind::Regular,
            Body::Symlink(_) => Kind::Symlink,
        }
    }

    /// How much of the quota it takes.
    pub fn weight(&self) -> u64 {
        match &self.body {
            Body::Directory(_) => 0,
            Body::Regular(file) => file.bytes.size(),
            Body::Symlink(target) => target.len() as u64,
        }
    }
}

impl Tree {
    pub(super) fn node(&self, inode: Inode) -> Result<&Node, Errno> {
        self.nodes.get(&inode).ok_or(Errno::Badf)
    }

    pub(super) fn node_mut(&mut self, inode: Inode) -> Result<&mut Node, Errno> {
        self.nodes.get_mut(&inode).ok_or(Errno::Badf)
    }

    pub(super) fn directory(&self, inode: Inode) -> Result<&Directory, Errno> {
        match &self.node(inode)?.body {
            Body::Directory(directory) => Ok(directory),
            _ => Err(Errno::Notdir),
        }
    }

    pub(super) fn directory_mut(&mut self, inode: Inode) -> Result<&mut Directory, Errno> {
        match &mut self.node_mut(inode)?.body {
            Body::Directory(directory) => Ok(directory),
            _ => Err(Errno::Notdir),
        }
    }

    /// Whether `upper` is `inode` or a directory above it.
    pub(super) fn is_above(&self, upper: Inode, inode: Inode) -> bool {
        let mut at = inode;
        loop {
            if at == upper {
                return true;
            }
            match self.directory(at) {
                Ok(directory) if directory.parent != at => at = directory.parent,
                _ => return false,
            }
        }
    }

    /// Whether there is a directory behind the number.
    pub(super) fn is_directory(&self, inode: Inode) -> bool {
        matches!(self.kind(inode), Ok(Kind::Directory))
    }
}
