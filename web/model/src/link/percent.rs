//! `%NN`, as in addresses.

use std::fmt::Write;

/// The bytes of a text; a `%` without two digits is one.
pub fn decode(text: &str) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let digit = |at: usize| (*after.get(at)? as char).to_digit(16);
        match (*first == b'%').then(|| Some(digit(0)? * 16 + digit(1)?)) {
            Some(Some(byte)) => {
                bytes.push(byte as u8);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    bytes
}

/// What [`decode`] turns back: letters that every chat program takes for a part
/// of an address stay.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b',' => {
                text.push(*byte as char);
            }
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}
