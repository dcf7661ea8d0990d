//! The command line, read as getopt_long of the GNU C library reads it: clusters (`-inv`), values that are attached or
//! not, `--long=value`, unique abbreviations, options after operands, `--`.

use crate::Stop;
use std::ffi::{OsStr, OsString};

/// What `--help` gives.
pub(crate) const HELP: char = '\0';

/// The options in their order, each with its value, and the operands.
pub type Given = (Vec<(char, Vec<u8>)>, Vec<OsString>);

/// The one operand that there may be.
///
/// # Errors
/// [`Stop::Usage`] for a second one.
pub fn one(operands: Vec<OsString>) -> Result<Option<OsString>, Stop> {
    let mut operands = operands.into_iter();
    let first = operands.next();
    match operands.next() {
        Some(extra) => Err(Stop::Usage(format!("extra operand '{}'", extra.display()))),
        None => Ok(first),
    }
}

/// Reads a command line.
///
/// `short` names the options as getopt does (`:` after an option: it has a value; `+` in front: options end at the first
/// operand). `long` are other names for them, a `=` at the end: it has a value.
///
/// # Errors
/// [`Stop::Usage`] for an unknown option or a missing value; [`Stop::Help`] for `--help`.
pub fn parse(
    args: impl Iterator<Item = OsString>,
    short: &str,
    long: &[(&str, char)],
) -> Result<Given, Stop> {
    let (mut options, mut operands) = (Vec::new(), Vec::new());
    let mut args = args;
    while let Some(arg) = args.next() {
        let bytes = arg.as_encoded_bytes();
        if bytes == b"--" {
            operands.extend(args);
            break;
        } else if let Some(rest) = bytes.strip_prefix(b"--") {
            options.push(long_option(rest, &mut args, long)?);
        } else if bytes.len() > 1 && bytes[0] == b'-' {
            cluster(&bytes[1..], &mut args, short, &mut options)?;
        } else {
            operands.push(arg);
            if short.starts_with('+') {
                operands.extend(args);
                break;
            }
        }
    }
    match options.iter().any(|(option, _)| *option == HELP) {
        true => Err(Stop::Help),
        false => Ok((options, operands)),
    }
}

fn long_option(
    text: &[u8],
    args: &mut impl Iterator<Item = OsString>,
    long: &[(&str, char)],
) -> Result<(char, Vec<u8>), Stop> {
    let mut parts = text.splitn(2, |byte| *byte == b'=');
    let (name, value) = (parts.next().unwrap_or_default(), parts.next());
    let shown = String::from_utf8_lossy(name);
    let bare = |entry: &str| entry.trim_end_matches('=').as_bytes().to_vec();
    let mut found: Vec<_> = long
        .iter()
        .filter(|(entry, _)| bare(entry).starts_with(name))
        .collect();
    if let Some(exact) = found.iter().find(|(entry, _)| bare(entry) == name) {
        found = vec![exact];
    }
    // An abbreviation may stand for two names of one option.
    if found.iter().any(|(_, option)| *option != found[0].1) {
        return Err(Stop::Usage(format!("option '--{shown}' is ambiguous")));
    }
    match (found.first(), value) {
        (None, _) => Err(Stop::Usage(format!("unrecognized option '--{shown}'"))),
        (Some((entry, option)), value) if entry.ends_with('=') => {
            match value.map(<[u8]>::to_vec).or_else(|| next(args)) {
                Some(value) => Ok((*option, value)),
                None => Err(Stop::Usage(format!(
                    "option '--{shown}' requires an argument"
                ))),
            }
        }
        (Some((_, option)), None) => Ok((*option, Vec::new())),
        (Some(_), Some(_)) => Err(Stop::Usage(format!(
            "option '--{shown}' doesn't allow an argument"
        ))),
    }
}

/// Options behind one `-`; the rest of the word, or the next one, is the value of the first that takes one.
fn cluster(
    letters: &[u8],
    args: &mut impl Iterator<Item = OsString>,
    short: &str,
    options: &mut Vec<(char, Vec<u8>)>,
) -> Result<(), Stop> {
    for (at, letter) in letters.iter().enumerate() {
        let option = char::from(*letter);
        let known = short
            .find(option)
            .filter(|_| option.is_ascii_alphanumeric());
        let Some(place) = known else {
            let shown = String::from_utf8_lossy(&letters[at..=at]).into_owned();
            return Err(Stop::Usage(format!("invalid option -- '{shown}'")));
        };
        if !short[place + 1..].starts_with(':') {
            options.push((option, Vec::new()));
            continue;
        }
        let rest = &letters[at + 1..];
        let value = if rest.is_empty() {
            next(args)
        } else {
            Some(rest.to_vec())
        };
        let missing = || Stop::Usage(format!("option requires an argument -- '{option}'"));
        options.push((option, value.ok_or_else(missing)?));
        break;
    }
    Ok(())
}

fn next(args: &mut impl Iterator<Item = OsString>) -> Option<Vec<u8>> {
    args.next().map(OsString::into_encoded_bytes)
}

/// The file that an option's value names.
pub fn path(value: Vec<u8>) -> OsString {
    #[cfg(unix)]
    use std::os::unix::ffi::OsStrExt;
    #[cfg(target_os = "wasi")]
    use std::os::wasi::ffi::OsStrExt;
    OsStr::from_bytes(&value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        words: &[&str],
        short: &str,
        long: &[(&str, char)],
    ) -> Result<(String, Vec<OsString>), String> {
        match parse(words.iter().map(OsString::from), short, long) {
            Ok((options, operands)) => {
                let shown = options
                    .iter()
                    .map(|(option, value)| format!("{option}{}", String::from_utf8_lossy(value)));
                Ok((shown.collect::<Vec<_>>().join(" "), operands))
            }
            Err(Stop::Usage(what)) => Err(what),
            Err(_) => Err("help".into()),
        }
    }

    #[test]
    fn clusters_values_and_operands() {
        let given = read(&["-vn5", "a", "-d=", "-n", "7", "--", "-v"], "n:vd:", &[]);
        assert_eq!(
            given,
            Ok(("v n5 d= n7".into(), vec!["a".into(), "-v".into()]))
        );
        assert_eq!(
            read(&["a", "-v"], "+v", &[]),
            Ok((String::new(), vec!["a".into(), "-v".into()]))
        );
    }

    #[test]
    fn long_names_and_their_abbreviations() {
        let long = [
            ("lines=", 'n'),
            ("length", 'l'),
            ("quiet", 'q'),
            ("quieter", 'q'),
        ];
        assert_eq!(
            read(&["--lines=3", "--lin", "4", "--qui"], "", &long),
            Ok(("n3 n4 q".into(), vec![]))
        );
        assert_eq!(
            read(&["--l"], "", &long),
            Err("option '--l' is ambiguous".into())
        );
        assert_eq!(
            read(&["--quiet=1"], "", &long),
            Err("option '--quiet' doesn't allow an argument".into())
        );
        assert_eq!(
            read(&["--lines"], "", &long),
            Err("option '--lines' requires an argument".into())
        );
        assert_eq!(
            read(&["--x"], "", &long),
            Err("unrecognized option '--x'".into())
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(read(&["-x"], "v", &[]), Err("invalid option -- 'x'".into()));
        assert_eq!(
            read(&["-:"], "v:", &[]),
            Err("invalid option -- ':'".into())
        );
        assert_eq!(
            read(&["-v"], "v:", &[]),
            Err("option requires an argument -- 'v'".into())
        );
    }
}
