//! The drawer of files: what redirections read and write, and what programs see.

use litemap::LiteMap;
use model::{grant::Grant, stream::Piece};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement, SubmitEvent};
use yew::{Callback, Html, TargetCast, html};

use super::{
    drawer,
    mounts::{self, Change},
    short_size,
};
use crate::{app::Files, js::Js};

/// A file that is edited.
#[derive(Default)]
pub struct Edited {
    /// What it was called; nothing if it is a new one.
    pub before: Option<String>,
    /// What it is called at first.
    pub name: String,
    /// What is in it at first.
    pub text: String,
}

/// What the drawer shows.
pub struct Values<'a> {
    /// The files by name, each in pieces.
    pub files: &'a LiteMap<String, Vec<Js>>,
    /// The names of those that the last run wrote.
    pub written: &'a [String],
    /// The one that is edited.
    pub edited: Option<&'a Edited>,
    /// What programs are granted.
    pub grant: &'a Grant,
}

/// What it asks for.
pub struct Asks {
    /// Do something with files.
    pub files: Callback<Files>,
    /// Save this one.
    pub download: Callback<String>,
    /// Make this one stdin.
    pub stdin: Callback<String>,
    /// Change what is granted.
    pub grant: Callback<Change>,
    /// Close it.
    pub close: Callback<()>,
}

/// Draws the drawer.
pub fn view(values: &Values, asks: Asks) -> Html {
    let list = if values.files.is_empty() {
        html! { <p class="none">{ "There are no files yet. Add one, or write one: a filter's output goes into a file with > name." }</p> }
    } else {
        html! { <ul class="files">{ for values.files.iter().map(|(name, pieces)| file(name, pieces, values, &asks)) }</ul> }
    };
    let body = html! {
        <>
            { add(values, &asks) }
            { for values.edited.map(|edited| editor(edited, &asks.files)) }
            { list }
            { mounts::view(values.grant, &asks.grant) }
        </>
    };
    drawer::frame("Files", asks.close, body)
}

/// The ways to bring files in, and all of them out.
fn add(values: &Values, asks: &Asks) -> Html {
    let chosen = |what: fn(Vec<web_sys::File>) -> Option<Files>| {
        let files = asks.files.clone();
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            if let Some(list) = field.files() {
                let chosen = (0..list.length()).filter_map(|at| list.get(at));
                what(chosen.collect())
                    .into_iter()
                    .for_each(|asked| files.emit(asked));
            }
            // The same file can be chosen again.
            field.set_value("");
        }
    };
    let each = |files| Some(Files::Add(files));
    let archive = |files: Vec<web_sys::File>| files.into_iter().next().map(Files::Unpack);
    html! {
        <section class="add">
            <p>{ "Read them with < name, write them with > name. They stay in this browser." }</p>
            <div class="ways">
                <button id="new-file" type="button" onclick={asks.files.reform(|_| Files::Edit(None))}>{ "New file" }</button>
                <label class="button">{ "Add files" }<input id="add-file" type="file" multiple=true class="hidden" onchange={chosen(each)} /></label>
                <label class="button">{ "Add a folder" }<input id="add-folder" type="file" webkitdirectory=true class="hidden" onchange={chosen(each)} /></label>
                <label class="button">{ "Unpack .tar or .zip" }<input id="add-archive" type="file" accept=".tar,.tgz,.gz,.zip" class="hidden" onchange={chosen(archive)} /></label>
                if !values.files.is_empty() {
                    <button id="save-files" type="button" onclick={asks.files.reform(|_| Files::SaveAll)}>{ "Save all as .tar" }</button>
                }
            </div>
        </section>
    }
}

/// A form for one file's name and text. Both are put into their fields once: what
/// is drawn anew while somebody types must not take it away.
fn editor(edited: &Edited, files: &Callback<Files>) -> Html {
    let before = edited.before.clone();
    let onsubmit = files.reform(move |event: SubmitEvent| {
        event.prevent_default();
        let form: Element = event.target_unchecked_into();
        let field = |selector| form.query_selector(selector).ok().flatten();
        let name = field("input").map(|field| field.unchecked_into::<HtmlInputElement>().value());
        let text =
            field("textarea").map(|field| field.unchecked_into::<HtmlTextAreaElement>().value());
        Files::Edited(
            before.clone(),
            name.unwrap_or_default(),
            text.unwrap_or_default(),
        )
    });
    html! {
        <form class="edited" key={edited.before.clone().unwrap_or_default()} {onsubmit}>
            <label for="file-name">{ "Name" }</label>
            <input id="file-name" type="text" ~defaultValue={edited.name.clone()} autocapitalize="off" autocomplete="off" spellcheck="false" />
            <label for="file-text">{ "Text" }</label>
            <textarea id="file-text" rows="8" autocapitalize="off" autocomplete="off" spellcheck="false" ~defaultValue={edited.text.clone()} />
            <div class="ways">
                <button id="keep-file" type="submit">{ "Keep" }</button>
                <button type="button" onclick={files.reform(|_| Files::Leave)}>{ "Cancel" }</button>
            </div>
        </form>
    }
}

fn file(name: &str, pieces: &[Js], values: &Values, asks: &Asks) -> Html {
    let size: u64 = pieces.iter().map(|piece| piece.len() as u64).sum();
    let doing = |ask: Callback<String>, words: &'static str, label: String| {
        let name = name.to_owned();
        html! { <button type="button" aria-label={label} onclick={ask.reform(move |_| name.clone())}>{ words }</button> }
    };
    let edit = asks.files.reform(|name| Files::Edit(Some(name)));
    let remove = asks.files.reform(Files::Remove);
    html! {
        <li key={name.to_owned()}>
            <code>{ name }</code>
            <span class="size">
                if values.written.iter().any(|written| written == name) {
                    <em>{ "written · " }</em>
                }
                { short_size(size) }
            </span>
            <span class="doings">
                { doing(edit, "Edit", format!("Edit or rename {name}")) }
                { doing(asks.stdin.clone(), "Use as stdin", format!("Use {name} as stdin")) }
                { doing(asks.download.clone(), "Download", format!("Download {name}")) }
                { doing(remove, "Remove", format!("Remove {name}")) }
            </span>
        </li>
    }
}
