//! csv2json - turn comma-separated values into JSON
//!
//! usage: csv2json [-d CHARACTER] [FILE]...
//!
//!   -d CHARACTER   what separates fields, a comma when not given; \t is a tab
//!
//! The first record of each FILE names the columns. Each record behind it becomes a JSON object on a line of its own, ready
//! for jq. All values are strings, for CSV knows no numbers: jq's `tonumber` makes them some. A field in quotes may hold
//! separators, line ends and doubled quotes. Empty lines are left out, bytes that are no UTF-8 become U+FFFD.
//!
//! Exits 0, or 1 if a record was wrong or a file could not be read; the other records are printed all the same.

use filters::{
    Filter, Stop,
    csv::{self, Wrong},
    input::Input,
    man,
    output::Output,
    run,
};
use std::{
    io::{self, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    run(man!("csv2json.rs"), 1, csv2json)
}

fn csv2json(me: &mut Filter) -> Result<(), Stop> {
    let (options, operands) = me.options("d:", &[("delimiter=", 'd')])?;
    let mut separator = b',';
    for (_, value) in options {
        separator = match &*value {
            b"\\t" => b'\t',
            [byte] if !b"\"\r\n".contains(byte) && byte.is_ascii() => *byte,
            _ => {
                let what = "the separator must be one ASCII character, and no quote or line end";
                return Err(Stop::Usage(what.into()));
            }
        };
    }
    me.each_input(operands, |me, input| convert(me, input, separator))
}

fn convert(me: &mut Filter, input: Input, separator: u8) -> Result<(), Stop> {
    let (mut lines, mut record) = (input.lines(), Vec::new());
    let mut names: Option<Vec<Vec<u8>>> = None;
    let mut line = 1;
    loop {
        let first = line;
        match csv::next(&mut lines, &mut me.out, &mut record)? {
            0 => return Ok(()),
            count => line += count,
        }
        if record.trim_ascii().is_empty() {
            continue;
        }
        // Some programs put a byte order mark first.
        let bytes = match &names {
            None => record.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&record),
            Some(_) => &record,
        };
        let fields = match csv::fields(bytes, separator) {
            Ok(fields) => fields,
            Err(wrong) => {
                let what = match wrong {
                    Wrong::Open => "a quote is never closed",
                    Wrong::Behind => "something stands behind a closing quote",
                    Wrong::Within => "a quote stands in a field that does not begin with one",
                };
                me.complain(format_args!("line {first}: {what}"));
                continue;
            }
        };
        match &names {
            None => names = Some(fields),
            Some(names) if names.len() == fields.len() => object(&mut me.out, names, &fields)?,
            Some(names) => {
                let (has, should) = (fields.len(), names.len());
                me.complain(format_args!(
                    "line {first}: the number of fields is {has} and should be {should}"
                ));
            }
        }
    }
}

fn object(out: &mut Output, names: &[Vec<u8>], fields: &[Vec<u8>]) -> io::Result<()> {
    for (index, (name, field)) in names.iter().zip(fields).enumerate() {
        out.write_all(if index == 0 { b"{" } else { b"," })?;
        string(out, name)?;
        out.write_all(b":")?;
        string(out, field)?;
    }
    out.write_all(b"}\n")
}

/// Writes bytes as a string of JSON.
fn string(out: &mut Output, bytes: &[u8]) -> io::Result<()> {
    out.write_all(b"\"")?;
    for char in String::from_utf8_lossy(bytes).chars() {
        match char {
            '"' | '\\' => write!(out, "\\{char}")?,
            '\n' => out.write_all(b"\\n")?,
            '\r' => out.write_all(b"\\r")?,
            '\t' => out.write_all(b"\\t")?,
            '\0'..' ' => write!(out, "\\u{:04x}", u32::from(char))?,
            char => write!(out, "{char}")?,
        }
    }
    out.write_all(b"\"")
}
