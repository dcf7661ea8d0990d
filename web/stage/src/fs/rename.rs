//! Moving a name.

use super::walk::{Ending, Place};
use super::{Errno, Inode, Tree, path};

impl Tree {
    /// Moves a file, directory or symbolic link; what has the new name is
    /// replaced if it is of the same sort and, a directory, empty. The checks
    /// stand in the order Linux makes them.
    pub fn rename(
        &mut self,
        old_base: Inode,
        old: &[u8],
        base: Inode,
        new: &[u8],
        now: u64,
    ) -> Result<(), Errno> {
        let (old, new) = (path::text(old)?, path::text(new)?);
        let from = self.walk(old_base, old, Ending::NAME)?;
        let to = self.walk(base, new, Ending::NAME)?;
        let (
            Place::Name {
                dir: old_dir,
                name: old_name,
                inode,
                slash: old_slash,
            },
            Place::Name {
                dir: new_dir,
                name: new_name,
                inode: target,
                slash: new_slash,
            },
        ) = (from, to)
        else {
            return Err(Errno::Busy);
        };
        let inode = inode.ok_or(Errno::Noent)?;
        let moves_directory = self.is_directory(inode);
        if !moves_directory && (old_slash || new_slash) {
            return Err(Errno::Notdir);
        }
        if moves_directory && self.is_above(inode, new_dir) {
            return Err(Errno::Inval);
        }
        if target.is_some_and(|target| self.is_above(target, old_dir)) {
            return Err(Errno::Notempty);
        }
        if target == Some(inode) {
            return Ok(());
        }
        if self.directory(new_dir)?.dead {
            return Err(Errno::Noent);
        }
        if let Some(target) = target {
            match (moves_directory, self.directory(target)) {
                (true, Ok(directory)) if !directory.names.is_empty() => {
                    return Err(Errno::Notempty);
                }
                (true, Err(_)) => return Err(Errno::Notdir),
                (false, Ok(_)) => return Err(Errno::Isdir),
                _ => {}
            }
        }
        let (old_name, new_name) = (old_name.to_owned(), new_name.to_owned());
        if target.is_some() {
            let target = self.detach(new_dir, &new_name, now)?;
            self.bury(target);
            self.forget(target);
        }
        // Off first: then there is room for the name even at the limit.
        self.detach(old_dir, &old_name, now)?;
        self.attach(new_dir, &new_name, inode, now)
    }
}
