//! The files a program sees: a tree of inodes in memory.
//!
//! It has what WASI preview 1 needs and maps of paths to bytes have not: hard
//! links, symbolic links, open files without a name, directories that move
//! while they are open, and cookies that stay good while a directory changes.
//! Error numbers are those that wasmtime gives on Linux, where a path that
//! leads out of its directory is `Perm`.
//!
//! The tree knows neither file descriptors nor positions nor rights nor the
//! clock: whoever calls it holds an [`Inode`] for each open file and says what
//! time it is. A program is not trusted: no call panics, and [`Limits`] bound
//! what it can make the worker hold.

use std::collections::{BTreeMap, BTreeSet};

mod change;
mod contents;
mod directory;
mod errno;
mod exchange;
mod held;
mod links;
mod node;
mod open;
mod path;
mod rename;
mod stat;
#[cfg(test)]
mod tests;
mod walk;

pub use directory::Entry;
pub use errno::Errno;
pub use held::{Held, Load};
pub use node::Kind;
pub use open::Open;
pub use stat::Filestat;

use node::{Body, Directory, Node};

/// The number of a file, directory or symbolic link. It is never used again
/// for another, so a stale one is an error and not somebody else's file.
pub type Inode = u64;

/// The directory all others are in.
pub const ROOT: Inode = 1;

/// What the tree may hold. A program that wants more gets [`Errno::Nospc`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes in files and symbolic links. Holes count: they are in memory too.
    pub bytes: u64,
    /// Inodes; also names, because a second link to a file is memory as well.
    pub inodes: usize,
}

impl Default for Limits {
    /// A gigabyte in a hundred thousand files: more than demos need, less than
    /// a tab of a phone gives before it is killed.
    fn default() -> Self {
        Self {
            bytes: 1 << 30,
            inodes: 100_000,
        }
    }
}

/// The files.
#[derive(Clone, Debug)]
pub struct Tree {
    nodes: BTreeMap<Inode, Node>,
    next: Inode,
    limits: Limits,
    /// Bytes in use, of `limits.bytes`.
    used: u64,
    /// Names in use, of `limits.inodes`.
    names: usize,
    /// Whether there was no room for something.
    is_full: bool,
    /// Where files were put from outside, to tell what became of them.
    imported: BTreeSet<String>,
}

impl Tree {
    /// An empty root directory. Times are nanoseconds since 1970.
    pub fn new(now: u64) -> Self {
        Self::with_limits(now, Limits::default())
    }

    /// An empty root directory that may grow to `limits`.
    pub fn with_limits(now: u64, limits: Limits) -> Self {
        let root = Node::new(Body::Directory(Directory::new(ROOT)), now);
        Self {
            nodes: BTreeMap::from([(ROOT, root)]),
            next: ROOT + 1,
            limits,
            used: 0,
            names: 0,
            is_full: false,
            imported: BTreeSet::new(),
        }
    }

    /// Bytes in files and symbolic links.
    pub fn used(&self) -> u64 {
        self.used
    }

    /// Whether there was no room for some bytes.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// What it is, or `Badf` for an inode that is gone.
    pub fn kind(&self, inode: Inode) -> Result<Kind, Errno> {
        Ok(self.node(inode)?.kind())
    }
}
