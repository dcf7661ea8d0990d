//! A connection to a server that runs to its end before its client reads on.
//! Nobody has to wait for anybody: it works in every browser, and costs no
//! message.
//!
//! A server that is started for a line gets that. One that is started for a
//! connection gets all that the client sent so far. If the client then sends
//! more and reads on, the server is started anew with all of it, and the client
//! gets what it writes beyond what it wrote before: a filter that reads line by
//! line and a client notice no difference to a dialogue.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use js_sys::Uint8Array;
use model::{exit::Exit, protocol::Output};

use super::{
    File, Handle,
    loopback::{Server, failed},
    network::{Line, Network},
    text::next,
};
use crate::{
    fs::Errno,
    input::Input,
    output::{Pen, Shared, To},
    preview1::{self, Stop},
    program::Stdio,
    stage::imports,
};

/// Connects to a server.
pub fn open(network: &Rc<Network>, server: &Rc<Server>, address: &str) -> Handle {
    let pen = |output, to| Pen::new(network.run, network.stage, output, to, network.keep);
    let exchange = Rc::new(Exchange {
        line: Line::new(network, address.to_owned()),
        server: server.clone(),
        request: RefCell::default(),
        reply: RefCell::default(),
        stderr: pen(Output::Stderr, To::Page),
        complained: Cell::new(0),
    });
    Rc::new(RefCell::new(Connection { exchange, at: 0 }))
}

/// Why one that was started anew failed.
const OTHERWISE: &str =
    "it was started anew with more, for it cannot be let wait, and did not say the same again";

/// What goes over one connection: a request, then a reply.
pub struct Exchange {
    line: Line,
    server: Rc<Server>,
    request: RefCell<Vec<u8>>,
    reply: RefCell<Option<Reply>>,
    /// Where the server's errors go, and how many bytes of them went there.
    stderr: Shared,
    complained: Cell<usize>,
}

/// What a server answered.
struct Reply {
    bytes: Vec<u8>,
    /// To so many bytes of the request.
    to: usize,
    /// Whether it came to its end, and said the same as before.
    is_good: bool,
    /// Whether it read all of the request.
    reads_on: bool,
}

/// What came of the programs of a server.
struct Answer {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    /// How the first that failed ended.
    exit: Exit,
    /// How much of its input the first one read.
    read: u64,
}

impl Exchange {
    /// Whether the server has all that it starts with.
    fn is_asked(&self) -> bool {
        !self.server.by_line || self.request.borrow().ends_with(b"\n")
    }

    /// Whether there is an answer to all that was sent.
    fn is_answered(&self) -> bool {
        let to = self.reply.borrow().as_ref().map(|reply| reply.to);
        to.is_some_and(|to| self.server.by_line || to == self.request.borrow().len())
    }

    /// Runs the server. No call of the client's may hold the host meanwhile.
    pub fn serve(&self) {
        let client = preview1::put_aside();
        let answer = self.answer();
        preview1::take_up(client);
        let network = &self.line.network;
        let mut stderr = self.stderr.borrow_mut();
        let complained = self.complained.get();
        stderr.push(answer.stderr.get(complained..).unwrap_or(&[]));
        stderr.finish();
        self.complained.set(complained.max(answer.stderr.len()));
        let mut is_good = matches!(answer.exit, Exit::Exited(_));
        let mut bytes = answer.stdout;
        if !is_good {
            network.is_spoilt.set(true);
            failed(network, &self.server, &answer.exit.to_string());
        }
        if let Some(before) = self.reply.take()
            && !bytes.starts_with(&before.bytes)
        {
            if is_good {
                failed(network, &self.server, OTHERWISE);
            }
            (bytes, is_good) = (before.bytes, false);
        }
        let to = self.request.borrow().len();
        *self.reply.borrow_mut() = Some(Reply {
            bytes,
            to,
            is_good,
            reads_on: answer.read == to as u64,
        });
        self.line.tell();
    }

    /// Runs the programs one after the other.
    fn answer(&self) -> Answer {
        let mut answer = Answer {
            stdout: self.request.borrow().clone(),
            stderr: Vec::new(),
            exit: Exit::Exited(0),
            read: 0,
        };
        let network = &self.line.network;
        let pen = |output| {
            let to = To::Reply(Vec::new(), self.server.most);
            Pen::new(network.run, network.stage, output, to, 0)
        };
        // A stack that ran out may have ended the host in the middle of a write.
        let written = |pen: &Shared| match pen.try_borrow_mut() {
            Ok(mut pen) => pen.take(),
            Err(_) => Vec::new(),
        };
        for (at, program) in self.server.programs.iter().enumerate() {
            let pieces = VecDeque::from([Uint8Array::from(answer.stdout.as_slice())]);
            let stdio = Stdio {
                stdin: Rc::new(RefCell::new(Input::of_pieces(pieces))),
                stdout: pen(Output::Stdout),
                stderr: pen(Output::Stderr),
            };
            let left = program.run(&stdio, &imports());
            answer.stderr.append(&mut written(&stdio.stderr));
            answer.stdout = written(&stdio.stdout);
            if at == 0 {
                answer.read = stdio.stdin.try_borrow().map_or(0, |stdin| stdin.read());
            }
            if !matches!(left.exit, Exit::Exited(_)) {
                answer.exit = left.exit;
                break;
            }
        }
        answer
    }
}

/// The client's end.
struct Connection {
    exchange: Rc<Exchange>,
    /// How much of the reply was read.
    at: usize,
}

impl File for Connection {
    fn read(&mut self, room: u32) -> Result<Vec<u8>, Stop> {
        let exchange = &self.exchange;
        let reply = exchange.reply.borrow();
        let left = reply
            .as_ref()
            .is_some_and(|reply| self.at < reply.bytes.len());
        let Some(reply) = reply
            .as_ref()
            .filter(|reply| left || !reply.is_good || !reply.reads_on || exchange.is_answered())
        else {
            return Err(Stop::Serve(exchange.clone()));
        };
        if !left && !reply.is_good {
            return Err(Errno::Connreset.into());
        }
        let taken = next(&reply.bytes, &mut self.at, room);
        exchange.line.receives(&taken);
        Ok(taken)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        let exchange = &self.exchange;
        if let Some(reply) = &*exchange.reply.borrow()
            && (exchange.server.by_line || !reply.is_good || !reply.reads_on)
        {
            return Err(Errno::Pipe.into());
        }
        // Behind its line nobody reads: as on a network, what is sent is gone.
        if exchange.server.by_line && exchange.is_asked() {
            return Ok(bytes.len() as u32);
        }
        let mut request = exchange.request.borrow_mut();
        if request.len() + bytes.len() > exchange.server.most {
            return Err(Errno::Nospc.into());
        }
        let asked = match exchange.server.by_line {
            true => bytes
                .iter()
                .position(|byte| *byte == b'\n')
                .map(|at| at + 1),
            false => None,
        };
        let taken = &bytes[..asked.unwrap_or(bytes.len())];
        request.extend(taken);
        exchange.line.sends(taken);
        Ok(bytes.len() as u32)
    }

    fn close(&mut self) -> Option<Stop> {
        let exchange = &self.exchange;
        let asked =
            !exchange.is_answered() && !exchange.request.borrow().is_empty() && exchange.is_asked();
        asked.then(|| Stop::Serve(exchange.clone()))
    }
}
