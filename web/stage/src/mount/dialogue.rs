//! A connection to a server that runs beside its client, in the same worker, by
//! turns: both write and read as they like, through a pipe each way.
//!
//! No client can hang up half of a file. So when it reads, and its server too,
//! and there is nothing on the way, the server's stdin ends: a filter that reads
//! all of its input is a server like any other. And when it writes, and its
//! server too, and neither reads, what the client may be ahead is more from then
//! on.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::Promise;
use model::{
    exit::Exit,
    protocol::{Output, Waits},
};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{
    File, Handle,
    loopback::{Server, failed},
    network::{Line, Network, shown},
};
use crate::{
    fs::Errno,
    input::{Found, Input},
    output::{PIECE, Pen, To},
    pipe::{self, WINDOW, Writer},
    preview1::Stop,
    program::Stdio,
    stage::imports,
    wait::{self, Who},
};

/// So many programs may serve one stage at the same time.
const MOST: u32 = 100;

thread_local! {
    /// All that are going on, and some that are over.
    static TALKS: RefCell<Vec<Weak<Talk>>> = const { RefCell::new(Vec::new()) };
}

/// What both sides of a connection know.
struct Talk {
    network: Rc<Network>,
    server: Rc<Server>,
    /// The server's programs that have not ended.
    programs: RefCell<Vec<Who>>,
    /// What the client writes to, until it is over.
    request: RefCell<Option<Writer>>,
    /// What it reads.
    reply: RefCell<Input>,
    /// Which of the client's waits is for an answer, or for room: see [`wait::wants`].
    reads: Cell<Option<u32>>,
    writes: Cell<Option<u32>>,
    /// How far it may be ahead of the server, in bytes.
    room: Cell<u64>,
    /// Whether it has hung up.
    left: Cell<bool>,
    /// Whether a program of the server did not come to its end.
    failed: Cell<bool>,
}

/// Connects to a server, which begins as soon as the client waits.
///
/// # Errors
/// ENFILE when too many serve already.
pub fn open(network: &Rc<Network>, server: &Rc<Server>, address: &str) -> Result<Handle, Errno> {
    if network.serving.get() + server.programs.len() as u32 > MOST {
        let address = shown(address);
        network.refuse(format!(
            "No connection to {address}: {MOST} programs serve already. The client has to close some connections first."
        ));
        return Err(Errno::Nfile);
    }
    wait::when_idle(resolve);
    let (request, reader) = pipe::within();
    let mut stdin = Input::of_pipe(reader);
    let mut stdios = Vec::new();
    for _ in &server.programs {
        let (writer, reader) = pipe::within();
        let pen = |output, to, keep| Pen::new(network.run, network.stage, output, to, keep);
        stdios.push(Stdio {
            stdin: Rc::new(RefCell::new(stdin)),
            stdout: pen(Output::Stdout, To::Peer(writer), 0),
            stderr: pen(Output::Stderr, To::Page, network.keep),
        });
        stdin = Input::of_pipe(reader);
    }
    let talk = Rc::new(Talk {
        network: network.clone(),
        server: server.clone(),
        programs: RefCell::default(),
        request: RefCell::new(Some(request)),
        reply: RefCell::new(stdin),
        reads: Cell::default(),
        writes: Cell::default(),
        room: Cell::new(WINDOW),
        left: Cell::new(false),
        failed: Cell::new(false),
    });
    for (at, stdio) in stdios.into_iter().enumerate() {
        let (who, begun) = wait::begin();
        talk.programs.borrow_mut().push(who);
        network.serving.set(network.serving.get() + 1);
        spawn_local(serve(talk.clone(), at, who, stdio, begun));
    }
    TALKS.with_borrow_mut(|talks| {
        talks.retain(|talk| talk.strong_count() > 0);
        talks.push(Rc::downgrade(&talk));
    });
    Ok(Rc::new(RefCell::new(Connection {
        line: Line::new(network, address.to_owned()),
        talk,
        has_yielded: false,
    })))
}

/// Runs one program of a server.
async fn serve(talk: Rc<Talk>, at: usize, who: Who, stdio: Stdio, begun: Promise) {
    JsFuture::from(begun).await.ok();
    let program = &talk.server.programs[at];
    let left = program.run_waiting(&stdio, &imports()).await;
    if !matches!(left.exit, Exit::Exited(_)) {
        talk.failed.set(true);
        talk.network.is_spoilt.set(true);
        // One that is hung up on may well end so.
        if !talk.left.get() {
            failed(&talk.network, &talk.server, &left.exit.to_string());
        }
    }
    talk.programs.borrow_mut().retain(|other| *other != who);
    // None is to be had of one that was broken off in a call.
    for pen in [&stdio.stdout, &stdio.stderr] {
        if let Ok(mut pen) = pen.try_borrow_mut() {
            pen.finish();
        }
    }
    if let Ok(mut stdin) = stdio.stdin.try_borrow_mut() {
        stdin.close();
    }
    talk.network.serving.set(talk.network.serving.get() - 1);
    wait::done();
}

