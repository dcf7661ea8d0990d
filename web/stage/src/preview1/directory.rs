//! `fd_readdir`.

use wasm_bindgen::prelude::*;

use super::{Process, layout::dirent, now, table::Object};
use crate::{
    fs::Errno,
    mount::{self, DIRECTORY},
};

/// Lists a directory behind a cookie, until the buffer is full: a buffer that is
/// full to its last byte says that there may be more.
#[wasm_bindgen(skip_jsdoc)]
pub fn fd_readdir(fd: u32, buffer: u32, length: u32, cookie: u64, used: u32) -> i32 {
    now(|process| {
        if let Object::Mounted(directory, _) = &process.table.get(fd)?.object {
            let directory = directory.clone();
            process.guest.check(buffer, length)?;
            process.guest.check(used, 4)?;
            let bytes = mounted(process, &directory, cookie, length)?;
            process.guest.write(buffer, &bytes)?;
            return process.guest.set_u32(used, bytes.len() as u32);
        }
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

/// The same of a file system of the host's own: a name's cookie is its place.
fn mounted(
    process: &Process,
    directory: &mount::Directory,
    cookie: u64,
    length: u32,
) -> Result<Vec<u8>, Errno> {
    let dots = [".", ".."].map(|name| (name.to_owned(), DIRECTORY));
    let names = directory.system.list(&directory.path, process)?;
    let mut bytes = Vec::new();
    let all = (1..).zip(dots.into_iter().chain(names));
    for (next, (name, filetype)) in all.skip_while(|(next, _)| *next <= cookie) {
        if bytes.len() >= length as usize {
            break;
        }
        bytes.extend(dirent(next, next, name.len() as u32, filetype));
        bytes.extend(name.as_bytes());
    }
    bytes.truncate(length as usize);
    Ok(bytes)
}
