//! hexdump - show bytes as hexadecimal numbers
//!
//! usage: hexdump [-Cvx] [-n LENGTH] [-s OFFSET] [FILE]...
//!
//! Shows the bytes of all files, one after another, 16 a line, as 16-bit words of the little end first.
//! A line like the one before is left out; `*` stands for all of these.
//!
//!   -C         show single bytes, and beside them the characters of ASCII
//!   -x         show words, with more room between
//!   -n LENGTH  at most LENGTH bytes
//!   -s OFFSET  pass over the first OFFSET bytes
//!   -v         leave no line out
//!
//! LENGTH and OFFSET may be hexadecimal (0x…) or octal (0…). Exits 0, or 1 if a file could not be read.

use filters::{
    Filter, Stop,
    input::{CHUNK, Input},
    man, number, run,
};
use std::{ffi::OsString, io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("hexdump.rs"), 1, hexdump)
}

struct Dump {
    format: char,
    all: bool,
    offset: u64,
    /// The line before, and whether a `*` stands below it.
    before: Vec<u8>,
    starred: bool,
}

fn hexdump(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("canonical", 'C'),
        ("two-bytes-hex", 'x'),
        ("length=", 'n'),
        ("skip=", 's'),
        ("no-squeezing", 'v'),
    ];
    let (options, operands) = me.options("Cxn:s:v", &long)?;
    let (mut length, mut skip) = (u64::MAX, 0);
    let mut dump = Dump {
        format: 'd',
        all: false,
        offset: 0,
        before: Vec::new(),
        starred: false,
    };
    for (option, value) in options {
        match option {
            'n' => length = size(&value)?,
            's' => skip = size(&value)?,
            'v' => dump.all = true,
            format => dump.format = format,
        }
    }
    dump.offset = skip;
    let (mut line, mut buffer) = (Vec::with_capacity(16), vec![0; CHUNK]);
    let operands: Vec<OsString> = if operands.is_empty() {
        vec!["-".into()]
    } else {
        operands
    };
    let mut inputs = operands.into_iter();
    while let Some(operand) = inputs.next().filter(|_| length > 0) {
        let Some(mut input) = me.open(operand) else {
            continue;
        };
        loop {
            let got = read(&mut input, me, &mut buffer, &mut skip, length)?;
            let Some(bytes) = got else { break };
            length -= bytes.len() as u64;
            for byte in bytes {
                line.push(*byte);
                if line.len() == 16 {
                    dump.line(&mut me.out, &line)?;
                    line.clear();
                }
            }
        }
    }
    if !line.is_empty() {
        dump.print(&mut me.out, &line)?;
        dump.offset += line.len() as u64;
    }
    // Where the input ended before the offset, its end is told.
    dump.offset -= skip;
    if dump.offset > 0 {
        dump.address(&mut me.out)?;
        me.out.write_all(b"\n")?;
    }
    Ok(())
}

/// The next bytes that are to be shown; nothing at the end.
fn read<'a>(
    input: &mut Input,
    me: &mut Filter,
    buffer: &'a mut [u8],
    skip: &mut u64,
    length: u64,
) -> Result<Option<&'a [u8]>, Stop> {
    loop {
        let most = length.saturating_add(*skip).min(buffer.len() as u64) as usize;
        let got = input.read(&mut buffer[..most], &mut me.out)?;
        let skipped = (*skip).min(got as u64) as usize;
        *skip -= skipped as u64;
        if got == 0 {
            return Ok(None);
        }
        if skipped < got {
            return Ok(Some(&buffer[skipped..got]));
        }
    }
}

impl Dump {
    fn line(&mut self, out: &mut impl Write, line: &[u8]) -> std::io::Result<()> {
        if !self.all && self.before == line {
            if !self.starred {
                out.write_all(b"*\n")?;
            }
            self.starred = true;
        } else {
            self.print(out, line)?;
            self.starred = false;
            self.before = line.to_vec();
        }
        self.offset += line.len() as u64;
        Ok(())
    }

    fn address(&self, out: &mut impl Write) -> std::io::Result<()> {
        match self.format {
            'C' => write!(out, "{:08x}", self.offset),
            _ => write!(out, "{:07x}", self.offset),
        }
    }

    fn print(&self, out: &mut impl Write, line: &[u8]) -> std::io::Result<()> {
        self.address(out)?;
        if self.format != 'C' {
            let room = if self.format == 'x' { 4 } else { 1 };
            for word in line.chunks(2) {
                let value = u16::from_le_bytes([word[0], word.get(1).copied().unwrap_or(0)]);
                write!(out, "{:room$}{value:04x}", "")?;
            }
            // Short lines are as wide as the others.
            return writeln!(out, "{:1$}", "", (8 - line.len().div_ceil(2)) * (room + 4));
        }
        for (index, byte) in line.iter().enumerate() {
            write!(out, "{}{byte:02x}", if index % 8 == 0 { "  " } else { " " })?;
        }
        let missing = (16 - line.len()) * 3 + usize::from(line.len() <= 8);
        write!(out, "{:1$}  |", "", missing)?;
        for byte in line {
            out.write_all(if matches!(byte, 32..127) {
                std::slice::from_ref(byte)
            } else {
                b"."
            })?;
        }
        out.write_all(b"|\n")
    }
}

fn size(value: &[u8]) -> Result<u64, Stop> {
    let text = String::from_utf8_lossy(value);
    let based = match text.strip_prefix("0x").or(text.strip_prefix("0X")) {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None if text.starts_with('0') => u64::from_str_radix(&text, 8).ok(),
        None => None,
    };
    match based {
        Some(size) => Ok(size),
        None => number::count(value, "failed to parse length"),
    }
}
