//! promptreply - answer with what was asked
//!
//! usage: promptreply
//!
//! Reads one line, trims the white space around it, and prints it. The smallest program that can serve: a host that starts
//! it afresh for every line it gets has built an echo server.
//!
//! Exits 0.

use filters::{Filter, Stop, input::Input, man, run};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("promptreply.rs"), 1, promptreply)
}

fn promptreply(me: &mut Filter) -> Result<(), Stop> {
    let (_, operands) = me.options("", &[])?;
    if let Some(operand) = operands.first() {
        return Err(Stop::Usage(format!(
            "extra operand '{}'",
            operand.display()
        )));
    }
    let mut lines = Input::open("-".into())?.lines();
    let line = lines.next(&mut me.out)?.unwrap_or_default();
    me.out.write_all(line.trim_ascii())?;
    Ok(me.out.write_all(b"\n")?)
}
