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

/// A command, ready to be run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The assignments before it, in order.
    pub env: Vec<(String, String)>,
    /// The name first.
    pub args: Vec<String>,
    /// Where the name stands.
    pub name_span: Range<usize>,
}

/// A command line that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its words, in order.
    pub words: Vec<Word>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Line {
    /// Reads a command line.
    pub fn parse(line: &str) -> Self {
        let mut reader = Reader {
            line,
            at: 0,
            named: false,
            read: Self::default(),
        };
        while reader.word() {}
        reader.read
    }

    /// The command that the words make.
    ///
    /// # Errors
    /// The first problem, if there is any; or that there is no command.
    pub fn command(&self) -> Result<Command, Problem> {
        if let Some(problem) = self.problems.first() {
            return Err(problem.clone());
        }
        let mut command = Command::default();
        for word in &self.words {
            match (word.kind, word.value.split_once('=')) {
                (Kind::Assignment, Some((name, value))) => {
                    command.env.retain(|(other, _)| other != name);
                    command.env.push((name.to_owned(), value.to_owned()));
                }
                (kind, _) => {
                    if kind == Kind::Program {
                        command.name_span = word.span.clone();
                    }
                    command.args.push(word.value.clone());
                }
            }
        }
        if command.args.is_empty() {
            let end = self.words.last().map_or(0, |word| word.span.end);
            return Err(Problem {
                span: end..end,
                sentence: "There is no command here: type the name of a filter, such as cat."
                    .to_owned(),
            });
        }
        Ok(command)
    }
}

