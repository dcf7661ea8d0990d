//! POSIX regular expressions, with the extensions of GNU, written anew in the syntax of the `regex` crate.

mod bracket;

use bracket::bracket;
use std::fmt::Write;

/// What the pattern is written in.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Flavour {
    /// Basic regular expressions: `\(` groups.
    #[default]
    Basic,
    /// Extended regular expressions: `(` groups.
    Extended,
    /// No expression: the characters themselves.
    Fixed,
}

/// A pattern in the new syntax.
#[derive(Default)]
pub struct Translated {
    /// The new pattern.
    pub text: String,
    /// How many groups it has.
    pub groups: usize,
    /// The first match that the regex crate finds may not be the longest, which POSIX asks for.
    pub ambiguous: bool,
}

/// Translates a pattern. `escapes`: `\n`, `\t` and so on stand for characters, as they do in sed but not in grep.
///
/// # Errors
/// What is wrong with the pattern, in a sentence.
pub fn translate(pattern: &[u8], flavour: Flavour, escapes: bool) -> Result<Translated, String> {
    let mut translator = Translator {
        rest: pattern,
        flavour,
        escapes,
        open: Vec::new(),
        atom: None,
        done: Translated::default(),
    };
    translator.run()?;
    Ok(translator.done)
}

struct Translator<'a> {
    rest: &'a [u8],
    flavour: Flavour,
    escapes: bool,
    /// Where the groups start that are still open.
    open: Vec<usize>,
    /// Where the thing starts that a `*` would repeat, and whether it is a group.
    atom: Option<(usize, bool)>,
    done: Translated,
}

