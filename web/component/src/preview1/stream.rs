//! Bytes: reading and writing.

use super::{
    Errno, Fail, done, fd_fdstat_set_flags, fd_pread, fd_pwrite, fd_read, fd_write, from, number,
    to, waited,
};

/// Reads what there is, up to the length of the buffer; 0 is the end.
pub fn read(fd: u32, buffer: &mut [u8]) -> Result<usize, Fail> {
    let vector = [to(buffer), buffer.len() as u32];
    let mut size = [0_u32];
    waited(fd_read(fd, from(&vector), 1, to(&mut size)))?;
    Ok(size[0] as usize)
}

/// Writes bytes. Of none it says whether there is room, and a reader.
pub fn write(fd: u32, bytes: &[u8]) -> Result<usize, Fail> {
    let vector = [from(bytes), bytes.len() as u32];
    let mut size = [0_u32];
    waited(fd_write(fd, from(&vector), 1, to(&mut size)))?;
    Ok(size[0] as usize)
}

/// Reads from a place in a file.
pub fn read_at(fd: u32, buffer: &mut [u8], offset: u64) -> Result<usize, Errno> {
    let vector = [to(buffer), buffer.len() as u32];
    number(|size| fd_pread(fd, from(&vector), 1, offset, size)).map(|size| size as usize)
}

/// Writes to a place in a file.
pub fn write_at(fd: u32, bytes: &[u8], offset: u64) -> Result<usize, Errno> {
    let vector = [from(bytes), bytes.len() as u32];
    number(|size| fd_pwrite(fd, from(&vector), 1, offset, size)).map(|size| size as usize)
}

/// Writes to the end of a file.
pub fn append(fd: u32, bytes: &[u8]) -> Result<usize, Errno> {
    const APPEND: u32 = 1;
    let vector = [from(bytes), bytes.len() as u32];
    done(fd_fdstat_set_flags(fd, APPEND))?;
    let written = number(|size| fd_write(fd, from(&vector), 1, size));
    done(fd_fdstat_set_flags(fd, 0))?;
    written.map(|size| size as usize)
}
