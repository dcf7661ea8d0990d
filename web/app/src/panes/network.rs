//! The connections of the last run, what its programs were refused, and what they
//! ask the visitor for.

use model::{
    session::{Connection, Network, StageRun},
    wish::Wish,
};
use yew::{Callback, Html, html};

use super::short_size;
use crate::js::Js;

/// Draws them; nothing if there are none.
pub fn view(network: &Network, stages: &[StageRun<Js>], answer: &Callback<(Wish, bool)>) -> Html {
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
            { for network.wishes.iter().map(|(stage, wish)| asked(name(stages, *stage), wish, answer)) }
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
        begins,
        open,
        ..
    } = connection;
    let [asked, answered] = [(sent, "sent"), (received, "received")];
    let said = |(bytes, verb): (&u64, &str), begin: &str| {
        format!(" · {} {verb}{}", short_size(*bytes), quoted(begin, *bytes))
    };
    html! {
        <li>
            <code>{ name(stages, *stage) }</code>{ " ⇄ " }<code>{ to.clone() }</code>
            <span class="size">{ said(asked, &begins[0]) }{ said(answered, &begins[1]) }{ if *open { " · open" } else { " · closed" } }</span>
        </li>
    }
}

/// How something began, in a line; nothing if it was nothing.
fn quoted(begin: &str, bytes: u64) -> String {
    if begin.is_empty() {
        return String::new();
    }
    let shown = |character: char| match character {
        '\n' => '⏎',
        character if character.is_control() => '·',
        character => character,
    };
    let line: String = begin.chars().map(shown).collect();
    let more = if begin.len() as u64 >= bytes {
        ""
    } else {
        "…"
    };
    format!(" “{line}{more}”")
}

fn name(stages: &[StageRun<Js>], stage: u32) -> &str {
    let stage = stages.get(stage as usize);
    stage.map_or("", |stage| stage.name.as_str())
}

/// What a program asks for, and a button for yes and for no.
fn asked(name: &str, wish: &Wish, answer: &Callback<(Wish, bool)>) -> Html {
    let (wants, yes) = match wish {
        Wish::Host(host) => (
            format!(
                "{name} wants to reach {host}, which will see what it sends and where you are."
            ),
            "Allow and run again",
        ),
        Wish::Paste => (
            format!("{name} wants to read your clipboard."),
            "Allow and run again",
        ),
        Wish::Copy(text) => (
            format!(
                "{name} wants to put {} into your clipboard: \u{201c}{}…\u{201d}",
                short_size(text.len() as u64),
                text.trim().chars().take(60).collect::<String>()
            ),
            "Copy",
        ),
    };
    let says = |yes: bool| {
        let wish = wish.clone();
        answer.reform(move |_| (wish.clone(), yes))
    };
    html! {
        <p class="asked">
            <span>{ wants }</span>
            <button type="button" class="yes" onclick={says(true)}>{ yes }</button>
            <button type="button" class="no" onclick={says(false)}>{ "Refuse" }</button>
        </p>
    }
}
