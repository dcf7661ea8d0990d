//! How a filter starts and ends: its name, its errors, its exit status.

use crate::{
    input::Input,
    options,
    output::{self, Output},
};
use std::{
    ffi::OsString,
    fmt::Display,
    io::{self, Write},
    process::ExitCode,
};

/// Why a filter ends before its end.
pub enum Stop {
    /// It has done all there is to do; the exit status is the one reached so far.
    Done,
    /// `--help` was given: the man page is the output.
    Help,
    /// The command line is wrong: this sentence and the usage line go to standard error.
    Usage(String),
    /// It cannot go on: this sentence goes to standard error.
    Failed(String),
    /// Standard output takes no more. A closed pipe is success: the reader has what it wanted.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Output(error)
    }
}

/// A running filter.
pub struct Filter {
    man: &'static [u8],
    /// The exit status when there was trouble.
    trouble: u8,
    /// The exit status, if nothing stops the filter.
    pub status: u8,
    /// Standard output, buffered.
    pub out: Output,
}

/// Runs a filter: `man` is its [man page](crate::man), `trouble` the exit status of a failure.
pub fn run(man: &'static [u8], trouble: u8, body: fn(&mut Filter) -> Result<(), Stop>) -> ExitCode {
    let mut me = Filter {
        man,
        trouble,
        status: 0,
        out: output::stdout(),
    };
    let mut ended = body(&mut me);
    if let Err(Stop::Help) = ended {
        me.status = 0;
        ended = me.out.write_all(man).map_err(Stop::from);
    }
    let flushed = me.out.flush().map_err(Stop::from);
    match ended.and(flushed) {
        Ok(()) | Err(Stop::Done | Stop::Help) => {}
        Err(Stop::Usage(what)) => {
            me.complain(what);
            me.say(me.usage());
        }
        Err(Stop::Failed(what)) => me.complain(what),
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(Stop::Output(error)) => me.complain(format!("write error: {}", reason(&error))),
    }
    ExitCode::from(me.status)
}

impl Filter {
    /// The name on the man page.
    pub fn name(&self) -> &'static str {
        let end = self
            .man
            .iter()
            .position(|byte| *byte == b' ')
            .unwrap_or(self.man.len());
        str::from_utf8(&self.man[..end]).unwrap_or_default()
    }

    /// The usage line of the man page.
    fn usage(&self) -> &'static str {
        let page = str::from_utf8(self.man).unwrap_or_default();
        page.lines()
            .find(|line| line.starts_with("usage: "))
            .unwrap_or_default()
    }

    /// Writes `name: what` to standard error; the exit status will say that there was trouble.
    pub fn complain(&mut self, what: impl Display) {
        self.status = self.trouble;
        self.warn(what);
    }

    /// Writes `name: what` to standard error.
    pub fn warn(&self, what: impl Display) {
        self.say(format_args!("{}: {what}", self.name()));
    }

    fn say(&self, line: impl Display) {
        // Who closed standard error does not want to know.
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// The options and the operands of the command line; see [`options::parse`].
    pub fn options(&self, short: &str, long: &[(&str, char)]) -> Result<options::Given, Stop> {
        self.options_in(std::env::args_os().skip(1), short, long)
    }

    /// The same for arguments of which some were taken out before.
    pub fn options_in(
        &self,
        arguments: impl Iterator<Item = OsString>,
        short: &str,
        long: &[(&str, char)],
    ) -> Result<options::Given, Stop> {
        options::parse(
            arguments,
            short,
            &[long, &[("help", options::HELP)]].concat(),
        )
    }

    /// Opens an operand; `-` is standard input. Complains and gives nothing when that fails.
    pub fn open(&mut self, operand: OsString) -> Option<Input> {
        let shown = operand.display().to_string();
        Input::open(operand)
            .map_err(|error| self.complain(format!("{shown}: {}", reason(&error))))
            .ok()
    }

    /// Calls `body` for each operand that can be opened; without operands, for standard input.
    pub fn each_input(
        &mut self,
        operands: Vec<OsString>,
        mut body: impl FnMut(&mut Self, Input) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let operands = if operands.is_empty() {
            vec!["-".into()]
        } else {
            operands
        };
        for operand in operands {
            if let Some(input) = self.open(operand) {
                body(self, input)?;
            }
        }
        Ok(())
    }
}

/// The system's own words for an error, without Rust's `(os error 2)`.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" (os error ") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}
