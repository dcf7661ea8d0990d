//! The inside of a word: quoting (XCU 2.2) and what `$` begins.

use std::ops::Range;

use super::{
    super::{Part, Template},
    Lexer,
};
use crate::words::is_name;

/// Whether an unquoted character is no part of a word.
fn ends_word(next: char) -> bool {
    next.is_whitespace() || "|<>&;()".contains(next)
}

/// A word with its quoting removed.
#[derive(Default)]
pub(in super::super) struct Lexed {
    pub template: Template,
    /// The same as text, `$?` as it stands.
    pub value: String,
    pub quoted: bool,
    /// The length of the name, if it is an assignment.
    pub name: Option<usize>,
}

impl Lexed {
    fn push(&mut self, text: &str) {
        self.value.push_str(text);
        self.template.push(text);
    }

    fn push_char(&mut self, next: char) {
        self.push(next.encode_utf8(&mut [0; 4]));
    }
}

impl Lexer<'_> {
    /// The word that begins here; none if there is an operator or the end.
    pub(super) fn word(&mut self, assignable: bool) -> Option<(Lexed, Range<usize>)> {
        let mut word = Lexed::default();
        let mut span = self.at..self.at;
        // Whether a `~` would be a home folder here.
        let mut home = true;
        while let Some(next) = self.peek() {
            if ends_word(next) {
                break;
            }
            let start = self.place();
            self.next();
            let at_home = std::mem::take(&mut home);
            match next {
                '\'' => self.single(start, &mut word),
                '"' => self.double(start, &mut word),
                '\\' => match self.raw() {
                    Some(escaped) => word.push_char(escaped),
                    None => self.problem(
                        start..self.at,
                        "This \\ has nothing to quote: remove it or put it in '…'.",
                    ),
                },
                '$' | '`' => self.expansion(next, start, false, &mut word),
                _ => {
                    let pattern = matches!(next, '*' | '?')
                        || next == '[' && self.peek().is_some_and(|next| !ends_word(next));
                    if next == '~' && at_home {
                        self.refuse(start, "~", "a home folder", "'~'");
                    } else if pattern && word.name.is_none() {
                        // An assignment's value is no pattern.
                        let shown = next.to_string();
                        self.refuse(start, &shown, "a file pattern", &format!("'{next}'"));
                    }
                    if next == '='
                        && assignable
                        && !word.quoted
                        && word.name.is_none()
                        && is_name(&word.value)
                    {
                        word.name = Some(word.value.len());
                        home = true;
                    }
                    home |= next == ':' && word.name.is_some();
                    word.push_char(next);
                }
            }
            word.quoted |= matches!(next, '\'' | '"' | '\\');
            span.end = self.at;
        }
        (!span.is_empty()).then_some((word, span))
    }

    /// `'…'`: everything as it is.
    fn single(&mut self, start: usize, word: &mut Lexed) {
        let rest = &self.line[self.at..];
        match rest.find('\'') {
            Some(length) => {
                word.push(&rest[..length]);
                self.at += length + 1;
            }
            None => {
                word.push(rest);
                self.at = self.line.len();
                self.problem(
                    start..self.at,
                    "This ' is never closed: add a ' at the end.",
                );
            }
        }
    }

    /// `"…"`: `\` quotes `$`, `` ` ``, `"`, `\` and a newline (XCU 2.2.3).
    fn double(&mut self, start: usize, word: &mut Lexed) {
        while let Some(next) = self.peek() {
            let at = self.place();
            self.next();
            match next {
                '"' => return,
                '\\' => match self.raw() {
                    Some(quoted @ ('$' | '`' | '"' | '\\')) => word.push_char(quoted),
                    Some(other) => {
                        word.push("\\");
                        word.push_char(other);
                    }
                    None => {}
                },
                '$' | '`' => self.expansion(next, at, true, word),
                _ => word.push_char(next),
            }
        }
        self.problem(
            start..self.at,
            "This \" is never closed: add a \" at the end.",
        );
    }

    /// What `$` or `` ` `` begins: `$?`, itself, or something that only a shell
    /// does, which is refused as a whole.
    fn expansion(&mut self, first: char, start: usize, in_quotes: bool, word: &mut Lexed) {
        let next = self.peek();
        let what = match (first, next) {
            ('`', _) => {
                self.skip_to(None, '`');
                "command substitution"
            }
            (_, Some('?')) => {
                self.next();
                word.value.push_str("$?");
                word.template.0.push(Part::Status);
                return;
            }
            (_, Some('(')) => {
                self.next();
                let arithmetic = self.peek() == Some('(');
                self.skip_to(Some('('), ')');
                if arithmetic {
                    "arithmetic"
                } else {
                    "command substitution"
                }
            }
            (_, Some('{')) => {
                self.next();
                self.skip_to(None, '}');
                "a variable"
            }
            (_, Some('\'')) if !in_quotes => "a quote with escapes",
            (_, Some(name)) if name == '_' || name.is_ascii_alphabetic() => {
                while self
                    .peek()
                    .is_some_and(|next| next == '_' || next.is_ascii_alphanumeric())
                {
                    self.next();
                }
                "a variable"
            }
            (_, Some(name)) if name.is_ascii_digit() || "!@*#$-".contains(name) => {
                self.next();
                "a variable"
            }
            _ => {
                word.push_char(first);
                return;
            }
        };
        word.push(&self.line[start..self.at]);
        let quote = if in_quotes {
            format!("\\{first}")
        } else {
            format!("'{first}'")
        };
        self.refuse(start, &first.to_string(), what, &quote);
    }

    fn refuse(&mut self, start: usize, shown: &str, what: &str, instead: &str) {
        self.problem(
            start..self.at,
            format!("{shown} would be {what} in a shell, which is not done here: write {instead} for the character itself."),
        );
    }
}
