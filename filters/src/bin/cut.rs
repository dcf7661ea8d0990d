//! cut - print parts of each line
//!
//! usage: cut (-b LIST | -c LIST | -f LIST) [-d DELIMITER] [-nsz] [--complement] [--output-delimiter=TEXT] [FILE]...
//!
//!   -b LIST       print these bytes
//!   -c LIST       the same as -b, as in GNU cut
//!   -f LIST       print these fields; a line without a delimiter is printed whole
//!   -d DELIMITER  what stands between fields: one byte, a tab when not given
//!   -s            do not print lines without a delimiter
//!   --complement  print all the other bytes or fields
//!   --output-delimiter=TEXT  put TEXT between what is printed
//!   -z            lines end with a NUL byte
//!
//! LIST is made of N, N-M, N- and -M, with commas or blanks between; counting starts at 1.
//! Exits 0, or 1 if a file could not be read.

use filters::{Filter, Stop, man, run};
use std::{io::Write, process::ExitCode};

/// Positions from the first to the last, both counted from 1.
type Range = (usize, usize);

struct Cut {
    ranges: Vec<Range>,
    fields: bool,
    delimiter: u8,
    only_delimited: bool,
    between: Option<Vec<u8>>,
    end: u8,
}

fn main() -> ExitCode {
    run(man!("cut.rs"), 1, cut)
}

fn cut(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("bytes=", 'b'),
        ("characters=", 'c'),
        ("fields=", 'f'),
        ("delimiter=", 'd'),
        ("only-delimited", 's'),
        ("zero-terminated", 'z'),
        ("complement", 'C'),
        ("output-delimiter=", 'O'),
    ];
    let (options, operands) = me.options("b:c:f:d:nsz", &long)?;
    let (mut list, mut delimiter, mut complement) = (None, None, false);
    let mut cut = Cut {
        ranges: vec![],
        fields: false,
        delimiter: b'\t',
        only_delimited: false,
        between: None,
        end: b'\n',
    };
    for (option, value) in options {
        match option {
            'b' | 'c' | 'f' if list.is_some() => {
                return Err(Stop::Usage("only one list may be specified".into()));
            }
            'b' | 'c' | 'f' => {
                cut.fields = option == 'f';
                list = Some(value);
            }
            'd' if value.len() > 1 => {
                return Err(Stop::Usage(
                    "the delimiter must be a single character".into(),
                ));
            }
            'd' => delimiter = Some(value.first().copied().unwrap_or(0)),
            's' => cut.only_delimited = true,
            'z' => cut.end = 0,
            'C' => complement = true,
            // As in GNU cut, the empty text is a NUL byte.
            'O' => cut.between = Some(if value.is_empty() { vec![0] } else { value }),
            _ => {}
        }
    }
    let list = list.ok_or_else(|| {
        Stop::Usage("you must specify a list of bytes, characters, or fields".into())
    })?;
    if !cut.fields && (delimiter.is_some() || cut.only_delimited) {
        let what = if delimiter.is_some() {
            "an input delimiter"
        } else {
            "suppressing non-delimited lines"
        };
        return Err(Stop::Usage(format!(
            "{what} makes sense only when operating on fields"
        )));
    }
    cut.delimiter = delimiter.unwrap_or(b'\t');
    cut.ranges = ranges(
        &list,
        if cut.fields {
            "field"
        } else {
            "byte/character position"
        },
    )?;
    if complement {
        cut.ranges = others(&cut.ranges);
    }
    me.each_input(operands, |me, input| {
        let mut lines = input.split(cut.end);
        while let Some(line) = lines.next(&mut me.out)? {
            let line = line.strip_suffix(&[cut.end]).unwrap_or(line);
            if cut.fields {
                cut.fields(line, &mut me.out)?
            } else {
                cut.bytes(line, &mut me.out)?
            }
        }
        Ok(())
    })
}

impl Cut {
    fn bytes(&self, line: &[u8], out: &mut impl Write) -> std::io::Result<()> {
        let mut between: &[u8] = b"";
        for (first, last) in self.ranges.iter().filter(|(first, _)| *first <= line.len()) {
            out.write_all(between)?;
            out.write_all(&line[first - 1..*last.min(&line.len())])?;
            between = self.between.as_deref().unwrap_or_default();
        }
        out.write_all(&[self.end])
    }

    fn fields(&self, line: &[u8], out: &mut impl Write) -> std::io::Result<()> {
        if memchr::memchr(self.delimiter, line).is_none() {
            return if self.only_delimited {
                Ok(())
            } else {
                out.write_all(line).and(out.write_all(&[self.end]))
            };
        }
        let (mut between, mut ranges): (&[u8], _) = (b"", self.ranges.iter().peekable());
        for (index, field) in line.split(|byte| *byte == self.delimiter).enumerate() {
            while ranges.next_if(|(_, last)| *last <= index).is_some() {}
            match ranges.peek() {
                None => break,
                Some((first, _)) if *first > index + 1 => continue,
                Some(_) => {}
            }
            out.write_all(between)?;
            out.write_all(field)?;
            between = self
                .between
                .as_deref()
                .unwrap_or(std::slice::from_ref(&self.delimiter));
        }
        out.write_all(&[self.end])
    }
}

/// Reads a LIST; the ranges come out sorted, and those that overlap as one.
fn ranges(list: &[u8], what: &str) -> Result<Vec<Range>, Stop> {
    let mut ranges: Vec<Range> = Vec::new();
    for part in list.split(|byte| matches!(byte, b',' | b' ' | b'\t')) {
        let shown = String::from_utf8_lossy(part);
        let number = |digits: &[u8]| match str::from_utf8(digits).map(str::parse) {
            Ok(Ok(0)) => Err(Stop::Usage(match what {
                "field" => "fields are numbered from 1".to_owned(),
                _ => "byte/character positions are numbered from 1".to_owned(),
            })),
            // Written so that a sign is no number.
            Ok(Ok(number)) if digits[0].is_ascii_digit() => Ok(number),
            _ => Err(Stop::Usage(format!("invalid {what} value '{shown}'"))),
        };
        let range = match part.iter().position(|byte| *byte == b'-') {
            None => (number(part)?, number(part)?),
            Some(_) if part.len() == 1 => {
                return Err(Stop::Usage("invalid range with no endpoint: -".into()));
            }
            Some(0) => (1, number(&part[1..])?),
            Some(at) if at + 1 == part.len() => (number(&part[..at])?, usize::MAX),
            Some(at) => (number(&part[..at])?, number(&part[at + 1..])?),
        };
        if range.0 > range.1 {
            return Err(Stop::Usage("invalid decreasing range".into()));
        }
        ranges.push(range);
    }
    ranges.sort_unstable();
    ranges.dedup_by(|next, before| {
        let overlap = next.0 <= before.1;
        before.1 = if overlap {
            before.1.max(next.1)
        } else {
            before.1
        };
        overlap
    });
    Ok(ranges)
}

/// The positions that are in none of the ranges.
fn others(ranges: &[Range]) -> Vec<Range> {
    let (mut others, mut next) = (Vec::new(), 1);
    for (first, last) in ranges {
        if next < *first {
            others.push((next, first - 1));
        }
        next = last.saturating_add(1);
    }
    if next < usize::MAX {
        others.push((next, usize::MAX));
    }
    others
}
