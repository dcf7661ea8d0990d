//! `/dev/http` and `/dev/https`: what is at an address of the web, as a file.
//!
//! Reading it is a GET; what was written to it before goes as a POST. Where a
//! program can wait, the answer comes piece by piece as it is read; elsewhere,
//! and when nobody reads the answer, the worker stands still until all of it is
//! there (a synchronous `XMLHttpRequest`, which workers may have).

use std::{cell::RefCell, rc::Rc};

use js_sys::{Reflect, Uint8Array};
use model::protocol::Waits;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, DedicatedWorkerGlobalScope, ReadableStream, ReadableStreamDefaultReader,
    RequestInit, Response, XmlHttpRequest, XmlHttpRequestResponseType,
};

use super::{
    File, Handle,
    network::{Line, Network, shown},
};
use crate::{fs::Errno, preview1::Stop, wait};

/// No more than this, in bytes, is sent.
const MOST_SENT: usize = 16 << 20;

/// What was answered last, for the files in `/dev/web`.
#[derive(Default)]
pub struct Answer {
    /// The status and its words.
    pub status: String,
    /// The headers that the server lets a page see, a line each.
    pub headers: String,
    /// Where it came from in the end.
    pub url: String,
}

/// Opens an address: a host, and a path there.
///
/// # Errors
/// ENOENT for what is no host, EACCES for one that the visitor did not allow.
pub fn open(
    network: &Rc<Network>,
    scheme: &str,
    parts: &[String],
    suspends: bool,
) -> Result<Handle, Errno> {
    let url = address(network, scheme, parts)?;
    Ok(Rc::new(RefCell::new(Fetch {
        line: Line::new(network, url),
        suspends,
        request: Vec::new(),
        coming: Coming::default(),
        stops: None,
    })))
}

/// The address that a path means, if the visitor lets programs reach its host.
///
/// # Errors
/// ENOENT for what is no host, EACCES for one that is not allowed.
pub fn address(network: &Network, scheme: &str, parts: &[String]) -> Result<String, Errno> {
    let (host, path) = parts.split_first().ok_or(Errno::Noent)?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte);
    if !host.bytes().all(is_plain) {
        return Err(Errno::Noent);
    }
    network.allows(&host.to_ascii_lowercase())?;
    Ok(format!(
        "{scheme}://{host}/{}",
        path.join("/").replace('#', "%23")
    ))
}

/// What came so far.
type Coming = Rc<RefCell<State>>;

#[derive(Default)]
struct State {
    /// Whether it was asked for.
    asked: bool,
    /// What is at hand, and how much of it was read.
    piece: Option<Uint8Array>,
    taken: u32,
    /// Where the next piece comes from.
    reader: Option<ReadableStreamDefaultReader>,
    ended: bool,
    failed: Option<Errno>,
}

/// An address that is open.
struct Fetch {
    line: Line,
    suspends: bool,
    request: Vec<u8>,
    coming: Coming,
    /// Breaks it off.
    stops: Option<AbortController>,
}

impl Fetch {
    fn method(&self) -> &'static str {
        match self.request.is_empty() {
            true => "GET",
            false => "POST",
        }
    }

    /// Asks, and stands still until all of it is there.
    fn ask_at_once(&mut self) {
        let mut state = self.coming.borrow_mut();
        (state.asked, state.ended) = (true, true);
        match at_once(self.method(), &self.line.to, &self.request) {
            Ok((answer, bytes)) => match came_from(&self.line.network, &answer) {
                Ok(()) => {
                    self.line.network.answer.replace(answer);
                    state.piece = Some(bytes);
                }
                Err(errno) => state.failed = Some(errno),
            },
            Err(_) => state.failed = Some(unreachable(&self.line.network, &self.line.to)),
        }
    }

    /// Asks; what comes is noted as it comes.
    fn ask(&mut self) -> Result<(), JsValue> {
        self.coming.borrow_mut().asked = true;
        let stops = AbortController::new()?;
        let init = RequestInit::new();
        init.set_method(self.method());
        init.set_signal(Some(&stops.signal()));
        Reflect::set(&init, &"credentials".into(), &"omit".into())?;
        if !self.request.is_empty() {
            // What is sent to one host is not passed on to another.
            Reflect::set(&init, &"redirect".into(), &"error".into())?;
            init.set_body(&Uint8Array::from(self.request.as_slice()));
        }
        self.stops = Some(stops);
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let asked = scope.fetch_with_str_and_init(&self.line.to, &init);
        let (coming, network) = (self.coming.clone(), self.line.network.clone());
        let url = self.line.to.clone();
        spawn_local(async move {
            let begun = JsFuture::from(asked).await;
            let mut state = coming.borrow_mut();
            match begun {
                Ok(response) => {
                    let response: Response = response.unchecked_into();
                    let answer = answer(&response);
                    match came_from(&network, &answer) {
                        Ok(()) => {
                            let reader = |body: ReadableStream| body.get_reader().unchecked_into();
                            state.reader = response.body().map(reader);
                            state.ended = state.reader.is_none();
                            network.answer.replace(answer);
                        }
                        Err(errno) => state.failed = Some(errno),
                    }
                }
                Err(_) => state.failed = Some(unreachable(&network, &url)),
            }
            drop(state);
            wait::wake();
        });
        Ok(())
    }
}

