//! Reading a component's sections into a plan.

use wasmparser::{
    ComponentAlias, ComponentExternalKind, ComponentOuterAliasKind, Encoding, Parser, Payload,
};

use super::{
    Item, Plan,
    level::{Export, Func, Interface, Level, Refused, at},
    refusal::{beyond, damaged, library, unreadable},
    wasi_interface,
};

/// Components within components, so deep.
const DEEPEST: usize = 16;

/// Reads a component, whose own modules may have been taken out.
///
/// # Errors
/// One sentence: why it does not run here, or what is damaged.
pub fn read(bytes: &[u8]) -> Refused<Plan> {
    // A level a component that is open; none for a module in it.
    let mut levels: Vec<Option<Level>> = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|error| unreadable(&error))?;
        if let Payload::Version { encoding, .. } = payload {
            if levels.len() == DEEPEST {
                return Err(beyond("has components within components, too deep"));
            }
            levels.push((encoding == Encoding::Component).then(Level::default));
            continue;
        }
        if let Payload::End(_) = payload {
            let ended = levels.pop().ok_or_else(|| damaged("it ends twice"))?;
            match (ended, levels.last_mut()) {
                (Some(level), None) => return plan(level),
                (Some(level), Some(Some(outer))) => outer.components.push(Some(level.nested())),
                (None, Some(Some(outer))) => outer.modules += 1,
                _ => return Err(damaged("it is a module")),
            }
            continue;
        }
        if let Some(Some(level)) = levels.last_mut() {
            level.read(payload)?;
        }
    }
    Err(damaged("it has no end"))
}

/// What the outermost level comes to.
fn plan(level: Level) -> Refused<Plan> {
    for (name, export) in &level.exports {
        if name.split('@').next() != Some("wasi:cli/run") {
            continue;
        }
        wasi_interface(name)?;
        if let Export::Interface(Interface::Own(functions)) = export
            && let Some(Func::Own(run)) = functions.get("run")
        {
            return Ok(Plan {
                run: run.clone(),
                lowered: level.lowered,
                instances: level.instances,
            });
        }
    }
    let names: Vec<&str> = level.exports.keys().map(|name| &**name).collect();
    Err(library(&names))
}

impl Level {
    fn read(&mut self, payload: Payload<'_>) -> Refused<()> {
        let broken = |error: wasmparser::BinaryReaderError| unreadable(&error);
        match payload {
            Payload::InstanceSection(section) => {
                for instance in section {
                    let instance = instance.map_err(broken)?;
                    self.core_instance(instance)?;
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section {
                    self.alias(alias.map_err(broken)?)?;
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section {
                    self.canonical(function.map_err(broken)?)?;
                }
            }
            Payload::ComponentImportSection(section) => {
                for import in section {
                    self.import(import.map_err(broken)?)?;
                }
            }
            Payload::ComponentInstanceSection(section) => {
                for instance in section {
                    self.instance(instance.map_err(broken)?)?;
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section {
                    self.export(&export.map_err(broken)?)?;
                }
            }
            Payload::ComponentStartSection { .. } => {
                return Err(beyond("has a start function of its own"));
            }
            _ => {}
        }
        Ok(())
    }

    fn alias(&mut self, alias: ComponentAlias<'_>) -> Refused<()> {
        match alias {
            ComponentAlias::CoreInstanceExport {
                kind,
                instance_index,
                name,
            } => {
                at(&self.instances, instance_index, "core instance")?;
                let item = Item::Export(instance_index as usize, name.into());
                self.space(kind)?.push(item);
            }
            ComponentAlias::InstanceExport {
                kind: ComponentExternalKind::Func,
                instance_index,
                name,
            } => {
                let func = match at(&self.interfaces, instance_index, "instance")? {
                    Interface::Imported(interface) => {
                        Func::Imported(interface.clone(), name.into())
                    }
                    Interface::Own(functions) => functions
                        .get(name)
                        .cloned()
                        .ok_or_else(|| damaged(&format!("nothing exports {name}")))?,
                };
                self.funcs.push(func);
            }
            // Types are not looked at.
            ComponentAlias::InstanceExport {
                kind: ComponentExternalKind::Type,
                ..
            }
            | ComponentAlias::Outer {
                kind: ComponentOuterAliasKind::Type | ComponentOuterAliasKind::CoreType,
                ..
            } => {}
            ComponentAlias::InstanceExport { .. } => {
                return Err(beyond("takes modules or components from others"));
            }
            ComponentAlias::Outer { .. } => {
                return Err(beyond("is composed of several components"));
            }
        }
        Ok(())
    }
}
