//! Demos as links.

mod demos;
mod golden;
mod readable;
mod wrong;