/// All wait, and nothing is on the way: a server that waits for a client that
/// waits for it hears that there will be no more; or there is more room.
fn resolve() {
    if wait::waits(wait::FIRST) != Some(Waits::Network) {
        return;
    }
    let this = Some(wait::wants());
    for talk in talks() {
        let programs = talk.programs.borrow().clone();
        let all = |what: &dyn Fn(Waits) -> bool| {
            programs
                .iter()
                .all(|who| wait::waits(*who).is_some_and(what))
        };
        if talk.reads.get() == this && all(&|what| what == Waits::Input) {
            drop(talk.request.take());
        } else if talk.writes.get() == this && all(&|what| what != Waits::Clock) {
            talk.room.set(talk.server.most as u64);
            wait::wake();
        }
    }
}

/// The client has ended: whatever it held is closed, also if it was broken off
/// in the middle of a call.
pub fn hang_up() {
    for talk in talks() {
        talk.hang_up();
    }
}

fn talks() -> Vec<Rc<Talk>> {
    TALKS.with_borrow(|talks| talks.iter().filter_map(Weak::upgrade).collect())
}

impl Talk {
    /// The server's stdin ends, and its next write is EPIPE.
    fn hang_up(&self) {
        self.left.set(true);
        let request = self
            .request
            .try_borrow_mut()
            .map(|mut request| request.take());
        drop(request);
        if let Ok(mut reply) = self.reply.try_borrow_mut() {
            reply.close();
        }
    }
}

/// The client's end.
struct Connection {
    line: Line,
    talk: Rc<Talk>,
    /// Whether it has let others go first, when there were many.
    has_yielded: bool,
}

impl File for Connection {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        let talk = &self.talk;
        let mut reply = talk.reply.borrow_mut();
        let found = reply.find()?;
        match found {
            Found::Wait => {
                wait::want(Waits::Network, None);
                talk.reads.set(Some(wait::wants()));
                Err(Stop::Wait)
            }
            Found::Bytes(0) if talk.failed.get() => Err(Errno::Connreset.into()),
            Found::Bytes(count) => {
                let bytes = reply.take(count.min(room)).to_vec();
                self.line.receives(&bytes);
                self.line.tell();
                Ok(bytes)
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        let talk = &self.talk;
        // One that writes and closes, many times, would have all of its servers at once.
        if !self.has_yielded && talk.network.serving.get() > MOST / 2 {
            self.has_yielded = true;
            wait::want(Waits::Clock, Some(0.0));
            return Err(Stop::Wait);
        }
        let request = talk.request.borrow();
        let request = request.as_ref().filter(|request| !request.is_closed());
        let request = request.ok_or(Errno::Pipe)?;
        let is_full = request.ahead() >= talk.room.get();
        if is_full && talk.room.get() > WINDOW {
            return Err(Errno::Nospc.into());
        }
        if is_full {
            wait::want(Waits::Network, None);
            talk.writes.set(Some(wait::wants()));
            return Err(Stop::Wait);
        }
        let bytes = &bytes[..bytes.len().min(PIECE)];
        if !bytes.is_empty() {
            request.send(bytes);
            self.line.sends(bytes);
            self.line.tell();
        }
        Ok(bytes.len() as u32)
    }

    // Who asks whether it is ready may wait for it next.
    fn ready(&mut self) -> Option<u64> {
        let found = self.talk.reply.borrow_mut().find();
        match found {
            Ok(Found::Bytes(count)) => Some(count.into()),
            Ok(Found::Wait) => {
                self.talk.reads.set(Some(wait::wants().wrapping_add(1)));
                None
            }
            Err(_) => Some(0),
        }
    }

    fn takes(&self) -> bool {
        let talk = &self.talk;
        let request = talk.request.borrow();
        let is_full = request.as_ref().is_some_and(|request| {
            request.ahead() >= talk.room.get().min(WINDOW) && !request.is_closed()
        });
        if is_full {
            talk.writes.set(Some(wait::wants().wrapping_add(1)));
        }
        !is_full || talk.room.get() > WINDOW
    }

    fn is_within(&self) -> bool {
        true
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.talk.hang_up();
    }
}
