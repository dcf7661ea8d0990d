//! What the tests share.

pub mod component;
pub mod conformance;
pub mod native;
pub mod real;
