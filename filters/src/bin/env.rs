//! env - print the environment
//!
//! usage: env [-0]
//!
//! Prints each variable as NAME=value, one a line, in the order in which they were given.
//!
//!   -0  end each with a NUL byte instead of a newline
//!
//! Exits 0. Starting another program is not for a filter: with an operand env exits 125.

use filters::{Filter, Stop, man, run};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("env.rs"), 125, env)
}

fn env(me: &mut Filter) -> Result<(), Stop> {
    let (options, operands) = me.options("0", &[("null", '0')])?;
    if let Some(operand) = operands.first() {
        return Err(Stop::Usage(format!(
            "extra operand '{}'",
            operand.display()
        )));
    }
    let end = if options.is_empty() { b"\n" } else { b"\0" };
    for (name, value) in std::env::vars_os() {
        for part in [name.as_encoded_bytes(), b"=", value.as_encoded_bytes(), end] {
            me.out.write_all(part)?;
        }
    }
    Ok(())
}
