//! `random_get`.

use wasm_bindgen::{JsCast, prelude::*};
use web_sys::DedicatedWorkerGlobalScope;

use super::{fixed, now};
use crate::fs::Errno;

/// The Web Cryptography API gives so much at once.
const AT_ONCE: u32 = 65_536;

/// So many random bytes, no more than the Web Cryptography API gives at once.
///
/// # Errors
/// EIO where there is none.
pub fn bytes(count: u32) -> Result<Vec<u8>, Errno> {
    let mut bytes = vec![0; count as usize];
    for piece in bytes.chunks_mut(8) {
        match fixed::random() {
            Some(random) => piece.copy_from_slice(&random[..piece.len()]),
            None => break,
        }
    }
    if fixed::peek().is_none() {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let crypto = scope.crypto().map_err(|_| Errno::Io)?;
        crypto
            .get_random_values_with_u8_array(&mut bytes)
            .map_err(|_| Errno::Io)?;
    }
    Ok(bytes)
}

/// Random bytes.
#[wasm_bindgen(skip_jsdoc)]
pub fn random_get(mut at: u32, mut length: u32) -> i32 {
    now(|process| {
        process.guest.check(at, length)?;
        while let Some(bytes) = fixed::random() {
            let count = length.min(8);
            process.guest.write(at, &bytes[..count as usize])?;
            at += count;
            length -= count;
            if length == 0 {
                return Ok(());
            }
        }
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let crypto = scope.crypto().map_err(|_| Errno::Io)?;
        while length > 0 {
            let count = length.min(AT_ONCE);
            let piece = process.guest.slice(at, count)?;
            crypto
                .get_random_values_with_js_u8_array(&piece)
                .map_err(|_| Errno::Io)?;
            at += count;
            length -= count;
        }
        Ok(())
    })
}
