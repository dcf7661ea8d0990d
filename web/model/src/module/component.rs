//! What stands in a component's sections.

use wasmparser::{
    BinaryReader, ComponentExportSectionReader, ComponentExternalKind, ComponentImportSectionReader,
};

use super::{
    section::{Section, Unreadable},
    shape::Shape,
    shown::shown,
    source::Reader,
};

/// So much is read of a list in a component, in bytes.
const LIST: usize = 1024 * 1024;

/// So many sections are looked at.
const SECTIONS: u32 = 20_000;

/// So many interfaces are named.
const NAMED: usize = 8;

/// What a component asks for and what it offers, as names of interfaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Component {
    /// The first interfaces that it imports.
    pub imports: Vec<String>,
    /// How many there are.
    pub import_count: u64,
    /// The first that it exports.
    pub exports: Vec<String>,
    /// How many there are.
    pub export_count: u64,
    /// The version of WASI that it is for, such as `0.2.0`.
    pub wasi: Option<String>,
    /// Whether it exports `wasi:cli/run`: it is a command.
    pub command: bool,
    /// The first import that a command for WASI 0.2 does not have.
    pub foreign: Option<String>,
    /// Whether it imports sockets.
    pub sockets: bool,
    /// Whether it exports a handler of HTTP requests: it is a server.
    pub server: bool,
    /// Whether it holds types alone: it is a package of interfaces.
    pub types_only: bool,
    /// What its own custom sections tell, and its first module.
    pub inner: Box<Shape>,
}

impl Component {
    /// Reads a component whose header ends at `at`.
    pub(super) fn read(reader: &mut Reader, mut at: u64, end: u64) -> Result<Self, Unreadable> {
        let mut component = Self {
            types_only: true,
            ..Self::default()
        };
        let mut module = None;
        for _ in 0..SECTIONS {
            if at >= end || reader.is_exhausted() {
                break;
            }
            let section = Section::read(reader, at, end)?;
            at = section.content.end;
            if section.id == 0 {
                let Shape { custom, needs, .. } = &mut *component.inner;
                custom.add(&section, reader, needs);
            }
            // Nested modules and components may be large, and nested deeply:
            // they are stepped over.
            if section.id == 1 {
                module = module.or(Some(section.content));
                component.types_only = false;
            } else if section.id == 10 || section.id == 11 {
                let (content, is_whole) = section.first(reader, LIST);
                let read = component.add(section.id, content);
                if is_whole {
                    read?;
                }
            }
        }
        if let Some(module) = module {
            component.add_module(reader, module.start + 8, module.end);
        }
        Ok(component)
    }

    /// Who made a component is written in its first module, which also has the
    /// code. What is damaged there is for whoever compiles it to say.
    fn add_module(&mut self, reader: &mut Reader, at: u64, end: u64) {
        let Ok(mut shape) = Shape::read(reader, at, end) else {
            return;
        };
        let own = std::mem::take(&mut self.inner.custom);
        let inner = &mut shape.custom;
        match own.languages.is_empty() {
            true => inner.tools.splice(0..0, own.tools).for_each(drop),
            // A component of JavaScript has an engine inside, in C++.
            false => (inner.languages, inner.tools) = (own.languages, own.tools),
        }
        shape.custom.sections.splice(0..0, own.sections);
        shape.custom.count += own.count;
        *self.inner = shape;
    }

    fn add(&mut self, id: u8, content: BinaryReader) -> wasmparser::Result<()> {
        if id == 10 {
            for import in ComponentImportSectionReader::new(content)? {
                let import = import?;
                let name = import.name.0;
                self.import_count += 1;
                self.sockets |= name.starts_with("wasi:sockets/");
                if import.ty.kind() != ComponentExternalKind::Type && !is_command_import(name) {
                    self.foreign.get_or_insert_with(|| shown(name));
                }
                self.add_version(name);
                if self.imports.len() < NAMED {
                    self.imports.push(shown(name));
                }
            }
            return Ok(());
        }
        for export in ComponentExportSectionReader::new(content)? {
            let export = export?;
            let name = export.name.0;
            self.export_count += 1;
            self.types_only &= export.kind == ComponentExternalKind::Type;
            self.add_version(name);
            self.command |= name.starts_with("wasi:cli/run@");
            self.server |= name.starts_with("wasi:http/incoming-handler@")
                || name.starts_with("wasi:http/handler@");
            if self.exports.len() < NAMED {
                self.exports.push(shown(name));
            }
        }
        Ok(())
    }

    fn add_version(&mut self, interface: &str) {
        if let Some((_, version)) = interface
            .split_once('@')
            .filter(|(name, _)| name.starts_with("wasi:"))
        {
            self.wasi.get_or_insert_with(|| shown(version));
        }
    }
}

/// Whether a name is that of an interface in the packages of WASI 0.2 that a
/// command has.
fn is_command_import(name: &str) -> bool {
    const PACKAGES: [&str; 6] = ["cli", "clocks", "filesystem", "io", "random", "sockets"];
    let interface = name
        .strip_prefix("wasi:")
        .and_then(|name| name.split_once('/'));
    let Some((package, rest)) = interface else {
        return false;
    };
    let version = rest.split_once('@').map_or("", |(_, version)| version);
    PACKAGES.contains(&package) && version.starts_with("0.2.")
}
