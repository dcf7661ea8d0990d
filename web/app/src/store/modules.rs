//! The bytes of modules, in pieces: a value of 70 MB would be copied at once,
//! on the page's thread.

use idb::{KeyRange, ObjectStore, Query, TransactionMode};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::{ENTRIES, Entry, MODULES, Result, Store};
use crate::{bring, js::said};

/// The length of a piece, in bytes.
const PIECE: f64 = (4 << 20) as f64;

/// A piece's key.
fn key(name: &str, number: u32) -> JsValue {
    Array::of2(&name.into(), &number.into()).into()
}

/// The keys of all its pieces.
fn keys(name: &str) -> Result<Query> {
    let (first, last) = (key(name, 0), key(name, u32::MAX));
    Ok(KeyRange::bound(&first, &last, None, None)?.into())
}

/// Removes what is kept of a module.
async fn clear(modules: &ObjectStore, name: &str) -> Result<()> {
    modules.delete(keys(name)?)?.await?;
    // It was one value once.
    modules.delete(JsValue::from_str(name))?.await
}

impl Store {
    /// The module's file.
    pub async fn module(&self, name: &str) -> Result<Option<Blob>> {
        if let Some(whole) = self.get(MODULES, &name.into()).await? {
            return Ok(blob(&whole));
        }
        let pieces = Array::new();
        while let Some(piece) = self.get(MODULES, &key(name, pieces.length())).await? {
            // A blob is made of each, not of all together, for the same reason.
            let Some(piece) = blob(&piece) else {
                return Ok(None);
            };
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
        kept.map_err(|error| error.to_string())
    }

    async fn put_module(&self, entry: &Entry, pieces: &[Uint8Array]) -> Result<()> {
        let stores = [MODULES, ENTRIES];
        let change = self
            .database
            .transaction(&stores, TransactionMode::ReadWrite)?;
        let put = async {
            let modules = change.object_store(MODULES)?;
            clear(&modules, &entry.name).await?;
            for (number, piece) in (0..).zip(pieces) {
                modules.put(piece, Some(&key(&entry.name, number)))?.await?;
            }
            let value = values::to_value(entry).expect("an entry can be written");
            let entries = change.object_store(ENTRIES)?;
            entries
                .put(&value, Some(&entry.name.as_str().into()))?
                .await
        };
        match put.await {
            Ok(_) => change.commit()?.await?,
            Err(error) => {
                change.abort()?.await?;
                return Err(error);
            }
        };
        Ok(())
    }

    /// Forgets a module.
    pub async fn forget_module(&self, name: &str) -> Result<()> {
        let stores = [MODULES, ENTRIES];
        let change = self
            .database
            .transaction(&stores, TransactionMode::ReadWrite)?;
        let entries = change.object_store(ENTRIES)?;
        entries.delete(JsValue::from_str(name))?.await?;
        clear(&change.object_store(MODULES)?, name).await?;
        change.commit()?.await?;
        Ok(())
    }
}

fn blob(value: &JsValue) -> Option<Blob> {
    let bytes = value.dyn_ref::<Uint8Array>()?;
    Blob::new_with_u8_array_sequence(&Array::of1(bytes)).ok()
}
