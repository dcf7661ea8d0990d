//! The filters: those that come with the page and the visitor's own. A module
//! is compiled once, by the browser, and reused.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use js_sys::{Promise, Uint8Array, WebAssembly};
use model::{
    demo::Demo,
    module::{self, Refusal},
    session::{Filter, Origin},
};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::{
    bring,
    js::{said, window},
    store::{Entry, Store},
};

/// What `cargo xtask filters` writes beside the built-in filters.
#[derive(Default, Deserialize)]
struct Index {
    filters: Vec<Listed>,
    demos: Vec<DemoFile>,
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    summary: String,
    manual: String,
    bytes: u64,
}

#[derive(Deserialize)]
struct DemoFile {
    name: String,
    text: String,
}

/// A demo that comes with the page.
pub struct NamedDemo {
    /// Its file's name without `.demo`.
    pub name: String,
    /// What is in it, read once.
    pub demo: Demo,
}

/// The filters of this page; clones share what is compiled.
#[derive(Clone, Default)]
pub struct Library {
    store: Rc<RefCell<Option<Store>>>,
    compiled: Rc<RefCell<HashMap<(Origin, String), WebAssembly::Module>>>,
    /// Bytes of the visitor's modules that could not be kept.
    unkept: Rc<RefCell<HashMap<String, Uint8Array>>>,
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

    /// The filters and demos that come with the page.
    ///
    /// # Errors
    /// A sentence, when the page's own files cannot be read.
    pub async fn built_in(&self) -> Result<(Vec<Filter>, Vec<NamedDemo>), String> {
        let sentence =
            |why: String| format!("The list of filters cannot be read ({why}): reload the page.");
        let response: Response = bring::wait(window().fetch_with_str("filters/filters.json"))
            .await
            .map_err(|error| sentence(said(&error)))?;
        let text = JsFuture::from(response.text().map_err(|error| sentence(said(&error)))?)
            .await
            .map_err(|error| sentence(said(&error)))?;
        let index: Index = serde_json::from_str(&text.as_string().unwrap_or_default())
            .map_err(|error| sentence(error.to_string()))?;
        let filters = index.filters.into_iter().map(|listed| Filter {
            name: listed.name,
            summary: listed.summary,
            manual: listed.manual,
            bytes: listed.bytes,
            origin: Origin::BuiltIn,
        });
        let demos = index.demos.into_iter().map(|file| NamedDemo {
            name: file.name,
            demo: Demo::parse(&file.text).0,
        });
        Ok((filters.collect(), demos.collect()))
    }

    /// The visitor's own filters, as the store has them.
    pub async fn own(&self) -> Vec<Filter> {
        let Some(store) = self.store() else {
            return Vec::new();
        };
        // Those that were added before the store was open.
        let early: Vec<_> = self.unkept.borrow().clone().into_iter().collect();
        for (name, bytes) in early {
            let bytes_long = u64::from(bytes.length());
            let entry = Entry {
                name,
                bytes: bytes_long,
            };
            if store.keep_module(&entry, &bytes).await.is_ok() {
                self.unkept.borrow_mut().remove(&entry.name);
            }
        }
        let mut entries = store.entries().await.unwrap_or_default();
        for (name, bytes) in self.unkept.borrow().iter() {
            entries.retain(|entry| entry.name != *name);
            let bytes = u64::from(bytes.length());
            entries.push(Entry {
                name: name.clone(),
                bytes,
            });
        }
        entries.into_iter().map(own_filter).collect()
    }

    /// A module that was compiled before.
    pub fn compiled(&self, filter: &Filter) -> Option<WebAssembly::Module> {
        self.compiled.borrow().get(&key(filter)).cloned()
    }

