//! What there is to know about an inode.

use super::{Errno, Inode, Kind, Tree};

/// The number of the device all inodes are on.
const DEVICE: u64 = 1;

/// What a directory has for its size: one block, as on ext4.
const DIRECTORY_SIZE: u64 = 4096;

/// The answer of `fd_filestat_get` and `path_filestat_get`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filestat {
    /// The device.
    pub dev: u64,
    /// The inode.
    pub ino: Inode,
    /// What it is.
    pub kind: Kind,
    /// How many names it has.
    pub nlink: u64,
    /// How many bytes; of a symbolic link the length of its target.
    pub size: u64,
    /// When it was read, in nanoseconds since 1970.
    pub atim: u64,
    /// When its bytes or names changed.
    pub mtim: u64,
    /// When it was made: that is what wasmtime puts here.
    pub ctim: u64,
}

impl Tree {
    /// What there is to know about an inode.
    pub fn filestat(&self, inode: Inode) -> Result<Filestat, Errno> {
        let node = self.node(inode)?;
        Ok(Filestat {
            dev: DEVICE,
            ino: inode,
            kind: node.kind(),
            nlink: node.links,
            size: match node.kind() {
                Kind::Directory => DIRECTORY_SIZE,
                Kind::Regular | Kind::Symlink => node.weight(),
            },
            atim: node.accessed,
            mtim: node.modified,
            ctim: node.created,
        })
    }

    /// Sets the times that are given.
    pub fn set_times(
        &mut self,
        inode: Inode,
        atim: Option<u64>,
        mtim: Option<u64>,
    ) -> Result<(), Errno> {
        let node = self.node_mut(inode)?;
        node.accessed = atim.unwrap_or(node.accessed);
        node.modified = mtim.unwrap_or(node.modified);
        Ok(())
    }

    /// Whether a read should be noted by [`Tree::set_times`]: only the first
    /// after a change, as Linux mounts have it (`relatime`). Reading itself
    /// leaves the times alone, so that it needs neither a clock nor a lock.
    pub fn wants_access_time(&self, inode: Inode) -> bool {
        self.node(inode)
            .is_ok_and(|node| node.accessed <= node.modified)
    }
}
