//! base64 - write bytes as letters and digits, and back
//!
//! usage: base64 [-di] [-w COLUMNS] [FILE]
//!
//!   -d          decode
//!   -i          while decoding, pass over what is not in the alphabet
//!   -w COLUMNS  break lines after COLUMNS letters, 76 when not given; 0 never
//!
//! Exits 0, or 1 if the file could not be read or what it holds is not base64; what could be decoded is printed first.

use data_encoding::{BASE64, Encoding, Specification};
use filters::{
    Filter, Stop,
    input::{CHUNK, Input},
    man, number, run,
};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("base64.rs"), 1, base64)
}

fn base64(me: &mut Filter) -> Result<(), Stop> {
    let long = [("decode", 'd'), ("ignore-garbage", 'i'), ("wrap=", 'w')];
    let (options, operands) = me.options("diw:", &long)?;
    let (mut decoding, mut ignore, mut columns) = (false, false, 76);
    for (option, value) in options {
        match option {
            'd' => decoding = true,
            'i' => ignore = true,
            _ => columns = number::count(&value, "invalid wrap size")?,
        }
    }
    if let Some(extra) = operands.get(1) {
        return Err(Stop::Usage(format!("extra operand '{}'", extra.display())));
    }
    let columns = usize::try_from(columns).unwrap_or(usize::MAX);
    me.each_input(operands, |me, input| {
        if decoding {
            decode(me, input, ignore)
        } else {
            encode(me, input, columns)
        }
    })
}

fn encode(me: &mut Filter, mut input: Input, columns: usize) -> Result<(), Stop> {
    let (mut buffer, mut kept, mut column) = (vec![0; CHUNK], 0, 0);
    let mut letters = vec![0; BASE64.encode_len(CHUNK)];
    loop {
        let got = input.read(&mut buffer[kept..], &mut me.out)?;
        let filled = kept + got;
        // Three bytes make four letters; what is left over waits for more.
        let whole = if got == 0 {
            filled
        } else {
            filled - filled % 3
        };
        let letters = &mut letters[..BASE64.encode_len(whole)];
        BASE64.encode_mut(&buffer[..whole], letters);
        let mut rest = &letters[..];
        while !rest.is_empty() {
            let (line, more) = rest.split_at(if columns == 0 {
                rest.len()
            } else {
                rest.len().min(columns - column)
            });
            me.out.write_all(line)?;
            column += line.len();
            if column == columns && columns > 0 {
                me.out.write_all(b"\n")?;
                column = 0;
            }
            rest = more;
        }
        if got == 0 {
            return Ok(me.out.write_all(if column > 0 && columns > 0 {
                b"\n"
            } else {
                b""
            })?);
        }
        buffer.copy_within(whole..filled, 0);
        kept = filled - whole;
    }
}

fn decode(me: &mut Filter, mut input: Input, ignore: bool) -> Result<(), Stop> {
    let encoding = lenient();
    let (mut buffer, mut letters) = (vec![0; CHUNK], Vec::new());
    loop {
        let got = input.read(&mut buffer, &mut me.out)?;
        let alphabet =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        letters.extend(
            buffer[..got]
                .iter()
                .filter(|byte| **byte != b'\n' && (!ignore || alphabet(**byte))),
        );
        let whole = if got == 0 {
            letters.len()
        } else {
            letters.len() - letters.len() % 4
        };
        let mut bytes = vec![0; whole / 4 * 3 + 3];
        let length = whole.div_ceil(4) * 3;
        // Where it is cut off, what is there of the last group is decoded below.
        let groups = whole - whole % 4;
        let done =
            encoding.decode_mut(&letters[..groups], &mut bytes[..length.min(groups / 4 * 3)]);
        let (read, written) = match done {
            Ok(length) => (groups, length),
            Err(part) => (part.read, part.written),
        };
        me.out.write_all(&bytes[..written])?;
        if read < whole {
            me.out.write_all(&beginning(&letters[read..whole]))?;
            return Err(Stop::Failed("invalid input".into()));
        }
        if got == 0 {
            return Ok(());
        }
        letters.drain(..whole);
    }
}

/// As GNU decodes: bits beyond the last byte may be anything.
fn lenient() -> Encoding {
    let mut specification: Specification = BASE64.specification();
    specification.check_trailing_bits = false;
    specification.encoding().unwrap_or(BASE64)
}

/// What the letters at the start of a group that is wrong stand for: two are a byte, three are two bytes.
fn beginning(group: &[u8]) -> Vec<u8> {
    let valid = group
        .iter()
        .take(3)
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/'))
        .count();
    let mut padded = [b'A'; 4];
    padded[..valid].copy_from_slice(&group[..valid]);
    let mut bytes = lenient().decode(&padded).unwrap_or_default();
    bytes.truncate(valid.saturating_sub(1));
    bytes
}
