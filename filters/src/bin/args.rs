//! args - print the arguments
//!
//! usage: args [ARGUMENT]...
//!
//! Prints each argument on a line of its own behind its index, from 0, which is the name the program was called by.
//! A backslash is printed as \\, and bytes below 32 and 127 as \n, \t, \r or \xNN; so every line is one argument.
//! There are no options: `args --help` prints this page, and with more arguments `--help` is one of them.
//!
//! Exits 0.

use filters::{Filter, Stop, man, run};
use std::{io::Write, path::Path, process::ExitCode};

fn main() -> ExitCode {
    run(man!("args.rs"), 1, args)
}

fn args(me: &mut Filter) -> Result<(), Stop> {
    let arguments: Vec<_> = std::env::args_os().collect();
    if arguments.len() == 2 && arguments[1] == "--help" {
        return Err(Stop::Help);
    }
    for (index, argument) in arguments.iter().enumerate() {
        // The program may have been called by its path; its name is what counts.
        let name = Path::new(argument)
            .file_name()
            .filter(|_| index == 0)
            .unwrap_or(argument);
        write!(me.out, "{index}: ")?;
        for byte in name.as_encoded_bytes() {
            match byte {
                b'\n' => me.out.write_all(b"\\n")?,
                b'\t' => me.out.write_all(b"\\t")?,
                b'\r' => me.out.write_all(b"\\r")?,
                b'\\' => me.out.write_all(b"\\\\")?,
                0..32 | 127 => write!(me.out, "\\x{byte:02x}")?,
                byte => me.out.write_all(&[*byte])?,
            }
        }
        me.out.write_all(b"\n")?;
    }
    Ok(())
}
