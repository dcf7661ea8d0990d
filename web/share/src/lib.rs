//! Writes links, demo files and QR codes. The page fetches this when somebody shares,
//! or a link names a program by its hash, and ends the worker that runs it after
//! each answer.

mod qr;

use js_sys::Uint8Array;
use model::{
    demo::{Code, Demo, Module, from_hex, hex},
    figures::grouped,
    link::{self, Carried},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, FileReaderSync};

/// Bytes, or a file.
#[derive(Deserialize)]
#[serde(transparent)]
struct Js(#[serde(with = "values::preserve")] JsValue);

impl Js {
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
