//! wc - count lines, words and bytes
//!
//! usage: wc [-clLmw] [FILE]...
//!
//! Prints for each FILE, or for standard input, how many newlines, words and bytes it has; for several files their sum too.
//!
//!   -l  count newlines
//!   -w  count words: what stands between white space
//!   -m  count characters of UTF-8
//!   -c  count bytes
//!   -L  print the width of the widest line, in columns of a terminal
//!
//! Whatever is asked for is printed in this order. Exits 0, or 1 if a file could not be read.

use filters::{
    Filter, Stop,
    input::{CHUNK, Input},
    man, run,
};
use std::{ffi::OsString, io::Write, process::ExitCode};
use unicode_width::UnicodeWidthChar;

#[derive(Default)]
struct Counts {
    lines: u64,
    words: u64,
    chars: u64,
    bytes: u64,
    widest: u64,
    column: u64,
    in_word: bool,
}

fn main() -> ExitCode {
    run(man!("wc.rs"), 1, wc)
}

fn wc(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("lines", 'l'),
        ("words", 'w'),
        ("chars", 'm'),
        ("bytes", 'c'),
        ("max-line-length", 'L'),
    ];
    let (options, operands) = me.options("lwmcL", &long)?;
    let mut wanted: Vec<char> = options.into_iter().map(|(option, _)| option).collect();
    if wanted.is_empty() {
        wanted.extend(['l', 'w', 'c']);
    }
    let one_number = operands.len() < 2
        && "lwmcL"
            .chars()
            .filter(|option| wanted.contains(option))
            .count()
            == 1;
    let width = if one_number { 1 } else { width(&operands) };
    let (mut total, several) = (Counts::default(), operands.len() > 1);
    let named = !operands.is_empty();
    me.each_input(operands, |me, input| {
        let name = input.name.clone();
        let counts = count(me, input, &wanted)?;
        total.add(&counts);
        print(me, &counts, &wanted, width, named.then_some(name))
    })?;
    if several {
        print(me, &total, &wanted, width, Some("total".into()))
    } else {
        Ok(())
    }
}

/// As many digits as the sizes of the files together have; at least 7 where a size is not known.
fn width(operands: &[OsString]) -> usize {
    let stdin = ["-".into()];
    let operands = if operands.is_empty() {
        &stdin
    } else {
        operands
    };
    let inputs = operands
        .iter()
        .filter_map(|operand| Input::open(operand.clone()).ok());
    let sizes: Vec<_> = inputs.map(|input| input.size()).collect();
    let digits = sizes.iter().flatten().sum::<u64>().to_string().len();
    if sizes.contains(&None) {
        digits.max(7)
    } else {
        digits
    }
}

fn count(me: &mut Filter, mut input: Input, wanted: &[char]) -> Result<Counts, Stop> {
    let text = wanted
        .iter()
        .any(|option| matches!(option, 'w' | 'm' | 'L'));
    let (mut counts, mut buffer, mut kept) = (Counts::default(), vec![0; CHUNK], 0);
    loop {
        let got = input.read(&mut buffer[kept..], &mut me.out)?;
        counts.bytes += got as u64;
        if text {
            let filled = kept + got;
            let done = counts.text(&buffer[..filled], got == 0);
            buffer.copy_within(done..filled, 0);
            kept = filled - done;
        } else if wanted.contains(&'l') {
            counts.lines += memchr::memchr_iter(b'\n', &buffer[..got]).count() as u64;
        }
        if got == 0 {
            counts.widest = counts.widest.max(counts.column);
            return Ok(counts);
        }
    }
}

impl Counts {
    /// Counts what is text in `bytes`, and returns how many bytes that took: a character cut off at the end waits for more.
    fn text(&mut self, bytes: &[u8], last: bool) -> usize {
        let mut rest = bytes;
        loop {
            let (valid, wrong) = match str::from_utf8(rest) {
                Ok(valid) => (valid, Some(0)),
                Err(error) => (
                    str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default(),
                    error.error_len(),
                ),
            };
            valid.chars().for_each(|char| self.char(char));
            rest = &rest[valid.len()..];
            match wrong {
                Some(0) => return bytes.len(),
                None if !last => return bytes.len() - rest.len(),
                // Bytes that are no character still make a word.
                wrong => {
                    self.word();
                    rest = &rest[wrong.unwrap_or(rest.len())..];
                }
            }
        }
    }

    fn char(&mut self, char: char) {
        self.chars += 1;
        match char {
            '\n' | '\r' | '\x0c' => {
                self.lines += u64::from(char == '\n');
                self.widest = self.widest.max(self.column);
                self.column = 0;
            }
            '\t' => self.column += 8 - self.column % 8,
            char => self.column += char.width().unwrap_or(0) as u64,
        }
        // U+0085 is a control character to the C library; U+2060 joins words and is a space to GNU all the same.
        if char.is_whitespace() && char != '\u{85}' || char == '\u{2060}' {
            self.in_word = false
        } else {
            self.word()
        }
    }

    fn word(&mut self) {
        self.words += u64::from(!self.in_word);
        self.in_word = true;
    }

    fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.words += other.words;
        self.chars += other.chars;
        self.bytes += other.bytes;
        self.widest = self.widest.max(other.widest);
    }
}

fn print(
    me: &mut Filter,
    counts: &Counts,
    wanted: &[char],
    width: usize,
    name: Option<OsString>,
) -> Result<(), Stop> {
    let Counts {
        lines,
        words,
        chars,
        bytes,
        widest,
        ..
    } = counts;
    let all = [
        ('l', lines),
        ('w', words),
        ('m', chars),
        ('c', bytes),
        ('L', widest),
    ];
    let mut gap = "";
    for (_, count) in all.iter().filter(|(option, _)| wanted.contains(option)) {
        write!(me.out, "{gap}{count:width$}")?;
        gap = " ";
    }
    if let Some(name) = name {
        me.out.write_all(b" ")?;
        me.out.write_all(name.as_encoded_bytes())?;
    }
    Ok(me.out.write_all(b"\n")?)
}
