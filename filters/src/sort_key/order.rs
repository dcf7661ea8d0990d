//! The orders of `sort` that are not those of bytes.

use super::{blank, skip};
use std::cmp::Ordering;

/// The sign, the digits before the point without leading zeros, and those behind it without trailing ones.
fn parts(key: &[u8]) -> (bool, &[u8], &[u8]) {
    let key = &key[skip(key, 0, blank)..];
    let (negative, key) = key
        .strip_prefix(b"-")
        .map_or((false, key), |rest| (true, rest));
    let key = &key[skip(key, 0, |byte| byte == b'0')..];
    let (whole, rest) = key.split_at(skip(key, 0, |byte| byte.is_ascii_digit()));
    let fraction = rest.strip_prefix(b".").unwrap_or_default();
    let fraction = &fraction[..skip(fraction, 0, |byte| byte.is_ascii_digit())];
    let zeros = fraction
        .iter()
        .rev()
        .take_while(|byte| **byte == b'0')
        .count();
    let fraction = &fraction[..fraction.len() - zeros];
    (
        negative && !(whole.is_empty() && fraction.is_empty()),
        whole,
        fraction,
    )
}

pub(super) fn numbers(a: &[u8], b: &[u8]) -> Ordering {
    let (a, b) = (parts(a), parts(b));
    let size = || {
        a.1.len()
            .cmp(&b.1.len())
            .then_with(|| a.1.cmp(b.1))
            .then_with(|| a.2.cmp(b.2))
    };
    match (a.0, b.0) {
        (false, false) => size(),
        (true, true) => size().reverse(),
        (negative, _) => {
            if negative {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
    }
}

/// How many digits stand before the point, and the first 16 digits, which fit into the lower 56 bits; all bits turned for
/// negative numbers, which come before the others.
pub(super) fn number_prefix(key: &[u8]) -> u64 {
    let (negative, whole, fraction) = parts(key);
    let digits = whole
        .iter()
        .chain(fraction)
        .chain(std::iter::repeat(&b'0'))
        .take(16);
    let digits = digits.fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
    // Beyond 126 digits all are alike here, whatever their digits.
    let size = match whole.len() {
        length @ 0..=126 => (length as u64) << 56 | digits,
        _ => 127 << 56,
    };
    if negative {
        !(1 << 63 | size)
    } else {
        1 << 63 | size
    }
}

/// What is no number comes first, then not-a-number, then the numbers.
pub(super) fn floats(a: &[u8], b: &[u8]) -> Ordering {
    let rank = |float: Option<f64>| match float {
        None => 0,
        Some(float) if float.is_nan() => 1,
        Some(_) => 2,
    };
    let (a, b) = (float(a), float(b));
    rank(a)
        .cmp(&rank(b))
        .then_with(|| a.partial_cmp(&b).unwrap_or(Ordering::Equal))
}

/// The longest start of the key that is a floating-point number.
fn float(key: &[u8]) -> Option<f64> {
    let key = &key[skip(key, 0, |byte| byte.is_ascii_whitespace())..];
    let sign = usize::from(matches!(key.first(), Some(b'+' | b'-')));
    let digits = |at: usize| skip(key, at.min(key.len()), |byte| byte.is_ascii_digit());
    let hex = key.get(sign..).unwrap_or_default();
    if let Some(hex) = hex.strip_prefix(b"0x").or(hex.strip_prefix(b"0X")) {
        let digits = &hex[..skip(hex, 0, |byte| byte.is_ascii_hexdigit())];
        let add = |number: f64, digit: &u8| {
            number * 16.0 + f64::from(char::from(*digit).to_digit(16).unwrap_or(0))
        };
        let number = digits.iter().fold(0.0, add);
        return Some(if key.starts_with(b"-") {
            -number
        } else {
            number
        });
    }
    let word = |word: &[u8]| {
        key.get(sign..sign + word.len())
            .is_some_and(|text| text.eq_ignore_ascii_case(word))
    };
    let mut end = digits(sign);
    let mut any = end > sign;
    if key.get(end) == Some(&b'.') {
        let behind = digits(end + 1);
        any |= behind > end + 1;
        end = behind;
    }
    if word(b"inf") || word(b"nan") {
        end = sign + 3;
    } else if !any {
        return None;
    } else if matches!(key.get(end), Some(b'e' | b'E')) {
        let exponent = end + 1 + usize::from(matches!(key.get(end + 1), Some(b'+' | b'-')));
        end = if digits(exponent) > exponent.min(key.len()) {
            digits(exponent)
        } else {
            end
        };
    }
    str::from_utf8(&key[..end]).ok()?.parse().ok()
}

/// The unit behind a number, as a power of a thousand with the sign of the number; 0 for the number 0.
pub(super) fn unit(key: &[u8]) -> i32 {
    let (negative, whole, fraction) = parts(key);
    if whole.is_empty() && fraction.is_empty() {
        return 0;
    }
    let mut at = skip(key, 0, blank);
    at += usize::from(negative);
    at = skip(key, at, |byte| byte.is_ascii_digit());
    if key.get(at) == Some(&b'.') {
        at = skip(key, at + 1, |byte| byte.is_ascii_digit());
    }
    let letter = key
        .get(at)
        .map(|byte| if *byte == b'k' { b'K' } else { *byte });
    let power = b"KMGTPEZYRQ"
        .iter()
        .position(|unit| Some(*unit) == letter)
        .map_or(0, |at| at as i32 + 1);
    if negative { -power } else { power }
}

pub(super) fn month(key: &[u8]) -> usize {
    const NAMES: [&[u8]; 12] = [
        b"JAN", b"FEB", b"MAR", b"APR", b"MAY", b"JUN", b"JUL", b"AUG", b"SEP", b"OCT", b"NOV",
        b"DEC",
    ];
    let key = &key[skip(key, 0, blank)..];
    let known = NAMES.iter().position(|name| {
        key.get(..3)
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    });
    known.map_or(0, |at| at + 1)
}