    /// Gets a filter's module and compiles it.
    ///
    /// # Errors
    /// A sentence.
    pub async fn compile(&self, filter: &Filter) -> Result<WebAssembly::Module, String> {
        if let Some(module) = self.compiled(filter) {
            return Ok(module);
        }
        let name = &filter.name;
        let changes = self.changes.get();
        let module = match filter.origin {
            Origin::BuiltIn => compile_address(&format!("filters/{name}.wasm"))
                .await
                .map_err(|error| {
                    format!(
                        "The filter {name} cannot be loaded ({}): reload the page.",
                        said(&error)
                    )
                })?,
            Origin::Own => {
                let bytes = self.own_bytes(name).await.ok_or_else(|| {
                    format!(
                        "The module {name} is gone from this browser's storage: add its file again."
                    )
                })?;
                compile_bytes(&bytes).await?
            }
        };
        if self.changes.get() == changes {
            self.compiled
                .borrow_mut()
                .insert(key(filter), module.clone());
        }
        Ok(module)
    }

    async fn own_bytes(&self, name: &str) -> Option<Uint8Array> {
        if let Some(bytes) = self.unkept.borrow().get(name) {
            return Some(bytes.clone());
        }
        self.store()?.module(name).await.ok().flatten()
    }

    /// Takes a module of the visitor's: checks it, compiles it, keeps it. Also
    /// gives a sentence if it will be gone with the page.
    ///
    /// # Errors
    /// A sentence that says what the file is and what to do; nothing changed.
    pub async fn add(
        &self,
        file_name: &str,
        bytes: Uint8Array,
    ) -> Result<(Filter, Option<String>), String> {
        module::check(&bytes.to_vec())
            .map_err(|Refusal(sentence)| format!("{file_name}: {sentence}"))?;
        let module = compile_bytes(&bytes)
            .await
            .map_err(|sentence| format!("{file_name}: {sentence}"))?;
        let entry = Entry {
            name: module::command_name(file_name),
            bytes: u64::from(bytes.length()),
        };
        let kept = match self.store() {
            Some(store) => store
                .keep_module(&entry, &bytes)
                .await
                .map_err(|error| error.to_string()),
            None => Err("this browser gives the page no storage".to_owned()),
        };
        self.unkept.borrow_mut().remove(&entry.name);
        let warning = kept.err().map(|why| {
            self.unkept.borrow_mut().insert(entry.name.clone(), bytes);
            format!(
                "{} will be gone when the page is closed ({why}).",
                entry.name
            )
        });
        self.changes.set(self.changes.get() + 1);
        let filter = own_filter(entry);
        self.compiled.borrow_mut().insert(key(&filter), module);
        Ok((filter, warning))
    }

    /// Forgets one of the visitor's modules.
    pub async fn remove(&self, name: &str) {
        self.changes.set(self.changes.get() + 1);
        self.unkept.borrow_mut().remove(name);
        self.compiled
            .borrow_mut()
            .remove(&(Origin::Own, name.to_owned()));
        if let Some(store) = self.store() {
            // What cannot be removed is shown again by the next visit.
            let _ = store.forget_module(name).await;
        }
    }
}

fn key(filter: &Filter) -> (Origin, String) {
    (filter.origin, filter.name.clone())
}

fn own_filter(entry: Entry) -> Filter {
    Filter {
        name: entry.name,
        summary: String::new(),
        manual: String::new(),
        bytes: entry.bytes,
        origin: Origin::Own,
    }
}

/// Compiles what is at an address of this page's own, while it arrives.
pub async fn compile_address(address: &str) -> Result<WebAssembly::Module, JsValue> {
    let streamed = WebAssembly::compile_streaming(&window().fetch_with_str(address));
    if let Ok(module) = JsFuture::from(streamed).await {
        return Ok(module.unchecked_into());
    }
    // A static host may serve .wasm files with another type, which streaming
    // refuses.
    let response: Response = bring::wait(window().fetch_with_str(address)).await?;
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text()).into());
    }
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    compile(&buffer).await
}

async fn compile_bytes(bytes: &Uint8Array) -> Result<WebAssembly::Module, String> {
    compile(bytes).await.map_err(|error| {
        format!("This browser cannot compile the module ({}): it may use features that it lacks, or be damaged.", said(&error))
    })
}

async fn compile(bytes: &JsValue) -> Result<WebAssembly::Module, JsValue> {
    let promise: Promise = WebAssembly::compile(bytes);
    bring::wait(promise).await
}
