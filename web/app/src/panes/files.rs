//! The drawer of files: what redirections read and write, and filters if they
//! are granted them.

use litemap::LiteMap;
use model::stream::Piece;
use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::{drawer, short_size};
use crate::js::Js;

/// What the drawer shows.
pub struct Values<'a> {
    /// The files by name, each in pieces.
    pub files: &'a LiteMap<String, Vec<Js>>,
    /// Whether filters are granted them.
    pub granted: bool,
}

/// What it asks for.
pub struct Asks {
    /// Add this file.
    pub add: Callback<web_sys::File>,
    /// Save this one.
    pub download: Callback<String>,
    /// Make this one stdin.
    pub stdin: Callback<String>,
    /// Forget this one.
    pub remove: Callback<String>,
    /// Grant them to filters, or no longer.
    pub grant: Callback<bool>,
    /// Close it.
    pub close: Callback<()>,
}

/// Draws the drawer.
pub fn view(values: &Values, asks: Asks) -> Html {
    let add = asks.add.clone();
    let onchange = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if let Some(files) = field.files() {
            (0..files.length())
                .filter_map(|at| files.get(at))
                .for_each(|file| add.emit(file));
        }
        // The same file can be chosen again.
        field.set_value("");
    };
    let grant = asks.grant.clone();
    let ongrant = move |event: Event| {
        grant.emit(event.target_unchecked_into::<HtmlInputElement>().checked());
    };
    let list = if values.files.is_empty() {
        html! { <p class="none">{ "There are no files yet. Add one, or write one: a filter's output goes into a file with > name." }</p> }
    } else {
        html! { <ul class="files">{ for values.files.iter().map(|(name, pieces)| file(name, pieces, &asks)) }</ul> }
    };
    let body = html! {
        <>
            <section class="add">
                <p>{ "Read them with < name, write them with > name. They stay in this browser." }</p>
                <label class="button">{ "Add files" }<input id="add-file" type="file" multiple=true class="hidden" {onchange} /></label>
            </section>
            { list }
            <label class="grant">
                <input id="grant" type="checkbox" checked={values.granted} onchange={ongrant} />
                <span>{ "Filters may read and write these files" }<small>{ "Otherwise a program has no file system at all: it gets stdin, stdout and stderr, and nothing else." }</small></span>
            </label>
        </>
    };
    drawer::frame("Files", asks.close, body)
}

fn file(name: &str, pieces: &[Js], asks: &Asks) -> Html {
    let size: u64 = pieces.iter().map(|piece| piece.len() as u64).sum();
    let doing = |ask: &Callback<String>, words: &'static str, label: String| {
        let name = name.to_owned();
        html! { <button type="button" aria-label={label} onclick={ask.reform(move |_| name.clone())}>{ words }</button> }
    };
    html! {
        <li key={name.to_owned()}>
            <code>{ name }</code>
            <span class="size">{ short_size(size) }</span>
            <span class="doings">
                { doing(&asks.stdin, "Use as stdin", format!("Use {name} as stdin")) }
                { doing(&asks.download, "Download", format!("Download {name}")) }
                { doing(&asks.remove, "Remove", format!("Remove {name}")) }
            </span>
        </li>
    }
}
