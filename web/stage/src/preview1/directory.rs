//! `fd_readdir`.

use wasm_bindgen::prelude::*;

use super::{layout::dirent, now};

/// Lists a directory behind a cookie, until the buffer is full: a buffer that is
/// full to its last byte says that there may be more.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_readdir(fd: u32, buffer: u32, length: u32, cookie: u64, used: u32) -> i32 {
    now(|process| {
        let inode = process.table.directory(fd)?;
        process.guest.check(buffer, length)?;
        process.guest.check(used, 4)?;
        let mut bytes = Vec::new();
        for entry in process.tree.read_directory(inode, cookie)? {
            if bytes.len() >= length as usize {
                break;
            }
            let name = entry.name.as_bytes();
            bytes.extend(dirent(
                entry.next,
                entry.inode,
                name.len() as u32,
                entry.kind.filetype(),
            ));
            bytes.extend(name);
        }
        // The last entry may be cut anywhere.
        bytes.truncate(length as usize);
        process.guest.write(buffer, &bytes)?;
        process.guest.set_u32(used, bytes.len() as u32)
    })
}
