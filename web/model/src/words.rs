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
    // What is not ASCII means nothing to the shell, but for what looks like a blank.
    let plain = |next: char| match next.is_ascii() {
        true => next.is_ascii_alphanumeric() || "-_./,:+@%^".contains(next),
        false => !next.is_whitespace() && !next.is_control(),
    };
    if !word.is_empty() && word.chars().all(plain) && !RESERVED.contains(&word) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The name closest to `wanted`, if one is close enough to be meant.
pub fn closest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = wanted.chars().count();
    let allowed = 1 + length / 4;
    names
        .into_iter()
        .filter(|name| name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (distance(wanted, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

/// How many characters are to be put in, left out, changed, or to change places with
/// the next one, to make one word of the other; small and capital letters of ASCII
/// are the same.
fn distance(from: &str, to: &str) -> usize {
    let letters = |word: &str| -> Vec<char> {
        let lower = word.chars().map(|next| next.to_ascii_lowercase());
        lower.collect()
    };
    let (from, to) = (letters(from), letters(to));
    // The distance of the first `i` letters from the first `j`, in rows.
    let mut rows: Vec<Vec<usize>> = vec![(0..=to.len()).collect()];
    for i in 1..=from.len() {
        let above = &rows[i - 1];
        let mut row = vec![i];
        for j in 1..=to.len() {
            let changed = above[j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut least = changed.min(above[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[from.len()][to.len()]
}
