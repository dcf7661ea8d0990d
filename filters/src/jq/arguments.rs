//! The command line of `jq`.

use crate::{Filter, Stop, number};
use jaq_json::{Val, read};
use std::ffi::OsString;

/// What was asked for.
#[derive(Default)]
pub struct CommandLine {
    /// In the jq language.
    pub program: String,
    /// What to read; none: standard input.
    pub files: Vec<OsString>,
    /// Options that are on or off, by their letters.
    pub flags: Vec<char>,
    /// What one level is indented with; nothing: all on one line.
    pub indent: Option<String>,
    /// Variables with their values; the names have their `$`.
    pub variables: Vec<(String, Val)>,
    /// `$ARGS.positional`
    pub positional: Vec<Val>,
}

/// Takes out what getopt does not know, options with two values, and reads the rest.
///
/// # Errors
/// As [`Filter::options`].
pub fn command_line(me: &Filter) -> Result<CommandLine, Stop> {
    let (mut given, mut rest, mut arguments) = (
        CommandLine::default(),
        Vec::new(),
        std::env::args_os().skip(1),
    );
    let mut positional = None;
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some(option @ ("--arg" | "--argjson")) => {
                let (Some(name), Some(value)) = (arguments.next(), arguments.next()) else {
                    return Err(Stop::Usage(format!(
                        "{option} takes two values, a name and what it stands for"
                    )));
                };
                let value = value.into_encoded_bytes();
                let value = if option == "--arg" {
                    Val::utf8_str(value)
                } else {
                    json(&value)?
                };
                given
                    .variables
                    .push((format!("${}", name.display()), value));
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
    let program = operands.next().unwrap_or_else(|| ".".into());
    given.program = program
        .into_string()
        .map_err(|_| Stop::Usage("the program is not UTF-8".into()))?;
    match positional {
        None => given.files = operands.collect(),
        Some(as_json) => {
            for operand in operands.map(OsString::into_encoded_bytes) {
                given.positional.push(if as_json {
                    json(&operand)?
                } else {
                    Val::utf8_str(operand)
                });
            }
        }
    }
    Ok(given)
}

/// What the program can name: its own variables, `$ENV` and `$ARGS`.
pub fn variables(given: &CommandLine) -> Vec<(String, Val)> {
    let text = |text: OsString| Val::utf8_str(text.into_encoded_bytes());
    let environment = Val::obj(
        std::env::vars_os()
            .map(|(name, value)| (text(name), text(value)))
            .collect(),
    );
    let named = given
        .variables
        .iter()
        .map(|(name, value)| (Val::from(name[1..].to_owned()), value.clone()));
    let positional = Val::from_iter(given.positional.iter().cloned());
    let entry = |name: &str, value| (Val::from(name.to_owned()), value);
    let arguments = [
        entry("positional", positional),
        entry("named", Val::obj(named.collect())),
    ];
    let mut variables = given.variables.clone();
    variables.extend([
        ("$ENV".to_owned(), environment),
        (
            "$ARGS".to_owned(),
            Val::obj(arguments.into_iter().collect()),
        ),
    ]);
    variables
}

fn json(text: &[u8]) -> Result<Val, Stop> {
    read::parse_single(text).map_err(|error| {
        Stop::Usage(format!(
            "invalid JSON text {}: {error}",
            text.escape_ascii()
        ))
    })
}
