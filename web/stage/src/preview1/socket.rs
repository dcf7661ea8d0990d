//! `sock_*`: there are no sockets, and what is open is none.

use wasm_bindgen::prelude::*;

use super::{Process, now};
use crate::fs::Errno;

fn no_socket(process: &mut Process, fd: u32) -> Result<(), Errno> {
    process.table.get(fd)?;
    Err(Errno::Notsock)
}

/// Takes a connection.
#[wasm_bindgen(skip_jsdoc)]
pub fn sock_accept(fd: u32, _flags: u32, _to: u32) -> i32 {
    now(|process| no_socket(process, fd))
}

/// Receives.
#[wasm_bindgen(skip_jsdoc)]
pub fn sock_recv(fd: u32, _iovs: u32, _count: u32, _flags: u32, _size: u32, _out: u32) -> i32 {
    now(|process| no_socket(process, fd))
}

/// Sends.
#[wasm_bindgen(skip_jsdoc)]
pub fn sock_send(fd: u32, _iovs: u32, _count: u32, _flags: u32, _size: u32) -> i32 {
    now(|process| no_socket(process, fd))
}

/// Ends one direction.
#[wasm_bindgen(skip_jsdoc)]
pub fn sock_shutdown(fd: u32, _how: u32) -> i32 {
    now(|process| no_socket(process, fd))
}
