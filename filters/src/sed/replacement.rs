//! Reads what `s` and `y` put in the place of other text.

use super::command::{Case, Part};
use crate::posix_regex::escape;

/// The characters of one side of `y`, with `\\`, `\n` and so on undone.
pub(super) fn characters(text: &[u8]) -> Vec<Vec<u8>> {
    let (mut characters, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.first() {
        let escaped = if *first == b'\\' {
            escape(&rest[1..])
        } else {
            None
        };
        if let Some((byte, length)) = escaped {
            characters.push(vec![byte]);
            rest = &rest[1 + length..];
            continue;
        }
        if rest.starts_with(b"\\\\") {
            rest = &rest[1..];
        }
        let char = rest
            .utf8_chunks()
            .next()
            .and_then(|chunk| chunk.valid().chars().next());
        let (character, after) = rest.split_at(char.map_or(1, char::len_utf8));
        characters.push(character.to_vec());
        rest = after;
    }
    characters
}

/// The parts of a replacement.
pub(super) fn parts(text: &[u8]) -> Vec<Part> {
    let (mut parts, mut plain, mut rest) = (Vec::new(), Vec::new(), text);
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let part = match (byte, rest.first()) {
            (b'&', _) => Part::Group(0),
            (b'\\', Some(next)) => {
                let here = rest;
                rest = &rest[1..];
                match next {
                    b'0'..=b'9' => Part::Group(usize::from(next - b'0')),
                    b'U' => Part::Case(Case::Upper),
                    b'L' => Part::Case(Case::Lower),
                    b'E' => Part::Case(Case::Keep),
                    b'u' => Part::Case(Case::UpperNext),
                    b'l' => Part::Case(Case::LowerNext),
                    next => {
                        let (byte, length) = escape(here).unwrap_or((*next, 1));
                        plain.push(byte);
                        rest = &here[length..];
                        continue;
                    }
                }
            }
            (byte, _) => {
                plain.push(*byte);
                continue;
            }
        };
        if !plain.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut plain)));
        }
        parts.push(part);
    }
    if !plain.is_empty() {
        parts.push(Part::Text(plain));
    }
    parts
}
