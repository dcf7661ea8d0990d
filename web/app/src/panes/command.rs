//! The command line: a text field over the same text in colours.

use model::pipeline::{Kind, Problem, Script};
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent, MouseEvent};
use yew::Callback;

use super::element::{self, Element, tag};

/// What the command line shows.
pub struct Values<'a> {
    /// What was typed.
    pub command: &'a str,
    /// The same, read.
    pub script: &'a Script,
    /// What kept it from running.
    pub problem: Option<&'a Problem>,
    /// Whether a program runs.
    pub running: bool,
}

/// What the command line asks for.
pub struct Asks {
    /// It was edited.
    pub edit: Callback<String>,
    /// Run.
    pub run: Callback<()>,
    /// Stop.
    pub stop: Callback<()>,
}

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Element {
    let run = asks.run.clone();
    let pressed = move |event: Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        // As in any shell. With a modifier it is the page's own shortcut.
        if key.key() == "Enter" && !key.shift_key() && !key.is_composing() {
            event.prevent_default();
            if !key.ctrl_key() && !key.meta_key() && !key.repeat() {
                run.emit(());
            }
        }
    };
    let stop = asks.stop;
    let stop = move |event: Event| {
        // Stop takes the place of Run: the second half of a double click is none.
        if event.unchecked_ref::<MouseEvent>().detail() < 2 {
            stop.emit(());
        }
    };
    let wrong = values.problem.map(|problem| {
        let column = problem.column(values.command);
        tag("<p id='problem' class='trouble' role='alert'>")
            .text(&format!("Column {column}: {}", problem.sentence))
    });
    let text = tag("<textarea id='command' rows='1' aria-label='Command line' placeholder='Type a filter and its arguments' autocapitalize='off' autocomplete='off' autocorrect='off' spellcheck='false' enterkeyhint='go'>")
        .value(values.command)
        .maybe("aria-invalid", values.problem.map(|_| "true"))
        .maybe("aria-describedby", values.problem.map(|_| "problem"))
        .on("input", element::values(asks.edit))
        .on("keydown", pressed);
    let colours = coloured(values).text("\u{200b}");
    let command = tag("<div class='command'>")
        .child(tag("<span class='prompt' aria-hidden='true'>$"))
        .child(tag("<div class='field'>").child(colours).child(text));
    let action = match values.running {
        true => tag("<button id='stop' class='main stop' type='button'>Stop")
            .onclick(stop)
            .child(tag("<kbd aria-hidden='true'>Esc")),
        false => tag("<button id='run' class='main' type='button'>Run")
            .asks(asks.run)
            .child(tag("<kbd aria-hidden='true'>⌃⏎")),
    };
    tag("<section class='bar' aria-label='Command'>")
        .child(command)
        .child(tag("<div class='actions'>").child(action))
        .child_if(wrong)
}

/// The command line in pieces: each word by what it is, mistakes underlined.
fn coloured(values: &Values) -> Element {
    let mut pieces = tag("<pre aria-hidden='true'>");
    let mut at = 0;
    let text = values.command;
    let wrong: Vec<_> = values
        .script
        .problems
        .iter()
        .chain(values.problem)
        .map(|problem| problem.span.clone())
        .collect();
    for word in &values.script.words {
        if word.span.start < at {
            continue;
        }
        pieces = pieces.text(&text[at..word.span.start]);
        let class = match word.kind {
            Kind::Assignment => "assignment",
            Kind::Program => "program",
            Kind::Flag => "flag",
            Kind::Argument => "argument",
            Kind::Operator => "operator",
        };
        let mistaken = wrong
            .iter()
            .any(|wrong| wrong.start < word.span.end && word.span.start < wrong.end);
        let piece = tag("<span>")
            .class(class, true)
            .class("mistake", mistaken)
            .text(&text[word.span.clone()]);
        pieces = pieces.child(piece);
        at = word.span.end;
    }
    pieces.text(&text[at..])
}
