//! What a component is made of: its core modules, in which order they are
//! instantiated, what each of them is given, and which of their functions is
//! the program.
//!
//! A component's types are stepped over. The functions that it may import are a
//! fixed set ([`crate::wasi`]), and what they look like to a core module is
//! known; a component that says otherwise does not link, or harms its own
//! memory alone.

mod core;
mod level;
mod outer;
mod read;
mod refusal;

pub use read::read;

use std::rc::Rc;

use crate::wasi::Function;
use level::Refused;
use refusal::version;

/// How a component is put together.
#[derive(Debug)]
pub struct Plan {
    /// The functions that its modules are given, by number.
    pub lowered: Vec<Lowered>,
    /// Its core instances, in the order in which they are made.
    pub instances: Vec<Instance>,
    /// The core function that is the program: it takes nothing and gives 0, or
    /// 1 for a failure.
    pub run: Item,
}

/// A function of the host's as a core module sees it.
#[derive(Debug)]
pub struct Lowered {
    /// What it does.
    pub what: What,
    /// The memory that its pointers are of.
    pub memory: Option<Item>,
    /// What gives room in that memory.
    pub realloc: Option<Item>,
}

/// What a lowered function does.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// It is one of WASI's.
    Wasi(&'static Function),
    /// It gives a resource back.
    Drop,
    /// It is a socket's: nothing can call it, for there are none.
    Socket,
}

/// Something that a core instance exports or the host gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// This export of that instance.
    Export(usize, Rc<str>),
    /// This lowered function.
    Lowered(usize),
}

/// A core instance.
#[derive(Debug)]
pub enum Instance {
    /// Of the component's own module of this number; imports from these names
    /// are exports of those instances.
    Module(usize, Vec<(Rc<str>, usize)>),
    /// A bundle of what others export, under these names.
    Bundle(Vec<(Rc<str>, Item)>),
}

/// What an import or export of WASI's is called, without its version.
fn wasi_interface(name: &str) -> Refused<Option<&str>> {
    match name.split_once('@') {
        Some((interface, number)) if interface.starts_with("wasi:") => {
            let patch = number.strip_prefix("0.2.");
            match patch.is_some_and(|patch| patch.bytes().all(|byte| byte.is_ascii_digit())) {
                true => Ok(Some(interface)),
                false => Err(version(name)),
            }
        }
        _ => Ok(None),
    }
}
