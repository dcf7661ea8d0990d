//! Text with escape sequences of terminals: SGR (`ESC [ … m`), which gives
//! colours and the like, is obeyed; any other sequence has no effect and is left
//! out.

use super::colour::Colour;

/// How a piece of text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The colour of the characters.
    pub ink: Option<Colour>,
    /// The colour behind them.
    pub ground: Option<Colour>,
    /// Both colours change places.
    pub inverse: bool,
    /// Bold.
    pub bold: bool,
    /// Fainter than the rest.
    pub faint: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Crossed out.
    pub struck: bool,
}

/// A piece of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The style.
    pub style: Style,
    /// Its bytes, which may hold any controls but the sequences.
    pub bytes: &'a [u8],
}

/// The spans of a text, in order; the style is carried on.
pub struct Spans<'a> {
    rest: &'a [u8],
    style: Style,
}

/// The longest sequence that is one, in bytes: what is longer is text.
const LONGEST: usize = 256;

impl<'a> Spans<'a> {
    /// Of a text that starts in this style.
    pub fn new(bytes: &'a [u8], style: Style) -> Self {
        Self { rest: bytes, style }
    }

    /// The style at which it has arrived.
    pub fn style(&self) -> Style {
        self.style
    }
}

impl<'a> Iterator for Spans<'a> {
    type Item = Span<'a>;

    fn next(&mut self) -> Option<Span<'a>> {
        loop {
            let first = *self.rest.first()?;
            if first == 0x1b
                && let Some((length, parameters)) = sequence(self.rest)
            {
                if let Some(parameters) = parameters {
                    self.style.set(parameters);
                }
                self.rest = &self.rest[length..];
                continue;
            }
            let after = memchr::memchr(0x1b, &self.rest[1..]);
            let end = after.map_or(self.rest.len(), |at| at + 1);
            let (bytes, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Some(Span {
                style: self.style,
                bytes,
            });
        }
    }
}

/// The length of the sequence that stands at the start, and its parameters if it
/// sets a style. A sequence without an end is none.
fn sequence(bytes: &[u8]) -> Option<(usize, Option<&[u8]>)> {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    match bytes.get(1)? {
        b'[' => {
            let inside = &bytes[2..];
            let end = inside
                .iter()
                .position(|byte| !(0x20..=0x3f).contains(byte))?;
            let is_final = (0x40..=0x7e).contains(&inside[end]);
            let is_style = inside[end] == b'm'
                && inside[..end]
                    .iter()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':'));
            is_final.then_some((end + 3, is_style.then_some(&inside[..end])))
        }
        // A title or an address, which ends with BEL or ESC \.
        b']' => {
            let end = bytes.iter().position(|byte| *byte == 7);
            let other = memchr::memmem::find(&bytes[1..], b"\x1b\\");
            match (end, other) {
                (Some(end), None) => Some((end + 1, None)),
                (None, Some(other)) => Some((other + 3, None)),
                (Some(end), Some(other)) => Some(((end + 1).min(other + 3), None)),
                (None, None) => None,
            }
        }
        _ => None,
    }
}

impl Style {
    /// Obeys the parameters of a sequence.
    fn set(&mut self, parameters: &[u8]) {
        let mut numbers = parameters
            .split(|byte| matches!(byte, b';' | b':'))
            .map(number);
        while let Some(parameter) = numbers.next() {
            match parameter {
                0 => *self = Self::default(),
                1 => self.bold = true,
                2 => self.faint = true,
                3 => self.italic = true,
                4 => self.underline = true,
                7 => self.inverse = true,
                9 => self.struck = true,
                22 => (self.bold, self.faint) = (false, false),
                23 => self.italic = false,
                24 => self.underline = false,
                27 => self.inverse = false,
                29 => self.struck = false,
                30..=37 => self.ink = Some(Colour::Basic(parameter as u8 - 30)),
                38 => self.ink = extended(&mut numbers).or(self.ink),
                39 => self.ink = None,
                40..=47 => self.ground = Some(Colour::Basic(parameter as u8 - 40)),
                48 => self.ground = extended(&mut numbers).or(self.ground),
                49 => self.ground = None,
                90..=97 => self.ink = Some(Colour::Basic(parameter as u8 - 82)),
                100..=107 => self.ground = Some(Colour::Basic(parameter as u8 - 92)),
                _ => {}
            }
        }
    }
}

