//! What custom sections tell: who made it, its name, whether it can be debugged
//! and whether it was linked.

use wasmparser::{BinaryReader, ProducersSectionReader};

use super::{needs::Needs, section::Section, shown::shown, source::Reader};

/// So much of a custom section is looked at, in bytes.
const FIRST: usize = 64 * 1024;

/// So many sections are named.
const NAMED: usize = 16;

/// So many functions' names are looked at.
const FUNCTIONS: usize = 400;

/// What they told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Custom {
    /// The first of them: name, length in bytes.
    pub sections: Vec<(String, u64)>,
    /// How many there are.
    pub count: u64,
    /// What the module calls itself.
    pub name: Option<String>,
    /// Whether its functions have names.
    pub names_functions: bool,
    /// The length of all debugging information, in bytes.
    pub debug: u64,
    /// The languages that it was written in, as the compilers call them.
    pub languages: Vec<String>,
    /// What made it, with versions.
    pub tools: Vec<String>,
    /// A language that its functions' names suggest.
    pub(super) suggests: Option<&'static str>,
    /// What kind of a part it is, if it is no whole program.
    pub(super) part: Option<Part>,
}

/// A part of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What a compiler gives to the linker.
    Object,
    /// What is linked when the program starts.
    Shared,
}

impl Custom {
    /// Takes one section. What is damaged in it is left out: engines do not read
    /// custom sections either.
    pub(super) fn add(&mut self, section: &Section, reader: &mut Reader, needs: &mut Needs) {
        let (mut content, _) = section.first(reader, FIRST);
        self.count += 1;
        let Ok(name) = content.read_string() else {
            return;
        };
        if self.sections.len() < NAMED {
            self.sections.push((shown(name), section.length()));
        }
        let _ = match name {
            "name" => self.add_names(content),
            "producers" => self.add_producers(content),
            "target_features" => add_features(content, needs),
            _ => Ok(()),
        };
        match name {
            "linking" => self.part = Some(Part::Object),
            _ if name.starts_with("reloc.") => self.part = Some(Part::Object),
            "dylink.0" | "dylink" => self.part = Some(Part::Shared),
            "go:buildid" => self.suggests = Some("Go"),
            _ if name.starts_with(".debug_") => self.debug += section.length(),
            _ => {}
        }
    }

    fn add_names(&mut self, mut names: BinaryReader) -> wasmparser::Result<()> {
        while !names.eof() {
            let id = names.read_u8()?;
            let length = names.read_var_u32()? as usize;
            let there = length.min(names.bytes_remaining());
            let at = names.original_position();
            let mut part = BinaryReader::new(names.read_bytes(there)?, at);
            match id {
                0 => {
                    self.name =
                        Some(shown(part.read_unlimited_string()?)).filter(|name| !name.is_empty())
                }
                1 => {
                    self.names_functions = true;
                    for _ in 0..part.read_var_u32()?.min(FUNCTIONS as u32) {
                        part.read_var_u32()?;
                        let name = part.read_unlimited_string()?;
                        self.suggests = self.suggests.or_else(|| suggests(name));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn add_producers(&mut self, content: BinaryReader) -> wasmparser::Result<()> {
        for field in ProducersSectionReader::new(content)? {
            let field = field?;
            for value in field.values {
                let value = value?;
                let list = match field.name {
                    "language" => &mut self.languages,
                    _ => &mut self.tools,
                };
                // Most versions end in where the source is.
                let version = value.version.split(" (").next().unwrap_or_default();
                let name = match (field.name, version) {
                    ("language", _) | (_, "") => shown(value.name),
                    // "Go cmd/compile go1.27" and "clang 21.1.4".
                    _ => format!("{} {}", shown(value.name), shown(version)),
                };
                if list.len() < NAMED && !list.contains(&name) {
                    list.push(name);
                }
            }
        }
        Ok(())
    }
}

fn add_features(mut content: BinaryReader, needs: &mut Needs) -> wasmparser::Result<()> {
    for _ in 0..content.read_var_u32()? {
        let is_used = content.read_u8()? == b'+';
        let feature = content.read_string()?;
        if is_used {
            needs.add_feature(feature);
        }
    }
    Ok(())
}

/// The language that names its functions so.
fn suggests(name: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str); 10] = [
        ("_ZN4core3", "Rust"),
        ("_ZN3std", "Rust"),
        ("_RNv", "Rust"),
        ("__rust_", "Rust"),
        ("_ZNSt", "C++"),
        ("~lib/", "AssemblyScript"),
        ("runtime.", "Go"),
        ("$sS", "Swift"),
        ("kotlin.", "Kotlin"),
        ("camlStdlib", "OCaml"),
    ];
    let marked = MARKS.iter().find(|(mark, _)| name.starts_with(mark));
    match marked {
        Some((_, language)) => Some(language),
        None if name.contains("__anon_") => Some("Zig"),
        None => None,
    }
}
