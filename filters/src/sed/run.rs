//! Runs a script.

use super::{
    command::{Action, Address, Command, Substitution},
    text::{character, listed, replace, transliterated},
};
use crate::{Filter, Stop, input::Lines, options::path, pattern::Pattern};
use std::{collections::VecDeque, ffi::OsString, io::Write, rc::Rc};

/// A running script.
pub struct Run<'a> {
    me: &'a mut Filter,
    commands: &'a [Command],
    /// Inside the range of each command: up to which line; the largest number where it is not known yet.
    ranges: Vec<Option<u64>>,
    files: VecDeque<OsString>,
    lines: Option<Lines>,
    end: u8,
    quiet: bool,
    separate: bool,
    number: u64,
    space: Space,
    hold: Space,
    /// What `a` holds back until the line is done.
    appended: Vec<Vec<u8>>,
    substituted: bool,
    pattern: Option<Rc<Pattern>>,
    /// The last line that was printed had no newline; it gets one when more is printed.
    unfinished: bool,
}

/// The pattern space, or the hold space.
#[derive(Default)]
struct Space {
    text: Vec<u8>,
    /// Its last line had no newline.
    bare: bool,
}

/// How a cycle goes on.
enum Flow {
    /// With the next cycle; whether the pattern space is printed first.
    End(bool),
    /// With the next cycle, on what is left of the pattern space.
    Again,
    /// Not at all; whether the pattern space is printed first.
    Quit(bool),
}

/// How a script runs.
pub struct Options {
    /// `-n`: only what the script prints is printed.
    pub quiet: bool,
    /// `-s`: each file has a last line, and lines of its own numbers.
    pub separate: bool,
    /// What lines end with.
    pub end: u8,
}

/// Runs a script over files.
///
/// # Errors
/// As for any filter.
pub fn run(
    me: &mut Filter,
    commands: &[Command],
    files: Vec<OsString>,
    options: Options,
) -> Result<(), Stop> {
    let Options {
        quiet,
        separate,
        end,
    } = options;
    let files = if files.is_empty() {
        VecDeque::from([path(b"-".to_vec())])
    } else {
        files.into()
    };
    let ranges = commands.iter().map(|_| None).collect();
    let mut run = Run {
        me,
        commands,
        ranges,
        files,
        lines: None,
        end,
        quiet,
        separate,
        number: 0,
        space: Space::default(),
        hold: Space::default(),
        appended: Vec::new(),
        substituted: false,
        pattern: None,
        unfinished: false,
    };
    let mut fresh = true;
    loop {
        if fresh && !run.read(false)? {
            return Ok(());
        }
        let flow = run.cycle()?;
        fresh = !matches!(flow, Flow::Again);
        if let Flow::End(true) | Flow::Quit(true) = flow
            && !quiet
        {
            run.print_space()?;
        }
        run.flush_appended()?;
        if let Flow::Quit(_) = flow {
            return Ok(());
        }
    }
}

