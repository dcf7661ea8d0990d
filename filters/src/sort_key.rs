//! What `sort` compares: keys of lines, as POSIX and GNU define them in the C locale.

mod order;

use crate::Stop;
use order::{floats, month, number_prefix, numbers, unit};
use std::cmp::Ordering;

/// How text is compared.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Order {
    /// Byte by byte.
    #[default]
    Text,
    /// `-n`: as decimal numbers of any length.
    Number,
    /// `-g`: as floating-point numbers.
    Float,
    /// `-h`: as numbers with a unit, 2K before 1G.
    Human,
    /// `-M`: as names of months.
    Month,
}

/// One `-k`, or the whole line.
#[derive(Clone, Default)]
pub struct Key {
    /// The field and the byte in it where the key starts, counted from 0.
    start: (usize, usize),
    /// The same for its end; byte 0 stands for the end of the field. Nothing: the end of the line.
    end: Option<(usize, usize)>,
    skip_blanks: bool,
    skip_blanks_at_end: bool,
    /// How it is compared.
    pub order: Order,
    /// `-d`: only blanks, letters and digits count.
    dictionary: bool,
    /// `-i`: only printable bytes count.
    printable: bool,
    /// `-f`: lower case counts as upper case.
    fold: bool,
    /// `-r`
    pub reverse: bool,
    /// The options among those of which a key can have one: d and i count as one.
    kinds: Vec<char>,
}

impl Key {
    /// Reads `F[.C][OPTIONS][,F[.C][OPTIONS]]`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &[u8]) -> Result<Self, Stop> {
        let shown = String::from_utf8_lossy(text).into_owned();
        let wrong =
            |what: &str| Stop::Failed(format!("{what}: invalid field specification '{shown}'"));
        let mut key = Key::default();
        let (field, mut rest) =
            number(text).ok_or_else(|| wrong("invalid number at field start"))?;
        key.start.0 = field
            .checked_sub(1)
            .ok_or_else(|| wrong("field number is zero"))?;
        if let Some(after) = rest.strip_prefix(b".") {
            let (byte, after) = number(after).ok_or_else(|| wrong("invalid number after '.'"))?;
            key.start.1 = byte
                .checked_sub(1)
                .ok_or_else(|| wrong("character offset is zero"))?;
            rest = after;
        }
        while let Some((option, after)) = rest.split_first().filter(|(option, _)| **option != b',')
        {
            let known = if *option == b'b' {
                set(&mut key.skip_blanks)
            } else {
                key.set(char::from(*option))
            };
            known.ok_or_else(|| wrong("stray character in field spec"))?;
            rest = after;
        }
        let Some(after) = rest.strip_prefix(b",") else {
            return Ok(key);
        };
        let (field, mut rest) = number(after).ok_or_else(|| wrong("invalid number after ','"))?;
        let mut end = (
            field
                .checked_sub(1)
                .ok_or_else(|| wrong("field number is zero"))?,
            0,
        );
        if let Some(after) = rest.strip_prefix(b".") {
            (end.1, rest) = number(after).ok_or_else(|| wrong("invalid number after '.'"))?;
        }
        key.end = Some(end);
        for option in rest {
            let known = if *option == b'b' {
                set(&mut key.skip_blanks_at_end)
            } else {
                key.set(char::from(*option))
            };
            known.ok_or_else(|| wrong("stray character in field spec"))?;
        }
        Ok(key)
    }

    /// Sets an ordering option, for a key or for the whole command; tells whether there is such an option.
    pub fn set(&mut self, option: char) -> Option<()> {
        let kind = if option == 'd' { 'i' } else { option };
        if matches!(kind, 'i' | 'n' | 'g' | 'h' | 'M') && !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        match option {
            'b' => (self.skip_blanks, self.skip_blanks_at_end) = (true, true),
            'd' => self.dictionary = true,
            'f' => self.fold = true,
            'i' => self.printable = true,
            'n' => self.order = Order::Number,
            'g' => self.order = Order::Float,
            'h' => self.order = Order::Human,
            'M' => self.order = Order::Month,
            'r' => self.reverse = true,
            _ => return None,
        }
        Some(())
    }

    /// A key without options of its own takes those of the command.
    pub fn inherit(&mut self, command: &Key) {
        let blanks = self.skip_blanks || self.skip_blanks_at_end;
        if !blanks && !self.reverse && self.order == Order::Text && !self.translated() {
            *self = Key {
                start: self.start,
                end: self.end,
                ..command.clone()
            };
        }
    }

    /// Fails if there are options that exclude each other.
    ///
    /// # Errors
    /// Which they are.
    pub fn check(&self) -> Result<(), Stop> {
        match self.kinds.len() {
            0 | 1 => Ok(()),
            _ => {
                let options: String = self.kinds.iter().collect();
                Err(Stop::Failed(format!(
                    "options '-{options}' are incompatible"
                )))
            }
        }
    }

    /// The key is the line as it stands.
    pub fn is_plain(&self) -> bool {
        self.start == (0, 0)
            && self.end.is_none()
            && !self.skip_blanks
            && self.order == Order::Text
            && !self.translated()
    }

    fn translated(&self) -> bool {
        self.dictionary || self.fold || self.printable
    }

    /// The part of a line that is the key.
    pub fn of<'a>(&self, line: &'a [u8], separator: Option<u8>) -> &'a [u8] {
        let mut start = skip_fields(line, 0, self.start.0, separator, true);
        if self.skip_blanks {
            start = skip(line, start, blank);
        }
        start = start.saturating_add(self.start.1).min(line.len());
        let end = match self.end {
            None => line.len(),
            // The end of a field is before the separator behind it.
            Some((field, 0)) => skip_fields(line, 0, field.saturating_add(1), separator, false),
            Some((field, byte)) => {
                let mut end = skip_fields(line, 0, field, separator, true);
                if self.skip_blanks_at_end {
                    end = skip(line, end, blank);
                }
                end.saturating_add(byte).min(line.len())
            }
        };
        &line[start..end.max(start)]
    }

    /// Compares two keys, without `-r`.
    pub fn compare(&self, a: &[u8], b: &[u8]) -> Ordering {
        match self.order {
            Order::Number => numbers(a, b),
            Order::Float => floats(a, b),
            Order::Human => unit(a).cmp(&unit(b)).then_with(|| numbers(a, b)),
            Order::Month => month(a).cmp(&month(b)),
            Order::Text if self.translated() => self.translate(a).cmp(self.translate(b)),
            Order::Text => a.cmp(b),
        }
    }

    /// The bytes that count.
    fn translate<'a>(&'a self, key: &'a [u8]) -> impl Iterator<Item = u8> + 'a {
        let counts = |byte: &u8| {
            let listed = !self.dictionary || byte.is_ascii_alphanumeric() || blank(*byte);
            listed && (!self.printable || matches!(byte, b' '..=b'~'))
        };
        let key = key.iter().copied().filter(counts);
        key.map(|byte| {
            if self.fold {
                byte.to_ascii_uppercase()
            } else {
                byte
            }
        })
    }

    /// Eight bytes that never contradict [`Key::compare`]: where they differ, the keys compare as they do. Comparing them
    /// first saves most of the work of looking at lines.
    pub fn prefix(&self, key: &[u8]) -> u64 {
        let mut bytes = [0; 8];
        match self.order {
            Order::Number => return number_prefix(key),
            Order::Text if self.translated() => bytes
                .iter_mut()
                .zip(self.translate(key))
                .for_each(|(to, from)| *to = from),
            Order::Text => bytes.iter_mut().zip(key).for_each(|(to, from)| *to = *from),
            _ => {}
        }
        u64::from_be_bytes(bytes)
    }
}

