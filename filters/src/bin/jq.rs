//! jq - take JSON apart and put it together
//!
//! usage: jq [-acCeghjMnrRsS] [--tab | --indent N] [--arg NAME TEXT] [--argjson NAME JSON] PROGRAM [FILE]...
//!
//! Runs PROGRAM, in the jq language, for each JSON value of all FILEs, or of standard input, and prints what it gives.
//!
//!   -c                   each value on one line
//!   -r                   print strings as they are, without quotes; -j also without a newline
//!   -n                   run PROGRAM once, on null; it may ask for `input` and `inputs`
//!   -s                   run it once, on an array of all values
//!   -R                   the input is lines of text
//!   -S                   print objects with their keys in order
//!   -a                   print characters that are not ASCII as \uXXXX
//!   -e                   the exit status is 1 if the last value was false or null, 4 if there was none
//!   --tab, --indent N    indent with tabs, with N blanks (2 when not given, at most 7; 0 as -c)
//!   --arg NAME TEXT      $NAME is TEXT in PROGRAM; --argjson NAME JSON  it is that value
//!   --args, --jsonargs   what follows are $ARGS.positional, not files
//!   -M, -C               do nothing: there are no colours
//!
//! Exits 0, 2 if something could not be read, 3 if PROGRAM is wrong, 5 if it failed.

use filters::{
    Filter, Stop,
    json_input::{self, Failures, SharedOutput, Units},
    json_text::Layout,
    man, number, output, run,
};
use jaq_core::{
    Compiler, Ctx, DataT, Lut, Vars,
    data::HasLut,
    load::{Arena, Error, File, Loader},
};
use jaq_json::{Val, read};
use jaq_std::input::{HasInputs, Inputs, RcIter};
use std::{cell::RefCell, ffi::OsString, io::Write, process::ExitCode, rc::Rc};

fn main() -> ExitCode {
    run(man!("jq.rs"), 2, jq)
}

/// What a program can reach while it runs.
struct Reach;

#[derive(Clone)]
struct Reached<'a> {
    lut: &'a Lut<Reach>,
    inputs: Inputs<'a, Val>,
}

impl DataT for Reach {
    type V<'a> = Val;
    type Data<'a> = Reached<'a>;
}

impl<'a> HasLut<'a, Reach> for Reached<'a> {
    fn lut(&self) -> &'a Lut<Reach> {
        self.lut
    }
}

impl<'a> HasInputs<'a, Val> for Reached<'a> {
    fn inputs(&self) -> Inputs<'a, Val> {
        self.inputs
    }
}

#[derive(Default)]
struct CommandLine {
    program: String,
    files: Vec<OsString>,
    flags: Vec<char>,
    indent: Option<String>,
    /// Variables with their values; the names have their `$`.
    variables: Vec<(String, Val)>,
    positional: Vec<Val>,
}

