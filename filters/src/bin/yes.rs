//! yes - print a line for ever
//!
//! usage: yes [WORD]...
//!
//! Prints the WORDs, or `y`, again and again until nobody reads any more.
//!
//! Exits 0 when its output is closed.

use filters::{Filter, Stop, input::CHUNK, man, run};
use std::{ffi::OsString, io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("yes.rs"), 1, yes)
}

fn yes(me: &mut Filter) -> Result<(), Stop> {
    let (_, operands) = me.options("+", &[])?;
    let mut words: Vec<_> = operands
        .into_iter()
        .map(OsString::into_encoded_bytes)
        .collect();
    if words.is_empty() {
        words.push(b"y".to_vec());
    }
    let mut line = words.join(&b' ');
    line.push(b'\n');
    let many = line.repeat((CHUNK / line.len()).max(1));
    loop {
        me.out.write_all(&many)?;
    }
}
