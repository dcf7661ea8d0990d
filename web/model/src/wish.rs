//! What a program asks the visitor for. It is refused at first; the visitor may
//! grant it, and the line runs again.

use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// To reach this host of the web: its name, and its port if it has one.
    Host(String),
    /// To read the clipboard.
    Paste,
    /// To put this into the clipboard.
    Copy(String),
}
