//! What the tests share.

pub mod real;
