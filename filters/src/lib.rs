//! What the filters share. A filter is one file in `bin/`; its doc comment is its man page.

pub mod csv;
pub mod dialect;
pub mod filter;
pub mod input;
pub mod jq;
pub mod number;
pub mod options;
pub mod output;
pub mod pattern;
pub mod posix_regex;
pub mod sed;
pub mod sort_key;
pub mod tr_set;
pub mod usage;

pub use filter::{Filter, Stop, run};