struct Reader<'a> {
    line: &'a str,
    at: usize,
    /// Whether the command's name was read.
    named: bool,
    read: Line,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.line[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn problem(&mut self, span: Range<usize>, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.read.problems.push(Problem { span, sentence });
    }

    /// Whether there are words on both sides of this place.
    fn is_followed(&self) -> bool {
        !self.read.words.is_empty() && !self.line[self.at..].trim().is_empty()
    }

    /// Reads a word or an operator; false at the end of the line.
    fn word(&mut self) -> bool {
        while let Some(next) = self.peek() {
            if next == '\n' && self.is_followed() {
                let start = self.at;
                self.next();
                self.named = false;
                self.problem(
                    start..self.at,
                    "A second line is another command, which is not here yet: run one filter at a time, or end the line with \\ to go on.",
                );
            } else if next.is_whitespace() {
                self.next();
            } else if self.line[self.at..].starts_with("\\\n") {
                self.at += 2;
            } else {
                break;
            }
        }
        let start = self.at;
        match self.peek() {
            None => return false,
            Some('#') => {
                // A comment, to the end of its line.
                while self.peek().is_some_and(|next| next != '\n') {
                    self.next();
                }
            }
            Some('|' | '<' | '>' | '&' | ';' | '(' | ')') => self.operator(),
            Some(_) => {
                let (value, name_end) = self.text();
                let span = start..self.at;
                let kind = self.kind(&value, name_end);
                self.read.words.push(Word { value, kind, span });
            }
        }
        true
    }

    /// The text of a word without its quoting, and how much of the text stood
    /// there before the first quote.
    fn text(&mut self) -> (String, usize) {
        let mut text = String::new();
        let mut unquoted = None;
        while let Some(next) = self.peek() {
            if next.is_whitespace() || "|<>&;()".contains(next) {
                break;
            }
            let start = self.at;
            self.next();
            if matches!(next, '\'' | '"' | '\\') {
                unquoted.get_or_insert(text.len());
            }
            match next {
                '\'' => self.single(start, &mut text),
                '"' => self.double(start, &mut text),
                '\\' => match self.next() {
                    Some('\n') => {}
                    Some(escaped) => text.push(escaped),
                    None => self.problem(
                        start..self.at,
                        "This \\ has nothing to quote: remove it or put it in '…'.",
                    ),
                },
                _ => {
                    self.expansion(next, start, &format!("'{next}'"));
                    text.push(next);
                }
            }
        }
        let unquoted = unquoted.unwrap_or(text.len());
        (text, unquoted)
    }

    /// `'…'`: everything as it is.
    fn single(&mut self, start: usize, text: &mut String) {
        match self.line[self.at..].find('\'') {
            Some(length) => {
                text.push_str(&self.line[self.at..self.at + length]);
                self.at += length + 1;
            }
            None => {
                text.push_str(&self.line[self.at..]);
                self.at = self.line.len();
                self.problem(
                    start..self.at,
                    "This ' is never closed: add a ' at the end.",
                );
            }
        }
    }

    /// `"…"`: `\` quotes `$`, `` ` ``, `"`, `\` and a newline (XCU 2.2.3).
    fn double(&mut self, start: usize, text: &mut String) {
        loop {
            let at = self.at;
            match self.next() {
                Some('"') => return,
                Some('\\') => match self.next() {
                    Some('\n') => {}
                    Some(quoted @ ('$' | '`' | '"' | '\\')) => text.push(quoted),
                    Some(other) => text.extend(['\\', other]),
                    None => {}
                },
                Some(next) => {
                    if matches!(next, '$' | '`') {
                        self.expansion(next, at, &format!("\\{next}"));
                    }
                    text.push(next);
                }
                None => {
                    self.problem(
                        start..self.at,
                        "This \" is never closed: add a \" at the end.",
                    );
                    return;
                }
            }
        }
    }

    /// Says that a shell would have expanded this, where it would have.
    fn expansion(&mut self, character: char, start: usize, instead: &str) {
        let what = match character {
            '`' => "command substitution",
            '$' => match self.peek() {
                Some('(') => "command substitution",
                Some('\'') if instead.starts_with('\'') => "a quote with escapes",
                Some(next)
                    if next == '{'
                        || next == '_'
                        || next.is_alphanumeric()
                        || "?!@*#$-".contains(next) =>
                {
                    "a variable"
                }
                _ => return,
            },
            '*' | '?' | '[' => "a file pattern",
            _ => return,
        };
        self.problem(
            start..self.at,
            format!("{character} would be {what} in a shell, which is not done here: write {instead} for the character itself."),
        );
    }

    fn operator(&mut self) {
        let start = self.at;
        let first = self.next();
        let doubled = self
            .peek()
            .filter(|second| Some(*second) == first && "|&;<>".contains(*second));
        if doubled.is_some() {
            self.next();
        }
        let span = start..self.at;
        let value = self.line[span.clone()].to_owned();
        let sentence = match value.as_str() {
            "|" => "Pipelines are not here yet: run one filter at a time, or quote '|' for the character itself.".to_owned(),
            "<" | ">" | "<<" | ">>" => format!("Redirection with {value} is not here yet: input comes from the stdin pane, output goes to the stdout pane."),
            _ => format!("{value} is not here yet: run one filter at a time, or quote '{value}' for the characters themselves."),
        };
        self.read.words.push(Word {
            value,
            kind: Kind::Operator,
            span: span.clone(),
        });
        self.problem(span, sentence);
        // What follows is another command.
        self.named = false;
    }

    fn kind(&mut self, value: &str, unquoted: usize) -> Kind {
        if self.named {
            return match value.starts_with('-') && value.len() > 1 {
                true => Kind::Flag,
                false => Kind::Argument,
            };
        }
        match value.find('=') {
            Some(end) if end < unquoted && is_name(&value[..end]) => Kind::Assignment,
            _ => {
                self.named = true;
                Kind::Program
            }
        }
    }
}

/// XBD 3.216: letters, digits and underscores, no digit first.
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first == '_' || first.is_ascii_alphabetic())
        && word
            .chars()
            .all(|next| next == '_' || next.is_ascii_alphanumeric())
}

/// Quotes a word so that [`Line::parse`] reads it back as it is.
pub fn quote(word: &str) -> String {
    let plain = |next: char| next.is_alphanumeric() || "-_./,:=+@%^~".contains(next);
    if !word.is_empty() && word.chars().all(plain) && !word.contains('=') {
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
                strsim::damerau_levenshtein(&wanted.to_lowercase(), &name.to_lowercase()),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}
