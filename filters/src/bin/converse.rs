//! converse - talk over one connection, a line each way
//!
//! usage: converse [ADDRESS]
//!
//! Opens ADDRESS, /dev/localhost:1997 if there is none, as a file. Writes each line of its input to it, and prints the line
//! that comes back before it reads the next one. Behind the last it prints all that is still to come.
//!
//! Exits 0, or 1 if the file could not be opened, written or read, or a line got no answer.

use filters::{Filter, Stop, filter::reason, input::Input, man, options::one, run};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    run(man!("converse.rs"), 1, converse)
}

fn converse(me: &mut Filter) -> Result<(), Stop> {
    let (_, operands) = me.options("", &[])?;
    let address = one(operands)?.unwrap_or("/dev/localhost:1997".into());
    let shown = address.display().to_string();
    let failed = |error: io::Error| Stop::Failed(format!("{shown}: {}", reason(&error)));
    let file = File::options().read(true).write(true).open(&address);
    let file = file.map_err(failed)?;

    let (mut to, mut from) = (&file, BufReader::new(&file));
    let mut lines = Input::open("-".into())?.lines();
    let mut answer = Vec::new();
    while let Some(line) = lines.next(&mut me.out)? {
        to.write_all(line).map_err(failed)?;
        answer.clear();
        if from.read_until(b'\n', &mut answer).map_err(failed)? == 0 {
            return Err(Stop::Failed(format!("{shown}: closed without an answer")));
        }
        me.out.write_all(&answer)?;
    }
    loop {
        me.out.flush()?;
        let rest = from.fill_buf().map_err(failed)?;
        if rest.is_empty() {
            return Ok(());
        }
        me.out.write_all(rest)?;
        let count = rest.len();
        from.consume(count);
    }
}
