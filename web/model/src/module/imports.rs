//! What a module imports, by the families of hosts that have it.

use super::{hosts, shown::shown};

/// So many families are told apart, and so many names of each are kept.
const FAMILIES: usize = 12;
const NAMES: usize = 6;

/// Everything that is imported from one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Imported from; the name as it is, not fit to be shown.
    pub module: String,
    /// How many there are.
    pub count: u64,
    /// The first of them.
    pub first: Vec<String>,
}

impl Family {
    fn add(&mut self, name: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < NAMES {
            self.first.push(name());
        }
    }
}

/// What a module imports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imports {
    /// How many there are.
    pub count: u64,
    /// By what they are imported from, in the order of the module.
    pub families: Vec<Family>,
    /// How many are in none of these families, for there are too many.
    pub others: u64,
    /// Those that no host here has, as `module.name`.
    pub missing: Family,
    /// The other host that they tell.
    pub(super) mark: Option<hosts::Mark>,
    /// Whether they are WASIX ones.
    pub(super) wasix: bool,
    /// Whether sockets can be opened with them.
    pub(super) sockets: bool,
    /// Whether threads can be started with them.
    pub(super) threads: bool,
}

impl Imports {
    /// Takes one that is no memory.
    pub(super) fn add(&mut self, module: &str, name: &str) {
        self.count += 1;
        let is_known = self.families.iter().any(|family| family.module == module);
        if !is_known && self.families.len() < FAMILIES {
            let module = module.to_owned();
            self.families.push(Family {
                module,
                ..Family::default()
            });
        }
        match self
            .families
            .iter_mut()
            .find(|family| family.module == module)
        {
            Some(family) => family.add(|| shown(name)),
            None => self.others += 1,
        }
        let wasix = hosts::WASIX.contains(&module);
        let preview1 = hosts::PREVIEW1.contains(&module);
        self.wasix |= wasix;
        self.sockets |= wasix && name.starts_with("sock_");
        self.threads |= wasix && name.starts_with("thread_spawn") || name == "thread-spawn";
        let is_here = wasix || preview1 && hosts::FUNCTIONS.contains(&name);
        if !is_here {
            self.missing
                .add(|| format!("{}.{}", shown(module), shown(name)));
            self.mark = self.mark.max(hosts::Mark::of(module, name));
        }
    }
}
