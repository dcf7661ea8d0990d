//! tail - print the last lines
//!
//! usage: tail [-n [+]COUNT | -c [+]COUNT] [-qv] [FILE]...
//!
//! Prints the last 10 lines of each FILE, or of standard input.
//!
//!   -n COUNT   the last COUNT lines;  -n +COUNT  from line COUNT on
//!   -c COUNT   the last COUNT bytes;  -c +COUNT  from byte COUNT on
//!   -COUNT     the same as -n COUNT
//!   -q, -v     never, always print the names of the files
//!
//! COUNT may end in b (512), kB (1000), K (1024), MB, M and so on. Exits 0, or 1 if a file could not be read.

use filters::{
    Filter, Stop,
    input::{CHUNK, Input},
    man, number, run,
};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("tail.rs"), 1, tail)
}

fn tail(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("lines=", 'n'),
        ("bytes=", 'c'),
        ("quiet", 'q'),
        ("silent", 'q'),
        ("verbose", 'v'),
    ];
    let (options, operands) = me.options("n:c:qv0123456789", &long)?;
    let (mut lines, mut from_start, mut count, mut digits) = (true, false, 10, 0);
    let mut names = operands.len() > 1;
    for (option, value) in options {
        match option {
            'n' | 'c' => {
                lines = option == 'n';
                from_start = value.starts_with(b"+");
                let signed = from_start || value.starts_with(b"-");
                let unit = if lines {
                    "invalid number of lines"
                } else {
                    "invalid number of bytes"
                };
                count = number::count(&value[usize::from(signed)..], unit)?;
            }
            'q' => names = false,
            'v' => names = true,
            digit => {
                digits = u64::saturating_add(
                    u64::saturating_mul(digits, 10),
                    u64::from(digit.to_digit(10).unwrap_or(0)),
                );
                (lines, from_start, count) = (true, false, digits);
            }
        }
    }
    let mut first = true;
    me.each_input(operands, |me, input| {
        if names {
            let gap = if first { "" } else { "\n" };
            writeln!(me.out, "{gap}==> {} <==", input.shown("standard input"))?;
        }
        first = false;
        if from_start {
            from(me, input, lines, count.max(1) - 1)
        } else {
            last(me, input, lines, count)
        }
    })
}

/// All but the first `skip` lines or bytes.
fn from(me: &mut Filter, mut input: Input, lines: bool, mut skip: u64) -> Result<(), Stop> {
    let mut buffer = vec![0; CHUNK];
    loop {
        let got = input.read(&mut buffer, &mut me.out)?;
        if got == 0 {
            return Ok(());
        }
        let mut start = 0;
        if lines {
            while skip > 0 && start < got {
                start = memchr::memchr(b'\n', &buffer[start..got]).map_or(got, |at| {
                    skip -= 1;
                    start + at + 1
                });
            }
        } else {
            start = skip.min(got as u64) as usize;
            skip -= start as u64;
        }
        me.out.write_all(&buffer[start..got])?;
    }
}

/// The last `count` lines or bytes; holds no more than about twice of them.
fn last(me: &mut Filter, mut input: Input, lines: bool, count: u64) -> Result<(), Stop> {
    let (mut held, mut buffer, mut limit) = (Vec::new(), vec![0; CHUNK], CHUNK);
    loop {
        let got = input.read(&mut buffer, &mut me.out)?;
        if got == 0 {
            break;
        }
        held.extend_from_slice(&buffer[..got]);
        if held.len() > limit {
            held.drain(..start_of_last(&held, lines, count));
            limit = CHUNK.max(held.len() * 2);
        }
    }
    let start = start_of_last(&held, lines, count);
    Ok(me.out.write_all(&held[start..])?)
}

fn start_of_last(bytes: &[u8], lines: bool, count: u64) -> usize {
    if !lines {
        return bytes.len() - count.min(bytes.len() as u64) as usize;
    }
    if count == 0 {
        return bytes.len();
    }
    // A newline at the very end belongs to the last line.
    let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let at = usize::try_from(count - 1)
        .ok()
        .and_then(|before| memchr::memrchr_iter(b'\n', body).nth(before));
    at.map_or(0, |at| at + 1)
}
