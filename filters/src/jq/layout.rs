//! JSON values as text, laid out as jq does it.

use jaq_json::{Num, Val};
use std::io::{self, Write};

/// How values are laid out.
pub struct Layout {
    /// What one level is indented with; nothing: all on one line.
    pub indent: Option<String>,
    /// Objects have their keys in order.
    pub sort_keys: bool,
    /// Characters that are not ASCII are written as `\uXXXX`.
    pub ascii: bool,
}

impl Layout {
    /// Writes a value.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, out: &mut impl Write, value: &Val, level: usize) -> io::Result<()> {
        match value {
            Val::Null => out.write_all(b"null"),
            Val::Bool(bool) => write!(out, "{bool}"),
            Val::Num(number) => out.write_all(number_text(number).as_bytes()),
            Val::TStr(text) | Val::BStr(text) => self.string(out, text),
            Val::Arr(values) => self.sequence(out, b"[]", values.iter(), level, |out, value| {
                self.write(out, value, level + 1)
            }),
            Val::Obj(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                if self.sort_keys {
                    entries.sort_by_key(|(key, _)| *key);
                }
                self.sequence(
                    out,
                    b"{}",
                    entries.into_iter(),
                    level,
                    |out, (key, value)| {
                        self.write(out, key, level + 1)?;
                        out.write_all(if self.indent.is_some() { b": " } else { b":" })?;
                        self.write(out, value, level + 1)
                    },
                )
            }
        }
    }

    fn sequence<W: Write, T>(
        &self,
        out: &mut W,
        brackets: &[u8; 2],
        items: impl ExactSizeIterator<Item = T>,
        level: usize,
        mut write: impl FnMut(&mut W, T) -> io::Result<()>,
    ) -> io::Result<()> {
        let empty = items.len() == 0;
        out.write_all(&brackets[..1])?;
        for (index, item) in items.enumerate() {
            out.write_all(if index > 0 { b"," } else { b"" })?;
            self.new_line(out, level + 1)?;
            write(out, item)?;
        }
        if !empty {
            self.new_line(out, level)?;
        }
        out.write_all(&brackets[1..])
    }

    fn new_line(&self, out: &mut impl Write, level: usize) -> io::Result<()> {
        let Some(indent) = &self.indent else {
            return Ok(());
        };
        out.write_all(b"\n")?;
        (0..level).try_for_each(|_| out.write_all(indent.as_bytes()))
    }

    fn string(&self, out: &mut impl Write, text: &[u8]) -> io::Result<()> {
        out.write_all(b"\"")?;
        for chunk in text.utf8_chunks() {
            let mut plain = chunk.valid();
            let special = |char: char| {
                char < ' ' || matches!(char, '"' | '\\' | '\x7f') || self.ascii && !char.is_ascii()
            };
            while let Some(at) = plain.find(special) {
                out.write_all(&plain.as_bytes()[..at])?;
                let char = plain[at..].chars().next().unwrap_or_default();
                match char {
                    '"' | '\\' => write!(out, "\\{char}")?,
                    '\n' => out.write_all(b"\\n")?,
                    '\t' => out.write_all(b"\\t")?,
                    '\r' => out.write_all(b"\\r")?,
                    '\x08' => out.write_all(b"\\b")?,
                    '\x0c' => out.write_all(b"\\f")?,
                    char => char
                        .encode_utf16(&mut [0; 2])
                        .iter()
                        .try_for_each(|unit| write!(out, "\\u{unit:04x}"))?,
                }
                plain = &plain[at + char.len_utf8()..];
            }
            out.write_all(plain.as_bytes())?;
            // What is not UTF-8 is no JSON text.
            let replacement = if self.ascii { "\\ufffd" } else { "\u{fffd}" };
            out.write_all(if chunk.invalid().is_empty() {
                b""
            } else {
                replacement.as_bytes()
            })?;
        }
        out.write_all(b"\"")
    }
}

/// A number as jq writes it: the shortest digits that mean the same; whole numbers are exact, whatever their length.
fn number_text(number: &Num) -> String {
    let float = match number {
        Num::Int(_) | Num::BigInt(_) => return number.to_string(),
        Num::Float(float) => *float,
        Num::Dec(text) => text.parse().unwrap_or(f64::NAN),
    };
    if float.is_nan() {
        return "null".into();
    }
    // The shortest digits, as d.ddde-d.
    let scientific = format!("{:e}", float.clamp(-f64::MAX, f64::MAX));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let digits = mantissa.replace('.', "");
    // Where the point stands, counted from the first digit.
    let point = exponent + 1;
    let length = digits.len() as i32;
    if point <= -4 || point > length + 15 {
        let fraction = if length > 1 {
            format!(".{}", &digits[1..])
        } else {
            String::new()
        };
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        format!(
            "{sign}{}{fraction}e{exponent_sign}{:02}",
            &digits[..1],
            exponent.abs()
        )
    } else if point <= 0 {
        format!("{sign}0.{}{digits}", "0".repeat(-point as usize))
    } else if point >= length {
        format!("{sign}{digits}{}", "0".repeat((point - length) as usize))
    } else {
        format!(
            "{sign}{}.{}",
            &digits[..point as usize],
            &digits[point as usize..]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::number_text;
    use jaq_json::Num;

    #[test]
    fn numbers_look_as_in_jq() {
        let shown = |float| number_text(&Num::Float(float));
        let cases = [
            (1.0, "1"),
            (1.5, "1.5"),
            (-0.0, "-0"),
            (0.0001, "0.0001"),
            (0.00001234, "1.234e-05"),
            (1e15, "1000000000000000"),
            (1e17, "1e+17"),
            (123456789012345678.0, "123456789012345680"),
            (f64::INFINITY, "1.7976931348623157e+308"),
            (f64::NAN, "null"),
        ];
        for (float, text) in cases {
            assert_eq!(shown(float), text);
        }
    }
}
