//! sort - sort lines
//!
//! usage: sort [-bcCdfghiMmnrsuz] [-k KEY]... [-t SEPARATOR] [-o OUTPUT] [FILE]...
//!
//! Prints the lines of all FILEs, or of standard input, in the order of their bytes.
//!
//!   -n, -g, -h, -M  compare numbers; floating-point numbers; numbers with units (2K, 1G); names of months
//!   -d, -i, -f      only blanks, letters and digits count; only printable bytes; upper and lower case are equal
//!   -b              pass over blanks in front
//!   -r              the other way round
//!   -k KEY          compare F[.C][OPTIONS][,F[.C][OPTIONS]]: from field F, byte C, to field F, byte C, counted from 1
//!   -t SEPARATOR    what stands between fields; without it a field begins with the blanks before it
//!   -s              leave lines that compare equal as they came, instead of comparing all their bytes at last
//!   -u              print one of those that compare equal
//!   -c, -C          only check whether the input is sorted; with -C say nothing
//!   -m              the same as without: sorted files are merged by sorting
//!   -o OUTPUT       write there
//!   -z              lines end with a NUL byte
//!
//! Exits 0, 1 if -c finds a line out of order, 2 for other trouble.

use filters::{Filter, Stop, filter::reason, man, options::path, run, sort_key::Key};
use std::{cmp::Ordering, fs::File, io::Write, process::ExitCode};

#[derive(Default)]
struct Sort {
    keys: Vec<Key>,
    command: Key,
    separator: Option<u8>,
    stable: bool,
    unique: bool,
    end: u8,
}

/// A line: where it is in the input, and the first bytes of its first key.
struct Line {
    prefix: u64,
    start: u32,
    length: u32,
}

fn main() -> ExitCode {
    run(man!("sort.rs"), 2, sort)
}

fn sort(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("ignore-leading-blanks", 'b'),
        ("dictionary-order", 'd'),
        ("ignore-case", 'f'),
        ("general-numeric-sort", 'g'),
        ("human-numeric-sort", 'h'),
        ("ignore-nonprinting", 'i'),
        ("month-sort", 'M'),
        ("numeric-sort", 'n'),
        ("reverse", 'r'),
        ("check", 'c'),
        ("check-silent", 'C'),
        ("key=", 'k'),
        ("merge", 'm'),
        ("output=", 'o'),
        ("stable", 's'),
        ("field-separator=", 't'),
        ("unique", 'u'),
        ("zero-terminated", 'z'),
    ];
    let (options, operands) = me.options("bcCdfghiMmnrsuzk:t:o:S:T:", &long)?;
    let mut sort = Sort {
        end: b'\n',
        ..Sort::default()
    };
    let (mut check, mut output) = (None, None);
    for (option, value) in options {
        match option {
            'c' | 'C' => check = Some(option),
            'k' => sort.keys.push(Key::parse(&value)?),
            'o' => output = Some(path(value)),
            's' => sort.stable = true,
            't' => sort.separator = Some(separator(&value)?),
            'u' => sort.unique = true,
            'z' => sort.end = 0,
            _ => sort.command.set(option).unwrap_or_default(),
        }
    }
    sort.keys
        .iter_mut()
        .for_each(|key| key.inherit(&sort.command));
    sort.keys
        .iter()
        .chain([&sort.command])
        .try_for_each(Key::check)?;
    if sort.keys.is_empty() {
        sort.keys.push(sort.command.clone());
    }
    if let (Some(_), Some(extra)) = (check, operands.get(1)) {
        return Err(Stop::Failed(format!(
            "extra operand '{}' not allowed with -c",
            extra.display()
        )));
    }
    let name = operands
        .first()
        .map_or("-".into(), |operand| operand.display().to_string());
    let mut text = Vec::new();
    me.each_input(operands, |me, mut input| {
        input.read_to_end(&mut text, &mut me.out)?;
        if text.last().is_some_and(|last| *last != sort.end) {
            text.push(sort.end);
        }
        Ok(())
    })?;
    if me.status != 0 {
        return Ok(());
    }
    let mut lines = sort.lines(&text)?;
    if let Some(loud) = check {
        return sort.check(me, &text, &lines, (loud == 'c').then_some(&name));
    }
    lines.sort_unstable_by(|a, b| sort.compare(&text, a, b).then(a.start.cmp(&b.start)));
    if sort.unique {
        lines.dedup_by(|later, line| sort.compare(&text, line, later).is_eq());
    }
    match output {
        None => sort.write(&text, &lines, &mut me.out),
        Some(name) => File::create(&name)
            .and_then(|file| {
                let mut file = std::io::BufWriter::new(file);
                sort.write(&text, &lines, &mut file)
                    .and_then(|()| file.flush())
            })
            .map_err(|error| {
                std::io::Error::other(format!("{}: {}", name.display(), reason(&error)))
            }),
    }
    .map_err(Stop::from)
}

