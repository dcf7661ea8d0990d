//! The filters: those that come with the page and the visitor's own. A module
//! is compiled once, by the browser, and reused.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Promise;
use model::{
    module::{self, Card},
    session::{Filter, Origin},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;
use web_sys::Blob;
use yew::html::Scope;

use crate::{
    app::App,
    bring, doctor,
    few::Few,
    js::said,
    store::{Entry, Store},
};

pub mod built_in;
pub mod compile;

/// A filter, and the pages of memory that its module is limited to.
type Key = (Origin, String, u64);

/// What a filter's file is once it is compiled: a `WebAssembly.Module`; of a
/// component an array, as `model::protocol::Program` says.
pub type Compiled = JsValue;

/// A module of the visitor's that is here now.
pub struct Added {
    /// It, as the session has it.
    pub filter: Filter,
    /// What the doctor said.
    pub card: Card,
    /// That it will be gone with the page, if so.
    pub warning: Option<String>,
}

/// A file that did not become a module of the visitor's.
pub struct Refused {
    /// Its name.
    pub name: String,
    /// What it is and what to do, or why it could not be looked at.
    pub sentence: String,
    /// What the doctor said, if it was asked.
    pub card: Option<Card>,
}

/// The filters of this page; clones share what is compiled.
#[derive(Clone, Default)]
pub struct Library {
    store: Rc<RefCell<Option<Store>>>,
    compiled: Rc<RefCell<Few<Key, Compiled>>>,
    /// The visitor's modules that could not be kept.
    unkept: Rc<RefCell<Few<String, (Entry, Blob)>>>,
    /// The modules of the link that was opened.
    linked: Rc<RefCell<Few<String, Blob>>>,
    /// Modules that come with the page and are on their way before they are asked for.
    coming: Rc<RefCell<Few<String, Promise>>>,
    /// How often a module was added or removed: what was read before that is
    /// old.
    changes: Rc<Cell<u32>>,
}

impl Library {
    /// Connects it to what outlives the page.
    pub fn keep_in(&self, store: Store) {
        self.store.replace(Some(store));
    }

    fn store(&self) -> Option<Store> {
        self.store.borrow().clone()
    }

    /// The visitor's own filters, as the store has them.
    pub async fn own(&self) -> Vec<Filter> {
        let Some(store) = self.store() else {
            return Vec::new();
        };
        // Those that were added before the store was open.
        let early: Vec<(Entry, Blob)> = self
            .unkept
            .borrow()
            .iter()
            .map(|(_, early)| early.clone())
            .collect();
        for (entry, bytes) in early {
            if store.keep_module(&entry, &bytes).await.is_ok() {
                self.unkept.borrow_mut().remove(|name| *name == entry.name);
            }
        }
        let mut entries = store.entries().await.unwrap_or_default();
        for (name, (unkept, _)) in self.unkept.borrow().iter() {
            entries.retain(|entry| entry.name != *name);
            entries.push(unkept.clone());
        }
        entries.into_iter().map(own_filter).collect()
    }

    /// A module that was compiled before.
    pub fn compiled(&self, filter: &Filter, pages: u64) -> Option<Compiled> {
        let key = key(filter, pages);
        self.compiled.borrow().get(|other| *other == key).cloned()
    }

    /// Gets a filter's module and compiles it, with this limit on its memory;
    /// tells the page if that takes long.
    ///
    /// # Errors
    /// A sentence.
    pub async fn compile(
        &self,
        filter: &Filter,
        pages: u64,
        link: &Scope<App>,
    ) -> Result<Compiled, String> {
        if let Some(module) = self.compiled(filter, pages) {
            return Ok(module);
        }
        let changes = self.changes.get();
        let file = self.file(filter).await?;
        compile::say(link, "Compiling", &filter.name, &file);
        let module = compile::program(&file, pages, "").await?;
        if self.changes.get() == changes {
            self.compiled
                .borrow_mut()
                .insert(key(filter, pages), module.clone());
        }
        Ok(module)
    }

    /// What the doctor says of a filter.
    ///
    /// # Errors
    /// A sentence.
    pub async fn examine(&self, filter: &Filter) -> Result<Card, String> {
        doctor::examine(&self.file(filter).await?).await
    }

    /// A filter's module.
    ///
    /// # Errors
    /// A sentence.
    pub async fn file(&self, filter: &Filter) -> Result<Blob, String> {
        let name = &filter.name;
        match filter.origin {
            Origin::BuiltIn => {
                let coming = self.coming.borrow_mut().remove(|other| other == name);
                let file = match coming {
                    Some(coming) => bring::wait(coming).await,
                    None => compile::built_in(name).await,
                };
                file.map_err(|error| {
                    format!(
                        "The filter {name} cannot be loaded ({}): reload the page.",
                        said(&error)
                    )
                })
            }
            Origin::Linked => self
                .linked
                .borrow()
                .get(|other| other == name)
                .cloned()
                .ok_or_else(|| {
                    format!("The module {name} of the link is gone: open the link again.")
                }),
            Origin::Own => self.own_file(name).await.ok_or_else(|| {
                format!(
                    "The module {name} is gone from this browser's storage: add its file again."
                )
            }),
        }
    }

    /// Fetches a filter of the page that will be asked for.
    pub fn expect(&self, name: &str) {
        let file = compile::built_in(name);
        let file = future_to_promise(async { Ok(file.await?.into()) });
        self.coming.borrow_mut().insert(name.to_owned(), file);
    }

    fn forget_compiled(&self, name: &str) {
        self.compiled
            .borrow_mut()
            .retain(|(origin, other, _)| *origin != Origin::Own || other != name);
    }

    async fn own_file(&self, name: &str) -> Option<Blob> {
        if let Some((_, file)) = self.unkept.borrow().get(|other| other == name) {
            return Some(file.clone());
        }
        self.store()?.module(name).await.ok().flatten()
    }

    /// Takes a module of the visitor's, which was fetched from an address or not:
    /// has it looked at, compiles it, keeps it, and tells the page what takes long.
    ///
    /// # Errors
    /// What the file is and what to do; nothing changed.
    pub async fn add(
        &self,
        file_name: &str,
        address: Option<String>,
        file: &Blob,
        pages: u64,
        link: &Scope<App>,
    ) -> Result<Added, Box<Refused>> {
        let refused = |sentence: String, card: Option<Card>| {
            Box::new(Refused {
                name: file_name.to_owned(),
                sentence,
                card,
            })
        };
        let name = module::command_name(file_name);
        compile::say(link, "Looking at", &name, file);
        let card = doctor::examine(file)
            .await
            .map_err(|sentence| refused(sentence, None))?;
        let Some(host) = card.host else {
            return Err(refused(card.sentence.clone(), Some(card)));
        };
        compile::say(link, "Compiling", &name, file);
        let module = match compile::program(file, pages, &card.needs).await {
            Ok(module) => module,
            Err(sentence) => return Err(refused(sentence, Some(card))),
        };
        compile::say(link, "Keeping", &name, file);
        let entry = Entry {
            name: name.clone(),
            bytes: file.size() as u64,
            host,
            brief: card.brief.clone(),
            address,
        };
        let kept = match self.store() {
            Some(store) => store.keep_module(&entry, file).await,
            None => Err("this browser gives the page no storage".to_owned()),
        };
        self.unkept.borrow_mut().remove(|other| *other == name);
        let warning = kept.err().map(|why| {
            let unkept = (entry.clone(), file.clone());
            self.unkept.borrow_mut().insert(name.clone(), unkept);
            format!("{name} will be gone when the page is closed ({why}).")
        });
        self.changes.set(self.changes.get() + 1);
        let filter = own_filter(entry);
        self.forget_compiled(&filter.name);
        self.compiled
            .borrow_mut()
            .insert(key(&filter, pages), module);
        Ok(Added {
            filter,
            card,
            warning,
        })
    }

    /// Takes a module that a link brings: it is there as long as the page, and
    /// hides the visitor's own of the same name without touching it.
    ///
    /// # Errors
    /// What it is and why it cannot run.
    pub async fn add_linked(
        &self,
        name: &str,
        file: &Blob,
        pages: u64,
        link: &Scope<App>,
    ) -> Result<Filter, String> {
        let refused = |sentence: String| format!("{name}: {sentence}");
        let card = doctor::examine(file).await.map_err(refused)?;
        let Some(host) = card.host else {
            return Err(refused(card.sentence));
        };
        compile::say(link, "Compiling", name, file);
        let module = compile::program(file, pages, &card.needs).await;
        let filter = Filter {
            origin: Origin::Linked,
            ..own_filter(Entry {
                name: name.to_owned(),
                bytes: file.size() as u64,
                host,
                brief: card.brief,
                address: None,
            })
        };
        let of_name = |(origin, other, _): &Key| *origin == Origin::Linked && other == name;
        let mut compiled = self.compiled.borrow_mut();
        compiled.retain(|key| !of_name(key));
        compiled.insert(key(&filter, pages), module.map_err(refused)?);
        self.linked
            .borrow_mut()
            .insert(name.to_owned(), file.clone());
        Ok(filter)
    }

    /// Forgets one of the visitor's modules.
    pub async fn remove(&self, name: &str) {
        self.changes.set(self.changes.get() + 1);
        self.unkept.borrow_mut().remove(|other| other == name);
        self.forget_compiled(name);
        if let Some(store) = self.store() {
            // What cannot be removed is shown again by the next visit.
            let _ = store.forget_module(name).await;
        }
    }
}

fn key(filter: &Filter, pages: u64) -> Key {
    (filter.origin, filter.name.clone(), pages)
}

fn own_filter(entry: Entry) -> Filter {
    Filter {
        name: entry.name,
        summary: entry.brief,
        manual: String::new(),
        bytes: entry.bytes,
        origin: Origin::Own,
        host: entry.host,
        address: entry.address,
    }
}
