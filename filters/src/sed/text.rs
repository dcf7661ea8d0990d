//! What commands do to text.

use super::command::{Case, Part};

/// How long the first character is; a byte that is part of none is one, and so is the end.
pub(super) fn character(text: &[u8]) -> usize {
    let char = text
        .get(..text.len().min(4))
        .and_then(|start| start.utf8_chunks().next());
    char.and_then(|chunk| chunk.valid().chars().next())
        .map_or(1, char::len_utf8)
}

pub(super) fn replace<'a>(done: &mut Vec<u8>, parts: &[Part], group: &dyn Fn(usize) -> &'a [u8]) {
    let (mut case, mut next) = (Case::Keep, Case::Keep);
    for part in parts {
        let text = match part {
            Part::Case(one @ (Case::UpperNext | Case::LowerNext)) => {
                next = *one;
                continue;
            }
            Part::Case(all) => {
                case = *all;
                continue;
            }
            Part::Group(number) => group(*number),
            Part::Text(text) => text,
        };
        if case == Case::Keep && next == Case::Keep {
            done.extend_from_slice(text);
            continue;
        }
        for chunk in text.utf8_chunks() {
            for char in chunk.valid().chars() {
                let how = if next == Case::Keep {
                    case
                } else {
                    std::mem::replace(&mut next, Case::Keep)
                };
                let changed = match how {
                    Case::Upper | Case::UpperNext => one(char, char.to_uppercase()),
                    Case::Lower | Case::LowerNext => one(char, char.to_lowercase()),
                    Case::Keep => char,
                };
                done.extend_from_slice(changed.encode_utf8(&mut [0; 4]).as_bytes());
            }
            done.extend_from_slice(chunk.invalid());
        }
    }
}

/// The character that `char` becomes; itself, where that would be several (ß has no capital letter of its own).
fn one(char: char, mut changed: impl Iterator<Item = char>) -> char {
    match (changed.next(), changed.next()) {
        (Some(changed), None) => changed,
        _ => char,
    }
}

pub(super) fn transliterated(text: &[u8], pairs: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let (mut done, mut rest) = (Vec::with_capacity(text.len()), text);
    while !rest.is_empty() {
        let (char, after) = rest.split_at(character(rest));
        let pair = pairs.iter().find(|(from, _)| from == char);
        done.extend_from_slice(pair.map_or(char, |(_, to)| to));
        rest = after;
    }
    done
}

/// What `l` prints: everything visible, lines of at most `width` columns, `$` at the end.
pub(super) fn listed(text: &[u8], width: usize) -> Vec<u8> {
    let (mut done, mut column) = (Vec::new(), 0);
    for byte in text {
        let shown = match byte {
            b'\\' => "\\\\".to_owned(),
            7 => "\\a".to_owned(),
            8 => "\\b".to_owned(),
            12 => "\\f".to_owned(),
            b'\n' => "\\n".to_owned(),
            b'\r' => "\\r".to_owned(),
            b'\t' => "\\t".to_owned(),
            11 => "\\v".to_owned(),
            b' '..=b'~' => char::from(*byte).to_string(),
            byte => format!("\\{byte:03o}"),
        };
        if width > 1 && column + shown.len() > width - 1 {
            done.extend_from_slice(b"\\\n");
            column = 0;
        }
        column += shown.len();
        done.extend_from_slice(shown.as_bytes());
    }
    done.extend_from_slice(b"$\n");
    done
}
