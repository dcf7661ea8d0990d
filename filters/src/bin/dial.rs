//! dial - send a line to an address, and print what comes back
//!
//! usage: dial [ADDRESS]
//!
//! Opens ADDRESS, /dev/localhost:1997 if there is none, as a file; asks for a line; writes it to the file, and reads the same
//! file to its end. It knows nothing of networks: where the file leads is its host's to say.
//!
//! Exits 0, or 1 if the file could not be opened, written or read.

use filters::{Filter, Stop, filter::reason, man, options::one, run};
use std::{
    fs::File,
    io::{self, Read, Write},
    process::ExitCode,
    thread::sleep,
    time::Duration,
};

fn main() -> ExitCode {
    run(man!("dial.rs"), 1, dial)
}

fn dial(me: &mut Filter) -> Result<(), Stop> {
    let (_, operands) = me.options("", &[])?;
    let address = one(operands)?.unwrap_or("/dev/localhost:1997".into());
    let shown = address.display().to_string();
    let failed = |error: io::Error| Stop::Failed(format!("{shown}: {}", reason(&error)));
    let mut file = File::create(&address).map_err(failed)?;

    me.out.write_all(b"input>  ")?;
    me.out.flush()?;
    let mut line = String::new();
    io::stdin().read_line(&mut line)?;
    let mut reply = Vec::new();
    let answered = file.write_all(line.as_bytes()).and_then(|()| {
        sleep(Duration::from_millis(10));
        file.read_to_end(&mut reply)
    });
    me.out.write_all(b"output> ")?;
    me.out.write_all(&reply)?;
    answered.map_err(failed)?;
    Ok(())
}
