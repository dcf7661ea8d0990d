//! The page's own network: `localhost`, where pipelines of filters listen.
//!
//! A server is started afresh for what a connection brings, and runs to its end
//! before the client reads on, in the client's worker: nobody has to wait for
//! anybody, so it works where no program can wait, and costs no message.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use js_sys::Uint8Array;
use model::{
    exit::Exit,
    protocol::{self, Output},
};

use super::{
    File, Handle,
    network::{Line, Network, shown},
    text::next,
};
use crate::{
    fs::Errno,
    granted::Granted,
    input::Input,
    output::{Pen, To},
    page::Js,
    preview1::{self, Stop, fixed},
    program::{Ready, Stdio},
    stage::imports,
};

/// What this machine is called on it.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Who listens at a port.
pub struct Server {
    port: u16,
    by_line: bool,
    programs: Vec<Ready>,
    most: usize,
}

/// The servers that the page names. Their programs are granted nothing.
pub fn servers(servers: &[protocol::Server<Js>], fixed: bool) -> Vec<Rc<Server>> {
    let mut granted = Granted::default();
    granted.grant.fixed = fixed;
    let granted = Rc::new(granted);
    let server = |server: &protocol::Server<Js>| {
        let ready = |program| Ready::new(program, granted.clone());
        Rc::new(Server {
            port: server.port,
            by_line: server.by_line,
            programs: server.programs.iter().map(ready).collect(),
            most: usize::try_from(server.most).unwrap_or(usize::MAX),
        })
    };
    servers.iter().map(server).collect()
}

/// Connects to `HOST:PORT`.
///
/// # Errors
/// ENOENT for what is no address, EHOSTUNREACH for another machine,
/// ECONNREFUSED where nobody listens; all but the first are told to the
/// visitor.
pub fn connect(network: &Rc<Network>, address: &str) -> Result<Handle, Errno> {
    let (host, port) = address.rsplit_once(':').ok_or(Errno::Noent)?;
    let port: u16 = port.parse().map_err(|_| Errno::Noent)?;
    let shown = shown(address);
    if !OWN_NAMES.contains(&host) {
        network.refuse(format!(
            "No connection to {shown}: a browser gives none to a page. Here is localhost alone, and the web below /dev/https."
        ));
        return Err(Errno::Hostunreach);
    }
    let Some(server) = network.servers.iter().find(|server| server.port == port) else {
        network.refuse(format!(
            "No connection to {shown}: nobody listens there. Add a server for port {port} in Files."
        ));
        return Err(Errno::Connrefused);
    };
    let exchange = Rc::new(Exchange {
        line: Line::new(network, address.to_owned()),
        server: server.clone(),
        request: RefCell::default(),
        reply: RefCell::default(),
    });
    Ok(Rc::new(RefCell::new(Connection { exchange, at: 0 })))
}

/// What goes over one connection: a request, then a reply.
pub struct Exchange {
    line: Line,
    server: Rc<Server>,
    request: RefCell<Vec<u8>>,
    reply: RefCell<Option<Reply>>,
}

/// What a server answered.
struct Reply {
    bytes: Vec<u8>,
    /// Whether it came to its end.
    is_whole: bool,
}

impl Exchange {
    /// Whether the server has all that it starts with.
    fn is_asked(&self) -> bool {
        !self.server.by_line || self.request.borrow().ends_with(b"\n")
    }

    /// Runs the server. No call of the client's may hold the host meanwhile.
    pub fn serve(&self) {
        let client = preview1::swap(None);
        let clocks = fixed::swap(None);
        let reply = self
            .server
            .answer(&self.request.borrow(), &self.line.network);
        fixed::swap(clocks);
        preview1::swap(client);
        let reply = match reply {
            (bytes, Exit::Exited(_)) => Reply {
                bytes,
                is_whole: true,
            },
            (bytes, exit) => {
                let port = self.server.port;
                self.line.network.refuse(format!(
                    "The server at localhost:{port} did not come to its end: {exit}."
                ));
                Reply {
                    bytes,
                    is_whole: false,
                }
            }
        };
        *self.reply.borrow_mut() = Some(reply);
        self.line.tell();
    }
}

impl Server {
    /// Runs the programs one after the other; gives what the last one wrote, and
    /// how the first that failed ended.
    fn answer(&self, request: &[u8], network: &Network) -> (Vec<u8>, Exit) {
        let mut bytes = request.to_vec();
        let mut ended = Exit::Exited(0);
        for program in &self.programs {
            let pen = |output, to| Pen::new(network.run, network.stage, output, to, network.keep);
            let stdout = pen(Output::Stdout, To::Reply(Vec::new(), self.most));
            let stderr = pen(Output::Stderr, To::Page);
            let pieces = VecDeque::from([Uint8Array::from(bytes.as_slice())]);
            let stdio = Stdio {
                stdin: Rc::new(RefCell::new(Input::of_pieces(pieces))),
                stdout: stdout.clone(),
                stderr: stderr.clone(),
            };
            let left = program.run(&stdio, &imports());
            if let Ok(mut stderr) = stderr.try_borrow_mut() {
                stderr.finish();
            }
            // A stack that ran out may have ended the host in the middle of a write.
            bytes = match stdout.try_borrow_mut() {
                Ok(mut stdout) => stdout.take(),
                Err(_) => Vec::new(),
            };
            if !matches!(left.exit, Exit::Exited(_)) {
                ended = left.exit;
                break;
            }
        }
        (bytes, ended)
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
        let Some(reply) = &*reply else {
            return Err(Stop::Serve(exchange.clone()));
        };
        if self.at == reply.bytes.len() && !reply.is_whole {
            return Err(Errno::Connreset.into());
        }
        let taken = next(&reply.bytes, &mut self.at, room);
        exchange.line.receives(&taken);
        Ok(taken)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<u32, Stop> {
        let exchange = &self.exchange;
        if exchange.reply.borrow().is_some() {
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
        let asked = self.exchange.reply.borrow().is_none()
            && !self.exchange.request.borrow().is_empty()
            && self.exchange.is_asked();
        asked.then(|| Stop::Serve(self.exchange.clone()))
    }
}
