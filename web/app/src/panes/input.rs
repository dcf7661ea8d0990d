//! The pane of stdin: editable text, or a file kept as bytes.

use model::session::{Feed, Input};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlInputElement, HtmlTextAreaElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

use super::{
    counted, short_size, typed,
    view::{self, ViewState, Window},
};
use crate::js::Js;

/// What the stdin pane shows.
pub struct Values<'a> {
    /// stdin.
    pub input: &'a Input<Js>,
    /// How a file is shown.
    pub state: &'a ViewState,
    /// Whether it is folded away where there is little room.
    pub folded: bool,
    /// How it is given, and what was typed.
    pub typed: typed::Values<'a>,
    /// How much of it was read, while a run goes on.
    pub read: Option<u64>,
}

/// What it asks for.
pub struct Asks {
    /// It is to be given otherwise.
    pub feed: Callback<Feed>,
    /// A line was typed.
    pub send: Callback<String>,
    /// The end was typed.
    pub end: Callback<()>,
    /// The text was edited.
    pub edit: Callback<String>,
    /// Some of the text was selected.
    pub select: Callback<()>,
    /// It is to be emptied.
    pub clear: Callback<()>,
    /// A file was chosen.
    pub file: Callback<web_sys::File>,
    /// More text was pasted than a text field is good for.
    pub paste: Callback<String>,
    /// The file was scrolled.
    pub scrolled: Callback<Window>,
    /// Fold or unfold it.
    pub fold: Callback<()>,
}

/// A text field with more characters than this is slow to type in.
const MOST_TYPED: usize = 1_000_000;

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Html {
    let class = yew::classes!("pane", "stdin", values.folded.then_some("folded"));
    let whole = values.typed.feed == Feed::Whole;
    let (size, brief, clearable) = match values.input {
        _ if !whole => {
            let bytes = values.typed.typed.len() as u64;
            (counted(bytes, "byte"), short_size(bytes), false)
        }
        Input::Text(text) => {
            let bytes = text.len() as u64;
            (
                format!("text · {}", counted(bytes, "byte")),
                short_size(bytes),
                !text.is_empty(),
            )
        }
        Input::File { name, bytes, .. } => (
            format!("{name} · {}", counted(*bytes, "byte")),
            short_size(*bytes),
            true,
        ),
    };
    let clear = asks.clear.reform(|_| ());
    let choose = asks.file;
    let onchange = move |event: Event| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        if let Some(file) = field.files().and_then(|files| files.get(0)) {
            choose.emit(file);
        }
        // The same file can be chosen again.
        field.set_value("");
    };
    let content = match whole {
        true => body(values, asks.edit, asks.select, asks.paste, asks.scrolled),
        false => typed::view(
            &values.typed,
            typed::Asks {
                send: asks.send,
                end: asks.end,
            },
        ),
    };
    html! {
        <section {class} aria-label="stdin">
            <header>
                <h2 class="wide">{ "stdin" }</h2>
                <button class="fold" type="button" aria-expanded={(!values.folded).to_string()} onclick={asks.fold.reform(|_| ())}>
                    <h2>{ "stdin" }</h2>
                    <span class="brief">{ brief }</span>
                </button>
                { typed::chooser(values.typed.feed, asks.feed) }
                <span class="size">{ size }</span>
                <span class="ends">
                    if clearable {
                        <button id="clear" type="button" onclick={clear}>{ "Clear" }</button>
                    }
                    if whole {
                        <label class="button">{ "File" }<input id="stdin-file" type="file" class="hidden" {onchange} aria-label="Choose a file for stdin" /></label>
                    }
                </span>
            </header>
            <div class="body">
                { progress(values) }
                { content }
            </div>
        </section>
    }
}

/// How much of a file was read.
fn progress(values: &Values) -> Html {
    match (values.input, values.read) {
        (Input::File { bytes, .. }, Some(read)) if values.typed.feed == Feed::Whole => {
            typed::progress(read, *bytes)
        }
        _ => Html::default(),
    }
}

fn body(
    values: &Values,
    edit: Callback<String>,
    select: Callback<()>,
    paste: Callback<String>,
    scrolled: Callback<Window>,
) -> Html {
    let text = match values.input {
        Input::File { preview, .. } => {
            let more = preview.written() - preview.kept();
            return html! {
                <>
                    { view::view("stdin", "stdin", preview, values.state, scrolled) }
                    if more > 0 {
                        <p class="dropped">{ format!("Shown are the first {}; the filter gets all of it.", counted(preview.kept(), "byte")) }</p>
                    }
                </>
            };
        }
        Input::Text(text) => text.clone(),
    };
    let oninput = move |event: InputEvent| {
        edit.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value());
    };
    let onpaste = move |event: Event| {
        let event: ClipboardEvent = event.unchecked_into();
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok());
        if let Some(text) = text.filter(|text| text.len() > MOST_TYPED) {
            event.prevent_default();
            paste.emit(text);
        }
    };
    html! {
        <textarea id="stdin" class="bytes" aria-label="stdin" value={text} {oninput} {onpaste} onselect={select.reform(|_| ())}
            placeholder="Type or drop a file here; it becomes standard input." autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false" />
    }
}
