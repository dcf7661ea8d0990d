//! Which page wrote to the store last: another one may have put something else there
//! than this page remembers.

use js_sys::{Math, Number};
use web_sys::Storage;

use crate::js::window;

/// Where each page says that it wrote: unlike the store, this is read at once.
const LAST_WRITER: &str = "pourover-last-writer";

/// What this page knows of that.
pub struct Turn {
    own: String,
    seen: Option<String>,
}

impl Turn {
    /// From here on this page knows what is in the store.
    pub fn new() -> Self {
        let own = Number::from(Math::random()).to_string_with_radix(36);
        Self {
            own: own.map_or_else(|_| String::new(), String::from),
            seen: last_writer(),
        }
    }

    /// This page writes now: whether another one did, since this one did or was opened.
    pub fn take(&mut self) -> bool {
        let is_other = last_writer() != self.seen;
        if let Some(storage) = storage() {
            // If it cannot be said, others do not know, as before.
            let _ = storage.set_item(LAST_WRITER, &self.own);
        }
        self.seen = last_writer();
        is_other
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn last_writer() -> Option<String> {
    storage()?.get_item(LAST_WRITER).ok().flatten()
}
