//! Characters to words and operators (XCU 2.2 and 2.3).

use std::ops::Range;

use super::Problem;

mod word;

pub(super) use word::Lexed;

/// The longest first, so that the first that fits is the one.
const OPERATORS: [&str; 24] = [
    "&>>", "<<<", "<<-", "&&", "||", ";;", "|&", "&>", "<<", "<&", "<>", "<(", ">>", ">&", ">|",
    ">(", "<", ">", "|", "&", ";", "(", ")", "\n",
];

/// How far to look for the end of what is refused anyway, so that reading a
/// line takes time in proportion to its length, whatever is in it.
const NEAR: usize = 1000;

pub(super) enum Token {
    Word(Lexed),
    /// `<`, `2>` and so on, with the digits before it.
    Redirection(Option<String>, &'static str),
    /// Any other.
    Operator(&'static str),
}

pub(super) struct Lexer<'a> {
    line: &'a str,
    at: usize,
    pub problems: Vec<Problem>,
}

impl<'a> Lexer<'a> {
    pub fn new(line: &'a str) -> Self {
        Self {
            line,
            at: 0,
            problems: Vec::new(),
        }
    }

    pub fn problem(&mut self, span: Range<usize>, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.problems.push(Problem { span, sentence });
    }

    /// The next word or operator. `assignable` says whether `NAME=value` would
    /// be an assignment here.
    pub fn token(&mut self, assignable: bool) -> Option<(Token, Range<usize>)> {
        self.blanks();
        let start = self.at;
        let token = if let Some(operator) = self.operator() {
            match operator.contains(['<', '>']) {
                true => Token::Redirection(None, operator),
                false => Token::Operator(operator),
            }
        } else if let Some((digits, operator)) = self.numbered() {
            Token::Redirection(Some(digits), operator)
        } else {
            return self
                .word(assignable)
                .map(|(word, span)| (Token::Word(word), span));
        };
        Some((token, start..self.at))
    }

    /// The word behind a redirection, if there is one.
    pub fn target(&mut self) -> Option<(Lexed, Range<usize>)> {
        let before = self.at;
        self.blanks();
        let start = self.at;
        if self.operator().is_none() && self.numbered().is_none() {
            self.at = start;
            if let Some(word) = self.word(false) {
                return Some(word);
            }
        }
        self.at = before;
        None
    }

    /// Where the next character stands: `\` and a newline are as if they were
    /// not there.
    fn place(&self) -> usize {
        let mut at = self.at;
        while self.line[at..].starts_with("\\\n") {
            at += 2;
        }
        at
    }

    fn peek(&self) -> Option<char> {
        self.line[self.place()..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        self.at = self.place();
        self.raw()
    }

    /// The next character as it is.
    fn raw(&mut self) -> Option<char> {
        let next = self.line[self.at..].chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Steps over what is between tokens, comments among it.
    fn blanks(&mut self) {
        while let Some(next) = self.peek() {
            if next == '#' {
                self.at = self.place();
                // No `\` goes on behind the end of a comment's line.
                let rest = &self.line[self.at..];
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if next.is_whitespace() && next != '\n' {
                self.next();
            } else {
                break;
            }
        }
        self.at = self.place();
    }

    fn operator(&mut self) -> Option<&'static str> {
        let start = self.at;
        OPERATORS.into_iter().find(|operator| {
            let fits = operator.chars().all(|wanted| self.next() == Some(wanted));
            if !fits {
                self.at = start;
            }
            fits
        })
    }

    /// Digits right before `<` or `>` (IO_NUMBER), and that operator.
    fn numbered(&mut self) -> Option<(String, &'static str)> {
        let start = self.at;
        let mut digits = String::new();
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            digits.push(digit);
            self.next();
        }
        if !digits.is_empty()
            && matches!(self.peek(), Some('<' | '>'))
            && let Some(operator) = self.operator()
        {
            return Some((digits, operator));
        }
        self.at = start;
        None
    }

    /// Steps behind `close`, if it is near; pairs of `open` and `close` before
    /// it belong together.
    pub fn skip_to(&mut self, open: Option<char>, close: char) {
        let mut depth = 1;
        for (at, next) in self.line[self.at..].char_indices().take(NEAR) {
            if next == close {
                depth -= 1;
            } else if Some(next) == open {
                depth += 1;
            }
            if depth == 0 {
                self.at += at + close.len_utf8();
                return;
            }
        }
    }

    /// Where the last token ended.
    pub fn at(&self) -> usize {
        self.at
    }
}
