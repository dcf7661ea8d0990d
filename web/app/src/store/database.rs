//! IndexedDB: its requests and transactions as futures.

use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode as Mode,
};

use crate::js::window;

/// What was asked for, or what the browser said went wrong.
pub type Result<T> = std::result::Result<T, JsValue>;

/// Opens a database; makes these stores in it if it is new.
pub async fn open(name: &str, version: u32, stores: &'static [&str]) -> Result<IdbDatabase> {
    let factory = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(name, version)?;
    let asked: IdbRequest = request.clone().into();
    let make = Closure::<dyn Fn()>::new(move || {
        if let Ok(database) = asked.result() {
            let database: IdbDatabase = database.unchecked_into();
            for store in stores {
                // It fails for one that is there, which is as well.
                let _ = database.create_object_store(store);
            }
        }
    });
    request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
    Ok(done(&request).await?.unchecked_into())
}

/// What a request gives.
pub async fn done(request: &IdbRequest) -> Result<JsValue> {
    let answered = Promise::new(&mut |answered, failed| {
        request.set_onsuccess(Some(&answered));
        request.set_onerror(Some(&failed));
    });
    match JsFuture::from(answered).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error()?.into()),
    }
}

/// A change of some stores, which is made as a whole or not at all.
pub struct Change(IdbTransaction);

impl Change {
    /// Begins one.
    pub fn of(database: &IdbDatabase, stores: &[&str]) -> Result<Self> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let change = database.transaction_with_str_sequence_and_mode(&names, Mode::Readwrite)?;
        Ok(Self(change))
    }

    /// One of its stores.
    pub fn store(&self, name: &str) -> Result<IdbObjectStore> {
        self.0.object_store(name)
    }

    /// Waits until it is made, if all went well so far.
    pub async fn made<T>(self, so_far: Result<T>) -> Result<T> {
        let change = &self.0;
        let over = Promise::new(&mut |made, failed| {
            change.set_oncomplete(Some(&made));
            change.set_onabort(Some(&failed));
        });
        if so_far.is_err() {
            // It may be over already, by the same error.
            let _ = change.abort();
        }
        match (so_far, JsFuture::from(over).await) {
            (Ok(_), Err(_)) => Err(change.error().map_or(JsValue::NULL, JsValue::from)),
            (so_far, _) => so_far,
        }
    }
}
