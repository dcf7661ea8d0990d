//! `fd_readdir`, taken apart.

use crate::call;

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `d_next`, the cookie behind it.
    pub next: u64,
    /// `d_ino`
    pub ino: u64,
    /// `d_type`
    pub filetype: u8,
    /// Its name.
    pub name: String,
}

/// The size of an entry without its name.
pub const HEAD: usize = 24;

/// The whole entries at the start of what a call gave.
pub fn entries(mut bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some((head, rest)) = bytes.split_at_checked(HEAD) {
        let long = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("eight"));
        let length = u32::from_le_bytes(head[16..20].try_into().expect("four")) as usize;
        let Some((name, rest)) = rest.split_at_checked(length) else {
            break;
        };
        entries.push(Entry {
            next: long(0),
            ino: long(8),
            filetype: head[20],
            name: String::from_utf8(name.to_vec()).expect("names are text"),
        });
        bytes = rest;
    }
    entries
}

/// All entries of a directory, by calls with a buffer of this size.
#[track_caller]
pub fn listed(fd: u32, room: usize) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    loop {
        let cookie = all.last().map_or(0, |entry| entry.next);
        let bytes = call::fd_readdir(fd, room, cookie).expect("it can be listed");
        let some = entries(&bytes);
        assert!(
            !some.is_empty() || bytes.len() < room,
            "a whole entry fits into {room} bytes"
        );
        all.extend(some);
        if bytes.len() < room {
            return all;
        }
    }
}

/// The names in a directory, sorted, without `.` and `..`.
#[track_caller]
pub fn names(fd: u32) -> Vec<String> {
    let mut names: Vec<String> = listed(fd, 4096)
        .into_iter()
        .map(|entry| entry.name)
        .filter(|name| name != "." && name != "..")
        .collect();
    names.sort();
    names
}
