//! The page's own network: `localhost`, where pipelines of filters listen.
//!
//! A server runs in its client's worker. One that is started for a connection
//! talks to its client as long as both like, where programs can wait
//! ([`dialogue`]); all others run to their end before the client reads on
//! ([`exchange`]), which works everywhere.

use std::rc::Rc;

use model::protocol;

use super::{
    Handle, dialogue, exchange,
    network::{Network, shown},
};
use crate::{fs::Errno, granted::Granted, page::Js, program::Ready};

/// What this machine is called on it.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Who listens at a port.
pub struct Server {
    /// The port.
    pub port: u16,
    /// Whether it is started for a line, and not for a connection.
    pub by_line: bool,
    /// Its pipeline.
    pub programs: Vec<Ready>,
    /// The most that it is sent, and answers, in bytes, where it cannot talk.
    pub most: usize,
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
/// ECONNREFUSED where nobody listens, ENFILE when too many talk; all but the
/// first are told to the visitor. `waits` says whether the program can wait.
pub fn connect(network: &Rc<Network>, address: &str, waits: bool) -> Result<Handle, Errno> {
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
    match waits && !server.by_line {
        true => dialogue::open(network, server, address),
        false => Ok(exchange::open(network, server, address)),
    }
}

/// Says that a server ended badly.
pub fn failed(network: &Network, server: &Server, why: &str) {
    let port = server.port;
    network.refuse(format!(
        "The server at localhost:{port} did not come to its end: {why}."
    ));
}
