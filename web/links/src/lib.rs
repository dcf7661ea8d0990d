//! Reads links and demo files. The page fetches this when it was opened by one, and
//! ends the worker that runs it after each answer. Over a slow line a link waits for
//! it: what writes them is `web/share`.

use js_sys::Uint8Array;
use model::{
    demo::{Code, Demo, Module, hex},
    link::{self, Carried, Link},
};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

/// Bytes.
#[derive(Serialize)]
#[serde(transparent)]
struct Js(#[serde(with = "values::preserve")] JsValue);

impl Js {
    fn of(bytes: &[u8]) -> Self {
        Self(Uint8Array::from(bytes).into())
    }
}

/// Reads a link; gives a [`Carried`].
///
/// # Errors
/// None: what cannot be read is told of in it.
#[wasm_bindgen]
pub fn open(fragment: &str) -> Result<JsValue, JsValue> {
    carry(link::read(fragment))
}

/// Reads a demo file; gives a [`Carried`].
///
/// # Errors
/// A sentence, if the file cannot be read.
#[wasm_bindgen]
pub fn open_file(file: Blob) -> Result<JsValue, JsValue> {
    if file.size() > link::LARGEST as f64 {
        return Err("This demo file is larger than 64 MB, which is too much.".into());
    }
    let buffer = FileReaderSync::new()?.read_as_array_buffer(&file);
    let buffer = buffer.map_err(|_| "The demo file cannot be read: choose it again.")?;
    let text = Uint8Array::new(&buffer).to_vec();
    let (demo, problems) = Demo::parse(&String::from_utf8_lossy(&text));
    let problems = problems.iter().take(3);
    let problems: Vec<String> = problems
        .map(|problem| format!("Line {}: {}", problem.line, problem.sentence))
        .collect();
    carry(Link {
        demo,
        is_whole: problems.is_empty(),
        problems,
    })
}

fn carry(link: Link) -> Result<JsValue, JsValue> {
    let asks = link.asks();
    let Link { demo, problems, .. } = link;
    let (mut modules, mut far) = (Vec::new(), Vec::new());
    for Module { name, code } in demo.modules {
        let name = model::module::command_name(&name);
        match code {
            Code::Inline(bytes) => modules.push((name, Js::of(&bytes))),
            Code::Address { address, sha256 } => far.push([name, address, hex(&sha256)]),
        }
    }
    // The page adds one after another to a sorted list.
    let mut files: Vec<_> = demo.files.iter().collect();
    files.sort_unstable_by_key(|(name, _)| name);
    let files = files.into_iter();
    let carried = Carried {
        command: demo.command,
        title: demo.title,
        prose: demo.prose,
        stdin: Js::of(&demo.stdin),
        files: files
            .map(|(name, bytes)| (name.clone(), Js::of(bytes)))
            .collect(),
        grant: demo.grant,
        modules,
        far,
        feed: demo.settings.feed_word().to_owned(),
        view: demo.settings.view,
        limits: demo.settings.limits,
        asks,
        problems,
    };
    values::to_value(&carried).map_err(Into::into)
}
