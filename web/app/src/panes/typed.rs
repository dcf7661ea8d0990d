//! stdin typed line by line, as at a terminal; and the choice of how stdin is
//! given.

use model::session::Feed;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::{Callback, Html, TargetCast, html};

use super::{counted, short_size};

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
pub fn view(values: &Values, asks: Asks) -> Html {
    let (state, class) = match () {
        () if values.running && values.ended => {
            ("The input has ended; the program runs on.", "state")
        }
        () if values.running && values.awaited => {
            ("The program waits for a line.", "state awaited")
        }
        () if values.feed == Feed::Lines && !values.ended => {
            ("Each line runs the program afresh.", "state awaited")
        }
        () if values.running => ("The program runs.", "state"),
        () if !values.waits && values.feed == Feed::Typed && !values.ended => {
            ("The program runs when the input ends.", "state")
        }
        () if values.ended => ("The input ended. A new line starts a new run.", "state"),
        () => ("A line starts the program.", "state"),
    };
    let engine = (!values.waits && values.feed == Feed::Typed).then_some(
        "This browser cannot let a program wait: type all lines, then end the input; it runs then.",
    );
    let end = asks.end.reform(|_| ());
    let closed = values.running && values.ended;
    html! {
        <div class="typed">
            { engine.map_or_else(Html::default, |words| html! { <p class="dropped engine">{ words }</p> }) }
            { transcript(values) }
            <p class={class} id="typed-state" role="status">{ state }</p>
            <div class="row">
                <input id="stdin" type="text" aria-label="A line for stdin" aria-describedby="typed-state" placeholder="A line, then Enter" disabled={closed}
                    autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false" enterkeyhint="send"
                    onkeydown={keys(asks.clone())} onpaste={pasted(asks.send)} />
                <button id="end" type="button" disabled={closed} onclick={end}>{ "End input" }<kbd aria-hidden="true">{ "Ctrl-D" }</kbd></button>
            </div>
        </div>
    }
}

/// What was typed, its last part if it is long. The stylesheet turns the box
/// over, so that it stays at its newest line.
fn transcript(values: &Values) -> Html {
    let mut start = values.typed.len().saturating_sub(SHOWN);
    while !values.typed.is_char_boundary(start) {
        start += 1;
    }
    let before = match start {
        0 => String::new(),
        start => format!("… {} before\n", counted(start as u64, "byte")),
    };
    let end = match values.ended {
        true => html! { <span class="eof">{ "input ended" }</span> },
        false => Html::default(),
    };
    html! {
        <div id="transcript" class="bytes transcript" tabindex="0" role="region" aria-label="What was typed">
            <pre>{ before }{ &values.typed[start..] }{ end }</pre>
        </div>
    }
}

/// Enter sends the line, Ctrl-D in an empty one ends the input.
fn keys(asks: Asks) -> impl Fn(KeyboardEvent) {
    move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let command = event.ctrl_key() || event.meta_key() || event.alt_key();
        let field: HtmlInputElement = event.target_unchecked_into();
        match event.key().as_str() {
            "Enter" if !command => {
                event.prevent_default();
                let line = field.value();
                field.set_value("");
                asks.send.emit(line + "\n");
            }
            "d" | "D" if event.ctrl_key() => {
                event.prevent_default();
                if field.value().is_empty() && !event.repeat() {
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
        let field: HtmlInputElement = event.target_unchecked_into();
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
pub fn chooser(feed: Feed, ask: Callback<Feed>) -> Html {
    let onchange = move |event: Event| {
        let field: HtmlSelectElement = event.target_unchecked_into();
        ask.emit(match field.value().as_str() {
            "typed" => Feed::Typed,
            "lines" => Feed::Lines,
            _ => Feed::Whole,
        });
    };
    // The attributes choose first; once a person has chosen, only the property does.
    html! {
        <select id="feed" class="mode" aria-label="How stdin is given" ~selectedIndex={feed as u32} {onchange}>
            <option value="whole" selected={feed == Feed::Whole}>{ "whole" }</option>
            <option value="typed" selected={feed == Feed::Typed}>{ "typed" }</option>
            <option value="lines" selected={feed == Feed::Lines}>{ "line by line" }</option>
        </select>
    }
}

/// Draws how much of a file the run has read.
pub fn progress(read: u64, total: u64) -> Html {
    let label = format!("{} of {} read", short_size(read), short_size(total));
    html! { <progress class="share" max={total.max(1).to_string()} value={read.min(total).to_string()} aria-label={label} /> }
}
