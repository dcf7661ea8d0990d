//! What is done by path, from an open directory.

use super::{
    Errno, Stat, Times, done, from, number, path_create_directory, path_filestat_get,
    path_filestat_set_times, path_link, path_open, path_readlink, path_remove_directory,
    path_rename, path_symlink, path_unlink_file, to,
};

/// What a path leads to.
pub fn stat_at(fd: u32, lookup: u32, path: &[u8]) -> Result<Stat, Errno> {
    let mut stat = [0; 8];
    let (at, length) = (from(path), path.len() as u32);
    done(path_filestat_get(fd, lookup, at, length, to(&mut stat)))?;
    Ok(stat)
}

/// Sets the times of what a path leads to.
pub fn set_times_at(fd: u32, lookup: u32, path: &[u8], times: Times) -> Result<(), Errno> {
    let (at, length) = (from(path), path.len() as u32);
    let (accessed, modified, flags) = times;
    done(path_filestat_set_times(
        fd, lookup, at, length, accessed, modified, flags,
    ))
}

/// Opens a path: `lookupflags`, `oflags`, rights.
pub fn open(fd: u32, lookup: u32, path: &[u8], oflags: u32, rights: u64) -> Result<u32, Errno> {
    let (at, length) = (from(path), path.len() as u32);
    number(|to| path_open(fd, lookup, at, length, oflags, rights, rights, 0, to))
}

/// Makes a directory.
pub fn create_directory(fd: u32, path: &[u8]) -> Result<(), Errno> {
    done(path_create_directory(fd, from(path), path.len() as u32))
}

/// Removes an empty directory.
pub fn remove_directory(fd: u32, path: &[u8]) -> Result<(), Errno> {
    done(path_remove_directory(fd, from(path), path.len() as u32))
}

/// Removes a name of a file.
pub fn unlink(fd: u32, path: &[u8]) -> Result<(), Errno> {
    done(path_unlink_file(fd, from(path), path.len() as u32))
}

/// Gives a file a second name.
pub fn link(fd: u32, lookup: u32, path: &[u8], to: u32, name: &[u8]) -> Result<(), Errno> {
    let (at, length) = (from(path), path.len() as u32);
    done(path_link(
        fd,
        lookup,
        at,
        length,
        to,
        from(name),
        name.len() as u32,
    ))
}

/// Gives a file or directory another name.
pub fn rename(fd: u32, path: &[u8], to: u32, name: &[u8]) -> Result<(), Errno> {
    let (at, length) = (from(path), path.len() as u32);
    done(path_rename(
        fd,
        at,
        length,
        to,
        from(name),
        name.len() as u32,
    ))
}

/// Makes a symbolic link.
pub fn symlink(target: &[u8], fd: u32, name: &[u8]) -> Result<(), Errno> {
    let (at, length) = (from(target), target.len() as u32);
    done(path_symlink(at, length, fd, from(name), name.len() as u32))
}

/// Where a symbolic link leads.
pub fn read_link(fd: u32, path: &[u8]) -> Result<Vec<u8>, Errno> {
    let mut target = vec![0; 65_536];
    let (at, length) = (from(path), path.len() as u32);
    let room = target.len() as u32;
    let used = number(|used| path_readlink(fd, at, length, to(&mut target), room, used))?;
    target.truncate(used as usize);
    Ok(target)
}
