//! Opening, and who holds what.

use super::node::{Body, Regular};
use super::walk::{Ending, Place, Slash};
use super::{Errno, Inode, Kind, Tree, path};

/// How a path is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// A symbolic link at the end is followed; else it is `Loop`.
    pub follow: bool,
    /// A file is made where there is none.
    pub create: bool,
    /// With `create`: what is there already is an error.
    pub exclusive: bool,
    /// The file is emptied.
    pub truncate: bool,
    /// It has to be a directory.
    pub directory: bool,
    /// Each write goes to the end.
    pub append: bool,
    /// For writing, which `create` and `truncate` imply: directories are out.
    pub write: bool,
}

impl Open {
    /// Makes sure that this can be asked for.
    ///
    /// # Errors
    /// `Inval` where a directory is to be made.
    pub fn check(self) -> Result<(), Errno> {
        match self.directory && (self.create || self.exclusive || self.truncate) {
            true => Err(Errno::Inval),
            false => Ok(()),
        }
    }
}

impl Tree {
    /// Opens a file or directory and holds it until [`Tree::release`].
    pub fn open(&mut self, base: Inode, path: &[u8], open: Open, now: u64) -> Result<Inode, Errno> {
        let path = path::text(path)?;
        open.check()?;
        let inode = if open.create {
            self.open_or_make(base, path, open, now)?
        } else {
            self.walk(base, path, Ending::existing(open.follow))?
                .inode()?
        };
        match self.kind(inode)? {
            Kind::Symlink => return Err(Errno::Loop),
            Kind::Directory if open.write || open.create || open.truncate => {
                return Err(Errno::Isdir);
            }
            Kind::Regular if open.directory => return Err(Errno::Notdir),
            Kind::Regular if open.truncate => self.set_size(inode, 0, now)?,
            Kind::Directory | Kind::Regular => {}
        }
        self.retain(inode)?;
        Ok(inode)
    }

    fn open_or_make(
        &mut self,
        base: Inode,
        path: &str,
        open: Open,
        now: u64,
    ) -> Result<Inode, Errno> {
        let ending = Ending {
            follow: open.follow && !open.exclusive,
            slash: Slash::Kept,
        };
        match self.walk(base, path, ending)? {
            Place::Name { slash: true, .. } => Err(Errno::Isdir),
            place @ Place::Name { inode: None, .. } => {
                let (dir, name) = place.free()?;
                self.make(dir, &name, Body::Regular(Regular::default()), now)
            }
            _ if open.exclusive => Err(Errno::Exist),
            place => place.inode(),
        }
    }

    /// Holds an inode once more: it outlives its last name until as many
    /// [`Tree::release`]s.
    pub fn retain(&mut self, inode: Inode) -> Result<(), Errno> {
        let node = self.node_mut(inode)?;
        node.opens = node.opens.checked_add(1).ok_or(Errno::Nfile)?;
        Ok(())
    }

    /// Lets go of an inode.
    pub fn release(&mut self, inode: Inode) {
        if let Ok(node) = self.node_mut(inode) {
            node.opens = node.opens.saturating_sub(1);
            self.forget(inode);
        }
    }
}
