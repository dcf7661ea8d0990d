//! sha256sum - print or check SHA-256 checksums
//!
//! usage: sha256sum [-bcwz] [--quiet] [--status] [--strict] [--tag] [FILE]...
//!
//! Prints the checksum of each FILE, or of standard input, and its name.
//!
//!   -c        read such lines from each FILE, and check the files that they name
//!   --quiet   with -c, say nothing of files that are right
//!   --status  with -c, print nothing: the exit status tells
//!   --strict  with -c, a line that is no checksum is a failure
//!   -w        with -c, tell of each such line
//!   --tag     print in the style of BSD
//!   -z        end lines with a NUL byte, and escape nothing in names
//!   -b, -t    binary or text: the same, but for the `*` in front of the name
//!
//! Exits 0, or 1 if a file could not be read or a checksum does not match.

use data_encoding::HEXLOWER;
use filters::{
    Filter, Stop,
    filter::reason,
    input::{CHUNK, Input, content},
    man,
    options::path,
    run,
};
use sha2::{Digest, Sha256};
use std::{ffi::OsString, io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("sha256sum.rs"), 1, sha256sum)
}

fn sha256sum(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("binary", 'b'),
        ("text", 't'),
        ("check", 'c'),
        ("warn", 'w'),
        ("zero", 'z'),
        ("quiet", 'Q'),
        ("status", 'S'),
        ("strict", 'T'),
        ("tag", 'G'),
    ];
    let (options, operands) = me.options("btcwz", &long)?;
    let has = |wanted: char| options.iter().any(|(option, _)| *option == wanted);
    if has('c') {
        return me.each_input(operands, |me, list| {
            check(me, list, has('Q'), has('S'), has('T'), has('w'))
        });
    }
    let binary = options
        .iter()
        .rev()
        .find(|(option, _)| matches!(option, 'b' | 't'))
        .is_some_and(|(o, _)| *o == 'b');
    me.each_input(operands, |me, mut input| {
        let hash = hash(&mut input, me)?;
        let name = input.name.as_encoded_bytes();
        let escape = !has('z')
            && name
                .iter()
                .any(|byte| matches!(byte, b'\\' | b'\n' | b'\r'));
        let name = if escape { escaped(name) } else { name.to_vec() };
        let mark = if escape { "\\" } else { "" };
        match has('G') {
            true => write!(me.out, "{mark}SHA256 (")?,
            false => write!(me.out, "{mark}{hash} {}", if binary { '*' } else { ' ' })?,
        }
        me.out.write_all(&name)?;
        if has('G') {
            write!(me.out, ") = {hash}")?;
        }
        Ok(me.out.write_all(if has('z') { b"\0" } else { b"\n" })?)
    })
}

fn hash(input: &mut Input, me: &mut Filter) -> Result<String, Stop> {
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; CHUNK]);
    loop {
        match input.read(&mut buffer, &mut me.out)? {
            0 => return Ok(HEXLOWER.encode(&hasher.finalize())),
            count => hasher.update(&buffer[..count]),
        }
    }
}

fn check(
    me: &mut Filter,
    list: Input,
    quiet: bool,
    silent: bool,
    strict: bool,
    warn: bool,
) -> Result<(), Stop> {
    let (mut right, mut wrong, mut unreadable, mut improper, mut number) = (0, 0, 0, 0, 0);
    let list_name = list.shown("standard input");
    let mut lines = list.lines();
    // Standard input is locked while it is read; a list on it cannot check standard input itself.
    let list_is_stdin = lines.input.name == "-";
    while let Some(line) = lines.next(&mut me.out)? {
        number += 1;
        if line.starts_with(b"#") {
            continue;
        }
        let Some((expected, name)) = entry(content(line)) else {
            improper += 1;
            if warn {
                me.warn(format!(
                    "{list_name}: {number}: improperly formatted SHA256 checksum line"
                ));
            }
            continue;
        };
        let computed = if list_is_stdin && name == "-" {
            Err("it holds the checksums".to_owned())
        } else {
            match Input::open(name.clone()) {
                Ok(mut input) => Ok(hash(&mut input, me)?),
                Err(error) => Err(reason(&error)),
            }
        };
        let shown = escaped(name.as_encoded_bytes());
        let mark: &[u8] = if shown == name.as_encoded_bytes() {
            b""
        } else {
            b"\\"
        };
        let verdict = match computed {
            Ok(hash) if hash.eq_ignore_ascii_case(&expected) => {
                right += 1;
                if quiet { "" } else { "OK" }
            }
            Ok(_) => {
                wrong += 1;
                "FAILED"
            }
            Err(why) => {
                me.complain(format!("{}: {why}", name.display()));
                unreadable += 1;
                "FAILED open or read"
            }
        };
        if !silent && !verdict.is_empty() {
            for part in [mark, &shown, b": ", verdict.as_bytes(), b"\n"] {
                me.out.write_all(part)?;
            }
        }
    }
    if right + wrong + unreadable == 0 {
        return Err(Stop::Failed(format!(
            "{list_name}: no properly formatted SHA256 checksum lines found"
        )));
    }
    let mut summary = |count: u32, one: &str, many: &str, failure: bool| {
        if count > 0 && !silent {
            me.warn(format!(
                "WARNING: {count} {}",
                if count == 1 { one } else { many }
            ));
        }
        if count > 0 && failure {
            me.status = 1;
        }
    };
    summary(
        improper,
        "line is improperly formatted",
        "lines are improperly formatted",
        strict,
    );
    summary(
        unreadable,
        "listed file could not be read",
        "listed files could not be read",
        true,
    );
    summary(
        wrong,
        "computed checksum did NOT match",
        "computed checksums did NOT match",
        true,
    );
    Ok(())
}

/// The checksum and the file name of a line in either style.
fn entry(line: &[u8]) -> Option<(String, OsString)> {
    let line = line.strip_suffix(b"\r").unwrap_or(line).trim_ascii_start();
    let (escape, line) = line
        .strip_prefix(b"\\")
        .map_or((false, line), |rest| (true, rest));
    let (hash, name) = if let Some(tagged) = line.strip_prefix(b"SHA256 (") {
        let end = memchr::memmem::rfind(tagged, b") = ")?;
        (&tagged[end + 4..], &tagged[..end])
    } else {
        let (hash, rest) = line.split_at_checked(64)?;
        (hash, rest.strip_prefix(b"  ").or(rest.strip_prefix(b" *"))?)
    };
    let proper = hash.len() == 64 && hash.iter().all(u8::is_ascii_hexdigit) && !name.is_empty();
    let name = if escape {
        unescaped(name)?
    } else {
        name.to_vec()
    };
    proper.then(|| (String::from_utf8_lossy(hash).into_owned(), path(name)))
}

fn escaped(name: &[u8]) -> Vec<u8> {
    let escape = |byte: &u8| match byte {
        b'\\' => b"\\\\".to_vec(),
        b'\n' => b"\\n".to_vec(),
        b'\r' => b"\\r".to_vec(),
        byte => vec![*byte],
    };
    name.iter().flat_map(escape).collect()
}

fn unescaped(name: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut rest) = (Vec::new(), name.iter());
    while let Some(byte) = rest.next() {
        bytes.push(match (byte, byte == &b'\\') {
            (byte, false) => *byte,
            _ => match rest.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b'\\' => b'\\',
                _ => return None,
            },
        });
    }
    Some(bytes)
}
