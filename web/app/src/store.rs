//! What outlives the page, in IndexedDB: the visitor's modules, and the command
//! line and stdin as they were left.

use database::{Change, Result, done};
use js_sys::Array;
use litemap::LiteMap;
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
/// One entry under [`LAST`], and the files of it, each under [`FILE`] and its name:
/// one that did not change is not written again.
const DRAFT: &str = "draft";
const LAST: &str = "last";
const FILE: &str = "file";

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
    /// The files, each one array, as an older version of this page kept them.
    #[serde(default)]
    files: Vec<(String, Js)>,
    /// The names of the files that are kept beside it.
    #[serde(default)]
    names: Vec<String>,
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

    /// What was left by the last visit, and its files.
    pub async fn draft(&self) -> Result<Option<(Draft, Files)>> {
        let draft = self.get(DRAFT, &LAST.into()).await?;
        let Ok(mut draft) = values::from_value::<Draft>(draft) else {
            return Ok(None);
        };
        let mut files = Files::new();
        for (name, bytes) in draft.files.drain(..) {
            files.insert(name, vec![bytes]);
        }
        for name in &draft.names {
            let pieces = self.get(DRAFT, &file_key(name)).await?;
            if let Some(pieces) = pieces.dyn_ref::<Array>() {
                files.insert(name.clone(), pieces.iter().map(Js).collect());
            }
        }
        Ok(Some((draft, files)))
    }

    /// Keeps what is there now; of the files what is not kept yet.
    pub async fn keep_draft(&self, mut draft: Draft, files: &Files, kept: &Files) -> Result<()> {
        draft.names = files.keys().cloned().collect();
        let value = values::to_value(&draft).expect("a draft can be written");
        let change = Change::of(&self.database, &[DRAFT])?;
        let put = async {
            let store = change.store(DRAFT)?;
            for (name, pieces) in files.iter() {
                if kept.get(name) != Some(pieces) {
                    let pieces: Array = pieces.iter().map(|piece| piece.0.clone()).collect();
                    done(&store.put_with_key(&pieces, &file_key(name))?).await?;
                }
            }
            for name in kept.keys().filter(|name| files.get(*name).is_none()) {
                done(&store.delete(&file_key(name))?).await?;
            }
            done(&store.put_with_key(&value, &LAST.into())?).await
        };
        let put = put.await.map(drop);
        change.made(put).await
    }
}

/// Files by name, each in pieces.
pub type Files = LiteMap<String, Vec<Js>>;

fn file_key(name: &str) -> JsValue {
    Array::of2(&FILE.into(), &name.into()).into()
}

/// A larger file is not written to the store again with every edit.
const LARGEST_DRAFT: u64 = 64 * 1024 * 1024;

impl Draft {
    /// Which of its files are kept beside it.
    pub fn kept(&self, files: &Files) -> Files {
        // To collect them would be to sort them again.
        let mut kept = files.clone();
        kept.retain(|name, _| self.names.contains(name));
        kept
    }

    /// What is to be kept. A file becomes bytes: not every engine can keep one.
    pub async fn of(command: String, input: Input<Js>) -> Self {
        let mut draft = Self {
            command,
            file: None,
            text: String::new(),
            bytes: None,
            files: Vec::new(),
            names: Vec::new(),
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
