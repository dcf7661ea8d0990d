//! One level of a component: its index spaces as they fill up.

use std::{collections::BTreeMap, rc::Rc};

use super::{Instance, Item, Lowered, refusal};

/// A part of the plan, or why there is none.
pub type Refused<T> = Result<T, String>;

/// A component function.
#[derive(Clone, Debug)]
pub enum Func {
    /// Of an interface that the component imports: interface, name.
    Imported(Rc<str>, Rc<str>),
    /// What whoever instantiates this level gives under this name.
    Argument(Rc<str>),
    /// One of the component's own, a core function.
    Own(Item),
}

/// A component instance.
#[derive(Clone, Debug)]
pub enum Interface {
    /// Imported under this name.
    Imported(Rc<str>),
    /// The component's own: its functions by name.
    Own(Rc<BTreeMap<Rc<str>, Func>>),
}

/// What a level exports.
#[derive(Clone, Debug)]
pub enum Export {
    /// A function.
    Func(Func),
    /// An instance.
    Interface(Interface),
}

/// A nested component, as what wraps its instance needs it.
#[derive(Debug)]
pub struct Nested {
    /// Its functions that it exports, by name.
    pub functions: BTreeMap<Rc<str>, Func>,
    /// Whether that is all: it has no modules and instances of its own.
    pub wraps: bool,
}

/// What a component has defined so far.
#[derive(Default, Debug)]
pub struct Level {
    pub modules: usize,
    pub instances: Vec<Instance>,
    pub functions: Vec<Item>,
    pub memories: Vec<Item>,
    pub tables: Vec<Item>,
    pub globals: Vec<Item>,
    pub tags: Vec<Item>,
    pub lowered: Vec<Lowered>,
    pub funcs: Vec<Func>,
    pub interfaces: Vec<Interface>,
    pub components: Vec<Option<Nested>>,
    pub bundles: usize,
    pub exports: BTreeMap<Rc<str>, Export>,
}

/// The entry of an index space.
pub fn at<'a, T>(space: &'a [T], index: u32, what: &str) -> Refused<&'a T> {
    space
        .get(index as usize)
        .ok_or_else(|| refusal::damaged(&format!("there is no {what} {index}")))
}

impl Level {
    /// Adds a function that the host gives.
    pub fn lower(&mut self, lowered: Lowered) {
        self.functions.push(Item::Lowered(self.lowered.len()));
        self.lowered.push(lowered);
    }

    /// What this level is to one that instantiates it.
    pub fn nested(self) -> Nested {
        let functions = self
            .exports
            .into_iter()
            .filter_map(|(name, export)| match export {
                Export::Func(func) => Some((name, func)),
                Export::Interface(_) => None,
            });
        Nested {
            functions: functions.collect(),
            wraps: self.modules == 0 && self.instances.is_empty() && self.lowered.is_empty(),
        }
    }
}
