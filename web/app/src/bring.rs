//! Bytes from outside: files that are chosen, dropped or pasted, and addresses.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use model::{example::Content, protocol::Tally, session::Input, stream::Stream, text::TextWatch};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader, Response};

use crate::js::{Js, said, window};

/// How much of a file in stdin is shown.
const PREVIEW: u64 = 65_536;

/// A text field with more characters than this is slow to type in.
pub const MOST_TYPED: usize = 1_000_000;

/// All bytes of a file.
pub async fn read(file: &Blob) -> Result<Uint8Array, String> {
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|error| {
        format!(
            "This file cannot be read ({}): it may be a folder, or have been moved or changed; choose a file again.",
            said(&error)
        )
    })?;
    Ok(Uint8Array::new(&buffer))
}

/// A file as stdin, with its first bytes to look at.
///
/// # Errors
/// A sentence, when it cannot be read (a folder, for one).
pub async fn input(name: String, file: Blob) -> Result<Input<Js>, String> {
    let size = file.size();
    let start = file
        .slice_with_f64_and_f64(0.0, size.min(PREVIEW as f64))
        .map_err(|error| said(&error))?;
    let preview = preview(&read(&start).await?, size as u64);
    Ok(Input::File {
        name,
        bytes: size as u64,
        file: Js(file.into()),
        preview,
    })
}

/// The same from bytes that are here already.
pub fn input_of_bytes(name: String, bytes: &Uint8Array) -> Input<Js> {
    let size = u64::from(bytes.length());
    let file = Blob::new_with_u8_array_sequence(&Array::of1(bytes)).expect("bytes make a blob");
    let preview = preview(&bytes.slice(0, size.min(PREVIEW) as u32), size);
    Input::File {
        name,
        bytes: size,
        file: Js(file.into()),
        preview,
    }
}

/// The bytes of an example.
pub fn content(content: Content) -> Uint8Array {
    match content {
        Content::Text(text) => Uint8Array::from(text.as_bytes()),
        Content::Base64(text) => {
            // The browser's own decoder gives a character for each byte.
            let bytes = window().atob(&text).unwrap_or_default();
            let bytes: Vec<u8> = bytes.chars().map(|byte| byte as u8).collect();
            Uint8Array::from(bytes.as_slice())
        }
    }
}

/// stdin from bytes: text where a text field can hold it.
pub fn input_given(name: &str, bytes: &Uint8Array) -> Input<Js> {
    if bytes.length() as usize > MOST_TYPED {
        return input_of_bytes(name.to_owned(), bytes);
    }
    match String::from_utf8(bytes.to_vec()) {
        Ok(text) if !text.contains(['\r', '\0']) => Input::Text(text),
        _ => input_of_bytes(name.to_owned(), bytes),
    }
}

/// Bytes as an output that a program wrote.
pub fn stream(bytes: &Uint8Array) -> Stream<Js> {
    preview(bytes, u64::from(bytes.length()))
}

fn preview(start: &Uint8Array, size: u64) -> Stream<Js> {
    let bytes = start.to_vec();
    let mut watch = TextWatch::default();
    watch.push(&bytes);
    let complete = size == bytes.len() as u64;
    let tally = Tally {
        written: size,
        newlines: bytes.iter().filter(|byte| **byte == b'\n').count() as u64,
        is_text: if complete {
            watch.ends_as_text()
        } else {
            watch.is_text()
        },
    };
    let mut stream = Stream::default();
    stream.push(Js(start.into()), tally);
    stream
}

/// Fetches what is at an address; says how many bytes came, of how many.
///
/// # Errors
/// A sentence: it is no address, it cannot be reached or read, the server
/// refused, the connection broke.
pub async fn fetch(
    address: &str,
    mut progress: impl FnMut(u64, Option<u64>),
) -> Result<Blob, String> {
    let url = web_sys::Url::new(address).map_err(|_| {
        format!("{address} is not an address: paste one that starts with https://.")
    })?;
    if !matches!(
        url.protocol().as_str(),
        "http:" | "https:" | "data:" | "blob:"
    ) {
        return Err(format!(
            "{address} is not an address that a page can read: paste one that starts with https://."
        ));
    }
    let response = JsFuture::from(window().fetch_with_str(&url.href()))
        .await
        .map_err(|_| unreachable(&url))?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(format!(
            "The server at {} answered {} {} instead of the file: check the address.",
            url.host(),
            response.status(),
            response.status_text()
        ));
    }
    // A compressed answer's length is not that of the bytes that come out.
    let encoded = response
        .headers()
        .get("content-encoding")
        .ok()
        .flatten()
        .is_some();
    let total = response
        .headers()
        .get("content-length")
        .ok()
        .flatten()
        .filter(|_| !encoded)
        .and_then(|length| length.parse::<u64>().ok());
    let pieces = Array::new();
    let whole = || Blob::new_with_u8_array_sequence(&pieces).map_err(|error| said(&error));
    let Some(body) = response.body() else {
        return whole();
    };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut received = 0;
    progress(0, total);
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|error| {
            format!(
                "The connection to {} broke after {received} bytes ({}): try again.",
                url.host(),
                said(&error)
            )
        })?;
        let value = Reflect::get(&piece, &"value".into()).unwrap_or(JsValue::UNDEFINED);
        let Some(bytes) = value.dyn_ref::<Uint8Array>() else {
            break;
        };
        received += u64::from(bytes.length());
        pieces.push(bytes);
        progress(received, total);
    }
    whole()
}

/// A browser does not tell a page whether a server was not there or forbade it.
fn unreachable(url: &web_sys::Url) -> String {
    format!(
        "{} cannot be read from this page: either it cannot be reached, or its server does not let other pages read it (CORS). \
         Download the file and choose it here, or use a server that allows it: raw.githubusercontent.com, jsDelivr and unpkg do, GitHub release files do not.",
        url.host()
    )
}

/// Awaits a promise of a typed value.
pub async fn wait<T: JsCast>(promise: Promise) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise).await?.unchecked_into())
}
