//! A command line as the shell's grammar reads it (POSIX XCU 2.2, 2.7, 2.9 and
//! 2.10): pipelines, lists and redirections, as far as they run here.
//!
//! Parsing is total: it gives what could be read and a list of problems, each
//! with its place. What a shell would act on and Pourover does not is a problem
//! too, never taken for something else.

use std::ops::Range;

pub use crate::words::{Kind, Problem, Word};

mod edit;
mod lexer;
mod parser;
mod redirect;

pub use edit::{kept_stages, moved, with_stage, without_stage};

/// A command line that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Its words and operators, in order, for colouring. A word that holds `$?`
    /// has it in its value as it stands.
    pub words: Vec<Word>,
    /// Its pipelines, in order.
    pub items: Vec<Item>,
    /// What is wrong with it, in the order of places.
    pub problems: Vec<Problem>,
}

impl Script {
    /// Reads a command line.
    pub fn parse(line: &str) -> Self {
        parser::parse(line)
    }

    /// All stages of all pipelines, in order: a stage's number in the line.
    pub fn stages(&self) -> impl Iterator<Item = &Stage> {
        self.items.iter().flat_map(|item| &item.stages)
    }

    /// What there is to run: pipelines with at least one stage each, and stages
    /// with at least a name.
    ///
    /// # Errors
    /// The first problem, if there is any; or that there is no command.
    pub fn ready(&self) -> Result<&[Item], Problem> {
        if let Some(problem) = self.problems.first() {
            return Err(problem.clone());
        }
        if self.items.is_empty() {
            return Err(Problem {
                span: 0..0,
                sentence: "There is no command here: type the name of a filter, such as cat."
                    .to_owned(),
            });
        }
        Ok(&self.items)
    }
}

/// One pipeline of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What must have happened before for it to run.
    pub join: Join,
    /// Whether `!` stands before it: its status is 1 for 0, and 0 for any other.
    pub negated: bool,
    /// Its commands, the first one that reads first.
    pub stages: Vec<Stage>,
    /// From its `!` or its first stage to its last.
    pub span: Range<usize>,
}

/// How a pipeline hangs on what ran before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Join {
    /// The first, or behind `;` or a newline.
    #[default]
    Always,
    /// Behind `&&`.
    And,
    /// Behind `||`.
    Or,
}

impl Join {
    /// Whether a pipeline runs, by the status of the last one that did.
    pub fn runs(self, last_status: u32) -> bool {
        match self {
            Self::Always => true,
            Self::And => last_status == 0,
            Self::Or => last_status != 0,
        }
    }
}

/// One command of a pipeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// The assignments before it, in order; each name once, with its last value.
    pub env: Vec<(String, Template)>,
    /// The name first.
    pub args: Vec<Template>,
    /// In the order in which they are to be done.
    pub redirections: Vec<Redirection>,
    /// From its first word to its last, redirections included.
    pub span: Range<usize>,
    /// Where the name stands.
    pub name_span: Range<usize>,
}

/// A word whose `$?` is filled in when the command starts. Text stands next to
/// a `$?` only, never to other text, and is never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Template(pub Vec<Part>);

/// A part of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// As it is.
    Text(String),
    /// `$?`: the status of the pipeline before.
    Status,
}

impl Template {
    /// The word, after a pipeline that ended with `status`.
    pub fn fill(&self, status: u32) -> String {
        let mut word = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => word.push_str(text),
                Part::Status => word.push_str(&status.to_string()),
            }
        }
        word
    }

    /// The word, if it has no `$?` and so is always the same.
    pub fn literal(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    fn push(&mut self, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Part::Text(last)) => last.push_str(text),
            _ => self.0.push(Part::Text(text.to_owned())),
        }
    }
}

/// Where one of a command's descriptors leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirection {
    /// Which one: 0 with [`Target::Read`], 1 or 2 with the others.
    pub fd: u32,
    /// Where to.
    pub target: Target,
    /// From its number or operator to the end of its target.
    pub span: Range<usize>,
}

/// Where a redirection leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `< FILE`
    Read(Template),
    /// `> FILE` or `>| FILE`: it begins empty.
    Write(Template),
    /// `>> FILE`
    Append(Template),
    /// `2>&1` or `1>&2`: where that one leads at this point.
    Fd(u32),
}
