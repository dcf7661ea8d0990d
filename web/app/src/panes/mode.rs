//! The choice of how bytes are shown, in a pane's title line.

use model::view::{CHOICES, View};
use wasm_bindgen::JsValue;
use yew::Callback;

use super::element::{Element, tag, values};

/// How many choices there are where only text and hex are.
pub const PLAIN: usize = View::Hex as usize + 1;

/// Draws it: what was chosen, what is shown now, and how many of the views can
/// be chosen.
pub fn select(mode: View, shown: View, count: usize, ask: Callback<View>) -> Element {
    let options = CHOICES[..count].iter().map(|(view, word, name)| {
        let name = match view {
            View::Auto => shown.name().to_owned(),
            _ => format!("as {name}"),
        };
        option(word, &name, mode == *view)
    });
    tag("<select class='mode' aria-label='View'>")
        .property("selectedIndex", JsValue::from(mode as u32))
        .onchange(values(ask.reform(|word: String| View::of(&word))))
        .children(options)
}

/// Draws one of the choices of a list. The attribute chooses first; once a person
/// has chosen, only the list's property `selectedIndex` does.
pub fn option(value: &str, words: &str, selected: bool) -> Element {
    tag("<option>")
        .attr("value", value)
        .flag("selected", selected)
        .text(words)
}
