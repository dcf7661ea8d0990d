//! cat - copy files, one after another
//!
//! usage: cat [-AbeEnstTuv] [FILE]...
//!
//! Copies each FILE to standard output. Without FILE, or where FILE is `-`, copies standard input.
//!
//!   -n  number all lines
//!   -b  number the lines that are not empty
//!   -s  make one empty line of several in a row
//!   -E  show each line's end as $
//!   -T  show tabs as ^I
//!   -v  show other control characters as ^X, and bytes from 128 on as M-x
//!   -A  the same as -vET;  -e as -vE;  -t as -vT
//!   -u  do nothing: output is never held back while cat waits for input
//!
//! Exits 0, or 1 if a file could not be read.

use filters::{
    Filter, Stop,
    input::{CHUNK, Input, content},
    man, run,
};
use std::{io::Write, process::ExitCode};

#[derive(Default)]
struct Style {
    number: bool,
    number_nonblank: bool,
    squeeze: bool,
    ends: bool,
    tabs: bool,
    controls: bool,
    /// The number of the last numbered line.
    line: u64,
    /// How many empty lines stand just above.
    blanks: u64,
    /// The last file did not end with a newline.
    mid_line: bool,
}

fn main() -> ExitCode {
    run(man!("cat.rs"), 1, cat)
}

fn cat(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("number", 'n'),
        ("number-nonblank", 'b'),
        ("squeeze-blank", 's'),
        ("show-ends", 'E'),
        ("show-tabs", 'T'),
        ("show-nonprinting", 'v'),
        ("show-all", 'A'),
    ];
    let (options, operands) = me.options("AbeEnstTuv", &long)?;
    let mut style = Style::default();
    for (option, _) in &options {
        match option {
            'n' => style.number = true,
            'b' => style.number_nonblank = true,
            's' => style.squeeze = true,
            'u' => {}
            _ => {
                style.ends |= matches!(option, 'A' | 'e' | 'E');
                style.tabs |= matches!(option, 'A' | 't' | 'T');
                style.controls |= matches!(option, 'A' | 'e' | 't' | 'v');
            }
        }
    }
    let plain = options.iter().all(|(option, _)| *option == 'u');
    me.each_input(operands, |me, input| {
        if plain {
            copy(me, input)
        } else {
            show(me, input, &mut style)
        }
    })
}

fn copy(me: &mut Filter, mut input: Input) -> Result<(), Stop> {
    let mut buffer = vec![0; 2 * CHUNK];
    loop {
        match input.read(&mut buffer, &mut me.out)? {
            0 => return Ok(()),
            count => me.out.write_all(&buffer[..count])?,
        }
    }
}

fn show(me: &mut Filter, input: Input, style: &mut Style) -> Result<(), Stop> {
    let mut lines = input.lines();
    while let Some(line) = lines.next(&mut me.out)? {
        let blank = line == b"\n" && !style.mid_line;
        style.blanks = if blank { style.blanks + 1 } else { 0 };
        if style.squeeze && style.blanks > 1 {
            continue;
        }
        if !style.mid_line
            && (style.number_nonblank && !blank || style.number && !style.number_nonblank)
        {
            style.line += 1;
            write!(me.out, "{:6}\t", style.line)?;
        }
        let text = content(line);
        style.mid_line = text.len() == line.len();
        // With -E, GNU shows the carriage return of a CRLF, which would hide the $, as ^M.
        let crlf = style.ends && !style.mid_line && text.ends_with(b"\r") && !style.controls;
        for byte in &text[..text.len() - usize::from(crlf)] {
            show_byte(me, *byte, style)?;
        }
        me.out.write_all(if crlf { b"^M" } else { b"" })?;
        me.out.write_all(if style.ends && !style.mid_line {
            b"$"
        } else {
            b""
        })?;
        me.out.write_all(&line[text.len()..])?;
    }
    Ok(())
}

fn show_byte(me: &mut Filter, byte: u8, style: &Style) -> std::io::Result<()> {
    match byte {
        b'\t' if style.tabs => me.out.write_all(b"^I"),
        b'\t' => me.out.write_all(b"\t"),
        _ if !style.controls => me.out.write_all(&[byte]),
        _ => {
            let (meta, low) = (byte >= 128, byte & 127);
            me.out.write_all(if meta { b"M-" } else { b"" })?;
            match low {
                0..32 => me.out.write_all(&[b'^', low + 64]),
                127 => me.out.write_all(b"^?"),
                _ => me.out.write_all(&[low]),
            }
        }
    }
}
