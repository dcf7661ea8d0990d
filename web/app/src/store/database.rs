//! IndexedDB: its requests and transactions as futures.

use gloo_events::EventListener;
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode as Mode,
};

use crate::js::{on, window};

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
    Ok(answer(&request).await?.unchecked_into())
}

/// The store is not waited for longer, in milliseconds: another page may keep it from
/// all others.
const PATIENCE: i32 = 4000;

/// What a request gives.
pub async fn done(request: &IdbRequest) -> Result<JsValue> {
    given(request, None).await
}

/// The same of one that is answered at once, if the store is to be had.
///
/// # Errors
/// A text, when it is not answered in time; what the browser says, when it fails.
pub async fn answer(request: &IdbRequest) -> Result<JsValue> {
    given(request, Some(PATIENCE)).await
}

async fn given(request: &IdbRequest, patience: Option<i32>) -> Result<JsValue> {
    let answered = Promise::new(&mut |answered, failed| {
        request.set_onsuccess(Some(&answered));
        request.set_onerror(Some(&failed));
        if let Some(patience) = patience {
            let given_up =
                window().set_timeout_with_callback_and_timeout_and_arguments_0(&failed, patience);
            drop(given_up);
        }
    });
    match JsFuture::from(answered).await {
        Ok(_) => request.result(),
        // No event: the time was over.
        Err(event) if event.is_undefined() => Err("it does not answer".into()),
        Err(_) => Err(request.error()?.into()),
    }
}

/// A change of some stores, which is made as a whole or not at all.
///
/// One that is not committed when the page is left locks the stores in WebKit (2.50): they
/// answer no other page. So it is committed with what is asked last, and given up if the
/// page ends before that.
pub struct Change {
    transaction: IdbTransaction,
    _page_ends: EventListener,
}

impl Change {
    /// Begins one.
    pub fn of(database: &IdbDatabase, stores: &[&str]) -> Result<Self> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let transaction =
            database.transaction_with_str_sequence_and_mode(&names, Mode::Readwrite)?;
        let unfinished = transaction.clone();
        // It fails for one that is committed.
        let give_up = move |_: &Event| drop(unfinished.abort());
        Ok(Self {
            transaction,
            _page_ends: on("pagehide", Box::new(give_up)),
        })
    }

    /// One of its stores.
    pub fn store(&self, name: &str) -> Result<IdbObjectStore> {
        self.transaction.object_store(name)
    }

    /// Has it made, if all that was asked went well so far, and waits until it is.
    pub async fn made<T>(self, so_far: Result<T>) -> Result<T> {
        let change = &self.transaction;
        let over = Promise::new(&mut |made, failed| {
            change.set_oncomplete(Some(&made));
            change.set_onabort(Some(&failed));
        });
        // It may be over already, by an error.
        #[expect(deprecated, reason = "IndexedDB 3.0 has it, and nothing in its place")]
        let _ = match so_far {
            Ok(_) => change.commit(),
            Err(_) => change.abort(),
        };
        match (so_far, JsFuture::from(over).await) {
            (Ok(_), Err(_)) => Err(change.error().map_or(JsValue::NULL, JsValue::from)),
            (so_far, _) => so_far,
        }
    }
}
