//! What the tree has to do: see each file's first lines.

mod answers;
mod contents;
mod directories;
mod life;
#[cfg(target_os = "linux")]
mod linux;

use super::*;

/// For tests that do not look at times.
const NOW: u64 = 1_000;

/// To make an empty file.
const MAKE: Open = Open {
    follow: true,
    create: true,
    exclusive: false,
    truncate: false,
    directory: false,
    append: false,
    write: true,
};

/// To open what is there.
const READ: Open = Open {
    follow: true,
    create: false,
    exclusive: false,
    truncate: false,
    directory: false,
    append: false,
    write: false,
};

fn tree() -> Tree {
    Tree::new(NOW)
}

fn small(bytes: u64, inodes: usize) -> Tree {
    Tree::with_limits(NOW, Limits { bytes, inodes })
}

fn names(tree: &Tree, dir: Inode, cookie: u64) -> Vec<String> {
    let entries = tree.read_directory(dir, cookie).unwrap();
    entries.map(|entry| entry.name.to_owned()).collect()
}

fn changed(tree: &Tree) -> Vec<String> {
    tree.changed().into_iter().map(|(path, _)| path).collect()
}
