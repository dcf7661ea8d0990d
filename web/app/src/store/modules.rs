//! The bytes of modules, in pieces: a value of 70 MB would be copied at once,
//! on the page's thread.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, IdbKeyRange, IdbObjectStore};

use super::{
    ENTRIES, Entry, MODULES, Store,
    database::{Change, Result, done},
};
use crate::{bring, js::said};

/// The length of a piece, in bytes.
const PIECE: f64 = (4 << 20) as f64;

/// A piece's key.
fn key(name: &str, number: u32) -> JsValue {
    Array::of2(&name.into(), &number.into()).into()
}

/// Removes what is kept of a module.
async fn clear(modules: &IdbObjectStore, name: &str) -> Result<()> {
    let pieces = IdbKeyRange::bound(&key(name, 0), &key(name, u32::MAX))?;
    done(&modules.delete(&pieces)?).await?;
    // It was one value once.
    done(&modules.delete(&name.into())?).await?;
    Ok(())
}

impl Store {
    /// The module's file.
    pub async fn module(&self, name: &str) -> Result<Option<Blob>> {
        if let Some(whole) = blob(&self.get(MODULES, &name.into()).await?) {
            return Ok(Some(whole));
        }
        let pieces = Array::new();
        // A blob is made of each, not of all together, for the same reason.
        while let Some(piece) = blob(&self.get(MODULES, &key(name, pieces.length())).await?) {
            pieces.push(&piece);
        }
        Ok(match pieces.length() {
            0 => None,
            _ => Blob::new_with_blob_sequence(&pieces).ok(),
        })
    }

    /// Keeps a module, whole or not at all.
    ///
    /// # Errors
    /// Why it is not kept.
    pub async fn keep_module(&self, entry: &Entry, file: &Blob) -> std::result::Result<(), String> {
        // Read before the transaction, which would end while a file is read.
        let mut pieces = Vec::new();
        let mut start = 0.0;
        while start < file.size() {
            let end = start + PIECE;
            let piece = file
                .slice_with_f64_and_f64(start, end)
                .map_err(|error| said(&error))?;
            pieces.push(bring::read(&piece).await?);
            start = end;
        }
        let kept = self.put_module(entry, &pieces).await;
        kept.map_err(|error| said(&error))
    }

    async fn put_module(&self, entry: &Entry, pieces: &[Uint8Array]) -> Result<()> {
        let change = Change::of(&self.database, &[MODULES, ENTRIES])?;
        let put = async {
            let modules = change.store(MODULES)?;
            clear(&modules, &entry.name).await?;
            for (number, piece) in (0..).zip(pieces) {
                done(&modules.put_with_key(piece, &key(&entry.name, number))?).await?;
            }
            let value = values::to_value(entry).expect("an entry can be written");
            let entries = change.store(ENTRIES)?;
            done(&entries.put_with_key(&value, &entry.name.as_str().into())?).await
        };
        let put = put.await.map(drop);
        change.made(put).await
    }

    /// Forgets a module.
    pub async fn forget_module(&self, name: &str) -> Result<()> {
        let change = Change::of(&self.database, &[MODULES, ENTRIES])?;
        let forget = async {
            done(&change.store(ENTRIES)?.delete(&name.into())?).await?;
            clear(&change.store(MODULES)?, name).await
        };
        let forgotten = forget.await;
        change.made(forgotten).await
    }
}

fn blob(value: &JsValue) -> Option<Blob> {
    let bytes = value.dyn_ref::<Uint8Array>()?;
    Blob::new_with_u8_array_sequence(&Array::of1(bytes)).ok()
}
