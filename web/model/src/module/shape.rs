//! What stands in a module's sections.

use wasmparser::{
    BinaryReader, CompositeInnerType, ExportSectionReader, ExternalKind, ImportSectionReader,
    MemorySectionReader, MemoryType, TableSectionReader, TableType, TypeRef, TypeSectionReader,
};

use super::{
    custom::Custom,
    imports::Imports,
    needs::{Needs, Proposal},
    section::{Section, Unreadable},
    shown::shown,
    source::Reader,
};

/// So much is read of a section that lists things, in bytes: 100,000 imports
/// are three million.
const LIST: usize = 16 * 1024 * 1024;

/// So much is read of the code, in bytes.
const CODE: usize = 1024 * 1024;

/// So many sections are looked at; components have hundreds.
const SECTIONS: u32 = 20_000;

/// So many exports are named, and so many memories described.
const NAMED: usize = 8;

/// A memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Whether the host has to give it.
    pub imported: bool,
    /// Whether threads share it.
    pub shared: bool,
    /// Whether its addresses have 64 bits.
    pub wide: bool,
    /// Its size at the start, in pages.
    pub initial: u64,
    /// The size that it may grow to, in pages.
    pub maximum: Option<u64>,
    /// The size of a page, as a power of two; 16 is usual.
    pub page: u32,
}

/// What a module exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exports {
    /// How many there are.
    pub count: u64,
    /// The first functions that somebody may want to call.
    pub functions: Vec<String>,
    /// How many of those there are.
    pub callable: u64,
    /// Whether there is a `_start`: it is a command.
    pub start: bool,
    /// Whether there is an `_initialize`: it is a reactor.
    pub initialize: bool,
    /// Whether there is a memory called `memory`.
    pub memory: bool,
    /// A toolchain that its exports suggest.
    pub(super) suggests: Option<&'static str>,
}

/// What a module asks for and what it offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// What it imports.
    pub imports: Imports,
    /// What it exports.
    pub exports: Exports,
    /// The first of its memories.
    pub memories: Vec<Memory>,
    /// What it needs of an engine, as far as was looked.
    pub needs: Needs,
    /// What its custom sections tell.
    pub custom: Custom,
    /// Whether it is so large that not all of it was looked at.
    pub partial: bool,
}

impl Shape {
    /// Reads the module that lies between `at` and `end`; `at` is behind its header.
    pub(super) fn read(reader: &mut Reader, mut at: u64, end: u64) -> Result<Self, Unreadable> {
        let mut shape = Self::default();
        for _ in 0..SECTIONS {
            if at >= end || reader.is_exhausted() {
                break;
            }
            let section = Section::read(reader, at, end)?;
            at = section.content.end;
            if section.id == 0 {
                shape.custom.add(&section, reader, &mut shape.needs);
                continue;
            }
            let most = match section.id {
                1 | 2 | 4 | 5 | 7 => LIST,
                10 => CODE,
                // What is in the others tells nothing.
                _ => 0,
            };
            let (content, is_whole) = section.first(reader, most);
            let read = shape.add(section.id, content);
            if is_whole {
                read?;
            } else if most == LIST {
                // What was cut off by us is no mistake of the module's.
                shape.partial = true;
            }
        }
        shape.partial |= at < end;
        shape.needs_of_memories();
        Ok(shape)
    }