fn separator(value: &[u8]) -> Result<u8, Stop> {
    match value {
        [byte] => Ok(*byte),
        b"\\0" => Ok(0),
        [] => Err(Stop::Failed("empty tab".into())),
        _ => Err(Stop::Failed(format!(
            "multi-character tab '{}'",
            String::from_utf8_lossy(value)
        ))),
    }
}

impl Sort {
    fn lines(&self, text: &[u8]) -> Result<Vec<Line>, Stop> {
        if u32::try_from(text.len()).is_err() {
            return Err(Stop::Failed("the input is larger than 4 GiB".into()));
        }
        let (first, mut start, mut lines) = (&self.keys[0], 0, Vec::new());
        for end in memchr::memchr_iter(self.end, text) {
            let prefix = first.prefix(first.of(&text[start..end], self.separator));
            lines.push(Line {
                prefix,
                start: start as u32,
                length: (end - start) as u32,
            });
            start = end + 1;
        }
        Ok(lines)
    }

    /// How two lines are ordered; equal ones are all the same to the options.
    fn compare(&self, text: &[u8], a: &Line, b: &Line) -> Ordering {
        let first = &self.keys[0];
        let order = a.prefix.cmp(&b.prefix);
        if order.is_ne() {
            return if first.reverse {
                order.reverse()
            } else {
                order
            };
        }
        let (a, b) = (a.of(text), b.of(text));
        for key in &self.keys {
            let order = key.compare(key.of(a, self.separator), key.of(b, self.separator));
            if order.is_ne() {
                return if key.reverse { order.reverse() } else { order };
            }
        }
        if self.stable || self.unique || self.keys.len() == 1 && first.is_plain() {
            return Ordering::Equal;
        }
        let last = a.cmp(b);
        if self.command.reverse {
            last.reverse()
        } else {
            last
        }
    }

    fn check(
        &self,
        me: &mut Filter,
        text: &[u8],
        lines: &[Line],
        name: Option<&String>,
    ) -> Result<(), Stop> {
        for (index, pair) in lines.windows(2).enumerate() {
            let order = self.compare(text, &pair[0], &pair[1]);
            if order.is_gt() || self.unique && order.is_eq() {
                if let Some(name) = name {
                    me.warn(format!(
                        "{name}:{}: disorder: {}",
                        index + 2,
                        String::from_utf8_lossy(pair[1].of(text))
                    ));
                }
                me.status = 1;
                break;
            }
        }
        Ok(())
    }

    fn write(&self, text: &[u8], lines: &[Line], out: &mut impl Write) -> std::io::Result<()> {
        lines.iter().try_for_each(|line| {
            let start = line.start as usize;
            // The line's end stands behind it.
            out.write_all(&text[start..=start + line.length as usize])
        })
    }
}

impl Line {
    fn of<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        &text[self.start as usize..][..self.length as usize]
    }
}
