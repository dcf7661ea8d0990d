//! The title of a pane that can be folded away where there is little room.

use yew::Callback;

use super::element::{Element, tag};

/// Draws it: the title where there is room, and a button with it and with a word on
/// the pane's size where there is not.
pub fn title(name: &str, folded: bool, brief: &str, fold: Callback<()>) -> Element {
    let expanded = if folded { "false" } else { "true" };
    let button = tag("<button class='fold' type='button'>")
        .attr("aria-expanded", expanded)
        .asks(fold)
        .child(tag("<h2>").text(name))
        .child(tag("<span class='brief'>").text(brief));
    tag("<>")
        .child(tag("<h2 class='wide'>").text(name))
        .child(button)
}
