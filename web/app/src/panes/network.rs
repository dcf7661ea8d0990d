//! The connections of the last run, what its programs were refused, and what they
//! ask the visitor for.

use model::{
    session::{Connection, Network, StageRun},
    wish::Wish,
};
use yew::Callback;

use super::{
    element::{Element, always, tag},
    short_size,
};
use crate::js::Js;

/// Draws them; nothing if there are none.
pub fn view(
    network: &Network,
    stages: &[StageRun<Js>],
    answer: &Callback<(Wish, bool)>,
) -> Element {
    if *network == Network::default() {
        return tag("<>");
    }
    let connections = &network.connections;
    let list = (!connections.is_empty()).then(|| {
        tag("<ul aria-label='Connections'>")
            .children(connections.iter().map(|connection| one(connection, stages)))
    });
    let more = (network.more > 0).then(|| tag("<p>").text(&format!("and {} more", network.more)));
    let wishes = network.wishes.iter();
    let refused = network.refused.iter();
    tag("<div id='network' class='network'>")
        .child_if(list)
        .child_if(more)
        .children(wishes.map(|(stage, wish)| asked(name(stages, *stage), wish, answer)))
        .children(refused.map(|sentence| tag("<p class='refused'>").text(sentence)))
}

fn one(connection: &Connection, stages: &[StageRun<Js>]) -> Element {
    let Connection {
        stage,
        to,
        sent,
        received,
        begins: [asked, answered],
        open,
        ..
    } = connection;
    let size = format!(
        " · {} sent{} · {} received{} · {}",
        short_size(*sent),
        quoted(asked, *sent),
        short_size(*received),
        quoted(answered, *received),
        if *open { "open" } else { "closed" }
    );
    tag("<li>")
        .child(tag("<code>").text(name(stages, *stage)))
        .text(" ⇄ ")
        .child(tag("<code>").text(to))
        .child(tag("<span class='size'>").text(&size))
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
fn asked(name: &str, wish: &Wish, answer: &Callback<(Wish, bool)>) -> Element {
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
    let says = |yes: bool| always(answer, (wish.clone(), yes));
    let allow = tag("<button type='button' class='yes'>").onclick(says(true));
    tag("<p class='asked'>")
        .child(tag("<span>").text(&wants))
        .child(allow.text(yes))
        .child(tag("<button type='button' class='no'>Refuse").onclick(says(false)))
}
