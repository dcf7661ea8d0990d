//! What a component imports and exports, and the components in it.

use std::{collections::BTreeMap, rc::Rc};

use wasmparser::{ComponentExport, ComponentExternalKind, ComponentImport, ComponentInstance};

use super::{
    level::{Export, Func, Interface, Level, Refused, at},
    refusal::{beyond, damaged},
};

/// An instance of the component's own holds a list, and a small file may ask
/// for many: a program has one, the one that it exports.
const MOST_BUNDLES: usize = 256;

impl Level {
    pub(super) fn import(&mut self, import: ComponentImport<'_>) -> Refused<()> {
        let name = import.name.0;
        match import.ty.kind() {
            ComponentExternalKind::Func => self.funcs.push(Func::Argument(name.into())),
            ComponentExternalKind::Instance => {
                self.interfaces.push(Interface::Imported(name.into()));
            }
            // Nobody can give it one; only to use it is an error.
            ComponentExternalKind::Component => self.components.push(None),
            ComponentExternalKind::Module | ComponentExternalKind::Value => {
                return Err(beyond("takes modules or values from others"));
            }
            ComponentExternalKind::Type => {}
        }
        Ok(())
    }

    pub(super) fn instance(&mut self, instance: ComponentInstance<'_>) -> Refused<()> {
        let functions: BTreeMap<Rc<str>, Func> = match instance {
            ComponentInstance::Instantiate {
                component_index,
                args,
            } => {
                let nested = at(&self.components, component_index, "component")?;
                let Some(nested) = nested.as_ref().filter(|nested| nested.wraps) else {
                    return Err(beyond("is composed of several components"));
                };
                let given = |func: &Func| match func {
                    Func::Argument(name) => {
                        let arg = args.iter().find(|arg| {
                            *arg.name == **name && arg.kind == ComponentExternalKind::Func
                        });
                        let arg = arg.ok_or_else(|| damaged(&format!("nothing is {name}")))?;
                        at(&self.funcs, arg.index, "function").cloned()
                    }
                    func => Ok(func.clone()),
                };
                let functions = nested.functions.iter();
                functions
                    .map(|(name, func)| Ok((name.clone(), given(func)?)))
                    .collect::<Refused<_>>()?
            }
            ComponentInstance::FromExports(exports) => exports
                .iter()
                .filter(|export| export.kind == ComponentExternalKind::Func)
                .map(|export| {
                    let func = at(&self.funcs, export.index, "function")?;
                    Ok((export.name.0.into(), func.clone()))
                })
                .collect::<Refused<_>>()?,
        };
        self.bundles += 1;
        if self.bundles > MOST_BUNDLES {
            return Err(beyond("is composed of several components"));
        }
        self.interfaces.push(Interface::Own(Rc::new(functions)));
        Ok(())
    }

    /// What is exported has from then on a second index.
    pub(super) fn export(&mut self, export: &ComponentExport<'_>) -> Refused<()> {
        let exported = match export.kind {
            ComponentExternalKind::Func => {
                let func = at(&self.funcs, export.index, "function")?.clone();
                self.funcs.push(func.clone());
                Export::Func(func)
            }
            ComponentExternalKind::Instance => {
                let interface = at(&self.interfaces, export.index, "instance")?.clone();
                self.interfaces.push(interface.clone());
                Export::Interface(interface)
            }
            ComponentExternalKind::Type => return Ok(()),
            _ => return Err(beyond("exports modules or components")),
        };
        self.exports.insert(export.name.0.into(), exported);
        Ok(())
    }
}
