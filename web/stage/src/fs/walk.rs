//! From a path to an inode, never out of the directory it starts in.

use super::node::Body;
use super::{Errno, Inode, Tree, path};

/// How many symbolic links one path may go through, as on Linux.
const MAX_LINKS: usize = 40;

/// What the end of a path means to a call.
#[derive(Clone, Copy)]
pub(super) struct Ending {
    /// Whether a symbolic link at the end is followed.
    pub follow: bool,
    /// What a slash at the end asks for.
    pub slash: Slash,
}

/// What a slash at the end of a path asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Slash {
    /// The directory before it, as if the path went on with `.`.
    Directory,
    /// Nothing yet: the call decides. So a directory can be made as `new/`.
    Kept,
}

impl Ending {
    /// Something that has to be there.
    pub const fn existing(follow: bool) -> Self {
        Self {
            follow,
            slash: Slash::Directory,
        }
    }

    /// A name that is about to be made or moved.
    pub const NAME: Self = Self {
        follow: false,
        slash: Slash::Kept,
    };
}

/// Where a path leads.
pub(super) enum Place<'a> {
    /// A directory, by way of `.` or `..` or a slash: there is no name to act
    /// on.
    Directory(Inode),
    /// A name in a directory, taken or free.
    Name {
        dir: Inode,
        name: &'a str,
        inode: Option<Inode>,
        slash: bool,
    },
}

impl Place<'_> {
    /// What is there.
    pub fn inode(&self) -> Result<Inode, Errno> {
        match *self {
            Place::Directory(inode) => Ok(inode),
            Place::Name { inode, .. } => inode.ok_or(Errno::Noent),
        }
    }

    /// A name that nothing has yet, and its directory. The name is copied:
    /// it may be part of a link, in the tree that is about to change.
    pub fn free(self) -> Result<(Inode, String), Errno> {
        match self {
            Place::Name {
                dir,
                name,
                inode: None,
                ..
            } => Ok((dir, name.to_owned())),
            _ => Err(Errno::Exist),
        }
    }

    /// A name, its directory and what has it; `nameless` where the path leads
    /// to a directory without naming it.
    pub fn taken(self, nameless: Errno) -> Result<(Inode, String, Inode), Errno> {
        match self {
            Place::Name {
                dir, name, inode, ..
            } => Ok((dir, name.to_owned(), inode.ok_or(Errno::Noent)?)),
            Place::Directory(_) => Err(nameless),
        }
    }
}

impl Tree {
    /// The inode at `path` from the directory `base`. Only a link at the end
    /// is left unfollowed, and only if `follow` is false.
    pub fn lookup(&self, base: Inode, path: &[u8], follow: bool) -> Result<Inode, Errno> {
        self.walk(base, path::text(path)?, Ending::existing(follow))?
            .inode()
    }

    /// Walks `path` from `base`: component by component, as `openat2` does
    /// with `RESOLVE_BENEATH`.
    pub(super) fn walk<'a>(
        &'a self,
        base: Inode,
        path: &'a str,
        ending: Ending,
    ) -> Result<Place<'a>, Errno> {
        path::check(path)?;
        self.directory(base)?;
        let mut at = base;
        let mut links = 0;
        // The path, and on top of it what is left of the links it led into.
        let mut rests = vec![path];
        if path.starts_with('/') {
            return Err(Errno::Perm);
        }
        while let Some(rest) = rests.pop() {
            let Some((name, rest)) = path::first(rest) else {
                continue;
            };
            // Slashes alone have to be kept too: they make a difference at the end.
            if !rest.is_empty() {
                rests.push(rest);
            }
            match name {
                "." => continue,
                ".." if at == base => return Err(Errno::Perm),
                ".." => {
                    at = self.directory(at)?.parent;
                    continue;
                }
                _ => {}
            }
            let last = rests.iter().all(|rest| path::first(rest).is_none());
            let slash = last && !rests.is_empty();
            let found = self.directory(at)?.get(path::name(name)?);
            if last && slash && ending.slash == Slash::Kept {
                return Ok(Place::Name {
                    dir: at,
                    name,
                    inode: found,
                    slash,
                });
            }
            let Some(inode) = found else {
                return if last && !slash {
                    Ok(Place::Name {
                        dir: at,
                        name,
                        inode: None,
                        slash,
                    })
                } else {
                    Err(Errno::Noent)
                };
            };
            match &self.node(inode)?.body {
                Body::Symlink(target) if !last || slash || ending.follow => {
                    links += 1;
                    if links > MAX_LINKS {
                        return Err(Errno::Loop);
                    }
                    // It is relative: `symlink` makes no other.
                    rests.push(target);
                }
                Body::Directory(_) if !last || slash => at = inode,
                _ if !last || slash => return Err(Errno::Notdir),
                _ => {
                    return Ok(Place::Name {
                        dir: at,
                        name,
                        inode: Some(inode),
                        slash,
                    });
                }
            }
        }
        Ok(Place::Directory(at))
    }
}
