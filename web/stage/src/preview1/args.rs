//! `args_*` and `environ_*`.

use wasm_bindgen::prelude::*;

use super::{Process, now};
use crate::fs::Errno;

fn sizes(
    process: &mut Process,
    of: fn(&Process) -> &Vec<Vec<u8>>,
    count: u32,
    size: u32,
) -> Result<(), Errno> {
    let strings = of(process);
    let (number, bytes) = (strings.len(), strings.iter().map(Vec::len).sum::<usize>());
    process.guest.set_u32(count, number as u32)?;
    process.guest.set_u32(size, bytes as u32)
}

fn get(
    process: &mut Process,
    of: fn(&mut Process) -> &mut Vec<Vec<u8>>,
    mut pointers: u32,
    mut buffer: u32,
) -> Result<(), Errno> {
    let strings = std::mem::take(of(process));
    let mut copy = || {
        for string in &strings {
            process.guest.set_u32(pointers, buffer)?;
            process.guest.write(buffer, string)?;
            pointers = pointers.checked_add(4).ok_or(Errno::Fault)?;
            buffer = buffer
                .checked_add(string.len() as u32)
                .ok_or(Errno::Fault)?;
        }
        Ok(())
    };
    let copied = copy();
    *of(process) = strings;
    copied
}

/// How many arguments there are, and their size with their NULs.
#[wasm_bindgen(skip_jsdoc)]
pub fn args_sizes_get(count: u32, size: u32) -> i32 {
    now(|process| sizes(process, |process| &process.args, count, size))
}

/// The arguments: pointers, and the bytes that they point to.
#[wasm_bindgen(skip_jsdoc)]
pub fn args_get(argv: u32, buffer: u32) -> i32 {
    now(|process| get(process, |process| &mut process.args, argv, buffer))
}

/// How many variables there are, and their size with their NULs.
#[wasm_bindgen(skip_jsdoc)]
pub fn environ_sizes_get(count: u32, size: u32) -> i32 {
    now(|process| sizes(process, |process| &process.env, count, size))
}

/// The variables: pointers, and the bytes that they point to.
#[wasm_bindgen(skip_jsdoc)]
pub fn environ_get(environ: u32, buffer: u32) -> i32 {
    now(|process| get(process, |process| &mut process.env, environ, buffer))
}
