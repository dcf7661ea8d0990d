//! What is granted in words, section by section, as a demo file says it and as
//! messages carry it. One list of words costs the worker a tenth of what reads
//! structures with named fields.

use super::{Each, Grant, Moment, Mount, Mounted, Plugin, Preopen, Server};
use crate::link::percent;

const NAMES: [&str; 8] = [
    "preopen",
    "mount",
    "serve",
    "plugin",
    "directory",
    "symlink",
    "terminal",
    "fixed",
];

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
        // No name on any system has a NUL, and a packed link parts words by it; no name is
        // empty, and an empty word parts sections.
        if words
            .iter()
            .any(|word| word.is_empty() || word.contains('\0'))
        {
            return false;
        }
        match *words {
            ["preopen", guest, folder, ref how @ ..] => {
                let (readonly, kept) = match how {
                    [] => (false, false),
                    ["readonly"] => (true, false),
                    ["kept"] => (false, true),
                    ["readonly", "kept"] => (true, true),
                    _ => return false,
                };
                self.preopens.push(Preopen {
                    guest: guest.to_owned(),
                    folder: folder.to_owned(),
                    readonly,
                    kept,
                });
            }
            ["mount", guest, what] => match Mounted::of(what) {
                Some(what) => self.mounts.push(Mount {
                    guest: guest.to_owned(),
                    what,
                }),
                None => return false,
            },
            ["serve", port, each, ref command @ ..] if !command.is_empty() => {
                let (Ok(port @ 1..), Some(each)) = (port.parse(), Each::of(each)) else {
                    return false;
                };
                let command = spelled(command);
                self.servers.retain(|server| server.port != port);
                self.servers.push(Server {
                    port,
                    each,
                    command,
                });
            }
            ["plugin", moments, ref command @ ..] if !command.is_empty() => {
                let Some(on) = Moment::of(moments) else {
                    return false;
                };
                let command = spelled(command);
                self.plugins.push(Plugin { on, command });
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
    pub fn sections(&self) -> Vec<Vec<String>> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let mut sections: Vec<Vec<String>> = Vec::new();
        for name in &self.directories {
            sections.push(owned(&["directory", name]));
        }
        for (name, target) in &self.symlinks {
            sections.push(owned(&["symlink", name, target]));
        }
        for preopen in &self.preopens {
            let mut words = owned(&["preopen", &preopen.guest, &preopen.folder]);
            let how = [(preopen.readonly, "readonly"), (preopen.kept, "kept")];
            let how = how.iter().filter(|(is_so, _)| *is_so);
            words.extend(how.map(|(_, word)| (*word).to_owned()));
            sections.push(words);
        }
        for Mount { guest, what } in &self.mounts {
            sections.push(owned(&["mount", guest, what.word()]));
        }
        for server in &self.servers {
            let mut words = owned(&["serve", &server.port.to_string(), server.each.word()]);
            words.extend(words_of(&server.command));
            sections.push(words);
        }
        for plugin in &self.plugins {
            let mut words = owned(&["plugin", &plugin.moments()]);
            words.extend(words_of(&plugin.command));
            sections.push(words);
        }
        let mut terminals = vec!["terminal"];
        for (stream, is_terminal) in STREAMS.into_iter().zip(self.terminals) {
            terminals.extend(is_terminal.then_some(stream));
        }
        if terminals.len() > 1 {
            sections.push(owned(&terminals));
        }
        if self.fixed {
            sections.push(owned(&["fixed"]));
        }
        sections
    }
}

/// The command line that words give.
fn spelled(words: &[&str]) -> String {
    let command = percent::decode(&words.join(" "));
    String::from_utf8_lossy(&command).trim().to_owned()
}

/// A command line as words that give it again when they are joined by blanks:
/// what would be lost so is written as `%NN`.
fn words_of(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in command.trim().chars() {
        let Some(word) = words.last_mut() else {
            continue;
        };
        match character {
            ' ' if !word.is_empty() => words.push(String::new()),
            '%' => word.push_str("%25"),
            _ if character.is_whitespace() || character.is_control() => {
                let mut bytes = [0; 4];
                let bytes = character.encode_utf8(&mut bytes).as_bytes();
                word.push_str(&percent::encode(bytes));
            }
            _ => word.push(character),
        }
    }
    words
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
            words.extend(section);
            words.push(String::new());
        }
        words
    }
}
