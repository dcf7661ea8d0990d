//! The script of `sed`: what it is, how it is read, how it runs.

pub mod command;
pub mod parse;
mod replacement;
pub mod run;
mod text;
