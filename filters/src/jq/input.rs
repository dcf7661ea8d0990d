//! The inputs of `jq`: values, or lines of text, from several files.

use crate::{
    Stop,
    filter::reason,
    input::{Input, content},
    output::Output,
};
use jaq_json::{Val, read};
use std::{
    cell::RefCell,
    collections::VecDeque,
    ffi::OsString,
    io::{self, BufReader, Read},
    rc::Rc,
};

/// Standard output, which has to be written before more input is waited for.
pub type SharedOutput = Rc<RefCell<Output>>;

/// How deep values may be nested; the parser and the writer call themselves for each level.
const DEPTH: usize = 1000;

/// A file as the JSON parser reads it: keeps an eye on how deep it goes.
struct Feed {
    input: Input,
    out: SharedOutput,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Read for Feed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self
            .input
            .read(buffer, &mut self.out.borrow_mut())
            .map_err(|stop| match stop {
                Stop::Output(error) => error,
                Stop::Failed(what) => io::Error::other(what),
                _ => io::ErrorKind::Other.into(),
            })?;
        for byte in &buffer[..count] {
            match (self.in_string, byte) {
                (true, _) if self.escaped => self.escaped = false,
                (true, b'\\') => self.escaped = true,
                (_, b'"') => self.in_string = !self.in_string,
                (false, b'[' | b'{') => self.depth += 1,
                (false, b']' | b'}') => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if self.depth > DEPTH {
                return Err(io::Error::other(format!(
                    "values are nested deeper than {DEPTH}"
                )));
            }
        }
        Ok(count)
    }
}

/// What makes a value.
#[derive(Clone, Copy)]
pub enum Units {
    /// A JSON text.
    Json,
    /// A line, as a string; `whole`: with its newline.
    Lines {
        /// Lines have their newlines.
        whole: bool,
    },
}

/// Values, or what is wrong with the input.
pub type Values = Box<dyn Iterator<Item = Result<Val, String>>>;

/// All values of the files, one after another. Behind a value that is wrong, its file has no others.
pub fn values(files: Vec<OsString>, units: Units, out: SharedOutput, failures: Failures) -> Values {
    let mut files: VecDeque<_> = if files.is_empty() {
        VecDeque::from(["-".into()])
    } else {
        files.into()
    };
    let mut current: Option<Values> = None;
    Box::new(std::iter::from_fn(move || {
        loop {
            match current.as_mut().map(Iterator::next) {
                Some(Some(Ok(value))) => return Some(Ok(value)),
                Some(Some(Err(what))) => {
                    current = None;
                    return Some(Err(what));
                }
                _ => {}
            }
            // Standard input is given free before it is opened again.
            current = None;
            let name = files.pop_front()?;
            let shown = name.display().to_string();
            match Input::open(name) {
                Ok(input) => {
                    current = Some(match units {
                        Units::Json => json(input, out.clone()),
                        Units::Lines { whole } => lines(input, out.clone(), whole),
                    });
                }
                Err(error) => failures
                    .borrow_mut()
                    .push(format!("Could not open {shown}: {}", reason(&error))),
            }
        }
    }))
}

/// Files that could not be opened, in sentences.
pub type Failures = Rc<RefCell<Vec<String>>>;

fn json(input: Input, out: SharedOutput) -> Values {
    let feed = Feed {
        input,
        out,
        depth: 0,
        in_string: false,
        escaped: false,
    };
    let values = read::read_many(BufReader::with_capacity(crate::input::CHUNK, feed));
    Box::new(values.map(|value| value.map_err(|error| format!("parse error: {error}"))))
}

fn lines(input: Input, out: SharedOutput, whole: bool) -> Values {
    let mut lines = input.lines();
    Box::new(std::iter::from_fn(move || {
        match lines.next(&mut out.borrow_mut()) {
            Ok(None) => None,
            Ok(Some(line)) => Some(Ok(Val::utf8_str(
                if whole { line } else { content(line) }.to_vec(),
            ))),
            Err(Stop::Failed(what)) => Some(Err(what)),
            Err(_) => None,
        }
    }))
}

/// Lines put together again.
pub fn text(lines: &mut Values) -> Result<Val, String> {
    let mut text = Vec::new();
    for line in lines {
        if let Val::TStr(line) = line? {
            text.extend_from_slice(&line);
        }
    }
    Ok(Val::utf8_str(text))
}
