//! Core instances, and the functions between them and components.

use wasmparser::{CanonicalFunction, CanonicalOption, ExternalKind};

use super::{
    Instance, Item, Lowered, What,
    level::{Func, Level, Refused, at},
    refusal::{beyond, damaged, foreign},
    wasi_interface,
};
use crate::wasi;

/// A program imports some dozens of functions, each of them once or twice.
const MOST_LOWERED: usize = 4096;

impl Level {
    pub(super) fn core_instance(&mut self, instance: wasmparser::Instance<'_>) -> Refused<()> {
        let made = match instance {
            wasmparser::Instance::Instantiate { module_index, args } => {
                let module = module_index as usize;
                if module >= self.modules {
                    return Err(damaged(&format!("there is no module {module}")));
                }
                let args = args.iter().map(|arg| {
                    at(&self.instances, arg.index, "core instance")?;
                    Ok((arg.name.into(), arg.index as usize))
                });
                Instance::Module(module, args.collect::<Refused<_>>()?)
            }
            wasmparser::Instance::FromExports(exports) => {
                let items = exports.iter().map(|export| {
                    let item = at(self.space(export.kind)?, export.index, "core item")?;
                    Ok((export.name.into(), item.clone()))
                });
                Instance::Bundle(items.collect::<Refused<_>>()?)
            }
        };
        self.instances.push(made);
        Ok(())
    }

    pub(super) fn space(&mut self, kind: ExternalKind) -> Refused<&mut Vec<Item>> {
        Ok(match kind {
            ExternalKind::Func => &mut self.functions,
            ExternalKind::Table => &mut self.tables,
            ExternalKind::Memory => &mut self.memories,
            ExternalKind::Global => &mut self.globals,
            ExternalKind::Tag => &mut self.tags,
            ExternalKind::FuncExact => return Err(damaged("an export of an unknown kind")),
        })
    }

    pub(super) fn canonical(&mut self, function: CanonicalFunction) -> Refused<()> {
        match function {
            CanonicalFunction::Lift {
                core_func_index,
                options,
                ..
            } => {
                if options.contains(&CanonicalOption::Async) {
                    return Err(beyond("is asynchronous, as WASI 0.3 is"));
                }
                let item = at(&self.functions, core_func_index, "core function")?;
                self.funcs.push(Func::Own(item.clone()));
            }
            CanonicalFunction::Lower {
                func_index,
                options,
            } => {
                let what = match at(&self.funcs, func_index, "function")? {
                    Func::Imported(interface, name) => wasi_function(interface, name)?,
                    Func::Argument(name) => return Err(foreign("the component's world", name)),
                    Func::Own(_) => return Err(beyond("is composed of several components")),
                };
                self.lower_with(what, &options)?;
            }
            CanonicalFunction::ResourceDrop { .. } => {
                self.lower_with(What::Drop, &[])?;
            }
            CanonicalFunction::ResourceNew { .. } | CanonicalFunction::ResourceRep { .. } => {
                return Err(beyond("defines resources of its own"));
            }
            _ => return Err(beyond("is asynchronous, as WASI 0.3 is, or has threads")),
        }
        Ok(())
    }

    pub(super) fn lower_with(&mut self, what: What, options: &[CanonicalOption]) -> Refused<()> {
        let mut lowered = Lowered {
            what,
            memory: None,
            realloc: None,
        };
        for option in options {
            match option {
                CanonicalOption::UTF8 => {}
                CanonicalOption::Memory(index) => {
                    lowered.memory = Some(at(&self.memories, *index, "memory")?.clone());
                }
                CanonicalOption::Realloc(index) => {
                    lowered.realloc = Some(at(&self.functions, *index, "core function")?.clone());
                }
                CanonicalOption::UTF16 | CanonicalOption::CompactUTF16 => {
                    return Err(beyond("has text in UTF-16"));
                }
                _ => return Err(beyond("is asynchronous, as WASI 0.3 is")),
            }
        }
        match self.lowered.len() < MOST_LOWERED {
            true => self.lower(lowered),
            false => return Err(damaged("it imports too much")),
        }
        Ok(())
    }
}

/// The function of ours that an import is.
fn wasi_function(interface: &str, name: &str) -> Refused<What> {
    let known = wasi_interface(interface)?;
    if let Some(function) = known.and_then(|known| wasi::find(known, name)) {
        return Ok(What::Wasi(function));
    }
    match known.is_some_and(|known| known.starts_with("wasi:sockets/")) {
        true => Ok(What::Socket),
        false => Err(foreign(interface, name)),
    }
}
