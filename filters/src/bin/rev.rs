//! rev - turn each line round
//!
//! usage: rev [FILE]...
//!
//! Prints each line with its characters from the last to the first. Characters are those of UTF-8; a byte that is part of
//! none counts as one.
//!
//! Exits 0, or 1 if a file could not be read.

use filters::{Filter, Stop, input::content, man, run};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("rev.rs"), 1, rev)
}

fn rev(me: &mut Filter) -> Result<(), Stop> {
    let (_, operands) = me.options("", &[])?;
    let mut turned = Vec::new();
    me.each_input(operands, |me, input| {
        let mut lines = input.lines();
        while let Some(line) = lines.next(&mut me.out)? {
            let text = content(line);
            turned.clear();
            turned.extend(text.iter().rev());
            // Now the characters of several bytes are turned too: turn them back.
            let mut end = turned.len();
            for chunk in text.utf8_chunks() {
                for char in chunk.valid().chars() {
                    turned[end - char.len_utf8()..end].reverse();
                    end -= char.len_utf8();
                }
                end -= chunk.invalid().len();
            }
            me.out.write_all(&turned)?;
            me.out.write_all(&line[text.len()..])?;
        }
        Ok(())
    })
}
