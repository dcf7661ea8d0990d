//! What Pourover knows, without a browser: words, modules, demos, messages,
//! sessions and windows into bytes. Nothing here does IO; everything builds and
//! tests natively in seconds.

pub mod demo;
pub mod example;
pub mod exit;
pub mod figures;
pub mod grant;
pub mod limits;
pub mod link;
pub mod module;
pub mod pipeline;
pub mod plugins;
pub mod protocol;
pub mod session;
pub mod stream;
pub mod text;
pub mod view;
pub mod wish;
pub mod words;
