//! Elements of the page, made one by one: text becomes text nodes, and nothing
//! is ever read as HTML.

use std::ops::Range;

use model::figures::counted;
use wasm_bindgen::prelude::*;
use web_sys::{AddEventListenerOptions, Document, Element, HtmlElement};

/// The page.
pub fn document() -> Document {
    let window = web_sys::window().expect("this is used in a page");
    window.document().expect("a page has a document")
}

/// Makes an element.
pub fn make(tag: &str, class: &str) -> Element {
    let element = document()
        .create_element(tag)
        .expect("the names of elements are written here");
    if !class.is_empty() {
        element.set_class_name(class);
    }
    element
}

/// Makes an element that holds text.
pub fn text(tag: &str, class: &str, text: &str) -> Element {
    let element = make(tag, class);
    element.set_text_content(Some(text));
    element
}

/// Puts an element at the end of another.
pub fn add(parent: &Element, child: &Element) {
    // It fails for an element that holds its own parent, which none here does.
    let _ = parent.append_child(child);
}

/// Puts text at the end of an element.
pub fn add_text(parent: &Element, text: &str) {
    let _ = parent.append_child(&document().create_text_node(text));
}

/// Sets an attribute.
pub fn set(element: &Element, name: &str, value: &str) {
    element
        .set_attribute(name, value)
        .expect("the names of attributes are written here");
}

/// Says something in a line of its own.
pub fn say(parent: &Element, words: &str) {
    add(parent, &text("p", "said", words));
}

/// Calls a function at the first event of this name.
pub fn once(element: &Element, event: &str, act: impl FnOnce() + 'static) {
    let once = AddEventListenerOptions::new();
    once.set_once(true);
    let act = Closure::once_into_js(act);
    let _ = element.add_event_listener_with_callback_and_add_event_listener_options(
        event,
        act.unchecked_ref(),
        &once,
    );
}

/// Adds the things of a range to an element.
pub type Fill = Box<dyn FnMut(&Element, Range<usize>)>;

/// Many like things, of which a page is added at a time.
pub struct Many {
    /// What they are put into.
    pub into: Element,
    /// What the button for more is put into.
    pub after: Element,
    /// How many there are.
    pub count: usize,
    /// How many are added at a time.
    pub page: usize,
    /// What one is called.
    pub what: &'static str,
    /// Adds those of a range, which follows the one before.
    pub fill: Fill,
}

impl Many {
    /// Adds a page of them from `from` on, and a button for more if there are.
    pub fn add(mut self, from: usize) {
        let to = self.count.min(from + self.page);
        (self.fill)(&self.into, from..to);
        if to == self.count {
            return;
        }
        let words = counted((self.count - to) as u64, self.what);
        let button = text("button", "more-of", &words.replacen(' ', " more ", 1));
        set(&button, "type", "button");
        add(&self.after, &button);
        let after = self.after.clone();
        once(&button.clone(), "click", move || {
            button.remove();
            self.add(to);
            // The button had the focus: the next one has it now, or the whole.
            let next = after.last_element_child();
            let next = next
                .filter(|next| next.class_name() == "more-of")
                .or_else(|| after.closest("[tabindex]").ok()?);
            if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
                let _ = next.focus();
            }
        });
    }
}