/// An operator or a character, whatever way the flavour writes it.
enum Token<'a> {
    Open,
    Close,
    Or,
    Any,
    Bracket,
    Start,
    End,
    Repeat(&'static str),
    Interval,
    /// An assertion or a class that the regex crate writes like this.
    Same(&'static str),
    Back,
    Literal(char),
    /// Not UTF-8.
    Bytes(&'a [u8]),
}

impl<'a> Translator<'a> {
    fn run(&mut self) -> Result<(), String> {
        while !self.rest.is_empty() {
            let token = self.token()?;
            self.translate(token)?;
        }
        if self.open.is_empty() {
            Ok(())
        } else {
            Err("Unmatched ( or \\(".into())
        }
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn token(&mut self) -> Result<Token<'a>, String> {
        let extended = self.flavour == Flavour::Extended;
        if self.flavour == Flavour::Fixed {
            return Ok(self.character());
        }
        Ok(match (self.rest[0], self.rest.get(1)) {
            (b'\\', None) => return Err("Trailing backslash".into()),
            (b'\\', Some(next)) => {
                let token = match next {
                    b'(' if !extended => Token::Open,
                    b')' if !extended => Token::Close,
                    b'|' if !extended => Token::Or,
                    b'{' if !extended => Token::Interval,
                    b'+' if !extended => Token::Repeat("+"),
                    b'?' if !extended => Token::Repeat("?"),
                    b'1'..=b'9' => Token::Back,
                    b'<' => Token::Same(r"\b{start}"),
                    b'>' => Token::Same(r"\b{end}"),
                    b'b' => Token::Same(r"\b"),
                    b'B' => Token::Same(r"\B"),
                    b'w' => Token::Same(r"\w"),
                    b'W' => Token::Same(r"\W"),
                    b's' => Token::Same(r"\s"),
                    b'S' => Token::Same(r"\S"),
                    b'`' => Token::Same(r"\A"),
                    b'\'' => Token::Same(r"\z"),
                    _ => {
                        self.rest = &self.rest[1..];
                        return Ok(if self.escapes {
                            self.escape()
                        } else {
                            self.character()
                        });
                    }
                };
                self.rest = &self.rest[2..];
                token
            }
            (b'(', _) if extended => self.one(Token::Open),
            (b')', _) if extended => self.one(Token::Close),
            (b'|', _) if extended => self.one(Token::Or),
            (b'{', _) if extended => self.one(Token::Interval),
            (b'+', _) if extended => self.one(Token::Repeat("+")),
            (b'?', _) if extended => self.one(Token::Repeat("?")),
            (b'*', _) => self.one(Token::Repeat("*")),
            (b'.', _) => self.one(Token::Any),
            (b'[', _) => self.one(Token::Bracket),
            (b'^', _) => self.one(Token::Start),
            (b'$', _) => self.one(Token::End),
            _ => self.character(),
        })
    }

    fn one(&mut self, token: Token<'a>) -> Token<'a> {
        self.rest = &self.rest[1..];
        token
    }

    fn character(&mut self) -> Token<'a> {
        match first_char(self.rest) {
            Some(char) => {
                self.take(char.len_utf8());
                Token::Literal(char)
            }
            None => Token::Bytes(self.take(1)),
        }
    }

    /// What stands behind a backslash in sed.
    fn escape(&mut self) -> Token<'a> {
        match escape(self.rest) {
            Some((byte, length)) if byte.is_ascii() => {
                self.take(length);
                Token::Literal(char::from(byte))
            }
            Some((byte, length)) => {
                self.take(length);
                Token::Bytes(&BYTES[usize::from(byte)..=usize::from(byte)])
            }
            None => self.character(),
        }
    }

    fn translate(&mut self, token: Token) -> Result<(), String> {
        let basic = self.flavour == Flavour::Basic;
        let start = self.done.text.len();
        // Where an expression begins: a `*` is itself, and a `^` of basic expressions is an anchor.
        let first = start == 0 || self.done.text.ends_with(['(', '|']) && self.atom.is_none();
        match token {
            Token::Open => {
                self.done.groups += 1;
                self.open.push(start);
                self.done.text.push('(');
                self.atom = None;
            }
            Token::Close => {
                // A lone bracket is itself to grep, but wrong to sed and in basic expressions.
                if self.open.is_empty() && !basic && !self.escapes {
                    self.literal(')');
                    return Ok(());
                }
                let open = self.open.pop().ok_or("Unmatched ) or \\)")?;
                self.done.text.push(')');
                self.atom = Some((open, true));
            }
            Token::Or => {
                self.done.ambiguous = true;
                self.done.text.push('|');
                self.atom = None;
            }
            Token::Any => self.push("(?s:.)"),
            Token::Bracket => {
                let class = bracket(&mut self.rest, self.escapes)?;
                self.push(&class);
            }
            Token::Start if !basic || first => self.assert("^"),
            Token::Start => self.literal('^'),
            Token::End if !basic || self.at_end() => self.assert("$"),
            Token::End => self.literal('$'),
            Token::Same(text)
                if text.starts_with(r"\w")
                    || text.starts_with(r"\W")
                    || text.eq_ignore_ascii_case(r"\s") =>
            {
                self.push(text)
            }
            Token::Same(text) => self.assert(text),
            Token::Back => return Err("back-references in a pattern are not supported".into()),
            Token::Repeat(operator) => match self.atom {
                Some(_) => self.repeat(operator),
                None if basic && operator == "*" => self.literal('*'),
                // An operator with nothing to repeat: GNU takes it for the empty expression, repeated.
                None => {}
            },
            Token::Interval => self.interval()?,
            Token::Literal(char) => self.literal(char),
            Token::Bytes(bytes) => {
                let text: String = bytes.iter().fold(String::new(), |mut text, byte| {
                    let _ = write!(text, r"(?-u:\x{byte:02X})");
                    text
                });
                self.push(&text);
            }
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        self.atom = Some((self.done.text.len(), false));
        self.done.text.push_str(text);
    }

    /// In basic expressions a `*` behind an assertion is itself; in extended ones it repeats it, for what that is worth.
    fn assert(&mut self, text: &str) {
        let start = self.done.text.len();
        self.atom = (self.flavour == Flavour::Extended).then_some((start, false));
        self.done.text.push_str(text);
    }

    fn literal(&mut self, char: char) {
        self.push(&escaped(char));
    }

    /// Repeats the last atom. It gets a group of its own, so that `a+?` is not what the regex crate makes of it.
    fn repeat(&mut self, operator: &str) {
        if let Some((start, group)) = self.atom {
            self.done.ambiguous |= group;
            self.done.text.insert_str(start, "(?:");
            self.done.text.push(')');
            self.done.text.push_str(operator);
            self.atom = Some((start, true));
        }
    }

    /// In a basic expression a `$` is an anchor at the end of an expression.
    fn at_end(&self) -> bool {
        self.rest.is_empty() || self.rest.starts_with(b"\\)") || self.rest.starts_with(b"\\|")
    }

    fn interval(&mut self) -> Result<(), String> {
        let extended = self.flavour == Flavour::Extended;
        let end: &[u8] = if extended { b"}" } else { b"\\}" };
        let parsed = memchr::memmem::find(self.rest, end).and_then(|at| {
            let text = str::from_utf8(&self.rest[..at]).ok()?;
            let (least, most) = text.split_once(',').unwrap_or((text, text));
            let least: u32 = if least.is_empty() && text.len() > 1 {
                0
            } else {
                least.parse().ok()?
            };
            let most: Option<u32> = if most.is_empty() {
                None
            } else {
                Some(most.parse().ok()?)
            };
            Some((at + end.len(), least, most))
        });
        match parsed {
            Some((length, least, most)) => {
                self.take(length);
                if most.is_some_and(|most| most < least) {
                    return Err("Invalid content of \\{\\}".into());
                }
                if least.max(most.unwrap_or(0)) > 32767 {
                    return Err("Regular expression too big".into());
                }
                let most = most.map_or(String::new(), |most| most.to_string());
                match self.atom {
                    Some(_) => self.repeat(&format!("{{{least},{most}}}")),
                    None if extended => {}
                    None => return Err("Invalid preceding regular expression".into()),
                }
                Ok(())
            }
            // Extended expressions take a brace that is no interval for itself.
            None if extended => {
                self.literal('{');
                Ok(())
            }
            None => Err("Unmatched \\{, or its content is invalid".into()),
        }
    }
}

/// All bytes, so that there is a slice for each.
static BYTES: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        bytes[byte] = byte as u8;
        byte += 1;
    }
    bytes
};

