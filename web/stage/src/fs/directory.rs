//! Listing a directory.

use super::{Errno, Inode, Kind, Tree};
use std::ops::Bound;

/// One name in a directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The cookie to go on with behind this entry.
    pub next: u64,
    /// What has the name.
    pub inode: Inode,
    /// What it is.
    pub kind: Kind,
    /// The name.
    pub name: &'a str,
}

impl Tree {
    /// The entries behind `cookie`; 0 is the beginning. `.` and `..` come
    /// first, then names in the order they were made. A cookie stays good
    /// whatever is added or removed meanwhile. `..` has the inode of the
    /// directory itself, as with wasmtime: what is above is nobody's business.
    pub fn read_directory(
        &self,
        inode: Inode,
        cookie: u64,
    ) -> Result<impl Iterator<Item = Entry<'_>>, Errno> {
        let directory = self.directory(inode)?;
        let own = [(1, "."), (2, "..")]
            .into_iter()
            .filter(move |&(next, _)| next > cookie)
            .map(move |(next, name)| Entry {
                next,
                inode,
                kind: Kind::Directory,
                name,
            });
        let names = directory
            .order
            .range((Bound::Excluded(cookie), Bound::Unbounded))
            .filter_map(|(&next, name)| {
                let inode = directory.get(name)?;
                let kind = self.kind(inode).ok()?;
                Some(Entry {
                    next,
                    inode,
                    kind,
                    name,
                })
            });
        Ok(own.chain(names))
    }
}
