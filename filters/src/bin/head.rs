//! head - print the first lines
//!
//! usage: head [-n [-]COUNT | -c [-]COUNT] [-qv] [FILE]...
//!
//! Prints the first 10 lines of each FILE, or of standard input.
//!
//!   -n COUNT   the first COUNT lines;  -n -COUNT  all but the last COUNT lines
//!   -c COUNT   the first COUNT bytes;  -c -COUNT  all but the last COUNT bytes
//!   -COUNT     the same as -n COUNT
//!   -q, -v     never, always print the names of the files
//!
//! COUNT may end in b (512), kB (1000), K (1024), MB, M and so on. Exits 0, or 1 if a file could not be read.

use filters::{
    Filter, Stop,
    input::{CHUNK, Input},
    man, number, run,
};
use std::{collections::VecDeque, io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("head.rs"), 1, head)
}

fn head(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("lines=", 'n'),
        ("bytes=", 'c'),
        ("quiet", 'q'),
        ("silent", 'q'),
        ("verbose", 'v'),
    ];
    let (options, operands) = me.options("n:c:qv0123456789", &long)?;
    let (mut lines, mut but_last, mut count, mut digits) = (true, false, 10, 0);
    let mut names = operands.len() > 1;
    for (option, value) in options {
        match option {
            'n' | 'c' => {
                lines = option == 'n';
                but_last = value.starts_with(b"-");
                let unit = if lines {
                    "invalid number of lines"
                } else {
                    "invalid number of bytes"
                };
                let signed = but_last || value.starts_with(b"+");
                count = number::count(&value[usize::from(signed)..], unit)?;
            }
            'q' => names = false,
            'v' => names = true,
            digit => {
                digits = u64::saturating_add(
                    u64::saturating_mul(digits, 10),
                    u64::from(digit.to_digit(10).unwrap_or(0)),
                );
                (lines, but_last, count) = (true, false, digits);
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
        match (lines, but_last) {
            (true, false) => first_lines(me, input, count),
            (true, true) => all_but_last_lines(me, input, count),
            (false, false) => first_bytes(me, input, count),
            (false, true) => all_but_last_bytes(me, input, count),
        }
    })
}

fn first_lines(me: &mut Filter, input: Input, count: u64) -> Result<(), Stop> {
    let mut lines = input.lines();
    for _ in 0..count {
        match lines.next(&mut me.out)? {
            Some(line) => me.out.write_all(line)?,
            None => break,
        }
    }
    Ok(())
}

fn all_but_last_lines(me: &mut Filter, input: Input, count: u64) -> Result<(), Stop> {
    let (mut lines, mut held) = (input.lines(), VecDeque::new());
    while let Some(line) = lines.next(&mut me.out)? {
        held.push_back(line.to_vec());
        if held.len() as u64 > count
            && let Some(line) = held.pop_front()
        {
            me.out.write_all(&line)?;
        }
    }
    Ok(())
}

fn first_bytes(me: &mut Filter, mut input: Input, mut count: u64) -> Result<(), Stop> {
    let mut buffer = vec![0; CHUNK];
    while count > 0 {
        let wanted = count.min(CHUNK as u64) as usize;
        let got = input.read(&mut buffer[..wanted], &mut me.out)?;
        if got == 0 {
            break;
        }
        me.out.write_all(&buffer[..got])?;
        count -= got as u64;
    }
    Ok(())
}

fn all_but_last_bytes(me: &mut Filter, mut input: Input, count: u64) -> Result<(), Stop> {
    let (mut held, mut buffer) = (Vec::new(), vec![0; CHUNK]);
    loop {
        let got = input.read(&mut buffer, &mut me.out)?;
        if got == 0 {
            return Ok(());
        }
        held.extend_from_slice(&buffer[..got]);
        // Only when there is much to give: each time costs a move of what stays.
        let surplus = (held.len() as u64).saturating_sub(count) as usize;
        if surplus > 0 && (surplus >= held.len() / 2 || got < CHUNK) {
            me.out.write_all(&held[..surplus])?;
            held.drain(..surplus);
        }
    }
}
