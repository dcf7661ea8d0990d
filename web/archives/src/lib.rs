//! Reads and writes archives of files: `.tar`, `.tar.gz` and `.zip` in, `.tar`
//! out. The page fetches this for one, and ends the worker that runs it then.

mod name;
mod read;
mod write;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

pub use read::{Limits, Unpacked, unpack};
pub use write::pack;

/// Reads an archive: an array of its files, each `[name, Uint8Array]`, and one
/// of sentences that say what is missing.
///
/// # Errors
/// A sentence, if the file cannot be read or is no archive.
#[wasm_bindgen]
pub fn open(file: &Blob) -> Result<Array, JsValue> {
    let buffer = FileReaderSync::new()?.read_as_array_buffer(file);
    let buffer = buffer.map_err(|_| "The archive cannot be read: choose it again.")?;
    let unpacked = unpack(&Uint8Array::new(&buffer).to_vec(), Limits::default())?;
    let files = unpacked.files.iter().map(|(name, bytes)| {
        let bytes = Uint8Array::from(bytes.as_slice());
        Array::of2(&name.into(), &bytes)
    });
    let problems = unpacked.problems.iter().map(JsValue::from);
    Ok(Array::of2(
        &files.collect::<Array>(),
        &problems.collect::<Array>(),
    ))
}

/// Writes a `.tar` of files, each `[name, Uint8Array]`.
///
/// # Errors
/// A sentence, if one of them cannot be in a tar.
#[wasm_bindgen]
pub fn save(files: &Array) -> Result<Uint8Array, JsValue> {
    let files = files.iter().map(|file| {
        let file: Array = file.unchecked_into();
        let name = file.get(0).as_string().unwrap_or_default();
        (name, Uint8Array::new(&file.get(1)).to_vec())
    });
    Ok(Uint8Array::from(pack(files)?.as_slice()))
}
