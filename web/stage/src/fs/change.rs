//! Names come and go.

use super::node::{Body, Directory};
use super::path::{self, text};
use super::walk::Ending;
use super::{Errno, Inode, Kind, Tree};

/// How many names one file may have, as on ext4.
const MAX_NAMES: u64 = 65_000;

impl Tree {
    /// Makes an empty directory.
    pub fn create_directory(&mut self, base: Inode, path: &[u8], now: u64) -> Result<Inode, Errno> {
        let (dir, name) = self.walk(base, text(path)?, Ending::NAME)?.free()?;
        self.make(dir, &name, Body::Directory(Directory::new(dir)), now)
    }

    /// Removes an empty directory. With `.`, `..` or a slash at the end of the
    /// path it is `Inval`: wasmtime does not see a name to remove there.
    pub fn remove_directory(&mut self, base: Inode, path: &[u8], now: u64) -> Result<(), Errno> {
        let place = self.walk(base, text(path)?, Ending::existing(false))?;
        let (dir, name, inode) = place.taken(Errno::Inval)?;
        if !self.directory(inode)?.names.is_empty() {
            return Err(Errno::Notempty);
        }
        self.detach(dir, &name, now)?;
        self.bury(inode);
        self.forget(inode);
        Ok(())
    }

    /// Takes a name from a file or symbolic link.
    pub fn unlink_file(&mut self, base: Inode, path: &[u8], now: u64) -> Result<(), Errno> {
        let place = self.walk(base, text(path)?, Ending::existing(false))?;
        let (dir, name, inode) = place.taken(Errno::Isdir)?;
        if self.is_directory(inode) {
            return Err(Errno::Isdir);
        }
        self.detach(dir, &name, now)?;
        self.forget(inode);
        Ok(())
    }

    /// Gives a file, or a symbolic link itself, one more name.
    pub fn link(
        &mut self,
        old_base: Inode,
        old: &[u8],
        base: Inode,
        new: &[u8],
        now: u64,
    ) -> Result<(), Errno> {
        let (old, new) = (text(old)?, text(new)?);
        let from = self.walk(old_base, old, Ending::existing(false))?;
        let to = self.walk(base, new, Ending::existing(false))?;
        let inode = from.inode()?;
        let (dir, name) = to.free()?;
        if self.directory(dir)?.dead {
            return Err(Errno::Noent);
        }
        match self.node(inode)? {
            node if node.kind() == Kind::Directory => Err(Errno::Perm),
            node if node.links >= MAX_NAMES => Err(Errno::Mlink),
            _ => self.attach(dir, &name, inode, now),
        }
    }

    /// Makes a symbolic link. Its target may lead nowhere, but not to an
    /// absolute path.
    pub fn symlink(
        &mut self,
        target: &[u8],
        base: Inode,
        path: &[u8],
        now: u64,
    ) -> Result<Inode, Errno> {
        let (target, path) = (text(target)?, text(path)?);
        if target.starts_with('/') {
            return Err(Errno::Perm);
        }
        let place = self.walk(base, path, Ending::existing(false))?;
        path::check(target)?;
        let (dir, name) = place.free()?;
        self.make(dir, &name, Body::Symlink(target.into()), now)
    }

    /// Where a symbolic link leads.
    pub fn readlink(&self, base: Inode, path: &[u8]) -> Result<&str, Errno> {
        let inode = self.lookup(base, path, false)?;
        match &self.node(inode)?.body {
            Body::Symlink(target) => Ok(target),
            _ => Err(Errno::Inval),
        }
    }
}
