//! Says of a file what it is: `model::module::examine`, over a file that stays
//! where it is. The page fetches this when somebody brings a module or opens
//! its card, and ends the worker that runs it after each file.

use std::{borrow::Cow, cell::RefCell};

use js_sys::{Date, Uint8Array};
use model::{figures::duration, module};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

/// Looks at a file; gives a `model::module::Card`.
///
/// # Errors
/// A sentence, when the file cannot be read.
#[wasm_bindgen]
pub fn examine(blob: Blob) -> Result<JsValue, JsValue> {
    let start = Date::now();
    let file = File {
        blob,
        reader: FileReaderSync::new()?,
        failed: RefCell::default(),
    };
    let mut card = module::examine(&file).card();
    if let Some(error) = file.failed.take() {
        let why = js_sys::Error::from(error).message();
        return Err(format!("This file cannot be read ({why}): it may be a folder, or have been moved or changed; choose a file again.").into());
    }
    let took = duration(Date::now() - start);
    card.rows.push(("Took".to_owned(), took));
    serde_wasm_bindgen::to_value(&card).map_err(Into::into)
}

/// A file, of which only what is asked for comes into memory.
struct File {
    blob: Blob,
    reader: FileReaderSync,
    failed: RefCell<Option<JsValue>>,
}

impl module::Source for File {
    fn size(&self) -> u64 {
        self.blob.size() as u64
    }

    fn read(&self, at: u64, most: usize) -> Cow<'_, [u8]> {
        let end = at.saturating_add(most as u64);
        let bytes = self
            .blob
            .slice_with_f64_and_f64(at as f64, end as f64)
            .and_then(|piece| self.reader.read_as_array_buffer(&piece));
        match bytes {
            Ok(bytes) => Cow::Owned(Uint8Array::new(&bytes).to_vec()),
            Err(error) => {
                self.failed.replace(Some(error));
                Cow::Borrowed(&[])
            }
        }
    }
}
