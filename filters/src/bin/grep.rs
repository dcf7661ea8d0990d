//! grep - print lines that match a pattern
//!
//! usage: grep [-acEFGhHiLlnoqsvwxz] [-m COUNT] (PATTERN | -e PATTERN... | -f FILE) [FILE]...
//!
//! Prints the lines of each FILE, or of standard input, in which PATTERN matches. A PATTERN of several lines is one for each.
//!
//!   -E, -F, -G  an extended expression; plain text; a basic expression (when not given)
//!   -e PATTERN  a pattern, also one that begins with -; may be given several times
//!   -f FILE     patterns from a file, one a line
//!   -i          upper and lower case are equal
//!   -v          print the lines that do not match
//!   -w, -x      match whole words; whole lines
//!   -c          print how many lines there are instead
//!   -l, -L      print the names of files with lines; without lines
//!   -o          print only what matches, each match on a line
//!   -n          print the number of each line
//!   -h, -H      never, always print the name of the file
//!   -m COUNT    stop after COUNT lines
//!   -q          print nothing: the exit status tells
//!   -s          say nothing of files that cannot be read
//!   -a          print lines even if they are not text
//!   -z          lines end with a NUL byte
//!
//! Lines with NUL bytes or with what is not UTF-8 are not printed, only that they match. Back-references are not supported.
//! Exits 0 if there was a line, 1 if there was none, 2 for trouble.

use filters::{
    Filter, Stop,
    filter::reason,
    input::Input,
    man, number,
    options::path,
    pattern::{Options, Pattern},
    posix_regex::{Flavour, translate},
    run,
};
use std::{ffi::OsString, io::Write, process::ExitCode};

struct Grep {
    pattern: Pattern,
    invert: bool,
    /// Which of `c`, `l`, `L`, `q` replaces the lines.
    instead: Option<char>,
    only_matching: bool,
    numbers: bool,
    names: bool,
    binary_as_text: bool,
    most: u64,
    end: u8,
}

fn main() -> ExitCode {
    run(man!("grep.rs"), 2, grep)
}

fn grep(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("extended-regexp", 'E'),
        ("fixed-strings", 'F'),
        ("basic-regexp", 'G'),
        ("regexp=", 'e'),
        ("file=", 'f'),
        ("ignore-case", 'i'),
        ("invert-match", 'v'),
        ("word-regexp", 'w'),
        ("line-regexp", 'x'),
        ("count", 'c'),
        ("files-with-matches", 'l'),
        ("files-without-match", 'L'),
        ("only-matching", 'o'),
        ("line-number", 'n'),
        ("no-filename", 'h'),
        ("with-filename", 'H'),
        ("max-count=", 'm'),
        ("quiet", 'q'),
        ("silent", 'q'),
        ("no-messages", 's'),
        ("text", 'a'),
        ("null-data", 'z'),
    ];
    let (options, mut operands) = me.options("EFGe:f:ivwxclLonhHm:qsayz", &long)?;
    let has = |wanted: char| options.iter().any(|(option, _)| *option == wanted);
    let last = |wanted: &[char]| {
        options
            .iter()
            .rev()
            .map(|(option, _)| *option)
            .find(|option| wanted.contains(option))
    };
    let mut patterns: Vec<Vec<u8>> = Vec::new();
    let mut most = u64::MAX;
    for (option, value) in &options {
        match option {
            'e' => patterns.extend(value.split(|byte| *byte == b'\n').map(<[u8]>::to_vec)),
            'f' => patterns.extend(pattern_file(me, path(value.clone()))?),
            'm' => most = number::count(value, "invalid max count")?,
            _ => {}
        }
    }
    if !has('e') && !has('f') {
        if operands.is_empty() {
            return Err(Stop::Usage("a pattern is missing".into()));
        }
        let pattern = operands.remove(0).into_encoded_bytes();
        patterns.extend(pattern.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
    }
    let flavour = match last(&['E', 'F', 'G']) {
        Some('E') => Flavour::Extended,
        Some('F') => Flavour::Fixed,
        _ => Flavour::Basic,
    };
    let translated: Result<Vec<_>, _> = patterns
        .iter()
        .map(|pattern| translate(pattern, flavour, false))
        .collect();
    let options = Options {
        ignore_case: has('i') || has('y'),
        whole: has('x'),
        words: has('w'),
        multi_line: false,
    };
    // No pattern at all, as from an empty file, matches nothing.
    let nothing = patterns.is_empty();
    let pattern = translated
        .and_then(|all| Pattern::new(&all, options))
        .map_err(Stop::Failed)?;
    // As GNU grep does where no line can be selected: not even a count of 0 is printed.
    let all = patterns.len() == 1 && patterns[0].is_empty() && !has('x') && !has('w');
    if (most == 0 || all && has('v')) && !has('L') {
        me.status = 1;
        return Err(Stop::Done);
    }
    let grep = Grep {
        pattern,
        invert: has('v') != nothing,
        instead: if has('q') {
            Some('q')
        } else {
            last(&['l', 'L']).or(has('c').then_some('c'))
        },
        only_matching: has('o'),
        numbers: has('n'),
        names: last(&['h', 'H']).map_or(operands.len() > 1, |option| option == 'H'),
        binary_as_text: has('a'),
        most: if nothing && has('v') { u64::MAX } else { most },
        end: if has('z') { 0 } else { b'\n' },
    };
    let (mut found, mut trouble) = (false, false);
    let operands: Vec<OsString> = if operands.is_empty() {
        vec!["-".into()]
    } else {
        operands
    };
    // From here on until the end, what stops the output ends with success.
    for operand in operands {
        match Input::open(operand.clone()) {
            Ok(input) => found |= grep.file(me, input)?,
            Err(error) => {
                trouble = true;
                if !has('s') {
                    me.warn(format!("{}: {}", operand.display(), reason(&error)));
                }
            }
        }
        if found && grep.instead == Some('q') {
            return Err(Stop::Done);
        }
    }
    me.status = match (trouble, found) {
        (true, _) => 2,
        (false, found) => u8::from(!found),
    };
    Ok(())
}