/// The character behind a backslash that sed knows, and how long it is written: `n`, `t`, `x41`, `d065`, `o101`, `cA`.
pub fn escape(text: &[u8]) -> Option<(u8, usize)> {
    let number = |radix: u32, most: usize| {
        let digits = text[1..]
            .iter()
            .take(most)
            .take_while(|byte| char::from(**byte).is_digit(radix))
            .count();
        let value = u32::from_str_radix(str::from_utf8(&text[1..1 + digits]).ok()?, radix).ok()?;
        Some((value as u8, digits + 1))
    };
    match text.first()? {
        b'a' => Some((7, 1)),
        b'f' => Some((12, 1)),
        b'n' => Some((b'\n', 1)),
        b'r' => Some((b'\r', 1)),
        b't' => Some((b'\t', 1)),
        b'v' => Some((11, 1)),
        b'c' => text.get(1).map(|byte| (byte.to_ascii_uppercase() ^ 64, 2)),
        b'd' => number(10, 3),
        b'o' => number(8, 3),
        b'x' => number(16, 2),
        _ => None,
    }
}

fn first_char(bytes: &[u8]) -> Option<char> {
    bytes
        .utf8_chunks()
        .next()
        .and_then(|chunk| chunk.valid().chars().next())
}

/// A character that stands for itself in and out of brackets.
fn escaped(char: char) -> String {
    if char.is_ascii_punctuation() {
        format!("\\{char}")
    } else {
        char.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn basic(pattern: &str) -> String {
        translate(pattern.as_bytes(), Flavour::Basic, false)
            .map_or_else(|what| what, |done| done.text)
    }

    fn extended(pattern: &str) -> String {
        translate(pattern.as_bytes(), Flavour::Extended, false)
            .map_or_else(|what| what, |done| done.text)
    }

    #[test]
    fn basic_and_extended_swap_the_backslash() {
        assert_eq!(basic(r"\(a\)b(c)"), r"(a)b\(c\)");
        assert_eq!(extended(r"\(a\)b(c)"), r"\(a\)b(c)");
        assert_eq!(basic(r"a\{2\}"), "(?:a){2,2}");
        assert_eq!(extended("a{,3}b{x"), r"(?:a){0,3}b\{x");
    }

    #[test]
    fn a_star_and_an_anchor_may_be_themselves() {
        assert_eq!(basic(r"*a*"), r"\*(?:a)*");
        assert_eq!(basic(r"a^b$c$"), r"a\^b\$c$");
        assert_eq!(basic(r"\(^*a\)"), r"(^\*a)");
        assert_eq!(extended("a+?"), "(?:(?:a)+)?");
    }

    #[test]
    fn brackets_have_rules_of_their_own() {
        assert_eq!(basic(r"[]a-]"), r"[\]a\-]");
        assert_eq!(basic(r"[^\n[:digit:]]"), r"[^\\n0-9]");
        assert_eq!(basic("[a"), "Unmatched [, [^, [:, [., or [=");
        assert_eq!(basic("[z-a]"), "Invalid range end");
    }

    proptest! {
        #[test]
        fn whatever_is_translated_is_a_pattern(pattern in r"[\[\]()a-c*+?{},0-3.:^$|\\-]{0,12}", extended: bool, escapes: bool) {
            let flavour = if extended { Flavour::Extended } else { Flavour::Basic };
            if let Ok(done) = translate(pattern.as_bytes(), flavour, escapes) {
                prop_assert!(regex_automata::util::syntax::parse(&done.text).is_ok(), "{pattern} is not {}", done.text);
            }
        }

        #[test]
        fn bytes_never_panic(pattern in proptest::collection::vec(any::<u8>(), 0..12), escapes: bool) {
            for flavour in [Flavour::Basic, Flavour::Extended, Flavour::Fixed] {
                let _ = translate(&pattern, flavour, escapes);
            }
        }
    }
}
