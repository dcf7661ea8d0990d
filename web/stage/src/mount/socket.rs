//! `/dev/ws` and `/dev/wss`: a WebSocket as a file. A write is a message, and a
//! read gives what is left of the message that came first.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::{ArrayBuffer, JsString, Uint8Array};
use model::protocol::Waits;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::{
    File, Handle,
    network::{Line, Network, shown},
    web::address,
};
use crate::{fs::Errno, preview1::Stop, wait};

/// More than this, in bytes, is not kept for a program that does not read.
const MOST_KEPT: usize = 64 << 20;

/// What a message costs beside its bytes.
const COST: usize = 64;

/// A program waits while more than this, in bytes, is on its way.
const MOST_AHEAD: u32 = 4 << 20;

/// It looks again after so many milliseconds.
const LOOK_MS: f64 = 20.0;

/// Opens an address: a host, and a path there.
///
/// # Errors
/// As `web::open`; ENOTSUP where no program can wait for an answer.
pub fn open(
    network: &Rc<Network>,
    scheme: &str,
    parts: &[String],
    suspends: bool,
) -> Result<Handle, Errno> {
    let url = address(network, scheme, parts)?;
    if !suspends {
        network.refuse(format!(
            "No connection to {}: this browser cannot let a program wait for an answer.",
            shown(&url)
        ));
        return Err(Errno::Notsup);
    }
    let refused = |_| {
        network.refuse(format!(
            "No connection to {}: it is refused here.",
            shown(&url)
        ));
        Errno::Acces
    };
    let socket = WebSocket::new(&url).map_err(refused)?;
    socket.set_binary_type(BinaryType::Arraybuffer);
    let inbox = Rc::new(RefCell::new(Inbox::default()));
    let mail = inbox.clone();
    let heard = Closure::new(move |event: MessageEvent| {
        mail.borrow_mut().take(&event.data());
        wait::wake();
    });
    socket.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    let woken = Closure::new(wait::wake);
    socket.set_onopen(Some(woken.as_ref().unchecked_ref()));
    socket.set_onclose(Some(woken.as_ref().unchecked_ref()));
    Ok(Rc::new(RefCell::new(Socket {
        line: Line::new(network, url),
        socket,
        inbox,
        was_open: false,
        _heard: heard,
        _woken: woken,
    })))
}

/// What came and was not read yet.
#[derive(Default)]
struct Inbox {
    messages: VecDeque<Vec<u8>>,
    bytes: usize,
    /// Whether it was too much.
    is_over: bool,
}

impl Inbox {
    fn take(&mut self, data: &JsValue) {
        let message = match data.dyn_ref::<JsString>() {
            Some(text) => String::from(text).into_bytes(),
            None => Uint8Array::new(data.unchecked_ref::<ArrayBuffer>()).to_vec(),
        };
        let bytes = self.bytes + message.len() + COST;
        self.is_over |= bytes > MOST_KEPT;
        if !self.is_over && !message.is_empty() {
            self.bytes = bytes;
            self.messages.push_back(message);
        }
    }
}

struct Socket {
    line: Line,
    socket: WebSocket,
    inbox: Rc<RefCell<Inbox>>,
    was_open: bool,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _woken: Closure<dyn FnMut()>,
}

impl Socket {
    /// Whether it is open; that it never was is said.
    fn is_open(&mut self) -> Result<bool, Errno> {
        match self.socket.ready_state() {
            WebSocket::CONNECTING => Ok(false),
            WebSocket::OPEN => {
                self.was_open = true;
                Ok(true)
            }
            _ if self.was_open => Err(Errno::Pipe),
            _ => {
                let url = shown(&self.line.to);
                self.line
                    .network
                    .refuse(format!("No connection to {url}: nobody answers there."));
                Err(Errno::Connrefused)
            }
        }
    }
}

impl File for Socket {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        let state = self.is_open();
        let mut inbox = self.inbox.borrow_mut();
        if let Some(mut message) = inbox.messages.pop_front() {
            self.was_open = true;
            let rest = message.split_off(message.len().min(room as usize));
            inbox.bytes -= message.len();
            match rest.is_empty() {
                true => inbox.bytes -= COST,
                false => inbox.messages.push_front(rest),
            }
            self.line.receives(&message);
            self.line.tell();
            return Ok(message);
        }
        if inbox.is_over {
            return Err(Errno::Connreset.into());
        }
        match state {
            Ok(_) => {
                wait::want(Waits::Network, None);
                Err(Stop::Wait)
            }
            Err(Errno::Pipe) => Ok(Vec::new()),
            Err(errno) => Err(errno.into()),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        if bytes.is_empty() {
            return Ok(0);
        }
        if !self.is_open()? {
            wait::want(Waits::Network, None);
            return Err(Stop::Wait);
        }
        if self.socket.buffered_amount() > MOST_AHEAD {
            wait::want(Waits::Network, Some(LOOK_MS));
            return Err(Stop::Wait);
        }
        let sent = match std::str::from_utf8(bytes) {
            Ok(text) => self.socket.send_with_str(text),
            Err(_) => self.socket.send_with_u8_array(bytes),
        };
        sent.map_err(|_| Errno::Pipe)?;
        self.line.sends(bytes);
        self.line.tell();
        Ok(bytes.len() as u32)
    }

    fn ready(&mut self) -> Option<u64> {
        let inbox = self.inbox.borrow();
        let state = self.socket.ready_state();
        let is_over = inbox.is_over || state > WebSocket::OPEN;
        let first = inbox.messages.front().map(|message| message.len() as u64);
        first.or(is_over.then_some(0))
    }

    fn takes(&self) -> bool {
        let state = self.socket.ready_state();
        state != WebSocket::CONNECTING && self.socket.buffered_amount() <= MOST_AHEAD
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onopen(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
