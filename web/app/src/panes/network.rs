//! The connections of the last run, and what its programs were refused.

use model::session::{Connection, Network, StageRun};
use yew::{Html, html};

use super::short_size;
use crate::js::Js;

/// Draws them; nothing if there are none.
pub fn view(network: &Network, stages: &[StageRun<Js>]) -> Html {
    if *network == Network::default() {
        return Html::default();
    }
    html! {
        <div id="network" class="network">
            if !network.connections.is_empty() {
                <ul aria-label="Connections">{ for network.connections.iter().map(|connection| one(connection, stages)) }</ul>
            }
            if network.more > 0 {
                <p>{ format!("and {} more", network.more) }</p>
            }
            { for network.refused.iter().map(|sentence| html! { <p class="refused">{ sentence.clone() }</p> }) }
        </div>
    }
}

fn one(connection: &Connection, stages: &[StageRun<Js>]) -> Html {
    let Connection {
        stage,
        to,
        sent,
        received,
        open,
        ..
    } = connection;
    let name = stages
        .get(*stage as usize)
        .map_or("", |stage| stage.name.as_str());
    html! {
        <li>
            <code>{ name }</code>{ " ⇄ " }<code>{ to.clone() }</code>
            <span class="size">{ format!(" · {} sent · {} received · {}", short_size(*sent), short_size(*received), if *open { "open" } else { "closed" }) }</span>
        </li>
    }
}
