//! The commands of a script.

use crate::pattern::Pattern;
use std::rc::Rc;

/// A command with its addresses.
pub struct Command {
    /// Which lines it is for; none: all.
    pub addresses: Option<(Address, Option<Address>)>,
    /// `!`: all other lines.
    pub negated: bool,
    /// What it does.
    pub action: Action,
}

/// One end of what a command is for.
pub enum Address {
    /// A line by its number, from 1; 0 only in `0,/re/`.
    Line(u64),
    /// `$`
    Last,
    /// `first~step`
    Step(u64, u64),
    /// `/re/`; nothing for the pattern used last.
    Match(Option<Rc<Pattern>>),
    /// `addr1,+N`
    More(u64),
    /// `addr1,~N`
    Multiple(u64),
}

/// What a command does.
pub enum Action {
    /// `{`: where to go on when it is not for this line.
    Block(usize),
    /// `}` and labels.
    Nothing,
    /// `=`
    LineNumber,
    /// `a`
    Append(Vec<u8>),
    /// `i`
    Insert(Vec<u8>),
    /// `c`
    Change(Vec<u8>),
    /// `b`: go on at a command.
    Branch(usize),
    /// `t`: the same after a substitution; `T` without one.
    Test(bool, usize),
    /// `d`
    Delete,
    /// `D`
    DeleteFirst,
    /// `g`, and `G` which appends.
    Get(bool),
    /// `h`, and `H` which appends.
    Hold(bool),
    /// `x`
    Exchange,
    /// `l`: with the width of a line, 0 for none.
    List(usize),
    /// `n`
    Next,
    /// `N`
    AppendNext,
    /// `p`
    Print,
    /// `P`
    PrintFirst,
    /// `q`, or `Q` which prints nothing more; with the exit status.
    Quit(bool, u8),
    /// `s`
    Substitute(Box<Substitution>),
    /// `y`: characters and what they become.
    Transliterate(Vec<(Vec<u8>, Vec<u8>)>),
    /// `z`
    Zap,
}

/// `s/pattern/replacement/flags`
pub struct Substitution {
    /// Nothing for the pattern used last.
    pub pattern: Option<Rc<Pattern>>,
    /// What a match becomes.
    pub replacement: Vec<Part>,
    /// The first match to replace, from 1.
    pub first: usize,
    /// `g`: and all that follow.
    pub all: bool,
    /// `p`
    pub print: bool,
}

/// A part of a replacement.
pub enum Part {
    /// These bytes.
    Text(Vec<u8>),
    /// A group; 0 for the whole match.
    Group(usize),
    /// From here on letters change.
    Case(Case),
}

/// How letters change.
#[derive(Clone, Copy, PartialEq)]
pub enum Case {
    /// `\U`
    Upper,
    /// `\L`
    Lower,
    /// `\E`: no more.
    Keep,
    /// `\u`: the next letter only.
    UpperNext,
    /// `\l`: the next letter only.
    LowerNext,
}
