//! The page in a frame of another page: `?embed` in its address.

use js_sys::JSON;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{HtmlElement, ResizeObserver};

use crate::js::window;

/// Whether the page's address asks for the compact form.
pub fn is_asked() -> bool {
    let search = window().location().search().unwrap_or_default();
    let mut words = search.trim_start_matches('?').split('&');
    words.any(|word| word == "embed" || word.starts_with("embed="))
}

/// Tells the page around how high this one is, in CSS pixels, now and whenever
/// that changes. Nothing else is told, and nothing is heard: any page may be
/// around.
pub fn tell_height() {
    let Some(page) = window()
        .document()
        .and_then(|document| document.query_selector(".page").ok()?)
    else {
        return;
    };
    let page: HtmlElement = page.unchecked_into();
    let observed = page.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        let message = format!("{{\"pourover\":{{\"height\":{}}}}}", page.offset_height());
        if let (Ok(message), Ok(Some(around))) = (JSON::parse(&message), window().parent()) {
            let _ = around.post_message(&message, "*");
        }
    });
    if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        observer.observe(&observed);
        // For as long as the page is there.
        changed.forget();
    }
}
