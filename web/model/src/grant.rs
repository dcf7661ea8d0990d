//! What a program is granted: which directories, what is in them apart from
//! files, and which of its standard files are terminals. A program that is
//! granted nothing has stdin, stdout and stderr, none of them a terminal.

mod sections;

use serde::{Deserialize, Serialize};

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct Grant {
    /// The directories that it starts with, from fd 3 on, in this order.
    pub preopens: Vec<Preopen>,
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
}

impl Preopen {
    /// All files, as the root.
    pub fn all() -> Self {
        Self {
            guest: "/".to_owned(),
            folder: ".".to_owned(),
            readonly: false,
        }
    }
}

impl Grant {
    /// Whether nothing is granted.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a program can change files.
    pub fn writes(&self) -> bool {
        self.preopens.iter().any(|preopen| !preopen.readonly)
    }
}
