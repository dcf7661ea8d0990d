//! What a program is granted: which directories, what is in them apart from
//! files, which file systems of the host's own, who listens at the ports of
//! the page's network, and which of its standard files are terminals. A program
//! that is granted nothing has stdin, stdout and stderr, none of them a terminal.

mod plugin;
mod sections;
mod server;

use serde::{Deserialize, Serialize};

use crate::session::file_name;

pub use plugin::{Moment, Plugin};
pub use server::{Each, Server};

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Grant {
    /// The directories that it starts with, from fd 3 on, in this order.
    pub preopens: Vec<Preopen>,
    /// The file systems of the host's own that it starts with, behind those.
    pub mounts: Vec<Mount>,
    /// Who listens at the ports of the page's own network.
    pub servers: Vec<Server>,
    /// Which pipelines run when something happens on the page.
    pub plugins: Vec<Plugin>,
    /// Directories that are there although no file is in them, by path.
    pub directories: Vec<String>,
    /// Symbolic links, by path, each with where it leads.
    pub symlinks: Vec<(String, String)>,
    /// Whether stdin, stdout and stderr are terminals.
    pub terminals: [bool; 3],
    /// Whether clocks and random numbers are the same in every run.
    pub fixed: bool,
}

/// A directory that a program starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preopen {
    /// What the program knows it by.
    pub guest: String,
    /// Which folder of the files it is; `.` is all of them. It is there, and
    /// empty, if no file is in it.
    pub folder: String,
    /// Whether nothing in it can be changed through it.
    pub readonly: bool,
    /// Whether its files are kept for the demo: who opens that again finds them
    /// as they were left.
    pub kept: bool,
}

/// A file system of the host's own, as a directory that a program starts with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// What the program knows it by.
    pub guest: String,
    /// What it is.
    pub what: Mounted,
}

/// The file systems of the host's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mounted {
    /// `null`, `zero`, `full`, `random`, and the network: `HOST:PORT`.
    Devices,
    /// What the host knows of the program itself: `self/fd`, `self/cmdline`.
    Processes,
    /// The playground: `command`, `stdin`, `stdout`, `event`, …
    Page,
}

impl Mounted {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Devices, Self::Processes, Self::Page];

    /// The word for it in demos and links, where it never changes.
    pub fn word(self) -> &'static str {
        match self {
            Self::Devices => "dev",
            Self::Processes => "proc",
            Self::Page => "page",
        }
    }

    /// The one of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.word() == word)
    }

    /// Where it usually is.
    pub fn usual_place(self) -> &'static str {
        match self {
            Self::Devices => "/dev",
            Self::Processes => "/proc",
            Self::Page => "/page",
        }
    }
}

impl Preopen {
    /// All files, as the root.
    pub fn all() -> Self {
        Self {
            guest: "/".to_owned(),
            folder: ".".to_owned(),
            readonly: false,
            kept: false,
        }
    }

    /// Whether a file of this name is in it.
    fn holds(&self, name: &str) -> bool {
        let folder = file_name(&self.folder);
        let rest = name.strip_prefix(&folder);
        folder.is_empty() || rest.is_some_and(|rest| rest.starts_with('/'))
    }
}

impl Grant {
    /// Whether nothing is granted.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a program sees any of the page's files.
    pub fn files(&self) -> bool {
        !self.preopens.is_empty()
    }

    /// Whether a file of this name is kept for the demo.
    pub fn keeps(&self, name: &str) -> bool {
        let mut kept = self.preopens.iter().filter(|preopen| preopen.kept);
        kept.any(|preopen| preopen.holds(name))
    }

    /// Whether a program can change files.
    pub fn writes(&self) -> bool {
        self.preopens.iter().any(|preopen| !preopen.readonly)
    }
}
