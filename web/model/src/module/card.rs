//! What the doctor says, as lines to show.

use serde::{Deserialize, Serialize};

use super::{
    Component, Custom, Exports, Found, Host, Imports, Kind, Maker, Memory, Report, Shape,
    memory::megabytes,
    shown::{list, shown},
};
use crate::figures::{counted, short_size};

/// A report in words. Every one of them is fit to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it runs on; none if it cannot run.
    #[serde(default)]
    pub host: Option<Host>,
    /// What it is and whether it runs; if not, why, and what to do.
    pub sentence: String,
    /// The same in two or three words.
    pub brief: String,
    /// What it needs of a browser; empty if every one has it.
    pub needs: String,
    /// The rest: label and text.
    pub rows: Vec<(String, String)>,
}

impl Report {
    /// In words.
    pub fn card(&self) -> Card {
        let mut rows = Rows::default();
        rows.add("Kind", self.kind.words());
        rows.add("Runs on", self.verdict.host.map_or("", Host::words));
        rows.add("Made with", made_with(&self.maker));
        if self.verdict.host.is_none()
            && let Some(toolchain) = self.maker.toolchain
        {
            rows.add("Build with", toolchain.command());
        }
        let needs = match &self.found {
            Found::Nothing => String::new(),
            Found::Module(shape) => {
                rows.add("Called", shape.custom.name.clone().unwrap_or_default());
                rows.module(shape);
                shape.needs.names().collect::<Vec<_>>().join(", ")
            }
            Found::Component(component) => rows.component(component),
        };
        rows.add("Size", short_size(self.size));
        rows.add(
            "Looked at",
            match self.read {
                read if read < self.size => format!("{} of it", short_size(read)),
                _ => "all of it".to_owned(),
            },
        );
        Card {
            host: self.verdict.host,
            sentence: self.verdict.sentence.clone(),
            brief: self.brief(),
            needs,
            rows: rows.0,
        }
    }

    fn brief(&self) -> String {
        let runs = match (self.verdict.host, self.verdict.limits.is_empty()) {
            (None, _) => "cannot run",
            (Some(_), true) => "runs",
            (Some(_), false) => "runs, with limits",
        };
        match self.maker.languages.as_str() {
            "" => runs.to_owned(),
            languages => format!("{languages} · {runs}"),
        }
    }
}

impl Kind {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Reactor => "reactor",
            Self::Library => "library",
            Self::Component => "component",
            Self::Preview2 => "module for WASI 0.2",
            Self::Emscripten => "module of a page, by Emscripten",
            Self::WasmBindgen => "module of a page, by wasm-bindgen",
            Self::GoJs => "Go program of a page",
            Self::AssemblyScript => "module of a page, by AssemblyScript",
            Self::Threads => "program with threads",
            Self::Memory64 => "program with a 64-bit memory",
            Self::OtherHost => "module for another host",
            Self::Object => "object file",
            Self::Shared => "shared library",
            Self::Broken => "WebAssembly that cannot be read",
            Self::NotWasm => "no WebAssembly",
        }
    }
}

fn made_with(maker: &Maker) -> String {
    let languages = match maker.guessed {
        true => format!("probably {}: its names suggest it", maker.languages),
        false => maker.languages.clone(),
    };
    match (languages.as_str(), maker.tools.as_str()) {
        (one, "") | ("", one) => one.to_owned(),
        (languages, tools) => format!("{languages} ({tools})"),
    }
}

#[derive(Default)]
struct Rows(Vec<(String, String)>);

impl Rows {
    /// Adds a row, unless there is nothing to say.
    fn add(&mut self, label: &str, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.0.push((label.to_owned(), text));
        }
    }

    fn module(&mut self, shape: &Shape) {
        self.imports(&shape.imports);
        self.exports(&shape.exports);
        let memories: Vec<String> = shape
            .memories
            .iter()
            .map(|memory| described(memory, &shape.exports))
            .collect();
        self.add("Memory", memories.join("; "));
        self.add("Needs", shape.needs.names().collect::<Vec<_>>().join(", "));
        self.custom(&shape.custom);
    }

    fn imports(&mut self, imports: &Imports) {
        let families = imports.families.iter().map(|family| {
            format!(
                "{} from {}: {}",
                family.count,
                shown(&family.module),
                list(&family.first, family.count)
            )
        });
        let mut families: Vec<String> = families.collect();
        if imports.others > 0 {
            families.push(format!("{} from elsewhere", imports.others));
        }
        self.add(
            "Imports",
            match imports.count {
                0 => "none".to_owned(),
                _ => families.join("; "),
            },
        );
        self.add(
            "Not here",
            list(&imports.missing.first, imports.missing.count),
        );
    }

    fn exports(&mut self, exports: &Exports) {
        let mut names: Vec<String> = [
            (exports.start, "_start"),
            (exports.initialize, "_initialize"),
            (exports.memory, "memory"),
        ]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, name)| name.to_owned())
        .collect();
        names.extend(exports.functions.iter().cloned());
        self.add(
            "Exports",
            match exports.count {
                0 => "none".to_owned(),
                count => list(&names, count),
            },
        );
    }

    fn custom(&mut self, custom: &Custom) {
        let mut debug = Vec::new();
        if custom.debug > 0 {
            debug.push(format!("DWARF, {}", short_size(custom.debug)));
        }
        if custom.names_functions {
            debug.push("names of functions".to_owned());
        }
        self.add("Debugging", debug.join("; "));
        let sections: Vec<String> = custom
            .sections
            .iter()
            .map(|(name, length)| format!("{name} {}", short_size(*length)))
            .collect();
        self.add("Sections", list(&sections, custom.count));
    }

    fn component(&mut self, component: &Component) -> String {
        self.add("WASI", component.wasi.clone().unwrap_or_default());
        self.add("Imports", list(&component.imports, component.import_count));
        self.add("Exports", list(&component.exports, component.export_count));
        let needs = component.inner.needs.names().collect::<Vec<_>>().join(", ");
        self.add("Needs", needs.clone());
        self.custom(&component.inner.custom);
        needs
    }
}

/// `its own, 1.1 MB at the start, no maximum`
fn described(memory: &Memory, exports: &Exports) -> String {
    let mut words = vec![
        match (memory.imported, exports.memory) {
            (true, _) => "from its host",
            (false, true) => "its own",
            (false, false) => "its own, not exported",
        }
        .to_owned(),
    ];
    let size = |pages: u64| match memory.page {
        16 => format!("{} MB", megabytes(pages)),
        page => counted(
            pages.saturating_mul(1u64.checked_shl(page).unwrap_or(u64::MAX)),
            "byte",
        ),
    };
    words.push(format!("{} at the start", size(memory.initial)));
    words.push(match memory.maximum {
        Some(pages) => format!("{} at most", size(pages)),
        None => "no maximum".to_owned(),
    });
    if memory.shared {
        words.push("shared with threads".to_owned());
    }
    if memory.wide {
        words.push("64-bit".to_owned());
    }
    words.join(", ")
}
