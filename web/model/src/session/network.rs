//! What the programs of a run have to do with the network: who serves it, which
//! connections there are, and what was refused.

use super::Session;
use crate::{
    grant::{Each, Mounted},
    module::Host,
    pipeline::Item,
    protocol::StageId,
    wish::Wish,
};

/// No more connections than this are listed, and no more refusals told.
const MOST_LISTED: usize = 100;
const MOST_TOLD: usize = 8;

/// A connection of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Whose.
    pub stage: StageId,
    /// Which of the stage's it is, counted from 0.
    pub number: u32,
    /// Where it leads, as the program named it.
    pub to: String,
    /// How many bytes the program sent.
    pub sent: u64,
    /// How many it was sent.
    pub received: u64,
    /// How both began, as text.
    pub begins: [String; 2],
    /// Whether it is open.
    pub open: bool,
}

/// What became of the last run's dealings with the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    /// Its connections, in the order in which they were made; those beyond a
    /// hundred are counted.
    pub connections: Vec<Connection>,
    /// How many those are.
    pub more: u64,
    /// What a program was refused, in sentences, each once.
    pub refused: Vec<String>,
    /// What programs ask the visitor for, each once.
    pub wishes: Vec<(StageId, Wish)>,
}

/// What the visitor said to what programs asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Hosts of the web that may be reached, and all that was refused.
    answers: Vec<(Wish, bool)>,
    /// What was in the clipboard when it was given.
    pub(super) clipboard: Option<String>,
}

impl Said {
    /// The hosts that may be reached.
    pub(super) fn hosts(&self) -> Vec<String> {
        let mut hosts = Vec::new();
        for (wish, allowed) in &self.answers {
            if let (Wish::Host(host), true) = (wish, allowed) {
                hosts.push(host.clone());
            }
        }
        hosts
    }
}

impl Network {
    /// Takes what a stage says of one of its connections.
    pub(super) fn hear(&mut self, connection: Connection) {
        let is_it = |known: &Connection| {
            (known.stage, known.number) == (connection.stage, connection.number)
        };
        match self.connections.iter().position(is_it) {
            Some(at) => self.connections[at] = connection,
            None if self.connections.len() < MOST_LISTED => self.connections.push(connection),
            // Of these not each one is told of, but they are numbered.
            None => {
                let behind = (u64::from(connection.number) + 1).saturating_sub(MOST_LISTED as u64);
                self.more = self.more.max(behind);
            }
        }
    }

    /// Takes a refusal.
    pub(super) fn refuse(&mut self, sentence: String) {
        if self.refused.len() < MOST_TOLD && !self.refused.contains(&sentence) {
            self.refused.push(sentence);
        }
    }

    /// The run is over: what it had open is closed.
    pub(super) fn close(&mut self) {
        for connection in &mut self.connections {
            connection.open = false;
        }
    }
}

/// A server as a stage needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serves {
    /// The port.
    pub port: u16,
    /// Whether one line is all that a connection brings.
    pub by_line: bool,
    /// Its pipeline.
    pub programs: Vec<Called>,
}

/// A program as a server calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The filter's name in the list.
    pub filter: String,
    /// `argv`
    pub args: Vec<String>,
    /// The environment.
    pub env: Vec<(String, String)>,
}

impl<Js: crate::stream::Piece + Clone> Session<Js> {
    /// A program asks for something that it does not have.
    pub(super) fn wished(&mut self, stage: StageId, wish: Wish) {
        if self.said.answers.contains(&(wish.clone(), false)) {
            self.network.refuse(refused(&wish));
            return;
        }
        let wishes = &mut self.network.wishes;
        if wishes.len() < MOST_TOLD && !wishes.iter().any(|(_, known)| *known == wish) {
            wishes.push((stage, wish));
        }
    }

    /// The visitor says yes or no to it.
    pub(super) fn answer(&mut self, wish: Wish, yes: bool) {
        self.network.wishes.retain(|(_, known)| *known != wish);
        if !yes {
            self.network.refuse(refused(&wish));
        }
        if !yes || matches!(wish, Wish::Host(_)) {
            self.said.answers.push((wish, yes));
        }
    }

    /// The programs of a pipeline that runs beside the command line: a server's
    /// or a plugin's.
    ///
    /// # Errors
    /// A sentence that says which cannot be called.
    pub fn called(&self, pipeline: Item) -> Result<Vec<Called>, String> {
        let mut programs = Vec::new();
        for stage in pipeline.stages {
            let args: Vec<String> = stage.args.iter().map(|arg| arg.fill(0)).collect();
            let filter = args.first().cloned().unwrap_or_default();
            if !self.is_known(&filter) {
                return Err(self.unknown(&filter));
            }
            if self.host(&filter) != Host::Preview1 {
                return Err(format!(
                    "{filter} cannot be called: only preview 1 programs can."
                ));
            }
            let env = stage.env.iter();
            programs.push(Called {
                filter,
                args,
                env: env
                    .map(|(name, value)| (name.clone(), value.fill(0)))
                    .collect(),
            });
        }
        Ok(programs)
    }

    /// The servers that programs can reach; none where the network is not
    /// mounted.
    ///
    /// # Errors
    /// A sentence that says why one of them cannot serve.
    pub(super) fn serves(&self) -> Result<Vec<Serves>, String> {
        let is_network = |mount: &crate::grant::Mount| mount.what == Mounted::Devices;
        if !self.grant.mounts.iter().any(is_network) {
            return Ok(Vec::new());
        }
        let mut serves = Vec::new();
        for server in &self.grant.servers {
            let port = server.port;
            let programs = self
                .called(server.pipeline()?)
                .map_err(|sentence| format!("For the server at port {port}: {sentence}"))?;
            serves.push(Serves {
                port,
                by_line: server.each == Each::Line,
                programs,
            });
        }
        Ok(serves)
    }
}

fn refused(wish: &Wish) -> String {
    let what = match wish {
        Wish::Host(host) => host,
        Wish::Paste | Wish::Copy(_) => "the clipboard",
    };
    format!("No way to {what}: you refused it to this demo.")
}
