//! How the structures of preview 1 lie in memory.

use super::table::Open;
use crate::{
    fs::{Errno, Filestat},
    guest::Guest,
};

/// The two versions of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// `wasi_unstable`
    Zero,
    /// `wasi_snapshot_preview1`
    One,
}

/// `filestat`: 64 bytes; 56 in snapshot 0, whose link count is shorter. Of a
/// stream nothing is known but its type.
///
/// # Errors
/// EFAULT
pub fn filestat(
    guest: &mut Guest,
    at: u32,
    filetype: u8,
    stat: Option<&Filestat>,
    of: Snapshot,
) -> Result<(), Errno> {
    let mut bytes = [0; 64];
    bytes[16] = filetype;
    let size = if of == Snapshot::One { 64 } else { 56 };
    let Some(stat) = stat else {
        return guest.write(at, &bytes[..size]);
    };
    bytes[0..8].copy_from_slice(&stat.dev.to_le_bytes());
    bytes[8..16].copy_from_slice(&stat.ino.to_le_bytes());
    let rest = match of {
        Snapshot::One => {
            bytes[24..32].copy_from_slice(&stat.nlink.to_le_bytes());
            32
        }
        Snapshot::Zero => {
            bytes[20..24].copy_from_slice(&(stat.nlink as u32).to_le_bytes());
            24
        }
    };
    let numbers = [stat.size, stat.atim, stat.mtim, stat.ctim];
    for (slot, number) in bytes[rest..].chunks_exact_mut(8).zip(numbers) {
        slot.copy_from_slice(&number.to_le_bytes());
    }
    guest.write(at, &bytes[..size])
}

/// `fdstat`: 24 bytes.
///
/// # Errors
/// EFAULT
pub fn fdstat(guest: &mut Guest, at: u32, open: &Open) -> Result<(), Errno> {
    let mut bytes = [0; 24];
    let (rights, inheriting) = open.rights();
    bytes[0] = open.filetype();
    bytes[2..4].copy_from_slice(&open.flags.to_le_bytes());
    bytes[8..16].copy_from_slice(&rights.to_le_bytes());
    bytes[16..24].copy_from_slice(&inheriting.to_le_bytes());
    guest.write(at, &bytes)
}

/// `dirent`: 24 bytes, which the name follows.
pub fn dirent(next: u64, inode: u64, name: u32, filetype: u8) -> [u8; 24] {
    let mut bytes = [0; 24];
    bytes[0..8].copy_from_slice(&next.to_le_bytes());
    bytes[8..16].copy_from_slice(&inode.to_le_bytes());
    bytes[16..20].copy_from_slice(&name.to_le_bytes());
    bytes[20] = filetype;
    bytes
}