/// A parameter; what is no number of this kind means nothing.
fn number(digits: &[u8]) -> u16 {
    digits.iter().fold(0, |number: u16, digit| {
        number
            .saturating_mul(10)
            .saturating_add(u16::from(digit.wrapping_sub(b'0')))
    })
}

/// `5;N` is one of 256 colours, `2;R;G;B` any.
fn extended(numbers: &mut impl Iterator<Item = u16>) -> Option<Colour> {
    let mut byte = || numbers.next().map(|number| number.min(255) as u8);
    match byte()? {
        5 => byte().map(Colour::of_256),
        2 => Some(Colour::Rgb(byte()?, byte()?, byte()?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spans(text: &str) -> Vec<(Style, String)> {
        Spans::new(text.as_bytes(), Style::default())
            .map(|span| (span.style, String::from_utf8_lossy(span.bytes).into_owned()))
            .collect()
    }

    fn one(sequence: &str) -> Style {
        let spans = spans(&format!("\x1b[{sequence}mx"));
        assert_eq!(spans.len(), 1, "{sequence}");
        spans[0].0
    }

    #[test]
    fn colours_of_each_kind() {
        assert_eq!(one("31").ink, Some(Colour::Basic(1)));
        assert_eq!(one("97").ink, Some(Colour::Basic(15)));
        assert_eq!(one("44").ground, Some(Colour::Basic(4)));
        assert_eq!(one("100").ground, Some(Colour::Basic(8)));
        assert_eq!(one("38;5;9").ink, Some(Colour::Basic(9)));
        assert_eq!(one("38;5;196").ink, Some(Colour::Rgb(255, 0, 0)));
        assert_eq!(one("48;5;244").ground, Some(Colour::Rgb(128, 128, 128)));
        assert_eq!(one("38;2;1;2;3").ink, Some(Colour::Rgb(1, 2, 3)));
        assert!(one("38;2;1;2;3;1").bold);
    }

    #[test]
    fn styles_are_set_and_taken_back() {
        let style = one("1;3;4;7;9");
        assert!(style.bold && style.italic && style.underline && style.inverse && style.struck);
        assert_eq!(one("1;4;31;22;24;39"), Style::default());
        assert_eq!(one("1;31;0"), Style::default());
        assert_eq!(one("1;31;"), Style::default());
    }

    #[test]
    fn what_sets_no_style_is_left_out() {
        let plain = |text: &str| -> String {
            spans(text)
                .into_iter()
                .inspect(|(style, _)| assert_eq!(*style, Style::default()))
                .map(|(_, text)| text)
                .collect()
        };
        assert_eq!(plain("a\x1b[2Jb\x1b[?25lc\x1b[>4;1md"), "abcd");
        assert_eq!(plain("\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b"), "ab");
        assert_eq!(plain("cut \x1b[31"), "cut \x1b[31");
        assert_eq!(plain("other \x1bc"), "other \x1bc");
    }

    proptest! {
        #[test]
        fn nothing_but_sequences_is_left_out(text in "[a-c\n]{0,9}(\u{1b}\\[[0-9;:]{0,9}m[a-c\n]{0,9}){0,5}") {
            let shown: String = spans(&text).into_iter().map(|(_, text)| text).collect();
            let mut expected = String::new();
            let mut inside = false;
            for character in text.chars() {
                match character {
                    '\u{1b}' => inside = true,
                    'm' => inside = false,
                    _ if !inside => expected.push(character),
                    _ => {}
                }
            }
            prop_assert_eq!(shown, expected);
        }

        #[test]
        fn any_bytes_give_no_more_than_they_are(bytes: Vec<u8>) {
            let total: usize = Spans::new(&bytes, Style::default()).map(|span| span.bytes.len()).sum();
            prop_assert!(total <= bytes.len());
        }
    }
}
