//! Sharing: what is put into a link, and what is done with it.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use model::{
    link::Carried,
    pipeline::Part,
    session::{Feed, Filter, Input, Origin},
    view::View,
};
use wasm_bindgen::JsCast;
use yew::Context;

use super::{App, Msg, messages::later, notice::Notice, saving};
use crate::{
    js::{Js, window},
    links, location,
    run::joined,
};

/// With more input than this, in bytes, no link is made after an edit: somebody has
/// to ask for it.
pub const UNASKED: u64 = 100_000;

/// What the sheet shows, and what it was told to leave out.
#[derive(Default)]
pub struct Sheet {
    /// Whether stdin stays here.
    pub without_input: bool,
    /// Whether the files do.
    pub without_files: bool,
    /// Whether programs that were fetched go by their addresses.
    pub by_address: bool,
    /// What the worker wrote, in the order of [`Made`].
    pub made: Vec<String>,
    /// Why it wrote nothing.
    pub trouble: Option<String>,
    /// How often it was asked: an answer to an older question is too late.
    asked: u32,
}

/// What the worker writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// How long the link is, in a sentence.
    Length,
    /// The path of its QR code; empty if there is none.
    Code,
    /// How wide that is.
    Width,
    /// A link for Markdown.
    Markdown,
    /// A frame for HTML.
    Frame,
    /// A demo file.
    File,
    /// The link.
    Link,
}

/// What the sheet asks for.
pub enum Share {
    /// Write it all.
    Make,
    /// It was written.
    Done(u32, Result<Vec<String>, String>),
    /// Leave stdin out, or not.
    Input,
    /// Leave the files out, or not.
    Files,
    /// Leave the bytes of programs that were fetched out, or not.
    ByAddress,
    /// Put this on the clipboard.
    Copy(Made),
    /// Give the link to what the system shares by.
    System,
    /// Save the demo file.
    Save,
}

impl Sheet {
    /// What was written; empty if nothing was.
    pub fn get(&self, made: Made) -> &str {
        self.made.get(made as usize).map_or("", String::as_str)
    }

    /// What was written, or is being written, is no longer what is there.
    pub fn outdate(&mut self) {
        self.asked += 1;
        self.made.clear();
    }
}

impl App {
    pub(super) fn share(&mut self, ctx: &Context<Self>, share: Share) {
        match share {
            Share::Make => self.make_link(ctx),
            Share::Done(asked, _) if asked != self.sheet.asked => {}
            Share::Done(_, Ok(made)) => self.sheet.made = made,
            Share::Done(_, Err(sentence)) => self.sheet.trouble = Some(sentence),
            Share::Input => {
                self.sheet.without_input ^= true;
                self.make_link(ctx);
            }
            Share::Files => {
                self.sheet.without_files ^= true;
                self.make_link(ctx);
            }
            Share::ByAddress => {
                self.sheet.by_address ^= true;
                self.make_link(ctx);
            }
            Share::Copy(what) => {
                let text = self.sheet.get(what).to_owned();
                later(ctx, async move {
                    Msg::Say(match saving::copy(&text).await {
                        Ok(()) => Notice::plain("Copied."),
                        Err(why) => Notice::trouble(format!(
                            "This browser did not let the page copy ({why}): select the text and copy it by hand."
                        )),
                    })
                });
            }
            Share::System => {
                let data = Object::new();
                let _ = Reflect::set(&data, &"url".into(), &self.sheet.get(Made::Link).into());
                if let Some(share) = system() {
                    // Whoever closes the system's sheet wants nothing said of it.
                    let _ = share.call1(&window().navigator(), &data);
                }
            }
            Share::Save => {
                let pieces = Array::of1(&self.sheet.get(Made::File).into());
                if let Err(why) = saving::save_as("pourover.demo", &pieces) {
                    self.notice = Some(Notice::trouble(format!(
                        "This browser did not let the page save a file ({why})."
                    )));
                }
            }
        }
    }

