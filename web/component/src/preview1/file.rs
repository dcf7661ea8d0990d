//! What is open: files and directories.

use super::{
    Errno, done, fd_advise, fd_close, fd_fdstat_get, fd_filestat_get, fd_filestat_set_size,
    fd_filestat_set_times, fd_prestat_dir_name, fd_prestat_get, fd_readdir, fd_sync, number, to,
};

/// Closes an fd.
pub fn close(fd: u32) {
    fd_close(fd);
}

/// `filetype`
pub fn kind(fd: u32) -> Result<u8, Errno> {
    let mut stat = [0_u64; 3];
    done(fd_fdstat_get(fd, to(&mut stat)))?;
    Ok(stat[0] as u8)
}

/// The name of a directory that the program was given.
pub fn given(fd: u32) -> Result<Vec<u8>, Errno> {
    let mut prestat = [0_u32; 2];
    done(fd_prestat_get(fd, to(&mut prestat)))?;
    let mut name = vec![0; prestat[1] as usize];
    done(fd_prestat_dir_name(fd, to(&mut name), name.len() as u32))?;
    Ok(name)
}

/// `filestat`: device, inode, `filetype`, links, size, and when it was read,
/// written and changed, in nanoseconds.
pub type Stat = [u64; 8];

/// What an open file is.
pub fn stat(fd: u32) -> Result<Stat, Errno> {
    let mut stat = [0; 8];
    done(fd_filestat_get(fd, to(&mut stat)))?;
    Ok(stat)
}

/// Times to set: when it was read, when it was written, and `fstflags`.
pub type Times = (u64, u64, u32);

/// Sets an open file's times.
pub fn set_times(fd: u32, (accessed, modified, flags): Times) -> Result<(), Errno> {
    done(fd_filestat_set_times(fd, accessed, modified, flags))
}

/// Cuts a file off, or makes it longer with zeros.
pub fn set_size(fd: u32, size: u64) -> Result<(), Errno> {
    done(fd_filestat_set_size(fd, size))
}

/// Says how a file will be used.
pub fn advise(fd: u32, offset: u64, length: u64, advice: u32) -> Result<(), Errno> {
    done(fd_advise(fd, offset, length, advice))
}

/// Waits until a file is on its disk.
pub fn sync(fd: u32) -> Result<(), Errno> {
    done(fd_sync(fd))
}

/// One entry of a directory: its `filetype` and its name.
pub type Entry = (u8, Vec<u8>);

/// All that a directory holds, without `.` and `..`.
pub fn list(fd: u32) -> Result<Vec<Entry>, Errno> {
    const HEAD: usize = 24;
    let mut entries = Vec::new();
    let mut buffer = vec![0_u8; 4096];
    let mut cookie = 0;
    loop {
        let length = buffer.len() as u32;
        let used = number(|used| fd_readdir(fd, to(&mut buffer), length, cookie, used))?;
        let mut rest = &buffer[..used as usize];
        let mut whole = 0;
        while let Some((head, names)) = rest.split_at_checked(HEAD) {
            let size = u32::from_le_bytes(head[16..20].try_into().unwrap_or_default());
            let Some((name, more)) = names.split_at_checked(size as usize) else {
                break;
            };
            if name != b"." && name != b".." {
                entries.push((head[20], name.to_vec()));
            }
            cookie = u64::from_le_bytes(head[..8].try_into().unwrap_or_default());
            rest = more;
            whole += 1;
        }
        match used == length {
            false => return Ok(entries),
            // Not even one fits.
            true if whole == 0 => buffer.resize(buffer.len() * 2, 0),
            true => {}
        }
    }
}