impl File for Fetch {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        let asked = self.coming.borrow().asked;
        if !asked && (!self.suspends || self.ask().is_err()) {
            self.ask_at_once();
        }
        let mut state = self.coming.borrow_mut();
        if let Some(errno) = state.failed {
            return Err(errno.into());
        }
        if let Some(piece) = state.piece.take() {
            let end = piece.length().min(state.taken.saturating_add(room));
            let bytes = piece.subarray(state.taken, end).to_vec();
            self.line.receives(&bytes);
            if end < piece.length() {
                state.taken = end;
                state.piece = Some(piece);
            } else {
                state.taken = 0;
                self.line.tell();
            }
            if !bytes.is_empty() {
                return Ok(bytes);
            }
        }
        if state.ended {
            return Ok(Vec::new());
        }
        // Each piece is asked for when the one before it was read: so there is
        // never more here than one.
        if let Some(reader) = state.reader.take() {
            let coming = self.coming.clone();
            spawn_local(async move {
                let read = JsFuture::from(reader.read()).await;
                let mut state = coming.borrow_mut();
                match read.and_then(|read| Reflect::get(&read, &"value".into())) {
                    Ok(value) if value.is_undefined() => state.ended = true,
                    Ok(value) => {
                        state.piece = Some(value.unchecked_into());
                        state.reader = Some(reader);
                    }
                    Err(_) => state.failed = Some(Errno::Connreset),
                }
                drop(state);
                wait::wake();
            });
        }
        wait::want(Waits::Network, None);
        Err(Stop::Wait)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        if self.coming.borrow().asked {
            return Err(Errno::Pipe.into());
        }
        if self.request.len() + bytes.len() > MOST_SENT {
            return Err(Errno::Fbig.into());
        }
        self.request.extend_from_slice(bytes);
        self.line.sends(bytes);
        Ok(bytes.len() as u32)
    }

    fn close(&mut self) -> Option<Stop> {
        // What was written is sent, also if nobody wants the answer.
        if !self.request.is_empty() && !self.coming.borrow().asked {
            self.ask_at_once();
        }
        None
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        if let Some(stops) = &self.stops {
            stops.abort();
        }
    }
}

/// What a server says of what it sends.
fn answer(response: &Response) -> Answer {
    let mut headers = String::new();
    if let Ok(Some(each)) = js_sys::try_iter(&response.headers()) {
        for pair in each.flatten() {
            let pair: js_sys::Array = pair.unchecked_into();
            let [name, value] = [0, 1].map(|at| pair.get(at).as_string().unwrap_or_default());
            headers.push_str(&format!("{name}: {value}\n"));
        }
    }
    Answer {
        status: status(response.status(), &response.status_text()),
        headers,
        url: format!("{}\n", response.url()),
    }
}

/// A status, and its words where there are any (HTTP/2 has none).
fn status(number: u16, words: &str) -> String {
    format!("{number} {words}").trim_end().to_owned() + "\n"
}

fn at_once(method: &str, url: &str, body: &[u8]) -> Result<(Answer, Uint8Array), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async(method, url, false)?;
    request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
    match body.is_empty() {
        true => request.send()?,
        false => request.send_with_opt_js_u8_array(Some(&Uint8Array::from(body)))?,
    }
    let answer = Answer {
        status: status(request.status()?, &request.status_text()?),
        headers: request.get_all_response_headers()?.replace('\r', ""),
        url: format!("{}\n", request.response_url()),
    };
    Ok((answer, Uint8Array::new(&request.response()?)))
}

/// Whether the host that answered in the end may be read: the one that was asked
/// may have sent the request on.
///
/// # Errors
/// EACCES; then the visitor is asked about it.
fn came_from(network: &Network, answer: &Answer) -> Result<(), Errno> {
    let host = answer.url.split('/').nth(2).unwrap_or_default();
    network.allows(host.trim_end())
}

/// Nothing came. A page is not told why, so that it learns nothing of what it
/// may not read.
fn unreachable(network: &Network, url: &str) -> Errno {
    network.refuse(format!(
        "Nothing came from {}: either it cannot be reached, or it does not let other sites' pages read it (CORS). Only its server can change that.",
        shown(url)
    ));
    Errno::Acces
}
