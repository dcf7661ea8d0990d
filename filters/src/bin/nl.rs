//! nl - number lines
//!
//! usage: nl [-p] [-b STYLE] [-h STYLE] [-f STYLE] [-i STEP] [-l COUNT] [-n FORMAT] [-s TEXT] [-v START] [-w WIDTH] [FILE]...
//!
//!   -b STYLE   lines to number: a all, t those that are not empty (when not given), n none
//!   -h, -f     the same for headers and footers, where it is n when not given
//!   -i STEP    count on by STEP, 1 when not given
//!   -l COUNT   of empty lines in a row, number (with -b a) only each COUNTth
//!   -n FORMAT  ln at the left, rn at the right (when not given), rz at the right with zeros
//!   -s TEXT    what stands between number and line, a tab when not given
//!   -v START   the first number, 1 when not given
//!   -w WIDTH   columns for the number, 6 when not given
//!   -p         do not start anew at each section
//!
//! A line `\:\:\:` starts a header, `\:\:` a body, `\:` a footer; it is printed as an empty line.
//! Exits 0, or 1 if a file could not be read.

use filters::{Filter, Stop, input::content, man, run};
use std::{io::Write, process::ExitCode};

struct Numbering {
    /// For bodies, headers and footers.
    styles: [u8; 3],
    step: i64,
    join: i64,
    format: Vec<u8>,
    between: Vec<u8>,
    start: i64,
    width: usize,
    restart: bool,
}

fn main() -> ExitCode {
    run(man!("nl.rs"), 1, nl)
}

fn nl(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("body-numbering=", 'b'),
        ("header-numbering=", 'h'),
        ("footer-numbering=", 'f'),
        ("line-increment=", 'i'),
        ("join-blank-lines=", 'l'),
        ("number-format=", 'n'),
        ("number-separator=", 's'),
        ("starting-line-number=", 'v'),
        ("number-width=", 'w'),
        ("no-renumber", 'p'),
    ];
    let (options, operands) = me.options("b:h:f:i:l:n:s:v:w:p", &long)?;
    let mut rule = Numbering {
        styles: *b"tnn",
        step: 1,
        join: 1,
        format: b"rn".to_vec(),
        between: b"\t".to_vec(),
        start: 1,
        width: 6,
        restart: true,
    };
    for (option, value) in options {
        match option {
            'b' => rule.styles[0] = style(&value, "body")?,
            'h' => rule.styles[1] = style(&value, "header")?,
            'f' => rule.styles[2] = style(&value, "footer")?,
            'i' => rule.step = number(&value, i64::MIN, "invalid line number increment")?,
            'l' => rule.join = number(&value, 1, "invalid line number of blank lines")?,
            'n' if matches!(&*value, b"ln" | b"rn" | b"rz") => rule.format = value,
            'n' => {
                let what = format!(
                    "invalid line numbering format: '{}'",
                    String::from_utf8_lossy(&value)
                );
                return Err(Stop::Usage(what));
            }
            's' => rule.between = value,
            'v' => rule.start = number(&value, i64::MIN, "invalid starting line number")?,
            // The formatter of the standard library counts columns in 16 bits.
            'w' => {
                rule.width = number(&value, 1, "invalid line number field width")?
                    .min(i64::from(u16::MAX)) as usize
            }
            _ => rule.restart = false,
        }
    }
    let (mut style, mut next, mut blanks) = (rule.styles[0], rule.start, 0);
    me.each_input(operands, |me, input| {
        let mut lines = input.lines();
        while let Some(line) = lines.next(&mut me.out)? {
            let line = content(line);
            let section = [&b"\\:\\:"[..], b"\\:\\:\\:", b"\\:"]
                .iter()
                .position(|mark| *mark == line);
            if let Some(section) = section {
                style = rule.styles[section];
                next = if rule.restart { rule.start } else { next };
                me.out.write_all(b"\n")?;
                continue;
            }
            blanks = if line.is_empty() { blanks + 1 } else { 0 };
            let numbered = match style {
                b'a' => blanks == 0 || blanks == rule.join,
                b't' => blanks == 0,
                _ => false,
            };
            if numbered {
                blanks = 0;
                write_number(&mut me.out, &rule, next)?;
                next = next
                    .checked_add(rule.step)
                    .ok_or_else(|| Stop::Failed("line number overflow".into()))?;
                me.out.write_all(&rule.between)?;
            } else {
                write!(me.out, "{:1$}", "", rule.width + rule.between.len())?;
            }
            me.out.write_all(line)?;
            me.out.write_all(b"\n")?;
        }
        Ok(())
    })
}

fn write_number(out: &mut impl Write, rule: &Numbering, number: i64) -> std::io::Result<()> {
    let width = rule.width;
    match &*rule.format {
        b"ln" => write!(out, "{number:<width$}"),
        b"rz" => write!(out, "{number:0width$}"),
        _ => write!(out, "{number:width$}"),
    }
}

fn style(value: &[u8], what: &str) -> Result<u8, Stop> {
    match value {
        [style @ (b'a' | b't' | b'n')] => Ok(*style),
        _ => Err(Stop::Usage(format!(
            "invalid {what} numbering style: '{}'",
            String::from_utf8_lossy(value)
        ))),
    }
}

fn number(value: &[u8], least: i64, what: &str) -> Result<i64, Stop> {
    let text = String::from_utf8_lossy(value);
    let number = text.parse().ok().filter(|number| *number >= least);
    number.ok_or_else(|| Stop::Failed(format!("{what}: '{text}'")))
}
