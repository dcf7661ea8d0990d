//! Reads a script.

use super::{
    command::{Action, Address, Command, Part, Substitution},
    replacement::{characters, parts},
};
use crate::{
    pattern::{Options, Pattern},
    posix_regex::{Flavour, escape, translate},
};
use std::rc::Rc;

/// Reads a script.
///
/// # Errors
/// What is wrong, and at which byte of the script, counted from 1.
pub fn parse(script: &[u8], flavour: Flavour) -> Result<Vec<Command>, String> {
    let mut parser = Parser {
        script,
        at: 0,
        flavour,
        commands: Vec::new(),
        blocks: Vec::new(),
        labels: Vec::new(),
        jumps: Vec::new(),
    };
    parser.run().map_err(|what| {
        format!(
            "script, byte {}: {what}",
            parser.at.min(script.len()).max(1)
        )
    })?;
    Ok(parser.commands)
}

struct Parser<'a> {
    script: &'a [u8],
    at: usize,
    flavour: Flavour,
    commands: Vec<Command>,
    /// Where the blocks start that are still open.
    blocks: Vec<usize>,
    labels: Vec<(Vec<u8>, usize)>,
    jumps: Vec<(Vec<u8>, usize)>,
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), String> {
        loop {
            self.skip(|byte| byte.is_ascii_whitespace() || byte == b';');
            if self.peek().is_none() {
                break;
            }
            if self.peek() == Some(b'#') {
                self.skip(|byte| byte != b'\n');
                continue;
            }
            let command = self.command()?;
            self.commands.push(command);
        }
        if !self.blocks.is_empty() {
            return Err("unmatched `{'".into());
        }
        for (label, command) in std::mem::take(&mut self.jumps) {
            let target = match self.labels.iter().find(|(known, _)| *known == label) {
                Some((_, target)) => *target,
                None if label.is_empty() => self.commands.len(),
                None => {
                    return Err(format!(
                        "can't find label for jump to `{}'",
                        String::from_utf8_lossy(&label)
                    ));
                }
            };
            if let Action::Branch(to) | Action::Test(_, to) = &mut self.commands[command].action {
                *to = target;
            }
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.script.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn take_if(&mut self, wanted: u8) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn skip(&mut self, wanted: fn(u8) -> bool) {
        while self.peek().is_some_and(wanted) {
            self.at += 1;
        }
    }

    fn blanks(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t'));
    }

    fn number(&mut self) -> Option<u64> {
        let start = self.at;
        self.skip(|byte| byte.is_ascii_digit());
        let digits = &self.script[start..self.at];
        let add = |number: u64, digit: &u8| {
            number
                .saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'))
        };
        (!digits.is_empty()).then(|| digits.iter().fold(0, add))
    }

    fn command(&mut self) -> Result<Command, String> {
        let addresses = self.addresses()?;
        self.blanks();
        let negated = self.take_if(b'!');
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'!'));
        let name = self.take().ok_or("missing command")?;
        if addresses.is_some() && matches!(name, b':' | b'}') {
            return Err(format!("{} doesn't want any addresses", char::from(name)));
        }
        if matches!(addresses, Some((_, Some(_)))) && matches!(name, b'q' | b'Q') {
            return Err("command only uses one address".into());
        }
        let action = self.action(name)?;
        // These take all that follows on their line.
        if !matches!(name, b'{' | b'a' | b'i' | b'c' | b':') {
            self.blanks();
            match self.peek() {
                None | Some(b'\n' | b';' | b'}' | b'#') => {}
                Some(_) => return Err("extra characters after command".into()),
            }
        }
        Ok(Command {
            addresses,
            negated,
            action,
        })
    }

    fn addresses(&mut self) -> Result<Option<(Address, Option<Address>)>, String> {
        let Some(first) = self.address()? else {
            return Ok(None);
        };
        self.blanks();
        let mut second = None;
        if self.take_if(b',') {
            self.blanks();
            second = match self.peek() {
                Some(sign @ (b'+' | b'~')) => {
                    self.at += 1;
                    let number = self.number().ok_or("expected a number")?;
                    Some(if sign == b'+' {
                        Address::More(number)
                    } else {
                        Address::Multiple(number)
                    })
                }
                _ => Some(self.address()?.ok_or("unexpected `,'")?),
            };
        }
        if matches!(first, Address::Line(0)) && !matches!(second, Some(Address::Match(_))) {
            return Err("invalid usage of line address 0".into());
        }
        Ok(Some((first, second)))
    }

    fn address(&mut self) -> Result<Option<Address>, String> {
        Ok(Some(match self.peek() {
            Some(b'0'..=b'9') => {
                let line = self.number().unwrap_or(0);
                self.blanks();
                if self.take_if(b'~') {
                    Address::Step(line, self.number().unwrap_or(0))
                } else {
                    Address::Line(line)
                }
            }
            Some(b'$') => {
                self.at += 1;
                Address::Last
            }
            Some(b'/' | b'\\') => {
                let delimiter = match self.take() {
                    Some(b'\\') => self.take().ok_or("unexpected end of the script")?,
                    _ => b'/',
                };
                let text = self
                    .delimited(delimiter, true)
                    .ok_or("unterminated address regex")?;
                let mut options = Options::default();
                while let Some(flag) = self.peek() {
                    match flag {
                        b'I' => options.ignore_case = true,
                        b'M' => options.multi_line = true,
                        _ => break,
                    }
                    self.at += 1;
                }
                Address::Match(self.pattern(&text, options)?)
            }
            _ => return Ok(None),
        }))
    }

    /// The text up to the delimiter. Behind a backslash the delimiter, or a newline, is a character of the text; in a pattern
    /// the delimiter is one between brackets too.
    fn delimited(&mut self, delimiter: u8, pattern: bool) -> Option<Vec<u8>> {
        let (mut text, mut in_bracket) = (Vec::new(), false);
        loop {
            let byte = self.take().filter(|byte| *byte != b'\n')?;
            match (byte, in_bracket) {
                (b'\\', _) => match self.take()? {
                    next if next == delimiter && (pattern || next != b'&') => text.push(next),
                    b'\n' => text.push(b'\n'),
                    next => text.extend([b'\\', next]),
                },
                (byte, false) if byte == delimiter => return Some(text),
                (b'[', false) if pattern => {
                    text.push(b'[');
                    for first in *b"^]" {
                        if self.take_if(first) {
                            text.push(first);
                        }
                    }
                    in_bracket = true;
                }
                // `[:`, `[.` and `[=` have a bracket of their own.
                (b'[', true) if matches!(self.peek(), Some(b':' | b'.' | b'=')) => {
                    let end = [self.peek()?, b']'];
                    let length = memchr::memmem::find(&self.script[self.at + 1..], &end)? + 3;
                    text.push(b'[');
                    text.extend_from_slice(&self.script[self.at..self.at + length]);
                    self.at += length;
                }
                (byte, _) => {
                    in_bracket &= byte != b']';
                    text.push(byte);
                }
            }
        }
    }

    /// Nothing for the empty pattern, which stands for the one used last.
    fn pattern(&self, text: &[u8], options: Options) -> Result<Option<Rc<Pattern>>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        let translated = translate(text, self.flavour, true)?;
        Ok(Some(Rc::new(Pattern::new(&[translated], options)?)))
    }

    fn action(&mut self, name: u8) -> Result<Action, String> {
        Ok(match name {
            b'{' => {
                self.blocks.push(self.commands.len());
                Action::Block(0)
            }
            b'}' => {
                let start = self.blocks.pop().ok_or("unexpected `}'")?;
                self.commands[start].action = Action::Block(self.commands.len());
                Action::Nothing
            }
            b'=' => Action::LineNumber,
            b'a' => Action::Append(self.text()?),
            b'i' => Action::Insert(self.text()?),
            b'c' => Action::Change(self.text()?),
            b':' => {
                let label = self.label();
                if label.is_empty() {
                    return Err("\":\" lacks a label".into());
                }
                self.labels.push((label, self.commands.len()));
                Action::Nothing
            }
            b'b' | b't' | b'T' => {
                let label = self.label();
                self.jumps.push((label, self.commands.len()));
                if name == b'b' {
                    Action::Branch(0)
                } else {
                    Action::Test(name == b't', 0)
                }
            }
            b'd' => Action::Delete,
            b'D' => Action::DeleteFirst,
            b'g' | b'G' => Action::Get(name == b'G'),
            b'h' | b'H' => Action::Hold(name == b'H'),
            b'l' => {
                self.blanks();
                Action::List(self.number().unwrap_or(70) as usize)
            }
            b'n' => Action::Next,
            b'N' => Action::AppendNext,
            b'p' => Action::Print,
            b'P' => Action::PrintFirst,
            b'q' | b'Q' => {
                self.blanks();
                Action::Quit(name == b'q', self.number().unwrap_or(0) as u8)
            }
            b's' => self.substitution()?,
            b'x' => Action::Exchange,
            b'y' => self.transliteration()?,
            b'z' => Action::Zap,
            b'r' | b'R' | b'w' | b'W' | b'e' | b'F' => {
                return Err(format!(
                    "the command `{}' is not supported",
                    char::from(name)
                ));
            }
            _ => {
                return Err(format!(
                    "unknown command: `{}'",
                    self.script[self.at - 1..self.at].escape_ascii()
                ));
            }
        })
    }

    fn label(&mut self) -> Vec<u8> {
        self.blanks();
        let start = self.at;
        self.skip(|byte| byte != b';' && byte != b'}' && !byte.is_ascii_whitespace());
        self.script[start..self.at].to_vec()
    }

    /// The text of `a`, `i` and `c`: behind `\` and a newline, or on the same line. A backslash joins lines.
    fn text(&mut self) -> Result<Vec<u8>, String> {
        self.blanks();
        if self.take_if(b'\\') {
            self.blanks();
            if !self.take_if(b'\n') {
                // `a\text`: the backslash keeps blanks in front.
                self.at -= self.script[..self.at]
                    .iter()
                    .rev()
                    .take_while(|byte| matches!(byte, b' ' | b'\t'))
                    .count();
            }
        } else if self.peek().is_none() {
            return Err("expected \\ after `a', `c' or `i'".into());
        }
        if self.peek().is_none() {
            return Ok(Vec::new());
        }
        let mut text = Vec::new();
        while let Some(byte) = self.take().filter(|byte| *byte != b'\n') {
            if byte != b'\\' {
                text.push(byte);
            } else if let Some((byte, length)) = escape(&self.script[self.at..]) {
                text.push(byte);
                self.at += length;
            } else {
                text.extend(self.take());
            }
        }
        text.push(b'\n');
        Ok(text)
    }

    fn substitution(&mut self) -> Result<Action, String> {
        const UNTERMINATED: &str = "unterminated `s' command";
        let delimiter = self
            .take()
            .filter(|byte| !matches!(byte, b'\n' | b'\\'))
            .ok_or(UNTERMINATED)?;
        let pattern = self.delimited(delimiter, true).ok_or(UNTERMINATED)?;
        let replacement = self.delimited(delimiter, false).ok_or(UNTERMINATED)?;
        let mut options = Options::default();
        let mut done = Substitution {
            pattern: None,
            replacement: parts(&replacement),
            first: 1,
            all: false,
            print: false,
        };
        while let Some(flag) = self.peek() {
            match flag {
                b'g' => done.all = true,
                b'p' => done.print = true,
                b'i' | b'I' => options.ignore_case = true,
                b'm' | b'M' => options.multi_line = true,
                b'1'..=b'9' => {
                    done.first = self.number().unwrap_or(1) as usize;
                    continue;
                }
                b'0' => return Err("number option to `s' command may not be zero".into()),
                b'w' | b'e' => {
                    return Err(format!(
                        "the flag `{}' of `s' is not supported",
                        char::from(flag)
                    ));
                }
                b'\n' | b';' | b'}' | b'#' | b' ' | b'\t' | b'\r' => break,
                _ => return Err("unknown option to `s'".into()),
            }
            self.at += 1;
        }
        done.pattern = self.pattern(&pattern, options)?;
        let most = done
            .replacement
            .iter()
            .map(|part| {
                if let Part::Group(group) = part {
                    *group
                } else {
                    0
                }
            })
            .max();
        match (&done.pattern, most) {
            (Some(pattern), Some(most)) if most > pattern.groups => {
                Err(format!("invalid reference \\{most} on `s' command's RHS"))
            }
            _ => Ok(Action::Substitute(Box::new(done))),
        }
    }

    fn transliteration(&mut self) -> Result<Action, String> {
        const UNTERMINATED: &str = "unterminated `y' command";
        let delimiter = self
            .take()
            .filter(|byte| !matches!(byte, b'\n' | b'\\'))
            .ok_or(UNTERMINATED)?;
        let from = characters(&self.delimited(delimiter, false).ok_or(UNTERMINATED)?);
        let to = characters(&self.delimited(delimiter, false).ok_or(UNTERMINATED)?);
        match from.len() == to.len() {
            true => Ok(Action::Transliterate(from.into_iter().zip(to).collect())),
            false => Err("strings for `y' command are different lengths".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_script_panics(script in r"[ 0-9$/\\,~+!{}abcdDgGhHilnNpPqstxyz:;#&.*\n]{0,24}", bytes in proptest::collection::vec(any::<u8>(), 0..16)) {
            for script in [script.as_bytes(), &bytes] {
                let _ = parse(script, Flavour::Basic);
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let wrong = |script: &str| parse(script.as_bytes(), Flavour::Basic).err();
        assert_eq!(
            wrong("s/a/b").as_deref(),
            Some("script, byte 5: unterminated `s' command")
        );
        assert_eq!(
            wrong("p;k").as_deref(),
            Some("script, byte 3: unknown command: `k'")
        );
        assert_eq!(
            wrong("{p").as_deref(),
            Some("script, byte 2: unmatched `{'")
        );
        assert_eq!(
            wrong(r"s/a/\1/").as_deref(),
            Some("script, byte 7: invalid reference \\1 on `s' command's RHS")
        );
        assert_eq!(
            wrong("bx").as_deref(),
            Some("script, byte 2: can't find label for jump to `x'")
        );
    }
}
