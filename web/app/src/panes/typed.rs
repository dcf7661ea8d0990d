//! stdin typed line by line, as at a terminal; and the choice of how stdin is
//! given.

use model::session::Feed;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ClipboardEvent, Event, KeyboardEvent};
use yew::Callback;

use super::{
    counted,
    element::{self, Element, field, tag},
    mode::option,
    short_size,
};

/// What is shown of what was typed, in bytes.
const SHOWN: usize = 100_000;

/// What the typed input shows.
pub struct Values<'a> {
    /// How stdin is given: typed, or line by line.
    pub feed: Feed,
    /// What was typed for this run.
    pub typed: &'a str,
    /// Whether its end was typed too.
    pub ended: bool,
    /// Whether a program runs.
    pub running: bool,
    /// Whether it waits for a line now.
    pub awaited: bool,
    /// Whether this engine lets a program wait.
    pub waits: bool,
}

/// What it asks for.
#[derive(Clone)]
pub struct Asks {
    /// Lines were typed, each with its newline.
    pub send: Callback<String>,
    /// That was all.
    pub end: Callback<()>,
}

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Element {
    let (state, awaited) = match () {
        () if values.running && values.ended => {
            ("The input has ended; the program runs on.", false)
        }
        () if values.running && values.awaited => ("The program waits for a line.", true),
        () if values.feed == Feed::Lines && !values.ended => {
            ("Each line runs the program afresh.", true)
        }
        () if values.running => ("The program runs.", false),
        () if !values.waits && values.feed == Feed::Typed && !values.ended => {
            ("The program runs when the input ends.", false)
        }
        () if values.ended => ("The input ended. A new line starts a new run.", false),
        () => ("A line starts the program.", false),
    };
    let engine = (!values.waits && values.feed == Feed::Typed).then(|| {
        tag("<p class='dropped engine'>This browser cannot let a program wait: type all lines, then end the input; it runs then.")
    });
    let closed = values.running && values.ended;
    let line = tag("<input id='stdin' type='text' aria-label='A line for stdin' aria-describedby='typed-state' placeholder='A line, then Enter' autocapitalize='off' autocomplete='off' autocorrect='off' spellcheck='false' enterkeyhint='send'>")
        .flag("disabled", closed)
        .on("keydown", keys(asks.clone()))
        .on("paste", pasted(asks.send));
    let end = tag("<button id='end' type='button'>End input")
        .flag("disabled", closed)
        .asks(asks.end)
        .child(tag("<kbd aria-hidden='true'>Ctrl-D"));
    let state = tag("<p id='typed-state' class='state' role='status'>")
        .class("awaited", awaited)
        .text(state);
    tag("<div class='typed'>")
        .child_if(engine)
        .child(transcript(values))
        .child(state)
        .child(tag("<div class='row'>").child(line).child(end))
}

/// What was typed, its last part if it is long. The stylesheet turns the box
/// over, so that it stays at its newest line.
fn transcript(values: &Values) -> Element {
    let mut start = values.typed.len().saturating_sub(SHOWN);
    while !values.typed.is_char_boundary(start) {
        start += 1;
    }
    let before = match start {
        0 => String::new(),
        start => format!("… {} before\n", counted(start as u64, "byte")),
    };
    let end = values.ended.then(|| tag("<span class='eof'>input ended"));
    let text = tag("<pre>")
        .text(&before)
        .text(&values.typed[start..])
        .child_if(end);
    tag("<div id='transcript' class='bytes transcript' tabindex='0' role='region' aria-label='What was typed'>")
        .child(text)
}

/// Enter sends the line, Ctrl-D in an empty one ends the input.
fn keys(asks: Asks) -> impl Fn(Event) {
    move |event: Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        if key.is_composing() {
            return;
        }
        let command = key.ctrl_key() || key.meta_key() || key.alt_key();
        let field = field(&event);
        match key.key().as_str() {
            "Enter" if !command => {
                event.prevent_default();
                let line = field.value();
                field.set_value("");
                asks.send.emit(line + "\n");
            }
            "d" | "D" if key.ctrl_key() => {
                event.prevent_default();
                if field.value().is_empty() && !key.repeat() {
                    asks.end.emit(());
                }
            }
            _ => {}
        }
    }
}

/// A field for one line would glue pasted lines together: they are sent, and
/// what follows the last newline stays.
fn pasted(send: Callback<String>) -> impl Fn(Event) {
    move |event: Event| {
        let field = field(&event);
        let data = event.unchecked_ref::<ClipboardEvent>().clipboard_data();
        let text = data.and_then(|data| data.get_data("text/plain").ok());
        let text = text.unwrap_or_default().replace("\r\n", "\n");
        if let Some((lines, rest)) = text.rsplit_once('\n') {
            event.prevent_default();
            let lines = format!("{}{lines}\n", field.value());
            field.set_value(rest);
            send.emit(lines);
        }
    }
}

/// Draws the choice of how stdin is given, for the title line of its pane.
pub fn chooser(feed: Feed, ask: &Callback<Feed>) -> Element {
    let chosen = ask.reform(|word: String| match word.as_str() {
        "typed" => Feed::Typed,
        "lines" => Feed::Lines,
        _ => Feed::Whole,
    });
    tag("<select id='feed' class='mode' aria-label='How stdin is given'>")
        .property("selectedIndex", JsValue::from(feed as u32))
        .onchange(element::values(chosen))
        .child(option("whole", "whole", feed == Feed::Whole))
        .child(option("typed", "typed", feed == Feed::Typed))
        .child(option("lines", "line by line", feed == Feed::Lines))
}

/// Draws how much of a file the run has read.
pub fn progress(read: u64, total: u64) -> Element {
    let label = format!("{} of {} read", short_size(read), short_size(total));
    tag("<progress class='share'>")
        .attr("max", &total.max(1).to_string())
        .attr("value", &read.min(total).to_string())
        .attr("aria-label", &label)
}
