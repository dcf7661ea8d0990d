//! The command line as words, by the quoting rules of the POSIX shell
//! (XCU 2.2): `'…'`, `"…"`, `\`, and `NAME=value` before the command.
//!
//! Parsing is total: it gives what it could read and a list of problems, each
//! with its place.

use std::ops::Range;

/// What a word is for; also how it is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `NAME=value` before the command.
    Assignment,
    /// The command's name.
    Program,
    /// An argument that starts with `-`.
    Flag,
    /// Any other argument.
    Argument,
    /// What a shell would act on: `|`, `>`, `&` and so on.
    Operator,
}

/// A word of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word with its quoting removed.
    pub value: String,
    /// What it is for.
    pub kind: Kind,
    /// Where it stands, in bytes of the command line.
    pub span: Range<usize>,
}

/// Something wrong with a command line, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In bytes of the command line; on character boundaries.
    pub span: Range<usize>,
    /// One sentence: what it is and what to do.
    pub sentence: String,
}

impl Problem {
    /// The column of its first character, counted from 1.
    pub fn column(&self, line: &str) -> usize {
        line[..self.span.start].chars().count() + 1
    }
}

/// XBD 3.216: letters, digits and underscores, no digit first.
pub(crate) fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic())
        && word
            .chars()
            .all(|next| next == '_' || next.is_ascii_alphanumeric())
}

/// What means something in place of a command's name (XCU 2.4), but for `!`
/// and `in`, and `function`, which POSIX leaves to the shell.
pub(crate) const RESERVED: [&str; 15] = [
    "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "function", "if", "then",
    "until", "while",
];

/// Quotes a word so that it is read back as it is, wherever it stands.
pub fn quote(word: &str) -> String {
    let plain = |next: char| next.is_alphanumeric() || "-_./,:+@%^".contains(next);
    if !word.is_empty() && word.chars().all(plain) && !RESERVED.contains(&word) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The name closest to `wanted`, if one is close enough to be meant.
pub fn closest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = 1 + wanted.chars().count() / 4;
    names
        .into_iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(
                    &wanted.to_ascii_lowercase(),
                    &name.to_ascii_lowercase(),
                ),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}
