//! Bytes of files.

use super::node::{Body, Regular};
use super::{Errno, Held, Inode, Tree};

/// The largest offset a system with signed ones knows.
const MAX_OFFSET: u64 = i64::MAX as u64;

/// The largest file of ext4: what is larger is `Fbig`, not `Nospc`.
const MAX_SIZE: u64 = (1 << 44) - 4096;

/// Spare room that is not worth a copy to give back.
const SLACK: usize = 4096;

impl Tree {
    /// All bytes of a file.
    pub fn bytes(&self, inode: Inode) -> Result<&[u8], Errno> {
        match &self.node(inode)?.body {
            Body::Regular(file) => file.bytes.bytes(),
            Body::Directory(_) => Err(Errno::Isdir),
            Body::Symlink(_) => Err(Errno::Inval),
        }
    }

    /// How many bytes a file has.
    pub(super) fn size(&self, inode: Inode) -> Result<u64, Errno> {
        match &self.node(inode)?.body {
            Body::Regular(file) => Ok(file.bytes.size()),
            Body::Directory(_) => Err(Errno::Isdir),
            Body::Symlink(_) => Err(Errno::Inval),
        }
    }

    /// Reads at `offset` and says how many bytes; none at or behind the end.
    pub fn read(&self, inode: Inode, offset: u64, into: &mut [u8]) -> Result<usize, Errno> {
        let bytes = self.bytes(inode)?;
        end(offset, into.len())?;
        let from = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(bytes.len());
        let read = &bytes[from..];
        let read = &read[..read.len().min(into.len())];
        into[..read.len()].copy_from_slice(read);
        Ok(read.len())
    }

    /// Writes at `offset`, with zeros before it if the file ends earlier. As
    /// much is written as there is room for; `Nospc` if that is nothing.
    pub fn write(
        &mut self,
        inode: Inode,
        offset: u64,
        bytes: &[u8],
        now: u64,
    ) -> Result<usize, Errno> {
        let size = self.size(inode)?;
        let end = end(offset, bytes.len())?;
        if bytes.is_empty() {
            return Ok(0);
        }
        let room = size.saturating_add(self.limits.bytes.saturating_sub(self.used));
        if offset >= room {
            self.is_full = true;
            return Err(no_room(end));
        }
        let end = end.min(room);
        let file = self.regular_mut(inode)?;
        let held = file.bytes.bytes_mut()?;
        if end > size {
            grow(held, end)?;
        }
        // Both fit: the file is in memory and reaches to `end`.
        let (from, to) = (offset as usize, end as usize);
        held[from..to].copy_from_slice(&bytes[..to - from]);
        file.origin = None;
        self.used += end.saturating_sub(size);
        self.node_mut(inode)?.modified = now;
        Ok(to - from)
    }

    /// Cuts a file off, or lengthens it with zeros.
    pub fn set_size(&mut self, inode: Inode, size: u64, now: u64) -> Result<(), Errno> {
        let old = self.size(inode)?;
        if size > MAX_OFFSET {
            return Err(Errno::Inval);
        }
        if size > old && size - old > self.limits.bytes.saturating_sub(self.used) {
            self.is_full = true;
            return Err(no_room(size));
        }
        let file = self.regular_mut(inode)?;
        if size == 0 {
            // What it was need not be read for that.
            file.bytes = Held::default();
        } else if size > old {
            grow(file.bytes.bytes_mut()?, size)?;
        } else if size < old {
            cut(file.bytes.bytes_mut()?, size as usize);
        }
        if size != old {
            file.origin = None;
        }
        self.used = (self.used + size).saturating_sub(old);
        self.node_mut(inode)?.modified = now;
        Ok(())
    }

    /// Makes sure that a file reaches to `offset + len`.
    pub fn allocate(&mut self, inode: Inode, offset: u64, len: u64, now: u64) -> Result<(), Errno> {
        let old = self.size(inode)?;
        if len == 0 || offset > MAX_OFFSET || len > MAX_OFFSET {
            return Err(Errno::Inval);
        }
        match offset + len {
            end if end > MAX_OFFSET => Err(Errno::Fbig),
            end if end > old => self.set_size(inode, end, now),
            _ => Ok(()),
        }
    }

    pub(super) fn regular_mut(&mut self, inode: Inode) -> Result<&mut Regular, Errno> {
        match &mut self.node_mut(inode)?.body {
            Body::Regular(file) => Ok(file),
            Body::Directory(_) => Err(Errno::Isdir),
            Body::Symlink(_) => Err(Errno::Inval),
        }
    }
}

/// Where a transfer ends.
fn end(offset: u64, len: usize) -> Result<u64, Errno> {
    offset
        .checked_add(len as u64)
        .filter(|&end| end <= MAX_OFFSET)
        .ok_or(Errno::Inval)
}

/// What a size is for which there is no room.
fn no_room(size: u64) -> Errno {
    if size > MAX_SIZE {
        Errno::Fbig
    } else {
        Errno::Nospc
    }
}

/// Lengthens with zeros. Room is taken by doubling, so that appending costs
/// the same however long the file is; where that fails, just what is needed.
fn grow(bytes: &mut Vec<u8>, size: u64) -> Result<(), Errno> {
    let size = usize::try_from(size).map_err(|_| Errno::Nospc)?;
    let more = size.saturating_sub(bytes.len());
    bytes
        .try_reserve(more)
        .or_else(|_| bytes.try_reserve_exact(more))
        .map_err(|_| Errno::Nospc)?;
    bytes.resize(size, 0);
    Ok(())
}

/// Cuts off. Much spare room is given back, or a program could hold many times
/// what its quota says.
fn cut(bytes: &mut Vec<u8>, size: usize) {
    bytes.truncate(size);
    if bytes.capacity() / 4 > size + SLACK {
        let mut fresh = Vec::new();
        if fresh.try_reserve_exact(size).is_ok() {
            fresh.extend_from_slice(bytes);
            *bytes = fresh;
        }
    }
}