    fn add(&mut self, id: u8, content: BinaryReader) -> Result<(), Unreadable> {
        match id {
            1 => {
                for group in TypeSectionReader::new(content)? {
                    let group = group?;
                    let is_plain = group.types().len() == 1;
                    for ty in group.into_types() {
                        self.needs.add(match ty.composite_type.inner {
                            CompositeInnerType::Func(_)
                                if is_plain && ty.supertype_idx.is_none() =>
                            {
                                None
                            }
                            CompositeInnerType::Cont(_) => Some(Proposal::StackSwitching),
                            _ => Some(Proposal::Gc),
                        });
                    }
                }
            }
            2 => {
                for import in ImportSectionReader::new(content)?.into_imports() {
                    let import = import?;
                    match import.ty {
                        TypeRef::Memory(memory) => {
                            self.imports.count += 1;
                            self.add_memory(memory, true);
                        }
                        ty => {
                            self.imports.add(import.module, import.name);
                            self.add_type(ty);
                        }
                    }
                }
            }
            4 => {
                for table in TableSectionReader::new(content)? {
                    self.add_table(table?.ty);
                }
            }
            5 => {
                for memory in MemorySectionReader::new(content)? {
                    self.add_memory(memory?, false);
                }
            }
            7 => {
                for export in ExportSectionReader::new(content)? {
                    let export = export?;
                    self.exports.add(export.name, export.kind);
                }
            }
            10 => self.needs.add_code(content),
            12 => self.needs.add(Proposal::BulkMemory),
            13 => self.needs.add(Proposal::Exceptions),
            3 | 6 | 8 | 9 | 11 => {}
            _ => self.needs.add(Proposal::Drafts),
        }
        Ok(())
    }

    fn add_type(&mut self, ty: TypeRef) {
        match ty {
            TypeRef::Table(table) => self.add_table(table),
            TypeRef::Tag(_) => self.needs.add(Proposal::Exceptions),
            TypeRef::FuncExact(_) => self.needs.add(Proposal::Drafts),
            _ => {}
        }
    }

    fn add_table(&mut self, table: TableType) {
        if table.table64 {
            self.needs.add(Proposal::Memory64);
        }
        if !table.element_type.is_func_ref() {
            self.needs.add(Proposal::References);
        }
    }

    fn add_memory(&mut self, memory: MemoryType, imported: bool) {
        if self.memories.len() < NAMED {
            self.memories.push(Memory {
                imported,
                shared: memory.shared,
                wide: memory.memory64,
                initial: memory.initial,
                maximum: memory.maximum,
                page: memory.page_size_log2.unwrap_or(16),
            });
        }
    }

    fn needs_of_memories(&mut self) {
        for memory in &self.memories {
            self.needs.add(memory.shared.then_some(Proposal::Threads));
            self.needs.add(memory.wide.then_some(Proposal::Memory64));
            self.needs
                .add((memory.page != 16).then_some(Proposal::PageSizes));
        }
        self.needs
            .add((self.memories.len() > 1).then_some(Proposal::Memories));
    }
}

impl Exports {
    fn add(&mut self, name: &str, kind: ExternalKind) {
        self.count += 1;
        if !matches!(kind, ExternalKind::Func | ExternalKind::FuncExact) {
            self.memory |= kind == ExternalKind::Memory && name == "memory";
            return;
        }
        match name {
            "_start" => self.start = true,
            "_initialize" => self.initialize = true,
            _ if is_runtime(name) => {}
            _ => {
                self.callable += 1;
                if self.functions.len() < NAMED {
                    self.functions.push(shown(name));
                }
            }
        }
        self.suggests = self.suggests.or(match name {
            "__new" | "__pin" | "__unpin" | "__rtti_base" => Some("AssemblyScript"),
            "go_scheduler" => Some("TinyGo"),
            "emscripten_stack_get_current" | "_emscripten_stack_restore" | "stackSave" => {
                Some("Emscripten")
            }
            "__wasm_call_ctors" | "__main_void" | "__main_argc_argv" => Some("C, C++ or Rust"),
            _ => None,
        });
    }
}

/// Whether a compiler or its library exports this for its own ends.
fn is_runtime(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "malloc",
        "free",
        "calloc",
        "realloc",
        "fminimum",
        "fminimumf",
        "fmaximum",
        "fmaximumf",
    ];
    name.starts_with('_') || name.starts_with("asyncify_") || NAMES.contains(&name)
}