fn jq(me: &mut Filter) -> Result<(), Stop> {
    let given = command_line(me)?;
    let has = |flag: char| given.flags.contains(&flag);
    let variables = variables(&given);
    // The standard library's `env` fails for an environment that is not UTF-8.
    let code = format!("def env: $ENV; {}", given.program);
    let arena = Arena::default();
    let filter = compile(&arena, &code, &variables).map_err(|what| {
        me.warn(format!("the program is wrong: {what}"));
        me.status = 3;
        Stop::Done
    })?;
    let _ = log::set_logger(&Messages).map(|()| log::set_max_level(log::LevelFilter::Debug));

    let layout = Layout { indent: given.indent.clone(), sort_keys: has('S'), ascii: has('a') };
    let out: SharedOutput = Rc::new(RefCell::new(std::mem::replace(&mut me.out, output::stdout())));
    let failures = Failures::default();
    let units = if has('R') { Units::Lines { whole: has('s') } } else { Units::Json };
    let mut values = json_input::values(given.files.clone(), units, out.clone(), failures.clone());
    if has('s') {
        let all = if has('R') { json_input::text(&mut values) } else { values.collect::<Result<Val, _>>() };
        values = Box::new(std::iter::once(all));
    }
    let inputs = RcIter::new(values);
    let null = std::iter::once(Ok(Val::Null));
    let mains: Box<dyn Iterator<Item = _>> = if has('n') { Box::new(null) } else { Box::new(&inputs) };
    let (mut last, mut status) = (None, 0);
    'inputs: for input in mains {
        let input = match input {
            Ok(input) => input,
            Err(what) => {
                // The reader of the output may be gone, which is no trouble.
                out.borrow_mut().flush()?;
                me.warn(what);
                status = 2;
                break;
            }
        };
        let context = Ctx::<Reach>::new(
            Reached { lut: &filter.lut, inputs: &inputs },
            Vars::new(variables.iter().map(|(_, value)| value.clone())),
        );
        for result in filter.id.run((context, input)) {
            match result {
                Ok(value) => {
                    let out = &mut *out.borrow_mut();
                    match &value {
                        Val::TStr(text) if has('r') || has('j') => out.write_all(text)?,
                        value => layout.write(out, value, 0)?,
                    }
                    out.write_all(if has('j') { b"" } else { b"\n" })?;
                    last = Some(!matches!(value, Val::Null | Val::Bool(false)));
                }
                Err(stopped) => match stopped.get_halt() {
                    Ok(code) => {
                        status = code as u8;
                        break 'inputs;
                    }
                    Err(error) => {
                        let error = error.get_err().map_or_else(|_| Val::Null, |error| error.into_val());
                        match error {
                            Val::TStr(text) => me.warn(format!("error: {}", String::from_utf8_lossy(&text))),
                            value => me.warn(format!("error (not a string): {value}")),
                        }
                        status = 5;
                        break;
                    }
                },
            }
        }
    }
    out.borrow_mut().flush()?;
    for failure in failures.borrow().iter() {
        me.warn(format!("error: {failure}"));
        status = 2;
    }
    me.status = match (status, last) {
        (0, None) if has('e') => 4,
        (0, Some(false)) if has('e') => 1,
        (status, _) => status,
    };
    Ok(())
}

/// What the program can name: its own variables, `$ENV` and `$ARGS`.
fn variables(given: &CommandLine) -> Vec<(String, Val)> {
    let text = |text: OsString| Val::utf8_str(text.into_encoded_bytes());
    let environment = Val::obj(std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect());
    let named = given.variables.iter().map(|(name, value)| (Val::from(name[1..].to_owned()), value.clone()));
    let positional = Val::from_iter(given.positional.iter().cloned());
    let entry = |name: &str, value| (Val::from(name.to_owned()), value);
    let arguments = [entry("positional", positional), entry("named", Val::obj(named.collect()))];
    let mut variables = given.variables.clone();
    variables.extend([("$ENV".to_owned(), environment), ("$ARGS".to_owned(), Val::obj(arguments.into_iter().collect()))]);
    variables
}

fn compile<'a>(
    arena: &'a Arena,
    code: &'a str,
    variables: &'a [(String, Val)],
) -> Result<jaq_core::Filter<Reach>, String> {
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let funs = funs.chain(jaq_std::input::funs().into_vec().into_iter().map(jaq_core::native::run));
    let modules = Loader::new(defs).load(arena, File { code, path: () }).map_err(|errors| {
        let found = |text: &str| match text.split_whitespace().next() {
            None => "its end".to_owned(),
            Some(word) => word.to_owned(),
        };
        let sentences = errors.iter().flat_map(|(_, error)| match error {
            Error::Io(errors) => errors.iter().map(|(path, what)| format!("{path}: {what}")).collect::<Vec<_>>(),
            Error::Lex(errors) => {
                errors.iter().map(|(wanted, at)| format!("expected {}, found {}", wanted.as_str(), found(at))).collect()
            }
            Error::Parse(errors) => {
                errors.iter().map(|(wanted, at)| format!("expected {}, found {}", wanted.as_str(), found(at))).collect()
            }
        });
        sentences.collect::<Vec<_>>().join("; ")
    })?;
    let compiler = Compiler::default().with_funs(funs).with_global_vars(variables.iter().map(|(name, _)| name.as_str()));
    compiler.compile(modules).map_err(|errors| {
        let unknown = errors.iter().flat_map(|(_, errors)| errors);
        let sentences = unknown.map(|(name, kind)| format!("there is no {} {name}", kind.as_str()));
        sentences.collect::<Vec<_>>().join("; ")
    })
}

