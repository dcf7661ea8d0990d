//! `jq`: its command line, its inputs, its programs, and values as text.

pub mod arguments;
pub mod input;
pub mod layout;
pub mod program;
