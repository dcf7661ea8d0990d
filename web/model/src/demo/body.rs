//! The body of a section, as text in the file and as bytes.

use super::is_section;
use base64::{DecodeError, Engine, prelude::BASE64_STANDARD};
use std::fmt::Write;

/// How a body is written.
#[derive(Default)]
pub(super) struct Modifiers {
    no_newline: bool,
    escaped: bool,
    base64: bool,
}

impl Modifiers {
    /// Adds a modifier by its name; tells whether it exists and goes with the others.
    pub(super) fn add(&mut self, word: &str) -> bool {
        match word {
            "no-newline" => self.no_newline = true,
            "escaped" => self.escaped = true,
            "base64" => self.base64 = true,
            _ => return false,
        }
        !(self.base64 && (self.no_newline || self.escaped))
    }

    /// The bytes of a body, whose lines all end with a newline; and what is wrong, with the line of the body, from 1 (0: the header).
    pub(super) fn decode(&self, body: &str) -> (Vec<u8>, Option<(usize, &'static str)>) {
        if self.base64 {
            return match unspaced(body) {
                Ok(bytes) => (bytes, None),
                Err(line) => (Vec::new(), Some((line, "This is not base64."))),
            };
        }
        let (text, missing) = match body.strip_suffix('\n') {
            Some(text) if self.no_newline => (text, None),
            None if self.no_newline => (
                body,
                Some((0, "There is no newline to leave out: the body is empty.")),
            ),
            _ => (body, None),
        };
        match self.escaped {
            false => (text.into(), missing),
            true => {
                let (bytes, wrong) = unescape(text);
                (bytes, missing.or(wrong))
            }
        }
    }
}

fn unescape(text: &str) -> (Vec<u8>, Option<(usize, &'static str)>) {
    let (mut bytes, mut wrong, mut rest) = (Vec::new(), None, text.as_bytes());
    while let Some((byte, after)) = rest.split_first() {
        let hex = |digits: &[u8]| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok();
        let escape = match (byte, after) {
            (b'\\', [b't', ..]) => Some((b'\t', 1)),
            (b'\\', [b'r', ..]) => Some((b'\r', 1)),
            (b'\\', [b'n', ..]) => Some((b'\n', 1)),
            (b'\\', [b'\\', ..]) => Some((b'\\', 1)),
            (b'\\', [b'x', high, low, ..]) if high.is_ascii_hexdigit() => {
                hex(&[*high, *low]).map(|byte| (byte, 3))
            }
            (b'\\', _) => None,
            (byte, _) => Some((*byte, 0)),
        };
        if escape.is_none() && wrong.is_none() {
            let line = text.as_bytes()[..text.len() - rest.len()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            wrong = Some((
                line + 1,
                "An escape is one of `\\xNN`, `\\t`, `\\r`, `\\n` and `\\\\`.",
            ));
        }
        let (byte, length) = escape.unwrap_or((*byte, 0));
        bytes.push(byte);
        rest = &after[length..];
    }
    (bytes, wrong)
}

/// The modifiers, each behind a blank, and the text of a body that is not empty: as it is where that can be, with escapes where
/// it is text for the most part, else base64.
pub(super) fn encode(bytes: &[u8]) -> (&'static str, String) {
    let plain = |char: char| !char.is_control() || matches!(char, '\n' | '\t');
    let whole = bytes.ends_with(b"\n");
    let end = if whole { "" } else { "\n" };
    if let Ok(text) = str::from_utf8(bytes)
        && text.chars().all(plain)
        && !text.split('\n').any(is_section)
    {
        return (
            if whole { "" } else { " no-newline" },
            format!("{text}{end}"),
        );
    }
    let text = escape(bytes);
    if text.len() <= bytes.len() * 2 {
        return (
            if whole {
                " escaped"
            } else {
                " escaped no-newline"
            },
            format!("{text}{end}"),
        );
    }
    (" base64", spaced(bytes))
}

fn escape(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '\n' => text.push('\n'),
                '\t' => text.push_str("\\t"),
                '\r' => text.push_str("\\r"),
                '\\' => text.push_str("\\\\"),
                // A line that looks like a section would be one.
                '-' if text.is_empty() || text.ends_with('\n') => text.push_str("\\x2d"),
                char if char.is_control() => {
                    for byte in char.encode_utf8(&mut [0; 4]).bytes() {
                        let _ = write!(text, "\\x{byte:02x}");
                    }
                }
                char => text.push(char),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Base64 in lines of 76 letters.
fn spaced(bytes: &[u8]) -> String {
    // 57 bytes are 76 letters.
    let lines = bytes.chunks(57);
    lines
        .map(|line| BASE64_STANDARD.encode(line) + "\n")
        .collect()
}

/// The bytes of base64 in which line ends and blanks do not count; or the line, from
/// 1, in which it is none.
fn unspaced(text: &str) -> Result<Vec<u8>, usize> {
    let is_letter = |byte: &u8| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let letters: Vec<u8> = text.bytes().filter(is_letter).collect();
    BASE64_STANDARD.decode(&letters).map_err(|error| {
        let wrong = match error {
            DecodeError::InvalidByte(at, _) | DecodeError::InvalidLastSymbol(at, _) => at,
            // It ends too early.
            DecodeError::InvalidLength(_) | DecodeError::InvalidPadding => letters.len() - 1,
        };
        let mut places = (0..text.len()).filter(|at| is_letter(&text.as_bytes()[*at]));
        let place = places.nth(wrong).unwrap_or_default();
        let before = &text.as_bytes()[..place];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    })
}
