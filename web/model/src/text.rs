//! Is it text? Told from a stream, piece by piece.

/// Watches a stream and says whether it is text: UTF-8 without a NUL byte.
///
/// A character split between two pieces is one character.
#[derive(Clone, Debug, Default)]
pub struct TextWatch {
    /// The bytes of a character whose end has not come yet.
    split: Vec<u8>,
    binary: bool,
}

impl TextWatch {
    /// Takes the next piece.
    pub fn push(&mut self, piece: &[u8]) {
        self.push_glanced(piece, glance(piece));
    }

    /// The same, for a piece that was looked at already.
    pub fn push_glanced(&mut self, mut piece: &[u8], glance: Glance) {
        if glance.plain && self.split.is_empty() {
            return;
        }
        // Complete the split character first; at most three bytes are missing.
        while !self.binary && !self.split.is_empty() && !piece.is_empty() {
            self.split.push(piece[0]);
            piece = &piece[1..];
            match std::str::from_utf8(&self.split) {
                Ok(_) => self.split.clear(),
                Err(error) => self.binary = error.error_len().is_some(),
            }
        }
        if self.binary || piece.is_empty() {
            return;
        }
        if piece.contains(&0) {
            self.binary = true;
        } else if let Err(error) = std::str::from_utf8(piece) {
            match error.error_len() {
                Some(_) => self.binary = true,
                None => self.split = piece[error.valid_up_to()..].to_vec(),
            }
        }
    }

    /// Whether all so far is text; a character may still be incomplete.
    pub fn is_text(&self) -> bool {
        !self.binary
    }

    /// Whether the whole stream, which ends here, is text.
    pub fn ends_as_text(&self) -> bool {
        !self.binary && self.split.is_empty()
    }
}

/// What can be told of bytes at one glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glance {
    /// How many `\n` there are.
    pub newlines: u64,
    /// Whether all are ASCII, and none is NUL.
    pub plain: bool,
}

/// Looks at bytes once; with SIMD, which all browsers have, sixteen at a time.
pub fn glance(bytes: &[u8]) -> Glance {
    let (head, rest) = bytes.as_chunks::<16>();
    let many = sixteens(head);
    let newlines = rest.iter().filter(|byte| **byte == b'\n').count() as u64;
    let plain = rest.iter().all(|byte| (1..0x80).contains(byte));
    Glance {
        newlines: many.newlines + newlines,
        plain: many.plain && plain,
    }
}

#[cfg(target_arch = "wasm32")]
#[target_feature(enable = "simd128")]
fn sixteens(chunks: &[[u8; 16]]) -> Glance {
    use std::arch::wasm32::*;
    let newline = u8x16_splat(b'\n');
    let (mut newlines, mut most, mut least) = (0, u8x16_splat(0), u8x16_splat(0xff));
    for chunk in chunks {
        let number = u128::from_le_bytes(*chunk);
        let bytes = u64x2(number as u64, (number >> 64) as u64);
        newlines += u64::from(u8x16_bitmask(u8x16_eq(bytes, newline)).count_ones());
        most = v128_or(most, bytes);
        least = u8x16_min(least, bytes);
    }
    Glance {
        newlines,
        plain: u8x16_bitmask(most) == 0 && u8x16_all_true(least),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn sixteens(chunks: &[[u8; 16]]) -> Glance {
    let bytes = chunks.as_flattened();
    Glance {
        newlines: bytes.iter().filter(|byte| **byte == b'\n').count() as u64,
        plain: bytes.iter().all(|byte| (1..0x80).contains(byte)),
    }
}

/// Bytes as they are painted: characters of UTF-8, a replacement character for
/// bytes that are none, and control characters as their pictures (`␛` for ESC),
/// so that nothing in a program's output acts on the page. `\r\n` is a newline.
pub fn paint(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut painted = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\n' | '\t' => painted.push(character),
            '\0'..='\x1f' => painted.extend(char::from_u32(0x2400 + character as u32)),
            '\x7f' => painted.push('\u{2421}'),
            // Characters that reorder or hide what stands around them.
            '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                painted.push('\u{fffd}');
            }
            _ => painted.push(character),
        }
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn watch(pieces: &[&[u8]]) -> TextWatch {
        let mut watch = TextWatch::default();
        for piece in pieces {
            watch.push(piece);
        }
        watch
    }

    #[test]
    fn a_split_character_is_text() {
        let crab = "🦀".as_bytes();
        for at in 0..=crab.len() {
            let watch = watch(&[b"a", &crab[..at], &crab[at..], b"b"]);
            assert!(watch.ends_as_text(), "split at {at}");
        }
    }

    #[test]
    fn a_cut_character_is_text_until_the_end() {
        let watch = watch(&[b"a", &"é".as_bytes()[..1]]);
        assert!(watch.is_text());
        assert!(!watch.ends_as_text());
    }

    #[test]
    fn nul_and_broken_sequences_are_binary() {
        assert!(!watch(&[b"a\0b"]).is_text());
        assert!(!watch(&[b"\xff"]).is_text());
        assert!(!watch(&[b"\xc3", b"a"]).is_text());
        assert!(!watch(&[b"\xf0\x9f", b"\xff"]).is_text());
    }

    #[test]
    fn controls_are_painted_as_pictures() {
        assert_eq!(paint(b"\x1b[31mred\x1b[0m"), "␛[31mred␛[0m");
        assert_eq!(paint(b"a\r\nb\rc\x7f"), "a\nb␍c␡");
        assert_eq!(paint("\u{202e}evil".as_bytes()), "\u{fffd}evil");
        assert_eq!(paint(b"\xff<script>"), "\u{fffd}<script>");
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(bytes: Vec<u8>, cuts: Vec<prop::sample::Index>) {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|ends| &bytes[ends[0]..ends[1]]).collect();
            let whole = std::str::from_utf8(&bytes).is_ok() && !bytes.contains(&0);
            prop_assert_eq!(watch(&pieces).ends_as_text(), whole);
        }

        #[test]
        fn any_string_is_text(string in "[^\0]*", cut: prop::sample::Index) {
            let (head, tail) = string.as_bytes().split_at(cut.index(string.len() + 1));
            prop_assert!(watch(&[head, tail]).ends_as_text());
        }
    }
}
