//! What outlives the page, in IndexedDB: the visitor's modules, and the command
//! line and stdin as they were left.

use database::{Change, Result, done};
use js_sys::Array;
use model::{grant::Grant, limits::Limits, module::Host, session::Input};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

use crate::{bring, js::Js};

mod database;
mod modules;

const NAME: &str = "pourover";
const VERSION: u32 = 1;
/// The bytes of modules, in pieces, by name and number.
const MODULES: &str = "modules";
/// What the list needs to know of each, by name, so that it need not read them.
const ENTRIES: &str = "entries";
/// One entry under [`LAST`].
const DRAFT: &str = "draft";
const LAST: &str = "last";

/// The store of this origin.
#[derive(Clone)]
pub struct Store {
    database: IdbDatabase,
}

/// A module that is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// What it is called by.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What it runs on.
    #[serde(default)]
    pub host: Host,
    /// What it is, in a few words.
    #[serde(default)]
    pub brief: String,
    /// Where it was fetched from, if it was.
    #[serde(default)]
    pub address: Option<String>,
}

/// The command line and stdin, as they were left.
#[derive(Serialize, Deserialize)]
pub struct Draft {
    /// The command line.
    pub command: String,
    /// The name of the file in stdin, if it is one.
    #[serde(default)]
    file: Option<String>,
    text: String,
    /// The bytes of that file.
    #[serde(default)]
    bytes: Option<Js>,
    /// The files, each one array.
    #[serde(default)]
    pub files: Vec<(String, Js)>,
    /// What filters are granted.
    #[serde(default)]
    pub grant: Grant,
    /// The limits of runs.
    #[serde(default)]
    pub limits: Limits,
    /// How stdout is shown, by the view's word.
    #[serde(default)]
    pub view: String,
    /// What stdout is expected to be, if anything is.
    #[serde(default)]
    pub expected: Option<Js>,
}

impl Store {
    /// Opens it, and makes it on the first visit.
    pub async fn open() -> Result<Self> {
        let database = database::open(NAME, VERSION, &[MODULES, ENTRIES, DRAFT]).await?;
        Ok(Self { database })
    }

    async fn get(&self, store: &str, key: &JsValue) -> Result<JsValue> {
        let read = self.database.transaction_with_str(store)?;
        done(&read.object_store(store)?.get(key)?).await
    }

    /// The modules that are kept.
    pub async fn entries(&self) -> Result<Vec<Entry>> {
        let read = self.database.transaction_with_str(ENTRIES)?;
        let all = done(&read.object_store(ENTRIES)?.get_all()?).await?;
        let all: Array = all.unchecked_into();
        Ok(all
            .into_iter()
            .filter_map(|entry| values::from_value(entry).ok())
            .collect())
    }

    /// What was left by the last visit.
    pub async fn draft(&self) -> Result<Option<Draft>> {
        let draft = self.get(DRAFT, &LAST.into()).await?;
        Ok(values::from_value(draft).ok())
    }

    /// Keeps what is there now.
    pub async fn keep_draft(&self, draft: &Draft) -> Result<()> {
        let value = values::to_value(draft).expect("a draft can be written");
        let change = Change::of(&self.database, &[DRAFT])?;
        let put = change.store(DRAFT)?.put_with_key(&value, &LAST.into())?;
        change.made(done(&put).await.map(drop)).await
    }
}

/// A larger file is not written to the store again with every edit.
const LARGEST_DRAFT: u64 = 64 * 1024 * 1024;

impl Draft {
    /// What is to be kept. A file becomes bytes: not every engine can keep one.
    pub async fn of(command: String, input: Input<Js>) -> Self {
        let mut draft = Self {
            command,
            file: None,
            text: String::new(),
            bytes: None,
            files: Vec::new(),
            grant: Grant::default(),
            limits: Limits::default(),
            view: String::new(),
            expected: None,
        };
        match input {
            Input::Text(text) => draft.text = text,
            Input::File {
                name, bytes, file, ..
            } => {
                draft.file = Some(name);
                if bytes <= LARGEST_DRAFT {
                    let read = bring::read(file.0.unchecked_ref()).await;
                    draft.bytes = read.ok().map(|bytes| Js(bytes.into()));
                }
            }
        }
        draft
    }

    /// The stdin that was kept.
    ///
    /// # Errors
    /// A sentence, when it was a file that could not be kept.
    pub fn input(&self) -> std::result::Result<Input<Js>, String> {
        match (self.file.clone(), &self.bytes) {
            (Some(name), Some(bytes)) => Ok(bring::input_of_bytes(name, bytes.0.unchecked_ref())),
            (Some(name), None) => Err(format!(
                "stdin was the file {name}, which was too large to keep: choose it again."
            )),
            (None, _) => Ok(Input::Text(self.text.clone())),
        }
    }
}