impl Run<'_> {
    /// Opens files until there is a line to read.
    fn more(&mut self) -> Result<bool, Stop> {
        loop {
            if let Some(lines) = &mut self.lines
                && lines.more(&mut self.me.out)?
            {
                return Ok(true);
            }
            // Standard input is given free before it is opened again.
            self.lines = None;
            let Some(file) = self.files.pop_front() else {
                return Ok(false);
            };
            match self.me.open(file) {
                Some(input) => {
                    self.number = if self.separate { 0 } else { self.number };
                    self.lines = Some(input.split(self.end));
                }
                None => self.me.status = 2,
            }
        }
    }

    /// Reads the next line into the pattern space, or appends it; tells whether there was one.
    fn read(&mut self, append: bool) -> Result<bool, Stop> {
        if !self.more()? {
            return Ok(false);
        }
        let Some(lines) = &mut self.lines else {
            return Ok(false);
        };
        let line = lines.next(&mut self.me.out)?.unwrap_or_default();
        let text = line.strip_suffix(&[self.end]).unwrap_or(line);
        if append {
            self.space.text.push(self.end);
        } else {
            self.space.text.clear();
        }
        self.space.text.extend_from_slice(text);
        self.space.bare = text.len() == line.len();
        self.number += 1;
        self.substituted = false;
        Ok(true)
    }

    fn cycle(&mut self) -> Result<Flow, Stop> {
        let commands = self.commands;
        let mut at = 0;
        while let Some(command) = commands.get(at) {
            let selected = self.selects(at, command)? != command.negated;
            at += 1;
            if !selected {
                if let Action::Block(end) = command.action {
                    at = end;
                }
                continue;
            }
            match &command.action {
                Action::Block(_) | Action::Nothing => {}
                Action::LineNumber => {
                    let line = format!("{}{}", self.number, char::from(self.end));
                    self.write(line.as_bytes())?;
                }
                Action::Append(text) => self.appended.push(text.clone()),
                Action::Insert(text) => self.write(text)?,
                Action::Change(text) => {
                    // For a range, the text stands once, at its end.
                    let range = matches!(command.addresses, Some((_, Some(_)))) && !command.negated;
                    if !range || self.ranges[at - 1].is_none() {
                        self.write(text)?;
                    }
                    return Ok(Flow::End(false));
                }
                Action::Branch(to) => at = *to,
                Action::Test(wanted, to) => {
                    at = if self.substituted == *wanted { *to } else { at };
                    self.substituted = false;
                }
                Action::Delete => return Ok(Flow::End(false)),
                Action::DeleteFirst => match memchr::memchr(self.end, &self.space.text) {
                    Some(line) => {
                        self.space.text.drain(..=line);
                        return Ok(Flow::Again);
                    }
                    None => return Ok(Flow::End(false)),
                },
                Action::Get(append) => copy(&self.hold, &mut self.space, *append, self.end),
                Action::Hold(append) => copy(&self.space, &mut self.hold, *append, self.end),
                Action::Exchange => std::mem::swap(&mut self.space, &mut self.hold),
                Action::List(width) => {
                    let listed = listed(&self.space.text, *width);
                    self.write(&listed)?;
                }
                Action::Next => {
                    if !self.more()? {
                        return Ok(Flow::Quit(true));
                    }
                    if !self.quiet {
                        self.print_space()?;
                    }
                    self.flush_appended()?;
                    self.read(false)?;
                }
                Action::AppendNext => {
                    if !self.more()? {
                        return Ok(Flow::Quit(true));
                    }
                    self.flush_appended()?;
                    self.read(true)?;
                }
                Action::Print => self.print_space()?,
                Action::PrintFirst => match memchr::memchr(self.end, &self.space.text) {
                    Some(line) => {
                        self.finish()?;
                        self.me.out.write_all(&self.space.text[..=line])?;
                    }
                    None => self.print_space()?,
                },
                Action::Quit(print, status) => {
                    self.me.status = if *status == 0 {
                        self.me.status
                    } else {
                        *status
                    };
                    if *print && !self.quiet {
                        self.print_space()?;
                    }
                    self.flush_appended()?;
                    // GNU sed completes the last line here, and only here.
                    if *print {
                        self.finish()?;
                    }
                    return Ok(Flow::Quit(false));
                }
                Action::Substitute(substitution) => self.substitute(substitution)?,
                Action::Transliterate(pairs) => {
                    self.space.text = transliterated(&self.space.text, pairs)
                }
                Action::Zap => self.space.text.clear(),
            }
        }
        Ok(Flow::End(true))
    }

    /// Whether the addresses of a command take in this line; remembers where a range ends.
    fn selects(&mut self, index: usize, command: &Command) -> Result<bool, Stop> {
        let Some((first, second)) = &command.addresses else {
            return Ok(true);
        };
        let Some(second) = second else {
            return self.matches(first);
        };
        let started = match (self.ranges[index], first) {
            (Some(until), _) => Some(until),
            // `0,/re/` has begun before the first line.
            (None, Address::Line(0)) if self.number == 1 => Some(u64::MAX),
            _ => None,
        };
        if let Some(until) = started {
            let ends = match second {
                Address::Match(_) | Address::Last => self.matches(second)?,
                _ => self.number >= until,
            };
            self.ranges[index] = if ends { None } else { Some(until) };
            // A line number that is already behind: the range has ended one line ago.
            let over = matches!(second, Address::Line(line) if self.number > *line);
            return if over { self.matches(first) } else { Ok(true) };
        }
        if !self.matches(first)? {
            return Ok(false);
        }
        let until = match second {
            Address::Line(line) => *line,
            Address::More(count) => self.number.saturating_add(*count),
            Address::Multiple(0) => self.number,
            Address::Multiple(step) => (self.number / step + 1).saturating_mul(*step),
            Address::Last if self.matches(second)? => self.number,
            _ => u64::MAX,
        };
        self.ranges[index] = (until > self.number).then_some(until);
        Ok(true)
    }

    fn matches(&mut self, address: &Address) -> Result<bool, Stop> {
        Ok(match address {
            Address::Line(line) | Address::Step(line, 0) => self.number == *line,
            Address::Step(first, step) => {
                self.number >= *first && (self.number - first).is_multiple_of(*step)
            }
            Address::Last if self.separate => match &mut self.lines {
                Some(lines) => !lines.more(&mut self.me.out)?,
                None => true,
            },
            Address::Last => !self.more()?,
            Address::Match(pattern) => self.last_pattern(pattern)?.is_match(&self.space.text),
            Address::More(_) | Address::Multiple(_) => false,
        })
    }

    /// The pattern, or the one used last in its place.
    fn last_pattern(&mut self, pattern: &Option<Rc<Pattern>>) -> Result<Rc<Pattern>, Stop> {
        if pattern.is_some() {
            self.pattern.clone_from(pattern);
        }
        self.pattern
            .clone()
            .ok_or_else(|| Stop::Failed("no previous regular expression".into()))
    }

    fn substitute(&mut self, substitution: &Substitution) -> Result<(), Stop> {
        let pattern = self.last_pattern(&substitution.pattern)?;
        let text = std::mem::take(&mut self.space.text);
        let (mut done, mut copied, mut from, mut count) = (Vec::new(), 0, 0, 0);
        let (mut changed, mut before) = (false, None);
        while from <= text.len()
            && let Some((found, groups)) = pattern.captures(&text, from)
        {
            from = if found.is_empty() {
                found.end + character(&text[found.end..])
            } else {
                found.end
            };
            // No empty match right behind another match.
            if found.is_empty() && before == Some(found.start) {
                continue;
            }
            before = Some(found.end);
            count += 1;
            if count >= substitution.first {
                done.extend_from_slice(&text[copied..found.start]);
                replace(&mut done, &substitution.replacement, &|group| match group {
                    0 => &text[found.clone()],
                    group => groups
                        .get(group - 1)
                        .cloned()
                        .flatten()
                        .map_or(&[], |range| &text[range]),
                });
                copied = found.end;
                changed = true;
                if !substitution.all {
                    break;
                }
            }
        }
        done.extend_from_slice(&text[copied..]);
        self.space.text = done;
        if changed {
            self.substituted = true;
            if substitution.print {
                self.print_space()?;
            }
        }
        Ok(())
    }

    fn print_space(&mut self) -> Result<(), Stop> {
        self.finish()?;
        self.me.out.write_all(&self.space.text)?;
        self.unfinished = self.space.bare;
        Ok(self.me.out.write_all(if self.unfinished {
            &[]
        } else {
            std::slice::from_ref(&self.end)
        })?)
    }

    fn write(&mut self, text: &[u8]) -> Result<(), Stop> {
        self.finish()?;
        Ok(self.me.out.write_all(text)?)
    }

    /// Gives a line that was printed without its newline one, because more follows.
    fn finish(&mut self) -> Result<(), Stop> {
        if std::mem::take(&mut self.unfinished) {
            self.me.out.write_all(&[self.end])?;
        }
        Ok(())
    }

    fn flush_appended(&mut self) -> Result<(), Stop> {
        std::mem::take(&mut self.appended)
            .iter()
            .try_for_each(|text| self.write(text))
    }
}

fn copy(from: &Space, to: &mut Space, append: bool, end: u8) {
    if append {
        to.text.push(end);
    } else {
        to.text.clear();
    }
    to.bare = from.bare;
    to.text.extend_from_slice(&from.text);
}
