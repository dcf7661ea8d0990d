//! Bracket expressions.

use super::{escape, escaped, first_char};

/// A bracket expression behind its `[`.
pub(super) fn bracket(rest: &mut &[u8], escapes: bool) -> Result<String, String> {
    const UNMATCHED: &str = "Unmatched [, [^, [:, [., or [=";
    let mut class = String::from("[");
    if let Some(after) = rest.strip_prefix(b"^") {
        class.push('^');
        *rest = after;
    }
    let mut first = true;
    loop {
        if rest.is_empty() {
            return Err(UNMATCHED.into());
        }
        if let (false, Some(after)) = (first, rest.strip_prefix(b"]")) {
            *rest = after;
            class.push(']');
            return Ok(class);
        }
        first = false;
        if let Some(after) = rest.strip_prefix(b"[:") {
            let length = memchr::memmem::find(after, b":]").ok_or(UNMATCHED)?;
            class.push_str(named_class(&after[..length]).ok_or("Invalid character class name")?);
            *rest = &after[length + 2..];
            continue;
        }
        let from = bracket_char(rest, escapes)?;
        class.push_str(&escaped(from));
        // A `-` before the closing bracket is itself.
        if rest.len() > 1 && rest[0] == b'-' && rest[1] != b']' {
            *rest = &rest[1..];
            let to = bracket_char(rest, escapes)?;
            if to < from {
                return Err("Invalid range end".into());
            }
            class.push('-');
            class.push_str(&escaped(to));
        }
    }
}

fn bracket_char(rest: &mut &[u8], escapes: bool) -> Result<char, String> {
    for (open, close) in [(b"[.", b".]"), (b"[=", b"=]")] {
        if let Some(after) = rest.strip_prefix(open) {
            let length =
                memchr::memmem::find(after, close).ok_or("Unmatched [, [^, [:, [., or [=")?;
            let char = first_char(&after[..length]).filter(|char| char.len_utf8() == length);
            *rest = &after[length + 2..];
            return char.ok_or("Invalid collation character".into());
        }
    }
    if escapes
        && rest[0] == b'\\'
        && let Some((byte, length)) = escape(&rest[1..]).filter(|(byte, _)| byte.is_ascii())
    {
        *rest = &rest[1 + length..];
        return Ok(char::from(byte));
    }
    let char = first_char(rest).ok_or("a byte in brackets is not UTF-8; this is not supported")?;
    *rest = &rest[char.len_utf8()..];
    Ok(char)
}

fn named_class(name: &[u8]) -> Option<&'static str> {
    Some(match name {
        b"alpha" => r"[\w--[\d_]]",
        b"alnum" => r"[\w--_]",
        b"digit" => "0-9",
        b"upper" => r"\p{Lu}",
        b"lower" => r"\p{Ll}",
        b"space" => r"\s",
        b"blank" => r" \t",
        b"punct" => r"\p{P}\p{S}",
        b"print" => r"[^\p{C}]",
        b"graph" => r"[^\p{C}\s]",
        b"cntrl" => r"\p{Cc}",
        b"xdigit" => "0-9A-Fa-f",
        _ => return None,
    })
}
