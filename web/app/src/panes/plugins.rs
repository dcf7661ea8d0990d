//! The plugins of the page: a button each, and what it says.

use model::plugins::Plugins;
use yew::{Callback, Html, html};

/// Draws them; nothing if there are none.
pub fn view(plugins: &Plugins, press: &Callback<usize>) -> Html {
    if plugins.each().next().is_none() {
        return Html::default();
    }
    let one = |(at, (plugin, state)): (usize, (&model::grant::Plugin, &model::plugins::State))| {
        html! {
            <li>
                <button type="button" title={plugin.command.clone()} onclick={press.reform(move |_| at)}>{ plugin.name() }</button>
                <span class="note">{ &state.note }</span>
                if state.off.is_some() {
                    <span class="trouble">{ "stopped" }</span>
                }
            </li>
        }
    };
    html! { <ul id="plugins" class="plugins" aria-label="Plugins">{ for plugins.each().enumerate().map(one) }</ul> }
}
