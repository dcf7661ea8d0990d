//! A server of the page's own network: a pipeline of filters at a port.

use super::plugin::plain_pipeline;
use crate::pipeline::Item;

/// Who listens at a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The port, of `localhost`.
    pub port: u16,
    /// What it is started afresh for.
    pub each: Each,
    /// The pipeline that answers.
    pub command: String,
}

/// What a server's pipeline is started afresh for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Each {
    /// For a line: it is all of the input, the output is the answer, and the
    /// connection is closed behind it.
    #[default]
    Line,
    /// For a connection, whose bytes are its stdin and stdout.
    Connection,
}

impl Each {
    /// The word for it in demos and links, where it never changes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Connection => "connection",
        }
    }

    /// The one of this word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Line, Self::Connection]
            .into_iter()
            .find(|each| each.word() == word)
    }
}

impl Server {
    /// Its pipeline.
    ///
    /// # Errors
    /// A sentence that says why the command line is none.
    pub fn pipeline(&self) -> Result<Item, String> {
        let whose = format!("server at port {}", self.port);
        plain_pipeline(&self.command, &whose)
    }
}
