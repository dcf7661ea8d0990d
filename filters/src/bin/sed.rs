//! sed - edit lines as they pass
//!
//! usage: sed [-Enrsuz] (SCRIPT | -e SCRIPT... | -f FILE) [FILE]...
//!
//! Runs SCRIPT for each line of all FILEs, or of standard input, and prints what the line has become.
//!
//!   -n          print only what the script prints
//!   -E, -r      patterns are extended expressions
//!   -e SCRIPT   a script, or a part of one; -f FILE  one from a file
//!   -s          each file by itself: with its own line numbers and its own last line
//!   -z          lines end with a NUL byte
//!   -u          do nothing: output is never held back while sed waits for input
//!
//! A command is [ADDRESS[,ADDRESS]][!]NAME. An ADDRESS is a line number, $ (the last line), /PATTERN/ or \xPATTERNx (with I:
//! upper and lower case are equal), FIRST~STEP; as the second one also +COUNT or ~MULTIPLE. Commands:
//!
//!   s/PATTERN/TEXT/FLAGS  put TEXT for the first match; in it & is the match, \1 a group, \U \L \u \l \E change letters;
//!                         FLAGS: g all matches, a number that match, p print, i upper and lower case are equal, m ^ and $ at lines
//!   y/abc/xyz/  characters     d D delete all, the first line     p P print all, the first line     = line number     l as text
//!   a i c TEXT  append, insert, change     n N read the next line, append it     g G h H x copy from, to, swap hold space
//!   b t T LABEL  branch; after a substitution; without one     :LABEL     q Q quit     z empty     { } group     # comment
//!
//! Exits 0, 1 if the script is wrong, 2 if a file could not be read, or with the number behind q.

use filters::{
    Filter, Stop,
    filter::reason,
    input::Input,
    man,
    options::path,
    posix_regex::Flavour,
    run,
    sed::{
        parse::parse,
        run::{Options, run as run_script},
    },
};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(man!("sed.rs"), 1, sed)
}

fn sed(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("quiet", 'n'),
        ("silent", 'n'),
        ("regexp-extended", 'E'),
        ("expression=", 'e'),
        ("file=", 'f'),
        ("separate", 's'),
        ("null-data", 'z'),
        ("unbuffered", 'u'),
    ];
    let (options, mut operands) = me.options("nErszue:f:", &long)?;
    let (mut parts, mut quiet, mut separate) = (Vec::new(), false, false);
    let (mut flavour, mut end) = (Flavour::Basic, b'\n');
    for (option, value) in options {
        match option {
            'n' => quiet = true,
            'E' | 'r' => flavour = Flavour::Extended,
            's' => separate = true,
            'z' => end = 0,
            'e' => parts.push(value),
            'f' => {
                let name = path(value);
                let failed = |error| {
                    Stop::Failed(format!(
                        "couldn't open file {}: {}",
                        name.display(),
                        reason(&error)
                    ))
                };
                let mut text = Vec::new();
                Input::open(name.clone())
                    .map_err(failed)?
                    .read_to_end(&mut text, &mut me.out)?;
                parts.push(text);
            }
            _ => {}
        }
    }
    if parts.is_empty() {
        if operands.is_empty() {
            return Err(Stop::Usage("a script is missing".into()));
        }
        parts.push(operands.remove(0).into_encoded_bytes());
    }
    let script = parts.join(&b'\n');
    quiet |= script.starts_with(b"#n\n") || script == b"#n";
    let commands = parse(&script, flavour).map_err(Stop::Failed)?;
    let options = Options {
        quiet,
        separate,
        end,
    };
    run_script(me, &commands, operands, options)
}
