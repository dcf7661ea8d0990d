//! The files of the page: made, edited, renamed, brought in and taken out.

use js_sys::{Array, Uint8Array};
use model::{
    grant::Moment,
    session::{Event, file_name},
    stream::Piece,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;
use yew::Context;

use super::{
    App, Msg,
    messages::later,
    notice::{Notice, Offer},
    saving::save_as,
};
use crate::{
    ask, bring,
    js::Js,
    panes::{files::Edited, mounts::Change},
    run::joined,
};

/// A larger file, in bytes, is not edited in the page.
const EDITABLE: u64 = 1 << 20;

/// What is asked for in the drawer of files.
pub enum Files {
    /// Edit this one, or a new one.
    Edit(Option<String>),
    /// Do not.
    Leave,
    /// This is what it is now: its name before, if it had one, its name, and
    /// its text.
    Edited(Option<String>, String, String),
    /// Forget this one.
    Remove(String),
    /// These were chosen, a folder perhaps.
    Add(Vec<File>),
    /// They were read.
    Added(Contents),
    /// An archive was chosen.
    Unpack(File),
    /// What was in it, or why nothing was taken.
    Unpacked(Result<Contents, String>),
    /// All of them are to be saved as one archive.
    SaveAll,
    /// What programs see is to be changed.
    Grant(Change),
}

/// Files that are brought in, from an archive perhaps.
pub struct Contents {
    files: Vec<(String, Js)>,
    /// What was not taken, in sentences.
    problems: Vec<String>,
}

impl App {
    pub(super) fn files(&mut self, ctx: &Context<Self>, asked: Files) {
        match asked {
            Files::Edit(name) => self.edit_file(name),
            Files::Leave => self.editing = None,
            Files::Edited(before, name, text) => self.file_edited(ctx, before, &name, &text),
            Files::Remove(name) => {
                self.example = None;
                self.remember();
                self.event(ctx, Event::FileRemoved(name.clone()));
                self.visitor_did(ctx, Moment::Edit, &format!("edit files/{name}"));
                let words = format!("{name} was removed.");
                self.notice = Some(match self.before {
                    Some(_) => Notice::offering(words, Offer::Undo),
                    None => Notice::plain(words),
                });
            }
            Files::Add(chosen) => later(ctx, async move {
                let (mut files, mut problems) = (Vec::new(), Vec::new());
                for file in chosen {
                    match bring::read(&file).await {
                        Ok(bytes) => files.push((path(&file), Js(bytes.into()))),
                        Err(sentence) => problems.push(sentence),
                    }
                }
                Msg::Files(Files::Added(Contents { files, problems }))
            }),
            Files::Added(contents) => self.files_added(ctx, contents, String::new()),
            Files::Unpack(file) => later(ctx, async move {
                Msg::Files(Files::Unpacked(unpack(&file).await))
            }),
            Files::Unpacked(Ok(contents)) => {
                let count = contents.files.len();
                let words = format!("{count} files came out of the archive.");
                self.files_added(ctx, contents, words);
            }
            Files::Unpacked(Err(sentence)) => self.notice = Some(Notice::trouble(sentence)),
            Files::Grant(change) => {
                let mut grant = self.session.grant.clone();
                change.make(&mut grant);
                self.example = None;
                self.event(ctx, Event::Granted(grant));
                self.follow_soon(ctx);
                self.edited(ctx);
            }
            Files::SaveAll => {
                let files = self
                    .session
                    .files
                    .iter()
                    .map(|(name, pieces)| Array::of2(&name.into(), &joined(pieces)));
                let files: Array = files.collect();
                later(ctx, async move {
                    let saved = match ask::ask("archives", "save", &[&files]).await {
                        Ok(bytes) => save_as("files.tar", &Array::of1(&bytes)),
                        Err(why) => Err(why.unwrap_or_else(|| NOT_THERE.to_owned())),
                    };
                    match saved {
                        Ok(()) => Msg::Say(Notice::plain("All files were saved as files.tar.")),
                        Err(sentence) => Msg::Say(Notice::trouble(sentence)),
                    }
                });
            }
        }
    }

    fn edit_file(&mut self, name: Option<String>) {
        let Some(name) = name else {
            self.editing = Some(Edited::default());
            self.focus_next = Some("file-name".to_owned());
            return;
        };
        let pieces = self.session.files.get(&name).cloned().unwrap_or_default();
        let size: u64 = pieces.iter().map(|piece| piece.len() as u64).sum();
        let text = match size <= EDITABLE {
            true => String::from_utf8(joined(&pieces).to_vec()).ok(),
            false => None,
        };
        // A text field would change these.
        let text = text.filter(|text| !text.contains(['\r', '\0']));
        match text {
            Some(text) => {
                self.editing = Some(Edited {
                    before: Some(name.clone()),
                    name,
                    text,
                });
                self.focus_next = Some("file-text".to_owned());
            }
            None => {
                self.notice = Some(Notice::trouble(format!(
                    "{name} is not text, or more of it than can be edited here: download it, change it, and add it again."
                )));
            }
        }
    }

    fn file_edited(&mut self, ctx: &Context<Self>, before: Option<String>, name: &str, text: &str) {
        let name = file_name(name.trim());
        if name.is_empty() || name.split('/').any(|part| part == "..") {
            self.notice = Some(Notice::trouble(
                "A file needs a name, and .. leads nowhere in it.",
            ));
            return;
        }
        let is_taken = self.session.files.get(&name).is_some();
        if is_taken && before.as_ref() != Some(&name) {
            self.notice = Some(Notice::trouble(format!(
                "There is a file {name} already: choose another name, or remove it first."
            )));
            return;
        }
        if let Some(before) = before.filter(|before| *before != name) {
            self.event(ctx, Event::FileRemoved(before));
        }
        let bytes = Js(Uint8Array::from(text.as_bytes()).into());
        self.file_added(ctx, name, bytes);
        (self.editing, self.notice) = (None, None);
        self.edited(ctx);
    }

    /// Files come in; those of the same names can be had back.
    fn files_added(&mut self, ctx: &Context<Self>, contents: Contents, mut words: String) {
        let Contents { files, problems } = contents;
        let Some((first, _)) = files.first() else {
            if !problems.is_empty() || !words.is_empty() {
                let sentence = format!("{words} {}", problems.join(" "));
                self.notice = Some(Notice::trouble(sentence.trim()));
            }
            return;
        };
        let line = format!("edit files/{first}");
        let is_there = |(name, _): &&(String, Js)| self.session.files.get(name).is_some();
        let replaced = files.iter().filter(is_there).count();
        if replaced > 0 {
            self.remember_all();
            words = format!("{words} {replaced} took the place of files of the same name.");
        }
        for (name, bytes) in files {
            self.event(ctx, Event::FileAdded(name, bytes));
        }
        // Once for all: what it leads to sees all files.
        self.visitor_did(ctx, Moment::Edit, &line);
        let words = format!("{words} {}", problems.join(" "));
        self.notice = match (words.trim(), problems.is_empty()) {
            ("", _) => self.notice.take(),
            (words, true) => Some(Notice::plain(words)),
            (words, false) => Some(Notice::trouble(words)),
        };
        if replaced > 0 {
            self.notice = self.notice.take().map(|notice| notice.and(Offer::Undo));
        }
    }

    /// The visitor adds a file, or puts another one in its place.
    fn file_added(&mut self, ctx: &Context<Self>, name: String, bytes: Js) {
        let line = format!("edit files/{name}");
        self.event(ctx, Event::FileAdded(name, bytes));
        self.visitor_did(ctx, Moment::Edit, &line);
    }
}

/// What is said where the part that knows archives cannot be had.
const NOT_THERE: &str = "The part of the page that reads and writes archives cannot be loaded, or there is too much for it: check the connection, and try again.";

/// A file's path in the folder that was chosen, or its name.
fn path(file: &File) -> String {
    let path = js_sys::Reflect::get(file, &"webkitRelativePath".into());
    path.ok()
        .and_then(|path| path.as_string())
        .filter(|path| !path.is_empty())
        .unwrap_or_else(|| file.name())
}

async fn unpack(file: &File) -> Result<Contents, String> {
    let opened = ask::ask("archives", "open", &[file]).await;
    let opened = opened.map_err(|why| why.unwrap_or_else(|| NOT_THERE.to_owned()))?;
    let parts: Array = opened.unchecked_into();
    let [files, problems] = [0, 1].map(|at| parts.get(at).unchecked_into::<Array>());
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    let file = |file: JsValue| {
        let file: Array = file.unchecked_into();
        (text(file.get(0)), Js(file.get(1)))
    };
    Ok(Contents {
        files: files.iter().map(file).collect(),
        problems: problems.iter().map(text).collect(),
    })
}
