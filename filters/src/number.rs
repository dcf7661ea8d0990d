//! Numbers on command lines.

use crate::Stop;

/// A count of bytes or lines, with the suffixes of GNU coreutils (`b` 512, `kB` 1000, `K` or `KiB` 1024, and so on).
/// What is too large for 64 bits is the largest number.
///
/// # Errors
/// `what: 'value'` when it is none.
pub fn count(value: &[u8], what: &str) -> Result<u64, Stop> {
    let digits = value
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let invalid = || Stop::Failed(format!("{what}: '{}'", String::from_utf8_lossy(value)));
    let factor = factor(&value[digits..]).ok_or_else(invalid)?;
    if digits == 0 {
        return Err(invalid());
    }
    let number = value[..digits].iter().fold(0_u64, |number, digit| {
        number
            .saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    });
    Ok(number.saturating_mul(factor))
}

fn factor(suffix: &[u8]) -> Option<u64> {
    let (letter, base) = match suffix {
        [] => return Some(1),
        b"b" => return Some(512),
        [letter] | [letter, b'i', b'B'] => (letter, 1024_u64),
        [letter, b'B'] => (letter, 1000),
        _ => return None,
    };
    let power = b"KMGTPE"
        .iter()
        .position(|known| *known == letter.to_ascii_uppercase())?;
    let lower_allowed = matches!(letter, b'k' | b'm');
    (letter.is_ascii_uppercase() || lower_allowed).then(|| base.pow(power as u32 + 1))
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn suffixes_multiply() {
        for (text, number) in [
            ("7", 7),
            ("1b", 512),
            ("2kB", 2000),
            ("2K", 2048),
            ("1MiB", 1 << 20),
        ] {
            assert_eq!(count(text.as_bytes(), "").ok(), Some(number), "{text}");
        }
        assert_eq!(count(b"99999999999999999999999", "").ok(), Some(u64::MAX));
        for text in ["", "x", "-1", "1x", "1KK", "1g"] {
            assert!(count(text.as_bytes(), "").is_err(), "{text}");
        }
    }
}