fn set(flag: &mut bool) -> Option<()> {
    *flag = true;
    Some(())
}

/// A number at the start of `text`, and what follows it; the largest there is where it is larger.
fn number(text: &[u8]) -> Option<(usize, &[u8])> {
    let digits = skip(text, 0, |byte| byte.is_ascii_digit());
    let add = |number: usize, digit: &u8| {
        number
            .saturating_mul(10)
            .saturating_add(usize::from(digit - b'0'))
    };
    (digits > 0).then(|| (text[..digits].iter().fold(0, add), &text[digits..]))
}

fn blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n')
}

/// The first place from `at` on that is not `wanted`.
fn skip(line: &[u8], at: usize, wanted: fn(u8) -> bool) -> usize {
    at + line[at..].iter().take_while(|byte| wanted(**byte)).count()
}

/// The place behind so many fields; `over` the separator behind the last one, or before it.
fn skip_fields(
    line: &[u8],
    mut at: usize,
    fields: usize,
    separator: Option<u8>,
    over: bool,
) -> usize {
    for left in (0..fields).rev() {
        if at >= line.len() {
            break;
        }
        match separator {
            Some(separator) => {
                at =
                    memchr::memchr(separator, &line[at..]).map_or(line.len(), |length| at + length);
                if at < line.len() && (over || left > 0) {
                    at += 1;
                }
            }
            // Without a separator a field begins with the blanks before it.
            None => at = skip(line, skip(line, at, blank), |byte| !blank(byte)),
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(text: &str) -> Key {
        Key::parse(text.as_bytes()).unwrap_or_else(|_| panic!("{text} is a key"))
    }

    #[test]
    fn a_key_is_a_part_of_the_line() {
        let of = |text: &str, separator| {
            String::from_utf8_lossy(key(text).of(b"  one two,three", separator)).into_owned()
        };
        assert_eq!(of("1", None), "  one two,three");
        assert_eq!(of("2,2", None), " two,three");
        assert_eq!(of("2b,2.4b", None), "two,");
        assert_eq!(of("2.2,2.3", Some(b',')), "hr");
        assert_eq!(of("1,1", Some(b',')), "  one two");
        assert_eq!(of("7", None), "");
        for wrong in ["", "0", "1.0", "1x", "1,", "1,0", "1.", "-1"] {
            assert!(Key::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_of_any_length() {
        let ordered: [&[u8]; 9] = [
            b"-99999999999999999999999",
            b"-2",
            b"-1.5",
            b"-0.1",
            b"x",
            b".01",
            b"1",
            b"1.5",
            b"99999999999999999999999",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(numbers(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(numbers(b"-0", b" 000.0"), Ordering::Equal);
        assert_eq!(numbers(&[b'9'; 200], &[b'8'; 200]), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn a_prefix_never_contradicts(a in "[-0-9. aB]{0,20}|-?[0-9]{120,140}", b in "[-0-9. aB]{0,20}|-?[0-9]{120,140}", options in "[ndfi]") {
            let mut key = Key::default();
            key.set(options.chars().next().unwrap_or('n'));
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let order = key.prefix(a).cmp(&key.prefix(b));
            prop_assert!(order == Ordering::Equal || order == key.compare(a, b));
        }
    }
}
