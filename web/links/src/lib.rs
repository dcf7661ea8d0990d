//! Reads and writes links and demo files. The page fetches this when it was
//! opened by a link or somebody shares, and ends the worker that runs it after
//! each answer.

mod qr;

use js_sys::Uint8Array;
use model::{
    demo::{Code, Demo, Module, from_hex, hex},
    figures::grouped,
    link::{self, Carried, Link},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

/// Bytes, or a file.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Js(#[serde(with = "values::preserve")] JsValue);

impl Js {
    fn of(bytes: &[u8]) -> Self {
        Self(Uint8Array::from(bytes).into())
    }

    fn bytes(&self) -> Result<Vec<u8>, JsValue> {
        match self.0.dyn_ref::<Blob>() {
            Some(blob) => read(blob),
            None => Ok(self.0.unchecked_ref::<Uint8Array>().to_vec()),
        }
    }
}

fn read(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    let buffer = FileReaderSync::new()?.read_as_array_buffer(blob);
    let buffer = buffer.map_err(|_| "A file cannot be read: choose it again.")?;
    Ok(Uint8Array::new(&buffer).to_vec())
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
    let (demo, problems) = Demo::parse(&String::from_utf8_lossy(&read(&file)?));
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

/// Writes what is to be shared, for a page at this address: its link; how long
/// that is, in a sentence; the path of its QR code and the width of that; a
/// link for Markdown; a frame for HTML; a demo file.
///
/// # Errors
/// A sentence, if a file cannot be read.
#[wasm_bindgen]
pub fn share(carried: JsValue, page: &str) -> Result<Vec<String>, JsValue> {
    let carried: Carried<Js> = values::from_value(carried)?;
    let mut demo = Demo {
        command: carried.command,
        title: carried.title,
        prose: carried.prose,
        stdin: carried.stdin.bytes()?,
        grant: carried.grant,
        ..Demo::default()
    };
    for (name, bytes) in carried.files {
        demo.files.push((name, bytes.bytes()?));
    }
    for [name, address, digits] in carried.far {
        let sha256 = from_hex(digits.as_bytes()).ok_or("A hash is 64 hexadecimal digits.")?;
        let code = Code::Address { address, sha256 };
        demo.modules.push(Module { name, code });
    }
    for (name, bytes) in carried.modules {
        let code = Code::Inline(bytes.bytes()?);
        demo.modules.push(Module { name, code });
    }
    // It is empty, or one of the words.
    demo.settings.set("feed", &[&carried.feed]);
    demo.settings.view = carried.view;
    demo.settings.limits = carried.limits;
    let fragment = link::write(&demo);
    let address = format!("{page}#{fragment}");
    let (path, width) = qr::path(&address).unwrap_or_default();
    Ok(vec![
        length(address.len(), !path.is_empty()),
        path,
        width.to_string(),
        format!("[Run in Pourover]({address})"),
        format!(
            "<iframe src=\"{page}?embed#{fragment}\" title=\"Pourover\"\n  style=\"border: 0; width: 100%; height: 30rem\"></iframe>"
        ),
        demo.to_text(),
        address,
    ])
}

/// Where a link of so many letters goes.
fn length(letters: usize, has_code: bool) -> String {
    let fits = match (letters, has_code) {
        (..=2000, true) => {
            "it fits into a message in Discord (2,000), Slack and WhatsApp (4,000), and into a QR code"
        }
        (..=2000, false) => "it fits into a message in Discord (2,000), Slack and WhatsApp (4,000)",
        (..=4000, true) => {
            "too long for a message in Discord (2,000); it fits into Slack and WhatsApp (4,000), and into a QR code"
        }
        (..=4000, false) => {
            "too long for a message in Discord (2,000) and for a QR code (2,953); it fits into Slack and WhatsApp (4,000)"
        }
        (..=32_000, _) => {
            "too long for most chat programs (2,000 to 4,000) and for a QR code (2,953): leave something out, or send the .demo file"
        }
        _ => "too long for chat programs, and some browsers will not open it: send the .demo file",
    };
    format!("{} letters: {fits}.", grouped(letters as u64))
}

/// The SHA-256 of a file, in hexadecimal digits.
///
/// # Errors
/// A sentence, if it cannot be read.
#[wasm_bindgen]
pub fn sha256(file: Blob) -> Result<String, JsValue> {
    Ok(hex(&Sha256::digest(read(&file)?).into()))
}
