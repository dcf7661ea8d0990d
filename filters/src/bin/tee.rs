//! tee - copy standard input to standard output and to files
//!
//! usage: tee [-ai] [FILE]...
//!
//!   -a  append to each FILE instead of writing it anew
//!   -i  do nothing: there are no interrupts to ignore
//!
//! Exits 0, or 1 if a file could not be written; the other files and standard output still get everything.

use filters::{
    Filter, Stop,
    filter::reason,
    input::{CHUNK, Input},
    man, run,
};
use std::{
    fs::{File, OpenOptions},
    io::Write,
    process::ExitCode,
};

fn main() -> ExitCode {
    run(man!("tee.rs"), 1, tee)
}

fn tee(me: &mut Filter) -> Result<(), Stop> {
    let (options, operands) = me.options("ai", &[("append", 'a'), ("ignore-interrupts", 'i')])?;
    let append = options.iter().any(|(option, _)| *option == 'a');
    let mut files: Vec<(String, File)> = Vec::new();
    for operand in operands {
        let name = operand.display().to_string();
        match OpenOptions::new()
            .create(true)
            .write(true)
            .append(append)
            .truncate(!append)
            .open(&operand)
        {
            Ok(file) => files.push((name, file)),
            Err(error) => me.complain(format!("{name}: {}", reason(&error))),
        }
    }
    let mut input = Input::open("-".into())?;
    let mut buffer = vec![0; 2 * CHUNK];
    loop {
        let count = input.read(&mut buffer, &mut me.out)?;
        if count == 0 {
            return Ok(());
        }
        files.retain_mut(|(name, file)| match file.write_all(&buffer[..count]) {
            Ok(()) => true,
            Err(error) => {
                me.complain(format!("{name}: {}", reason(&error)));
                false
            }
        });
        me.out.write_all(&buffer[..count])?;
    }
}
