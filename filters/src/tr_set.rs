//! The sets of `tr`, as POSIX and GNU write them.

use crate::Stop;

/// A parsed set.
pub struct Set(Vec<Item>);

enum Item {
    Bytes(Vec<u8>),
    Class(Class),
    Equivalents(u8),
    /// A byte so many times; as often as needed where no number is given.
    Repeat(u8, Option<u64>),
}

#[derive(Clone, Copy)]
enum Class {
    Upper,
    Lower,
    Other(fn(u8) -> bool),
}

impl Set {
    /// Reads a set; only the `second` one may have a repetition without a number.
    ///
    /// # Errors
    /// A range that runs backwards, an unknown class, a wrong number.
    pub fn parse(text: &[u8], second: bool) -> Result<Self, Stop> {
        let (mut items, mut rest) = (Vec::new(), text);
        while !rest.is_empty() {
            if let Some((item, length)) = bracketed(rest)? {
                items.push(item);
                rest = &rest[length..];
                continue;
            }
            let (byte, length) = unescaped(rest);
            rest = &rest[length..];
            // A `-` at the end is itself.
            if rest.len() < 2 || rest[0] != b'-' {
                items.push(Item::Bytes(vec![byte]));
                continue;
            }
            let (last, length) = unescaped(&rest[1..]);
            if last < byte {
                let shown = String::from_utf8_lossy(&[byte, b'-', last]).into_owned();
                return Err(failed(format!(
                    "range-endpoints of '{shown}' are in reverse collating sequence order"
                )));
            }
            items.push(Item::Bytes((byte..=last).collect()));
            rest = &rest[1 + length..];
        }
        let endless = items
            .iter()
            .filter(|item| matches!(item, Item::Repeat(_, None)))
            .count();
        if endless > 0 && !second {
            return Err(failed(
                "the [c*] repeat construct may not appear in string1".into(),
            ));
        }
        if endless > 1 {
            return Err(failed(
                "only one [c*] repeat construct may appear in string2".into(),
            ));
        }
        Ok(Self(items))
    }

    /// All bytes of the set in their order, or, for a complement, all others. A repetition without a number fills up to `length`.
    pub fn bytes(&self, complement: bool, length: usize) -> Vec<u8> {
        let rest: usize = self.0.iter().map(|item| item.bytes(0).len()).sum();
        let listed: Vec<u8> = self
            .0
            .iter()
            .flat_map(|item| item.bytes(length.saturating_sub(rest)))
            .collect();
        match complement {
            true => (0..=255).filter(|byte| !listed.contains(byte)).collect(),
            false => listed,
        }
    }

    /// Whether there is a repetition without a number.
    pub fn is_endless(&self) -> bool {
        self.0
            .iter()
            .any(|item| matches!(item, Item::Repeat(_, None)))
    }

    /// Where the classes `upper` and `lower` begin.
    fn cases(&self) -> Vec<usize> {
        let (mut cases, mut at) = (Vec::new(), 0);
        for item in &self.0 {
            if let Item::Class(Class::Upper | Class::Lower) = item {
                cases.push(at);
            }
            at += item.bytes(0).len();
        }
        cases
    }
}

impl Item {
    fn bytes(&self, fill: usize) -> Vec<u8> {
        match self {
            Item::Bytes(bytes) => bytes.clone(),
            Item::Class(class) => (0..=255).filter(|byte| class.has(*byte)).collect(),
            Item::Equivalents(byte) => vec![*byte],
            // No set that is looked at is longer than all bytes.
            Item::Repeat(byte, times) => {
                vec![*byte; times.map_or(fill, |times| times.min(256) as usize)]
            }
        }
    }
}

impl Class {
    fn named(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"upper" => Self::Upper,
            b"lower" => Self::Lower,
            b"alpha" => Self::Other(|byte| byte.is_ascii_alphabetic()),
            b"digit" => Self::Other(|byte| byte.is_ascii_digit()),
            b"alnum" => Self::Other(|byte| byte.is_ascii_alphanumeric()),
            b"punct" => Self::Other(|byte| byte.is_ascii_punctuation()),
            b"graph" => Self::Other(|byte| byte.is_ascii_graphic()),
            b"print" => Self::Other(|byte| matches!(byte, b' '..=b'~')),
            b"space" => Self::Other(|byte| matches!(byte, b'\t'..=b'\r' | b' ')),
            b"blank" => Self::Other(|byte| matches!(byte, b'\t' | b' ')),
            b"cntrl" => Self::Other(|byte| byte.is_ascii_control()),
            b"xdigit" => Self::Other(|byte| byte.is_ascii_hexdigit()),
            _ => return None,
        })
    }

    fn has(self, byte: u8) -> bool {
        match self {
            Self::Upper => byte.is_ascii_uppercase(),
            Self::Lower => byte.is_ascii_lowercase(),
            Self::Other(has) => has(byte),
        }
    }
}

