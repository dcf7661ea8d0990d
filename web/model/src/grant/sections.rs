//! What is granted in words, section by section, as a demo file says it and as
//! messages carry it. One list of words costs the worker a tenth of what reads
//! structures with named fields.

use super::{Grant, Preopen};

const NAMES: [&str; 5] = ["preopen", "directory", "symlink", "terminal", "fixed"];

const STREAMS: [&str; 3] = ["stdin", "stdout", "stderr"];

impl Grant {
    /// Whether a section of this name says something of what is granted.
    pub fn has_section(name: &str) -> bool {
        NAMES.contains(&name)
    }

    /// Adds what a section says, its name and the words behind it; whether it
    /// was understood.
    pub fn add(&mut self, section: &[impl AsRef<str>]) -> bool {
        let words: Vec<&str> = section.iter().map(AsRef::as_ref).collect();
        match *words {
            ["preopen", guest, folder] | ["preopen", guest, folder, "readonly"] => {
                self.preopens.push(Preopen {
                    guest: guest.to_owned(),
                    folder: folder.to_owned(),
                    readonly: words.len() == 4,
                });
            }
            ["directory", name] => self.directories.push(name.to_owned()),
            ["symlink", name, target] => {
                self.symlinks.push((name.to_owned(), target.to_owned()));
            }
            ["terminal", _, ..] if words[1..].iter().all(|word| STREAMS.contains(word)) => {
                self.terminals = STREAMS.map(|stream| words.contains(&stream));
            }
            ["fixed"] => self.fixed = true,
            _ => return false,
        }
        true
    }

    /// The sections that say all of it.
    pub fn sections(&self) -> Vec<Vec<&str>> {
        let mut sections = Vec::new();
        for name in &self.directories {
            sections.push(vec!["directory", name]);
        }
        for (name, target) in &self.symlinks {
            sections.push(vec!["symlink", name, target]);
        }
        for preopen in &self.preopens {
            let all = ["preopen", &preopen.guest, &preopen.folder, "readonly"];
            sections.push(all[..3 + usize::from(preopen.readonly)].to_vec());
        }
        let mut terminals = vec!["terminal"];
        for (stream, is_terminal) in STREAMS.into_iter().zip(self.terminals) {
            terminals.extend(is_terminal.then_some(stream));
        }
        if terminals.len() > 1 {
            sections.push(terminals);
        }
        if self.fixed {
            sections.push(vec!["fixed"]);
        }
        sections
    }
}

impl From<Vec<String>> for Grant {
    /// Sections one after the other, each ended by an empty word. What is not
    /// understood grants nothing.
    #[inline(never)]
    fn from(words: Vec<String>) -> Self {
        let mut grant = Self::default();
        for section in words.split(String::is_empty) {
            grant.add(section);
        }
        grant
    }
}

impl From<Grant> for Vec<String> {
    fn from(grant: Grant) -> Self {
        let mut words = Vec::new();
        for section in grant.sections() {
            words.extend(section.into_iter().map(str::to_owned));
            words.push(String::new());
        }
        words
    }
}
