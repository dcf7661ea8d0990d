//! What outlives the page, in IndexedDB: the visitor's modules, and the command
//! line and stdin as they were left.

use database::{Change, Result, answer, done};
use js_sys::{Array, Uint8Array};
use litemap::LiteMap;
use model::{grant::Grant, limits::Limits, module::Host, session::Input, stream::Piece};
use serde::{Deserialize, Serialize};
pub use turn::Turn;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbKeyRange};

use crate::{bring, js::Js};

mod database;
mod modules;
mod turn;

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
/// The bytes of the file that stdin is.
const STDIN: &str = "stdin";
/// What is kept for a demo is an entry like that, and its files below.
const DEMO: &str = "demo";

/// The store of this origin.
#[derive(Clone)]
pub struct Store {
    database: IdbDatabase,
}

/// The store, and what the last visit left in it.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// The page as it was left, and its files.
    pub draft: Option<(Draft, Files)>,
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
    /// The command line; of what is kept for a demo, the demo.
    pub command: String,
    /// The name of the file in stdin, if it is one.
    #[serde(default)]
    file: Option<String>,
    text: String,
    /// The bytes of that file, here in what an older version of this page kept.
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
    /// The demo that was open.
    #[serde(default)]
    pub demo: Option<String>,
    /// Whether the bytes of the file in stdin are kept beside it.
    #[serde(default)]
    pub is_apart: bool,
}

impl Store {
    /// Opens it, and makes it on the first visit.
    async fn open() -> Result<Self> {
        let database = database::open(NAME, VERSION, &[MODULES, ENTRIES, DRAFT]).await?;
        Ok(Self { database })
    }

    /// Opens it and reads what is needed at once; nothing, if there is no store.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn opened() -> std::result::Result<Option<Opened>, ()> {
        let store = match Self::open().await {
            Ok(store) => store,
            Err(error) if is_late(&error) => return Err(()),
            Err(_) => return Ok(None),
        };
        match store.draft(None).await {
            Err(error) if is_late(&error) => Err(()),
            draft => Ok(Some(Opened {
                store,
                draft: draft.ok().flatten(),
            })),
        }
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

    /// What was left by the last visit, or for a demo, and its files.
    pub async fn draft(&self, demo: Option<&str>) -> Result<Option<(Draft, Files)>> {
        let read = self.database.transaction_with_str(DRAFT)?;
        let asked = read.object_store(DRAFT)?.get(&entry(demo))?;
        let draft = answer(&asked).await?;
        let Ok(mut draft) = values::from_value::<Draft>(draft) else {
            return Ok(None);
        };
        if demo.is_some_and(|demo| draft.command != demo) {
            return Err("another demo has its place".into());
        }
        if draft.is_apart && draft.file.is_some() {
            let bytes = self.get(DRAFT, &STDIN.into()).await?;
            draft.bytes = bytes.is_object().then_some(Js(bytes));
        }
        let mut files = Files::new();
        for (name, bytes) in draft.files.drain(..) {
            files.insert(name, vec![bytes]);
        }
        for name in &draft.names {
            let pieces = self.get(DRAFT, &file(demo, name)).await?;
            if let Some(pieces) = pieces.dyn_ref::<Array>() {
                files.insert(name.clone(), pieces.iter().map(Js).collect());
            }
        }
        Ok(Some((draft, files)))
    }

    /// Makes all of these changes, or none.
    pub async fn keep(&self, changes: Vec<Put>) -> Result<()> {
        let change = Change::of(&self.database, &[DRAFT])?;
        let put = async {
            let store = change.store(DRAFT)?;
            for Put {
                at,
                value,
                is_large,
            } in &changes
            {
                let asked = match value.is_undefined() {
                    true => store.delete(at)?,
                    false => store.put_with_key(value, at)?,
                };
                // It was copied here and now: the page is drawn before the next.
                if *is_large {
                    done(&asked).await?;
                }
            }
            Ok(())
        };
        let put = put.await;
        change.made(put).await
    }
}

/// Whether that is no more than that nothing was answered in time.
fn is_late(error: &JsValue) -> bool {
    error.is_string()
}

