//! What holds an inode: names in directories, and whoever has it open.

use super::node::{Body, Node};
use super::{Errno, Inode, Kind, Tree};
use std::sync::Arc;

impl Tree {
    /// Makes an inode and gives it its first name.
    pub(super) fn make(
        &mut self,
        dir: Inode,
        name: &str,
        body: Body,
        now: u64,
    ) -> Result<Inode, Errno> {
        let node = Node::new(body, now);
        let used = self.used.checked_add(node.weight()).ok_or(Errno::Nospc)?;
        if used > self.limits.bytes || self.nodes.len() >= self.limits.inodes {
            return Err(Errno::Nospc);
        }
        let inode = self.next;
        self.nodes.insert(inode, node);
        if let Err(errno) = self.attach(dir, name, inode, now) {
            self.nodes.remove(&inode);
            return Err(errno);
        }
        self.next += 1;
        self.used = used;
        Ok(inode)
    }

    /// Gives an inode a name that is free.
    pub(super) fn attach(
        &mut self,
        dir: Inode,
        name: &str,
        inode: Inode,
        now: u64,
    ) -> Result<(), Errno> {
        if self.names >= self.limits.inodes {
            return Err(Errno::Nospc);
        }
        let place = self.directory_mut(dir)?;
        if place.dead {
            return Err(Errno::Noent);
        }
        let name: Arc<str> = name.into();
        let serial = place.next;
        place.next += 1;
        place.order.insert(serial, name.clone());
        place.names.insert(name, (serial, inode));
        self.names += 1;
        let node = self.node_mut(inode)?;
        let child_is_directory = match &mut node.body {
            Body::Directory(directory) => {
                directory.parent = dir;
                true
            }
            _ => {
                node.links += 1;
                false
            }
        };
        let parent = self.node_mut(dir)?;
        parent.links += u64::from(child_is_directory);
        parent.modified = now;
        Ok(())
    }

    /// Takes a name away. The inode stays until [`Tree::forget`] finds that
    /// nothing holds it.
    pub(super) fn detach(&mut self, dir: Inode, name: &str, now: u64) -> Result<Inode, Errno> {
        let place = self.directory_mut(dir)?;
        let (serial, inode) = place.names.remove(name).ok_or(Errno::Noent)?;
        place.order.remove(&serial);
        self.names = self.names.saturating_sub(1);
        let node = self.node_mut(inode)?;
        let child_is_directory = node.kind() == Kind::Directory;
        if !child_is_directory {
            node.links = node.links.saturating_sub(1);
        }
        let parent = self.node_mut(dir)?;
        parent.links = parent.links.saturating_sub(u64::from(child_is_directory));
        parent.modified = now;
        Ok(inode)
    }

    /// Marks a directory that has lost its name for good.
    pub(super) fn bury(&mut self, inode: Inode) {
        if let Some(node) = self.nodes.get_mut(&inode)
            && let Body::Directory(directory) = &mut node.body
        {
            directory.dead = true;
            node.links = 0;
        }
    }

    /// Frees an inode that has neither a name nor a holder.
    pub(super) fn forget(&mut self, inode: Inode) {
        if let Some(node) = self.nodes.get(&inode)
            && node.links == 0
            && node.opens == 0
        {
            self.used = self.used.saturating_sub(node.weight());
            self.nodes.remove(&inode);
        }
    }
}