/// `[:class:]`, `[=c=]` or `[c*n]` at the start of `text`, and how long it is.
fn bracketed(text: &[u8]) -> Result<Option<(Item, usize)>, Stop> {
    let Some(inner) = text.strip_prefix(b"[") else {
        return Ok(None);
    };
    for (mark, end) in [(b':', b":]"), (b'=', b"=]")] {
        let Some(inner) = inner.strip_prefix(&[mark]) else {
            continue;
        };
        // `[:*]` and `[=*]` are repetitions, and an empty name does not end at its own colon.
        let Some(length) = memchr::memmem::find(inner, end) else {
            continue;
        };
        let name = &inner[..length];
        let shown = name.escape_ascii();
        if mark == b'=' && name.len() == 1 {
            return Ok(Some((Item::Equivalents(name[0]), length + 4)));
        }
        return match Class::named(name).filter(|_| mark == b':') {
            Some(class) => Ok(Some((Item::Class(class), length + 4))),
            None if inner.starts_with(b"*") => continue,
            None if mark == b'=' => Err(failed(format!(
                "{shown}: equivalence class operand must be a single character"
            ))),
            None => Err(failed(format!("invalid character class '{shown}'"))),
        };
    }
    if inner.is_empty() {
        return Ok(None);
    }
    let (byte, length) = unescaped(inner);
    let Some(digits) = inner[length..].strip_prefix(b"*") else {
        return Ok(None);
    };
    let Some(end) = digits.iter().position(|byte| *byte == b']') else {
        return Ok(None);
    };
    let shown = digits[..end].escape_ascii().to_string();
    let times = match shown.as_str() {
        "" => Some(0),
        octal if octal.starts_with('0') => u64::from_str_radix(octal, 8).ok(),
        decimal => decimal.parse().ok(),
    };
    match times {
        Some(0) => Ok(Some((Item::Repeat(byte, None), length + end + 3))),
        Some(times) => Ok(Some((Item::Repeat(byte, Some(times)), length + end + 3))),
        None => Err(failed(format!(
            "invalid repeat count '{shown}' in [c*n] construct"
        ))),
    }
}

/// The first byte of `text`, which is not empty, with its escape undone, and how long it was written.
fn unescaped(text: &[u8]) -> (u8, usize) {
    let (b'\\', Some(next)) = (text[0], text.get(1)) else {
        return (text[0], 1);
    };
    let byte = match next {
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        b'0'..=b'7' => {
            let mut value = 0;
            let mut length = 1;
            for digit in text[1..]
                .iter()
                .take(3)
                .take_while(|byte| matches!(byte, b'0'..=b'7'))
            {
                let more = value * 8 + u32::from(digit - b'0');
                // \400 is \40 and a 0.
                if more > 255 {
                    break;
                }
                value = more;
                length += 1;
            }
            return (value as u8, length);
        }
        other => *other,
    };
    (byte, 2)
}

/// What each byte becomes, when `from`, the bytes of `set1`, turns to `to`, those of `set2`.
///
/// # Errors
/// What GNU tr refuses: classes that cannot be mapped, or an empty second set.
pub fn translation(
    set1: &Set,
    complement: bool,
    from: &[u8],
    set2: &Set,
    to: &[u8],
    truncate: bool,
) -> Result<[u8; 256], Stop> {
    if set2
        .0
        .iter()
        .any(|item| matches!(item, Item::Equivalents(_)))
    {
        return Err(failed(
            "[=c=] expressions may not appear in string2 when translating".into(),
        ));
    }
    if set2
        .0
        .iter()
        .any(|item| matches!(item, Item::Class(Class::Other(_))))
    {
        let what = "when translating, the only character classes that may appear in string2 are 'upper' and 'lower'";
        return Err(failed(what.into()));
    }
    let cases = set1.cases();
    if !complement && set2.cases().iter().any(|case| !cases.contains(case)) {
        return Err(failed(
            "misaligned [:upper:] and/or [:lower:] construct".into(),
        ));
    }
    let mut to = to.to_vec();
    if from.len() > to.len() && !truncate {
        let Some(last) = to.last().copied() else {
            return Err(failed(
                "when not truncating set1, string2 must be non-empty".into(),
            ));
        };
        if let Some(Item::Class(_)) = set2.0.last() {
            let what = "when translating with string1 longer than string2,\nthe latter string must not end with a character class";
            return Err(failed(what.into()));
        }
        to.resize(from.len(), last);
    }
    let has_class = set1.0.iter().any(|item| matches!(item, Item::Class(_)));
    if complement && has_class && !(to.len() == from.len() && to.iter().all(|byte| *byte == to[0]))
    {
        let what = "when translating with complemented character classes,\nstring2 must map all characters in the domain to one";
        return Err(failed(what.into()));
    }
    let mut table: [u8; 256] = std::array::from_fn(|byte| byte as u8);
    from.iter()
        .zip(&to)
        .for_each(|(from, to)| table[usize::from(*from)] = *to);
    Ok(table)
}

fn failed(what: String) -> Stop {
    Stop::Failed(what)
}
