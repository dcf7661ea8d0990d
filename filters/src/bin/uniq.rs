//! uniq - print lines that repeat once
//!
//! usage: uniq [-cdiuz] [-f FIELDS] [-s CHARS] [-w CHARS] [INPUT [OUTPUT]]
//!
//! Prints one of each run of equal lines. Lines that are equal but apart stay: sort first.
//!
//!   -c         print in front how often the line comes
//!   -d         only lines that repeat
//!   -u         only lines that do not repeat
//!   -i         upper and lower case are equal
//!   -f FIELDS  do not compare the first FIELDS fields (blanks, then what is not blank)
//!   -s CHARS   do not compare CHARS bytes after those
//!   -w CHARS   compare at most CHARS bytes
//!   -z         lines end with a NUL byte
//!
//! Exits 0, or 1 if a file could not be read or written.

use filters::{Filter, Stop, filter::reason, man, number, run};
use std::{fs::File, io::Write, process::ExitCode};

struct Part {
    fields: u64,
    skip: usize,
    most: usize,
    fold: bool,
}

fn main() -> ExitCode {
    run(man!("uniq.rs"), 1, uniq)
}

fn uniq(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("count", 'c'),
        ("repeated", 'd'),
        ("unique", 'u'),
        ("ignore-case", 'i'),
        ("skip-fields=", 'f'),
        ("skip-chars=", 's'),
        ("check-chars=", 'w'),
        ("zero-terminated", 'z'),
    ];
    let (options, operands) = me.options("cduizf:s:w:", &long)?;
    let (mut counted, mut singles, mut repeats, mut end) = (false, true, true, b'\n');
    let mut part = Part {
        fields: 0,
        skip: 0,
        most: usize::MAX,
        fold: false,
    };
    let size = |value: &[u8], what| {
        number::count(value, what).map(|count| usize::try_from(count).unwrap_or(usize::MAX))
    };
    for (option, value) in options {
        match option {
            'c' => counted = true,
            'd' => singles = false,
            'u' => repeats = false,
            'i' => part.fold = true,
            'f' => part.fields = number::count(&value, "invalid number of fields to skip")?,
            's' => part.skip = size(&value, "invalid number of bytes to skip")?,
            'w' => part.most = size(&value, "invalid number of bytes to compare")?,
            _ => end = 0,
        }
    }
    if let Some(extra) = operands.get(2) {
        return Err(Stop::Usage(format!("extra operand '{}'", extra.display())));
    }
    let mut operands = operands.into_iter();
    let Some(input) = me.open(operands.next().unwrap_or_else(|| "-".into())) else {
        return Ok(());
    };
    let mut file = match operands.next().filter(|name| name != "-") {
        Some(name) => match File::create(&name) {
            Ok(file) => Some(file),
            Err(error) => {
                return Err(Stop::Failed(format!(
                    "{}: {}",
                    name.display(),
                    reason(&error)
                )));
            }
        },
        None => None,
    };
    let mut lines = input.split(end);
    let (mut run, mut times) = (Vec::new(), 0_u64);
    loop {
        let line = lines
            .next(&mut me.out)?
            .map(|line| line.strip_suffix(&[end]).unwrap_or(line));
        if times > 0 && line.is_some_and(|line| part.same(&run, line)) {
            times += 1;
            continue;
        }
        if times == 1 && singles || times > 1 && repeats {
            let out: &mut dyn Write = file.as_mut().map_or(&mut me.out as _, |file| file as _);
            if counted {
                write!(out, "{times:7} ")?;
            }
            run.push(end);
            out.write_all(&run)?;
        }
        let Some(line) = line else { return Ok(()) };
        run.clear();
        run.extend_from_slice(line);
        times = 1;
    }
}

impl Part {
    fn same(&self, a: &[u8], b: &[u8]) -> bool {
        let (a, b) = (self.of(a), self.of(b));
        if self.fold {
            a.eq_ignore_ascii_case(b)
        } else {
            a == b
        }
    }

    /// The part of a line that is compared.
    fn of<'a>(&self, mut line: &'a [u8]) -> &'a [u8] {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n');
        for _ in 0..self.fields.min(line.len() as u64) {
            line = &line[line.iter().take_while(|byte| blank(byte)).count()..];
            line = &line[line.iter().take_while(|byte| !blank(byte)).count()..];
        }
        line = &line[self.skip.min(line.len())..];
        &line[..self.most.min(line.len())]
    }
}