fn pattern_file(me: &mut Filter, name: OsString) -> Result<Vec<Vec<u8>>, Stop> {
    let failed = |error| Stop::Failed(format!("{}: {}", name.display(), reason(&error)));
    let mut text = Vec::new();
    Input::open(name.clone())
        .map_err(failed)?
        .read_to_end(&mut text, &mut me.out)?;
    let lines = text
        .strip_suffix(b"\n")
        .unwrap_or(&text)
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec);
    Ok(if text.is_empty() {
        Vec::new()
    } else {
        lines.collect()
    })
}

impl Grep {
    /// Prints what one file gives; tells whether it had lines.
    fn file(&self, me: &mut Filter, input: Input) -> Result<bool, Stop> {
        let name = input.shown("(standard input)");
        let mut lines = input.split(self.end);
        let (mut number, mut found, mut hidden) = (0, 0, false);
        while found < self.most {
            let more = lines.more(&mut me.out)?;
            let binary = lines.binary && self.end != 0 && !self.binary_as_text;
            let Some(line) = lines.next(&mut me.out)?.filter(|_| more) else {
                break;
            };
            let ended = line.ends_with(&[self.end]);
            let line = line.strip_suffix(&[self.end]).unwrap_or(line);
            number += 1;
            // In a binary file a NUL byte ends a line too; the last one may be the end of the file.
            let zapped = if ended || !binary {
                line
            } else {
                line.strip_suffix(b"\0").unwrap_or(line)
            };
            let parts = zapped.split(|byte| binary && *byte == 0);
            let selected = parts
                .filter(|part| self.pattern.is_match(part) != self.invert)
                .count() as u64;
            if selected == 0 {
                continue;
            }
            found += selected;
            match self.instead {
                Some('c') => {}
                Some(_) => break,
                None if binary => {
                    hidden = true;
                    break;
                }
                None => hidden |= !self.print(me, &name, number, line)?,
            }
        }
        match self.instead {
            Some('c') => {
                self.head(me, &name, None)?;
                writeln!(me.out, "{found}")?;
            }
            Some(option @ ('l' | 'L')) if (found > 0) == (option == 'l') => {
                writeln!(me.out, "{name}")?
            }
            _ if hidden => me.warn(format!("{name}: binary file matches")),
            _ => {}
        }
        Ok(found > 0)
    }

    /// Prints a line, or what matches in it; what is not UTF-8 is not printed, which is told.
    fn print(&self, me: &mut Filter, name: &str, number: u64, line: &[u8]) -> Result<bool, Stop> {
        let printable = |text: &[u8]| self.binary_as_text || str::from_utf8(text).is_ok();
        if !self.only_matching {
            if printable(line) {
                self.head(me, name, Some(number))?;
                me.out.write_all(line)?;
                me.out.write_all(&[self.end])?;
            }
            return Ok(printable(line));
        }
        let (mut from, mut all) = (0, true);
        while !self.invert
            && let Some(found) = self.pattern.find(line, from)
        {
            if found.is_empty() {
                // An empty match is not printed; look further on.
                from = found.end + 1;
            } else {
                from = found.end;
                if printable(&line[found.clone()]) {
                    self.head(me, name, Some(number))?;
                    me.out.write_all(&line[found])?;
                    me.out.write_all(&[self.end])?;
                } else {
                    all = false;
                }
            }
            if from > line.len() {
                break;
            }
        }
        Ok(all)
    }

    fn head(&self, me: &mut Filter, name: &str, number: Option<u64>) -> Result<(), Stop> {
        if self.names {
            write!(me.out, "{name}:")?;
        }
        match number.filter(|_| self.numbers) {
            Some(number) => Ok(write!(me.out, "{number}:")?),
            None => Ok(()),
        }
    }
}
