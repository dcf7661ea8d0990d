//! Files come from the page and go back to it.

use super::node::{Body, Regular};
use super::path::PATH_MAX;
use super::walk::{Ending, Place};
use super::{Errno, Held, Inode, Kind, ROOT, Tree};

impl Tree {
    /// Puts a file in, with the directories on the way to it. What was there
    /// is replaced. The path is from the root; a slash before it is ignored.
    pub fn add_file(
        &mut self,
        path: &str,
        bytes: impl Into<Held>,
        now: u64,
    ) -> Result<Inode, Errno> {
        let bytes = bytes.into();
        let path = tidy(path)?;
        let (above, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let dir = self.add_directory(above, now)?;
        let there = match self.walk(dir, name, Ending::NAME)? {
            Place::Directory(_) => return Err(Errno::Isdir),
            Place::Name { inode, .. } => inode,
        };
        let old = there.map_or(Ok(0), |inode| self.size(inode))?;
        let used = self.used.saturating_sub(old).saturating_add(bytes.size());
        if used > self.limits.bytes {
            return Err(Errno::Nospc);
        }
        let inode = match there {
            Some(inode) => inode,
            None => self.make(dir, name, Body::Regular(Regular::default()), now)?,
        };
        let file = self.regular_mut(inode)?;
        file.bytes = bytes;
        file.origin = Some(path.clone());
        self.used = used;
        self.node_mut(inode)?.modified = now;
        self.imported.insert(path);
        Ok(inode)
    }

    /// Makes sure that a directory is there, and those on the way to it. The
    /// path is from the root; a slash before it is ignored.
    pub fn add_directory(&mut self, path: &str, now: u64) -> Result<Inode, Errno> {
        let path = tidy(path)?;
        let mut at = ROOT;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            match self.create_directory(at, name.as_bytes(), now) {
                Err(Errno::Exist) => at = self.lookup(at, name.as_bytes(), true)?,
                made => at = made?,
            }
        }
        self.directory(at).map(|_| at)
    }

    /// Puts a symbolic link in, with the directories on the way to it. The path
    /// is from the root; a slash before it is ignored. The target may lead
    /// nowhere, but not to an absolute path.
    pub fn add_symlink(&mut self, path: &str, target: &str, now: u64) -> Result<Inode, Errno> {
        let path = tidy(path)?;
        let (above, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let dir = self.add_directory(above, now)?;
        self.symlink(target.as_bytes(), dir, name.as_bytes(), now)
    }

    /// All files with a name, by path from the root; one with two names comes
    /// twice.
    #[cfg(test)]
    pub fn files(&self) -> Vec<(String, &[u8])> {
        let mut files = Vec::new();
        self.each_file(|path, file| files.push((path, file.bytes.bytes().unwrap_or_default())));
        files
    }

    /// The files that were made, written or moved there since they were put
    /// in, by path from the root. What cannot be read is not among them.
    pub fn changed(&self) -> Vec<(String, &[u8])> {
        let mut changed = Vec::new();
        self.each_file(|path, file| {
            if file.origin.as_ref() != Some(&path)
                && let Ok(bytes) = file.bytes.bytes()
            {
                changed.push((path, bytes));
            }
        });
        changed
    }

    /// Paths of files that were put in and are no longer there.
    pub fn removed(&self) -> Vec<String> {
        let gone = |path: &&String| {
            let there = self.lookup(ROOT, path.as_bytes(), false);
            there.and_then(|inode| self.kind(inode)) != Ok(Kind::Regular)
        };
        self.imported.iter().filter(gone).cloned().collect()
    }

    /// Calls `visit` for every name of a file, in the order of paths. Without
    /// recursion: a program can nest directories deeper than a stack is. What
    /// lies deeper than a path can say is left out, or a chain of directories
    /// would cost the square of its length.
    fn each_file<'a>(&'a self, mut visit: impl FnMut(String, &'a Regular)) {
        let mut ahead = vec![(String::new(), ROOT)];
        while let Some((path, inode)) = ahead.pop() {
            match self.nodes.get(&inode).map(|node| &node.body) {
                Some(Body::Directory(directory)) => {
                    let prefix = if path.is_empty() { path } else { path + "/" };
                    for (name, &(_, inode)) in directory.names.iter().rev() {
                        if prefix.len() + name.len() <= PATH_MAX {
                            ahead.push((format!("{prefix}{name}"), inode));
                        }
                    }
                }
                Some(Body::Regular(file)) => visit(path, file),
                Some(Body::Symlink(_)) | None => {}
            }
        }
    }
}

/// A path as [`Tree::changed`] writes it: names with one slash between them.
fn tidy(path: &str) -> Result<String, Errno> {
    let mut tidy = String::new();
    for name in path.split('/').filter(|name| !matches!(*name, "" | ".")) {
        if name == ".." {
            return Err(Errno::Perm);
        }
        if !tidy.is_empty() {
            tidy.push('/');
        }
        tidy += name;
    }
    Ok(tidy)
}
