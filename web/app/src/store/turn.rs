//! Which page wrote to the store last: another one may have put something else there
//! than this page remembers.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Math, Number};
use web_sys::Storage;

use crate::js::window;

/// Where each page leaves a mark when it writes: unlike the store, this is read at once.
const LAST_WRITER: &str = "pourover-last-writer";

/// What this page knows of that.
#[derive(Clone)]
pub struct Turn {
    /// The mark that stood there when this page last looked.
    seen: Rc<RefCell<Option<String>>>,
}

impl Turn {
    /// From here on this page knows what is in the store.
    pub fn new() -> Self {
        Self {
            seen: Rc::new(RefCell::new(last_writer())),
        }
    }

    /// This page writes now: whether another one did, since this one did or was opened.
    pub fn take(&self) -> bool {
        let is_other = last_writer() != *self.seen.borrow();
        self.mark();
        is_other
    }

    /// What this page wrote is there. Who opened the store while it was written is told, if
    /// no other page writes by now.
    pub fn written(&self) {
        if last_writer() == *self.seen.borrow() {
            self.mark();
        }
    }

    /// Another mark each time: who was opened in between knows what was there then.
    fn mark(&self) {
        let mark = Number::from(Math::random()).to_string_with_radix(36);
        if let (Some(storage), Ok(mark)) = (storage(), mark) {
            // If it cannot be said, others do not know, as before.
            let _ = storage.set_item(LAST_WRITER, &String::from(mark));
        }
        self.seen.replace(last_writer());
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn last_writer() -> Option<String> {
    storage()?.get_item(LAST_WRITER).ok().flatten()
}
