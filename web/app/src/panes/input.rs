//! The pane of stdin: editable text, or a file kept as bytes.

use model::session::{Feed, Input};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event};
use yew::Callback;

use super::{
    counted,
    element::{self, Element, chosen, files, tag},
    fold, short_size, typed,
    view::{self, ViewState, Window},
};
use crate::{bring::MOST_TYPED, js::Js};

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

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Element {
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
    let clear = clearable.then(|| tag("<button id='clear' type='button'>Clear").asks(asks.clear));
    let choose = whole.then(|| {
        files(
            "File",
            "<input id='stdin-file' type='file' class='hidden' aria-label='Choose a file for stdin'>",
            chosen(asks.file),
        )
    });
    let ends = tag("<span class='ends'>").child_if(clear).child_if(choose);
    let head = tag("<header>")
        .child(fold::title("stdin", values.folded, &brief, asks.fold))
        .child(typed::chooser(values.typed.feed, &asks.feed))
        .child(tag("<span class='size'>").text(&size))
        .child(ends);
    let body = tag("<div class='body'>")
        .child_if(progress(values))
        .child(content);
    tag("<section class='pane stdin' aria-label='stdin'>")
        .class("folded", values.folded)
        .child(head)
        .child(body)
}

/// How much of a file was read.
fn progress(values: &Values) -> Option<Element> {
    match (values.input, values.read) {
        (Input::File { bytes, .. }, Some(read)) if values.typed.feed == Feed::Whole => {
            Some(typed::progress(read, *bytes))
        }
        _ => None,
    }
}

fn body(
    values: &Values,
    edit: Callback<String>,
    select: Callback<()>,
    paste: Callback<String>,
    scrolled: Callback<Window>,
) -> Element {
    let text = match values.input {
        Input::File { preview, .. } => {
            let kept = counted(preview.kept(), "byte");
            let dropped = (preview.written() > preview.kept()).then(|| {
                let sentence = format!("Shown are the first {kept}; the filter gets all of it.");
                tag("<p class='dropped'>").text(&sentence)
            });
            return tag("<>")
                .child(view::view(
                    "stdin",
                    "stdin",
                    preview,
                    values.state,
                    scrolled,
                ))
                .child_if(dropped);
        }
        Input::Text(text) => text,
    };
    let pasted = move |event: Event| {
        let event: ClipboardEvent = event.unchecked_into();
        let text = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok());
        if let Some(text) = text.filter(|text| text.len() > MOST_TYPED) {
            event.prevent_default();
            paste.emit(text);
        }
    };
    tag("<textarea id='stdin' class='bytes' aria-label='stdin' placeholder='Type or drop a file here; it becomes standard input.' autocapitalize='off' autocomplete='off' autocorrect='off' spellcheck='false'>")
        .value(text)
        .on("input", element::values(edit))
        .on("paste", pasted)
        .on("select", select.reform(|_| ()))
}
