//! The parts of the page. They are dumb: values in, callbacks out.

pub mod card;
pub mod command;
pub mod drawer;
pub mod element;
pub mod files;
pub mod fold;
pub mod gallery;
pub mod help;
pub mod input;
pub mod limits;
pub mod linked;
pub mod mode;
pub mod mounts;
pub mod network;
pub mod output;
pub mod plugins;
pub mod share;
pub mod stage;
pub mod strip;
pub mod tap;
pub mod typed;
pub mod view;

pub use model::figures::{counted, duration, grouped, short_size};