/// Takes out what getopt does not know, options with two values, and reads the rest.
fn command_line(me: &Filter) -> Result<CommandLine, Stop> {
    let (mut given, mut rest, mut arguments) = (CommandLine::default(), Vec::new(), std::env::args_os().skip(1));
    let mut positional = None;
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some(option @ ("--arg" | "--argjson")) => {
                let (Some(name), Some(value)) = (arguments.next(), arguments.next()) else {
                    return Err(Stop::Usage(format!("{option} takes two values, a name and what it stands for")));
                };
                let value = value.into_encoded_bytes();
                let value = if option == "--arg" { Val::utf8_str(value) } else { json(&value)? };
                given.variables.push((format!("${}", name.display()), value));
            }
            Some(option @ ("--args" | "--jsonargs")) => positional = Some(option == "--jsonargs"),
            _ => rest.push(argument),
        }
    }
    let long = [
        ("compact-output", 'c'),
        ("raw-output", 'r'),
        ("join-output", 'j'),
        ("null-input", 'n'),
        ("slurp", 's'),
        ("raw-input", 'R'),
        ("sort-keys", 'S'),
        ("ascii-output", 'a'),
        ("exit-status", 'e'),
        ("monochrome-output", 'M'),
        ("color-output", 'C'),
        ("tab", 'T'),
        ("indent=", 'I'),
    ];
    let (options, operands) = me.options_in(rest.into_iter(), "crjnsRSaehMC", &long)?;
    given.indent = Some("  ".into());
    for (option, value) in options {
        match option {
            'h' => return Err(Stop::Help),
            'c' => given.indent = None,
            'T' => given.indent = Some("\t".into()),
            'I' => {
                let count = number::count(&value, "invalid indentation")? as usize;
                if count > 7 {
                    return Err(Stop::Usage("cannot indent more than 7 characters".into()));
                }
                given.indent = (count > 0).then(|| " ".repeat(count));
            }
            flag => given.flags.push(flag),
        }
    }
    let mut operands = operands.into_iter();
    let program = operands.next().ok_or_else(|| Stop::Usage("a program is missing".into()))?;
    given.program = program.into_string().map_err(|_| Stop::Usage("the program is not UTF-8".into()))?;
    match positional {
        None => given.files = operands.collect(),
        Some(as_json) => {
            for operand in operands.map(OsString::into_encoded_bytes) {
                given.positional.push(if as_json { json(&operand)? } else { Val::utf8_str(operand) });
            }
        }
    }
    Ok(given)
}

fn json(text: &[u8]) -> Result<Val, Stop> {
    read::parse_single(text).map_err(|error| Stop::Usage(format!("invalid JSON text {}: {error}", text.escape_ascii())))
}

/// Prints what `debug` and `stderr` say.
struct Messages;

impl log::Log for Messages {
    fn enabled(&self, _: &log::Metadata) -> bool {
        true
    }

    fn log(&self, record: &log::Record) {
        let mut stderr = std::io::stderr();
        // Who closed standard error does not want to know.
        let _ = match record.level() {
            log::Level::Debug => writeln!(stderr, "[\"DEBUG:\",{}]", record.args()),
            log::Level::Error => write!(stderr, "{}", record.args()),
            _ => Ok(()),
        };
    }

    fn flush(&self) {}
}
