//! The address of the page: what stands behind `#` is a demo.

use js_sys::encode_uri_component;
use wasm_bindgen::JsValue;

use crate::js::window;

/// What the page itself has put behind `#` is marked so in the history: then a
/// reload shows what was there, with its input, and not the link.
const OURS: &str = "draft";

/// A longer command line is not shown in the address.
const LONGEST: usize = 2000;

/// What a link says; empty if there is none.
pub fn fragment() -> String {
    let ours = window().history().and_then(|history| history.state());
    if ours.is_ok_and(|state| state.as_string().as_deref() == Some(OURS)) {
        return String::new();
    }
    shown()
}

/// What stands behind `#`, whoever put it there.
pub fn shown() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Shows a link in the address, with a new entry in the history: Back leads to
/// what was there before.
pub fn enter(fragment: &str) {
    let address = format!("#{fragment}");
    let history = window().history();
    let _ = history.map(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&address)));
}

/// How a command line is shown there; empty if it is too long.
pub fn of_command(command: &str) -> String {
    let text = String::from(encode_uri_component(command));
    match text.len() <= LONGEST {
        // `!` at the beginning would mean something.
        true => text.replace('!', "%21"),
        false => String::new(),
    }
}

/// The address of the page, without what stands behind `?` and `#`.
pub fn page() -> String {
    let href = window().location().href().unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Shows a command line in the address, without a new entry in the history.
pub fn follow(command: &str) {
    let location = window().location();
    let mut address =
        location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    let text = of_command(command);
    if !text.is_empty() {
        address.push('#');
        address.push_str(&text);
    }
    // Safari refuses more than a hundred in half a minute; the next one tells it.
    let history = window().history();
    let _ = history.map(|history| history.replace_state_with_url(&OURS.into(), "", Some(&address)));
}
