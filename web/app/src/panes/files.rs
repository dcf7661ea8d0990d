//! The drawer of files: what redirections read and write, and what programs see.

use litemap::LiteMap;
use model::{grant::Grant, stream::Piece};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlInputElement};
use yew::{Callback, TargetCast};

use super::{
    drawer,
    element::{Element, always, field, files, tag},
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
    /// Whether a demo is open that can be opened again.
    pub in_demo: bool,
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
pub fn view(values: &Values, asks: Asks) -> Element {
    let list = if values.files.is_empty() {
        tag(
            "<p class='none'>There are no files yet. Add one, or write one: a filter's output goes into a file with > name.",
        )
    } else {
        tag("<ul class='files'>").children(
            values
                .files
                .iter()
                .map(|(name, pieces)| file(name, pieces, values, &asks)),
        )
    };
    let edited = values.edited.iter();
    let body = tag("<>")
        .child(add(values, &asks))
        .children(edited.map(|edited| editor(edited, &asks.files)))
        .child(list)
        .child(mounts::view(values.grant, values.in_demo, &asks.grant));
    drawer::frame("Files", asks.close, body)
}

/// The ways to bring files in, and all of them out.
fn add(values: &Values, asks: &Asks) -> Element {
    let chosen = |what: fn(Vec<web_sys::File>) -> Option<Files>| {
        let files = asks.files.clone();
        Callback::from(move |event: Event| {
            let field = field(&event);
            if let Some(list) = field.files() {
                let chosen = (0..list.length()).filter_map(|at| list.get(at));
                if let Some(asked) = what(chosen.collect()) {
                    files.emit(asked);
                }
            }
            // The same file can be chosen again.
            field.set_value("");
        })
    };
    let each = |files| Some(Files::Add(files));
    let archive = |files: Vec<web_sys::File>| files.into_iter().next().map(Files::Unpack);
    let save = (!values.files.is_empty()).then(|| {
        tag("<button id='save-files' type='button'>Save all as .tar")
            .onclick(asks.files.reform(|_| Files::SaveAll))
    });
    let ways = tag("<div class='ways'>")
        .child(
            tag("<button id='new-file' type='button'>New file")
                .onclick(asks.files.reform(|_| Files::Edit(None))),
        )
        .child(files(
            "Add files",
            "<input id='add-file' type='file' multiple='multiple' class='hidden'>",
            chosen(each),
        ))
        .child(files(
            "Add a folder",
            "<input id='add-folder' type='file' webkitdirectory='webkitdirectory' class='hidden'>",
            chosen(each),
        ))
        .child(files(
            "Unpack .tar or .zip",
            "<input id='add-archive' type='file' accept='.tar,.tgz,.gz,.zip' class='hidden'>",
            chosen(archive),
        ))
        .child_if(save);
    tag("<section class='add'>")
        .child(tag(
            "<p>Read them with < name, write them with > name. They stay in this browser.",
        ))
        .child(ways)
}

/// A form for one file's name and text. Both are put into their fields once: what
/// is drawn anew while somebody types must not take it away.
fn editor(edited: &Edited, files: &Callback<Files>) -> Element {
    let before = edited.before.clone();
    let kept = files.reform(move |event: Event| {
        event.prevent_default();
        let form: web_sys::Element = event.target_unchecked_into();
        // The text's field has a value as well as the name's has.
        let value = |selector| {
            let field = form.query_selector(selector).ok().flatten();
            field.map(|field| field.unchecked_into::<HtmlInputElement>().value())
        };
        Files::Edited(
            before.clone(),
            value("input").unwrap_or_default(),
            value("textarea").unwrap_or_default(),
        )
    });
    let name = tag("<input id='file-name' type='text' autocapitalize='off' autocomplete='off' spellcheck='false'>")
        .property("defaultValue", JsValue::from(&edited.name));
    let text = tag("<textarea id='file-text' rows='8' autocapitalize='off' autocomplete='off' spellcheck='false'>")
        .property("defaultValue", JsValue::from(&edited.text));
    let ways = tag("<div class='ways'>")
        .child(tag("<button id='keep-file' type='submit'>Keep"))
        .child(tag("<button type='button'>Cancel").onclick(files.reform(|_| Files::Leave)));
    tag("<form class='edited'>")
        .key(edited.before.as_deref().unwrap_or_default())
        .on("submit", kept)
        .child(tag("<label for='file-name'>Name"))
        .child(name)
        .child(tag("<label for='file-text'>Text"))
        .child(text)
        .child(ways)
}

fn file(name: &str, pieces: &[Js], values: &Values, asks: &Asks) -> Element {
    let size: u64 = pieces.iter().map(|piece| piece.len() as u64).sum();
    let doing = |ask: &Callback<String>, start, label: &str| {
        tag(start)
            .attr("aria-label", label)
            .onclick(always(ask, name.to_owned()))
    };
    let edit = asks.files.reform(|name| Files::Edit(Some(name)));
    let remove = asks.files.reform(Files::Remove);
    let doings = tag("<span class='doings'>")
        .child(doing(
            &edit,
            "<button type='button'>Edit",
            &format!("Edit or rename {name}"),
        ))
        .child(doing(
            &asks.stdin,
            "<button type='button'>Use as stdin",
            &format!("Use {name} as stdin"),
        ))
        .child(doing(
            &asks.download,
            "<button type='button'>Download",
            &format!("Download {name}"),
        ))
        .child(doing(
            &remove,
            "<button type='button'>Remove",
            &format!("Remove {name}"),
        ));
    let written = values.written.iter().any(|written| written == name);
    let size = tag("<span class='size'>")
        .child_if(written.then(|| tag("<em>written · ")))
        .text(&short_size(size));
    tag("<li>")
        .key(name)
        .child(tag("<code>").text(name))
        .child(size)
        .child(doings)
}