    /// The programs that the command line calls and that do not come with the page.
    fn brought(&self) -> impl Iterator<Item = &Filter> {
        let filters = &self.session.filters;
        self.session.script.stages().filter_map(|stage| {
            let Part::Text(name) = stage.args.first()?.0.first()? else {
                return None;
            };
            let filter = filters.iter().find(|filter| filter.name == *name)?;
            (filter.origin != Origin::BuiltIn).then_some(filter)
        })
    }

    /// Whether any of them can go by its address.
    pub(super) fn can_go_by_address(&self) -> bool {
        self.brought().any(|filter| filter.address.is_some())
    }

    /// Has the link written, of what is there now.
    fn make_link(&mut self, ctx: &Context<Self>) {
        self.sheet.asked += 1;
        self.sheet.trouble = None;
        let asked = self.sheet.asked;
        let session = &self.session;
        let empty = || Js(Uint8Array::new_with_length(0).into());
        let stdin = match &session.input {
            _ if self.sheet.without_input => empty(),
            Input::Text(text) => Js(Uint8Array::from(text.as_bytes()).into()),
            Input::File { file, .. } => file.clone(),
        };
        let mut files = Vec::new();
        for (name, pieces) in session.files.iter().filter(|_| !self.sheet.without_files) {
            files.push((name.clone(), Js(joined(pieces).into())));
        }
        let mut brought = Vec::new();
        let mut far = Vec::new();
        for filter in self.brought() {
            let name = &filter.name;
            let modules = self.linked.iter().flat_map(|linked| &linked.modules);
            let address = modules
                .filter(|module| filter.origin == Origin::Linked && module.name == *name)
                .find_map(|module| module.far.clone());
            match address {
                Some((address, sha256))
                    if far.iter().all(|[other, ..]: &[String; 3]| other != name) =>
                {
                    far.push([name.clone(), address, sha256]);
                }
                Some(_) => {}
                None if brought.contains(filter) => {}
                None => brought.push(filter.clone()),
            }
        }
        let (title, prose) = match (&self.linked, &self.example) {
            (Some(linked), _) => (linked.title.clone(), linked.prose.clone()),
            (None, Some(name)) => {
                let demo = self.demos.iter().find(|demo| demo.name == *name);
                demo.map(|demo| (demo.title.clone(), demo.prose.clone()))
                    .unwrap_or_default()
            }
            _ => Default::default(),
        };
        let usual = model::limits::Limits::default();
        let mut carried = Carried {
            command: session.command.clone(),
            title,
            prose,
            stdin,
            files,
            grant: session.grant.clone(),
            modules: Vec::new(),
            far,
            feed: match session.feed {
                Feed::Whole => "",
                Feed::Typed => "typed",
                Feed::Lines => "lines",
            }
            .to_owned(),
            view: match self.views.stdout.mode {
                View::Auto => "",
                mode => mode.word(),
            }
            .to_owned(),
            limits: (session.limits != usual).then_some(session.limits),
            asks: Vec::new(),
            problems: Vec::new(),
        };
        let library = self.library.clone();
        let by_address = self.sheet.by_address;
        later(ctx, async move {
            let made = async {
                for filter in brought {
                    let file = library.file(&filter).await?;
                    let Some(address) = filter.address.filter(|_| by_address) else {
                        carried.modules.push((filter.name, Js(file.into())));
                        continue;
                    };
                    let sha256 = links::write("sha256", &[&file]).await?;
                    let sha256 = sha256.as_string().unwrap_or_default();
                    carried.far.push([filter.name, address, sha256]);
                }
                let carried = values::to_value(&carried).map_err(|error| error.to_string())?;
                let made = links::write("share", &[&carried, &location::page().into()]).await?;
                let made: Array = made.unchecked_into();
                Ok(made.iter().filter_map(|text| text.as_string()).collect())
            };
            Msg::Share(Share::Done(asked, made.await))
        });
    }
}

/// What the system shares by, where there is such a thing.
pub fn system() -> Option<Function> {
    let share = Reflect::get(&window().navigator(), &"share".into()).ok()?;
    share.dyn_into().ok()
}
