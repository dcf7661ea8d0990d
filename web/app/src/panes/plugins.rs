//! The plugins of the page: a button each, and what it says.

use model::plugins::Plugins;
use yew::Callback;

use super::element::{Element, always, tag};

/// Draws them; nothing if there are none.
pub fn view(plugins: &Plugins, press: &Callback<usize>) -> Element {
    if plugins.each().next().is_none() {
        return tag("<>");
    }
    let mut list = tag("<ul id='plugins' class='plugins' aria-label='Plugins'>");
    for (at, (plugin, state)) in plugins.each().enumerate() {
        let button = tag("<button type='button'>")
            .attr("title", &plugin.command)
            .onclick(always(press, at))
            .text(plugin.name());
        let stopped = state.off.as_ref();
        let one = tag("<li>")
            .child(button)
            .child(tag("<span class='note'>").text(&state.note))
            .child_if(stopped.map(|_| tag("<span class='trouble'>stopped")));
        list = list.child(one);
    }
    list
}
