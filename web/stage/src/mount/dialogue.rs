//! A connection to a server that runs beside its client, in the same worker, by
//! turns: both write and read as they like, through a pipe each way.
//!
//! No client can hang up half of a file. So when it reads, and its server too,
//! and there is nothing on the way, the server's stdin ends: a filter that reads
//! all of its input is a server like any other.

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
    output::{Pen, To},
    pipe::{self, Writer},
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
    /// Whether the client waits for an answer.
    reads: Cell<bool>,
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
    wait::when_idle(end_what_nobody_writes);
    let (request, reader) = pipe::within();
    let talk = Rc::new(Talk {
        network: network.clone(),
        server: server.clone(),
        programs: RefCell::default(),
        request: RefCell::new(Some(request)),
        reads: Cell::new(false),
        failed: Cell::new(false),
    });
    let mut stdin = Input::of_pipe(reader);
    for at in 0..server.programs.len() {
        let (writer, reader) = pipe::within();
        let pen = |output, to, keep| Pen::new(network.run, network.stage, output, to, keep);
        let stdio = Stdio {
            stdin: Rc::new(RefCell::new(stdin)),
            stdout: pen(Output::Stdout, To::Peer(writer), 0),
            stderr: pen(Output::Stderr, To::Page, network.keep),
        };
        stdin = Input::of_pipe(reader);
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
        reply: stdin,
    })))
}

/// Runs one program of a server.
async fn serve(talk: Rc<Talk>, at: usize, who: Who, stdio: Stdio, begun: Promise) {
    JsFuture::from(begun).await.ok();
    let program = &talk.server.programs[at];
    let left = program.run_waiting(&stdio, &imports()).await;
    if !matches!(left.exit, Exit::Exited(_)) {
        talk.failed.set(true);
        failed(&talk.network, &talk.server, &left.exit.to_string());
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
/// waits for it hears that there will be no more.
fn end_what_nobody_writes() {
    let talks = TALKS.with_borrow(|talks| talks.clone());
    for talk in talks.iter().filter_map(Weak::upgrade) {
        let programs = talk.programs.borrow().clone();
        let all_read = programs
            .iter()
            .all(|who| wait::waits(*who) == Some(Waits::Input));
        if talk.reads.get() && all_read {
            let request = talk.request.take();
            drop(request);
        }
    }
}

/// The client's end.
struct Connection {
    line: Line,
    talk: Rc<Talk>,
    reply: Input,
}

impl File for Connection {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        let found = self.reply.find()?;
        self.talk.reads.set(matches!(found, Found::Wait));
        match found {
            Found::Wait => {
                wait::want(Waits::Network, None);
                Err(Stop::Wait)
            }
            Found::Bytes(0) if self.talk.failed.get() => Err(Errno::Connreset.into()),
            Found::Bytes(count) => {
                let bytes = self.reply.take(count.min(room)).to_vec();
                self.line.receives(&bytes);
                self.line.tell();
                Ok(bytes)
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        let request = self.talk.request.borrow();
        let request = request.as_ref().filter(|request| !request.is_closed());
        let request = request.ok_or(Errno::Pipe)?;
        if request.is_full() {
            wait::want(Waits::Network, None);
            return Err(Stop::Wait);
        }
        if !bytes.is_empty() {
            request.send(bytes);
            self.line.sends(bytes);
            self.line.tell();
        }
        Ok(bytes.len() as u32)
    }

    fn ready(&mut self) -> Option<u64> {
        match self.reply.find() {
            Ok(Found::Bytes(count)) => Some(count.into()),
            Ok(Found::Wait) => None,
            Err(_) => Some(0),
        }
    }

    fn takes(&self) -> bool {
        let request = self.talk.request.borrow();
        !request
            .as_ref()
            .is_some_and(|request| request.is_full() && !request.is_closed())
    }
}

impl Drop for Connection {
    /// The server's stdin ends, and its next write is EPIPE.
    fn drop(&mut self) {
        let request = self.talk.request.take();
        drop(request);
    }
}