/// A change of the store: what is to be at a key, or at a range of them; undefined for
/// nothing.
pub struct Put {
    at: JsValue,
    value: JsValue,
    is_large: bool,
}

/// A file of more bytes is large.
const LARGE: usize = 1 << 20;

impl Put {
    /// What is there now, or for a demo; of the files what is not kept yet.
    pub fn draft(demo: Option<&str>, mut draft: Draft, files: &Files, kept: &Files) -> Vec<Self> {
        let mut puts = Vec::new();
        let mut put = |at, value, is_large| {
            puts.push(Self {
                at,
                value,
                is_large,
            });
        };
        for (name, pieces) in files.iter() {
            if kept.get(name) != Some(pieces) {
                let bytes = pieces.iter().map(Piece::len).sum::<usize>();
                let pieces: Array = pieces.iter().map(|piece| piece.0.clone()).collect();
                put(file(demo, name), pieces.into(), bytes > LARGE);
            }
        }
        for name in kept.keys().filter(|name| files.get(*name).is_none()) {
            put(file(demo, name), JsValue::UNDEFINED, false);
        }
        draft.names = files.keys().cloned().collect();
        let value = values::to_value(&draft).expect("a draft can be written");
        put(entry(demo), value, false);
        puts
    }

    /// The bytes of the file that stdin is, or nothing.
    pub fn stdin(bytes: Option<Uint8Array>) -> Self {
        Self {
            at: STDIN.into(),
            value: bytes.map_or(JsValue::UNDEFINED, Into::into),
            is_large: false,
        }
    }

    /// Nothing is kept for this demo any more; of the page as it was left no files.
    pub fn nothing(demo: Option<&str>) -> Self {
        let at = folder(demo);
        let last = folder(demo);
        // An array is behind all texts.
        last.push(&Array::new());
        let all = IdbKeyRange::bound(&at, &last);
        Self {
            at: all.map_or(at.into(), Into::into),
            value: JsValue::UNDEFINED,
            is_large: false,
        }
    }
}

/// Where what was left lies, or what is kept for a demo.
fn entry(demo: Option<&str>) -> JsValue {
    match demo {
        Some(_) => folder(demo).into(),
        None => LAST.into(),
    }
}

/// The beginning of the keys of its files.
fn folder(demo: Option<&str>) -> Array {
    match demo {
        Some(demo) => Array::of2(&DEMO.into(), &short(demo).into()),
        None => Array::of1(&FILE.into()),
    }
}

/// A demo may be megabytes, and is in the key of each of its files. The entry has all of
/// it (FNV-1a, <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>).
fn short(demo: &str) -> String {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = demo.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    format!("{hash:x}")
}

/// Where a file of that lies.
fn file(demo: Option<&str>, name: &str) -> JsValue {
    let key = folder(demo);
    key.push(&name.into());
    key.into()
}

/// Files by name, each in pieces.
pub type Files = LiteMap<String, Vec<Js>>;

/// A larger file in stdin, in bytes, is not kept.
const LARGEST: u64 = 64 << 20;

/// The file that stdin is, if it is one to be kept.
pub fn stdin_of(input: &Input<Js>) -> Option<Js> {
    match input {
        Input::File { bytes, file, .. } if *bytes <= LARGEST => Some(file.clone()),
        _ => None,
    }
}

impl Draft {
    /// Which of its files are kept beside it.
    pub fn kept(&self, files: &Files) -> Files {
        // To collect them would be to sort them again.
        let mut kept = files.clone();
        kept.retain(|name, _| self.names.contains(name));
        kept
    }

    /// One with nothing but this.
    pub fn with(command: String, grant: Grant) -> Self {
        Self {
            command,
            file: None,
            text: String::new(),
            bytes: None,
            files: Vec::new(),
            names: Vec::new(),
            grant,
            limits: Limits::default(),
            view: String::new(),
            expected: None,
            demo: None,
            is_apart: false,
        }
    }

    /// What is to be kept; of a file in stdin its name.
    pub fn of(command: String, grant: Grant, input: &Input<Js>) -> Self {
        let mut draft = Self::with(command, grant);
        match input {
            Input::Text(text) => draft.text.clone_from(text),
            Input::File { name, .. } => draft.file = Some(name.clone()),
        }
        draft.is_apart = true;
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
