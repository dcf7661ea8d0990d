//! The choice of how bytes are shown, in a pane's title line.

use model::view::{CHOICES, View};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

/// How many choices there are where only text and hex are.
pub const PLAIN: usize = View::Hex as usize + 1;

/// Draws it: what was chosen, what is shown now, and how many of the views can
/// be chosen.
pub fn select(mode: View, shown: View, count: usize, ask: Callback<View>) -> Html {
    let onchange = move |event: Event| {
        let field: HtmlSelectElement = event.target_unchecked_into();
        ask.emit(View::of(&field.value()));
    };
    // The attributes choose first; once a person has chosen, only the property does.
    let options = CHOICES[..count].iter().map(|(view, word, name)| {
        let name = match view {
            View::Auto => shown.name().to_owned(),
            _ => format!("as {name}"),
        };
        html! { <option value={*word} selected={mode == *view}>{ name }</option> }
    });
    html! {
        <select class="mode" aria-label="View" ~selectedIndex={mode as u32} {onchange}>{ for options }</select>
    }
}
