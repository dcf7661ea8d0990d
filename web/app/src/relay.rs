//! Pipes that go over the page, from worker to page to worker, where that is
//! faster than a message port: a port of Firefox goes over another process, 60
//! MB/s in a pipeline of five; a message to a worker and back does not.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Worker;

use crate::few::Few;

/// Which worker has which end of a pipe; an end is a number that is used once.
#[derive(Clone, Default)]
pub struct Relay {
    ends: Rc<RefCell<Few<u32, Worker>>>,
    last: u32,
}

impl Relay {
    /// Whether pipes are to go this way in this browser.
    pub fn is_faster() -> bool {
        // Others are "like Gecko", without its version.
        let agent = web_sys::window().and_then(|window| window.navigator().user_agent().ok());
        agent.is_some_and(|agent| agent.contains("Gecko/"))
    }

    /// The two ends of a new pipe.
    pub fn pipe(&mut self) -> (u32, u32) {
        self.last += 2;
        (self.last - 1, self.last)
    }

    /// Forgets all pipes.
    pub fn clear(&self) {
        self.ends.take();
    }

    /// This worker has that end.
    pub fn give(&self, end: u32, worker: &Worker) {
        self.ends.borrow_mut().insert(end, worker.clone());
    }

    /// Passes on what a worker sent for the other end of a pipe: the number of
    /// that end, and a message as `stage::pipe` describes them. Says whether it
    /// was such a thing.
    pub fn pass(&self, message: &JsValue) -> bool {
        let Some(message) = message.dyn_ref::<Array>() else {
            return false;
        };
        let data = message.get(1);
        let moved = match (data.dyn_ref::<Uint8Array>(), data.dyn_ref::<Array>()) {
            (Some(piece), _) => Array::of1(&piece.buffer()),
            (None, Some(buffers)) => buffers.clone(),
            (None, None) => Array::new(),
        };
        let end = message.get(0).as_f64().unwrap_or_default() as u32;
        if let Some(worker) = self.ends.borrow().get(|other| *other == end) {
            // A worker that is gone swallows this, as a port does.
            let _ = worker.post_message_with_transfer(message, &moved);
        }
        true
    }
}
