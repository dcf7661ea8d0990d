//! Records of comma-separated values, as RFC 4180 describes them: a field in quotes may hold commas, line ends and, doubled,
//! quotes.

use crate::{Stop, input::Lines, output::Output};

/// What stands wrong in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A quote was opened and never closed.
    Open,
    /// Behind a closing quote stands something else than a separator or the end.
    Behind,
    /// A quote stands in a field that does not begin with one.
    Within,
}

/// Reads the next record as bytes, with the line end behind it: one line, or several if line ends are in quotes. `bytes` is
/// emptied first. Gives the number of lines; 0 at the end of the input.
///
/// # Errors
/// What reading gives.
pub fn next(lines: &mut Lines, out: &mut Output, bytes: &mut Vec<u8>) -> Result<usize, Stop> {
    bytes.clear();
    let (mut count, mut quotes) = (0, 0);
    while let Some(line) = lines.next(out)? {
        count += 1;
        bytes.extend(line);
        quotes += memchr::memchr_iter(b'"', line).count();
        if quotes % 2 == 0 {
            break;
        }
    }
    Ok(count)
}

/// Takes a record apart.
///
/// # Errors
/// When a quote is where none may be.
pub fn fields(record: &[u8], separator: u8) -> Result<Vec<Vec<u8>>, Wrong> {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let mut rest = record.strip_suffix(b"\r").unwrap_or(record);
    let mut fields = Vec::new();
    loop {
        let (field, behind) = match rest.strip_prefix(b"\"") {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let end = memchr::memchr(separator, rest).unwrap_or(rest.len());
                if rest[..end].contains(&b'"') {
                    return Err(Wrong::Within);
                }
                (rest[..end].to_vec(), &rest[end..])
            }
        };
        fields.push(field);
        match behind.split_first() {
            None => return Ok(fields),
            Some((byte, next)) if *byte == separator => rest = next,
            Some(_) => return Err(Wrong::Behind),
        }
    }
}

/// A field behind its opening quote, and what comes behind the closing one.
fn unquoted(mut rest: &[u8]) -> Result<(Vec<u8>, &[u8]), Wrong> {
    let mut field = Vec::new();
    loop {
        let quote = memchr::memchr(b'"', rest).ok_or(Wrong::Open)?;
        field.extend(&rest[..quote]);
        rest = &rest[quote + 1..];
        match rest.strip_prefix(b"\"") {
            Some(next) => {
                field.push(b'"');
                rest = next;
            }
            None => return Ok((field, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Wrong, fields};
    use proptest::prelude::*;

    fn read(record: &str) -> Result<Vec<String>, Wrong> {
        let fields = fields(record.as_bytes(), b',')?;
        Ok(fields
            .into_iter()
            .map(|field| String::from_utf8(field).unwrap())
            .collect())
    }

    #[test]
    fn records_come_apart() {
        assert_eq!(read("a,b\r\n").unwrap(), ["a", "b"]);
        assert_eq!(read("\n").unwrap(), [""]);
        assert_eq!(read(",\n").unwrap(), ["", ""]);
        assert_eq!(
            read("\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",\"\"\n").unwrap(),
            ["a,b", "say \"no\"", "two\nlines", ""]
        );
        assert_eq!(read("5\" disk"), Err(Wrong::Within));
        assert_eq!(read("\"a\"b"), Err(Wrong::Behind));
        assert_eq!(read("a,\"b"), Err(Wrong::Open));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(record in prop::collection::vec("[a,\"\n\r é]{0,6}", 1..5)) {
            let quoted: Vec<_> = record.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
            prop_assert_eq!(read(&format!("{}\n", quoted.join(","))).unwrap(), record);
        }

        #[test]
        fn any_bytes_are_read(record: Vec<u8>, separator: u8) {
            let _ = fields(&record, separator);
        }
    }
}
