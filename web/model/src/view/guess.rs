//! What bytes look like, from the first of them.

use super::{View, json, netpbm, table};
use crate::text::TextWatch;

/// How many bytes are looked at.
pub const SAMPLE: usize = 4096;

/// What the files of pictures start with, each at its place.
const PICTURES: [(usize, &[u8]); 8] = [
    (0, b"\x89PNG\r\n\x1a\n"),
    (0, b"\xff\xd8\xff"),
    (0, b"GIF87a"),
    (0, b"GIF89a"),
    (8, b"WEBPVP8"),
    (6, b"\0\0\0\0"),
    (4, b"ftypavif"),
    (4, b"ftypavis"),
];

/// Whether the first bytes may be something else than text or hex: if not,
/// [`guess`] need not be asked. It is made to be small, for every visit has it.
pub fn is_worth_a_look(start: &[u8]) -> bool {
    let first = start
        .iter()
        .find(|byte| !byte.is_ascii_whitespace() && **byte < 0x80);
    let telling = match first {
        Some(b'{' | b'[' | b'<' | 0x89 | b'G' | b'R' | b'B' | b'P' | 0) => true,
        _ => start.first() == Some(&0xff),
    };
    telling
        || start.first() == Some(&0x89)
        || start
            .windows(2)
            .any(|pair| matches!(pair[0], b'\x1b' | b'\t' | b',' | b';') && pair[1] != b' ')
}

/// What the first bytes of a stream look like, and [`View::Auto`] for nothing
/// but text or hex. `whole` says that they are all there are.
pub fn guess(bytes: &[u8], whole: bool) -> View {
    let whole = whole && bytes.len() <= SAMPLE;
    let bytes = &bytes[..bytes.len().min(SAMPLE)];
    if picture(bytes).is_some() || netpbm::Header::read(bytes).is_some() {
        return View::Image;
    }
    let mut watch = TextWatch::default();
    watch.push(bytes);
    if !watch.is_text() {
        return View::Auto;
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = text.trim_ascii_start();
    if let Some(view) = markup(text) {
        return view;
    }
    if has_colours(bytes) {
        return View::Ansi;
    }
    if matches!(text.first(), Some(b'{' | b'[')) && json::looks_right(text, whole) {
        return View::Json;
    }
    match table::guess(bytes, whole) {
        Some(_) => View::Table,
        None => View::Auto,
    }
}

/// The media type of a picture that browsers draw, by how it starts.
pub fn picture(bytes: &[u8]) -> Option<&'static str> {
    let has = |at: usize| {
        let (place, magic) = PICTURES[at];
        bytes
            .get(place..)
            .is_some_and(|rest| rest.starts_with(magic))
    };
    match () {
        () if has(0) => Some("image/png"),
        () if has(1) => Some("image/jpeg"),
        () if has(2) || has(3) => Some("image/gif"),
        () if bytes.starts_with(b"RIFF") && has(4) => Some("image/webp"),
        () if bytes.starts_with(b"BM") && has(5) => Some("image/bmp"),
        () if has(6) || has(7) => Some("image/avif"),
        () => None,
    }
}

fn markup(text: &[u8]) -> Option<View> {
    let mut text = text;
    // Past the prolog and comments.
    loop {
        let (start, end): (&[u8], &[u8]) = match text {
            [b'<', b'?', ..] => (b"<?", b"?>"),
            [b'<', b'!', b'-', b'-', ..] => (b"<!--", b"-->"),
            _ => break,
        };
        let rest = &text[start.len()..];
        let at = memchr::memmem::find(rest, end)?;
        text = rest[at + end.len()..].trim_ascii_start();
    }
    let starts = |tag: &[u8]| {
        let head = text.get(..tag.len());
        let after = text.get(tag.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(tag))
            && after.is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    match () {
        () if starts(b"<svg") || starts(b"<!doctype svg") => Some(View::Svg),
        () if starts(b"<html") || starts(b"<!doctype html") => Some(View::Html),
        () => None,
    }
}

/// Whether there is an escape sequence that sets a colour, or the like.
fn has_colours(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"\x1b[").any(|at| {
        let rest = &bytes[at + 2..];
        let end = rest
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b':'));
        end.is_some_and(|end| rest[end] == b'm')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(bytes: impl AsRef<[u8]>) -> View {
        let view = guess(bytes.as_ref(), true);
        if view != View::Auto {
            assert!(is_worth_a_look(bytes.as_ref()), "{view:?}");
        }
        view
    }

    #[test]
    fn pictures_are_known_by_their_magic() {
        for (bytes, kind) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"GIF89a\x01\0", "image/gif"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
            (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "image/bmp"),
            (b"\0\0\0\x20ftypavif\0\0\0\0", "image/avif"),
        ] {
            assert_eq!(picture(bytes), Some(kind));
            assert_eq!(whole(bytes), View::Image, "{kind}");
        }
        assert_eq!(whole("P1\n# a comment\n3 2\n1 0 1\n0 1 0\n"), View::Image);
        assert_eq!(whole(b"P6 1 1 255\n\xff\0\0"), View::Image);
        assert_eq!(whole("P1 is what it is called\n"), View::Auto);
        assert_eq!(whole("BMW builds cars\n"), View::Auto);
    }

    #[test]
    fn documents_are_known_by_their_start() {
        assert_eq!(whole("<!DOCTYPE html>\n<p>Hello"), View::Html);
        assert_eq!(whole("\n<!-- a page -->\n<html lang=en>"), View::Html);
        assert_eq!(whole("<?xml version='1.0'?><svg xmlns='…'/>"), View::Svg);
        assert_eq!(whole("<svg viewBox='0 0 1 1'>"), View::Svg);
        assert_eq!(whole("<h1>A fragment</h1>"), View::Auto);
        assert_eq!(whole("<htmlx>"), View::Auto);
        assert_eq!(whole("<!-- without an end"), View::Auto);
    }

    #[test]
    fn json_has_to_be_right() {
        assert_eq!(whole("{\"a\": [1, 2]}\n"), View::Json);
        assert_eq!(whole("{\"a\":1}\n{\"a\":2}\n"), View::Json);
        assert_eq!(whole("[1, 2"), View::Auto);
        assert_eq!(guess(b"[1, 2", false), View::Json);
        assert_eq!(whole("[info] it starts\n"), View::Auto);
        assert_eq!(whole("[1] the first note\n"), View::Auto);
        let long = format!("[{}]", "1,".repeat(SAMPLE));
        assert_eq!(whole(&long), View::Json);
    }

    #[test]
    fn colours_are_known_by_their_sequences() {
        assert_eq!(whole("a \x1b[1;31mred\x1b[0m word"), View::Ansi);
        assert_eq!(whole("\x1b[2J\x1b[H"), View::Auto);
        assert_eq!(whole("an escape \x1b["), View::Auto);
    }

    #[test]
    fn tables_are_the_same_in_each_row() {
        assert_eq!(whole("name,age\nAda,36\nAlan,41\n"), View::Table);
        assert_eq!(whole("a\tb\n1\t2\n"), View::Table);
        assert_eq!(whole("a;b;c\n1;2;3\n"), View::Table);
        assert_eq!(whole("one line, with commas, two\n"), View::Auto);
        assert_eq!(whole("Dear Sir, or\nMadam, hello\n"), View::Auto);
        assert_eq!(whole("     1\tcat -n\n     2\tis no table\n"), View::Auto);
        assert_eq!(whole("a,b\n1,2,3\n4\n"), View::Auto);
        assert_eq!(whole("plain\ntext\n"), View::Auto);
    }

    proptest! {
        #[test]
        fn anything_looks_like_something(bytes: Vec<u8>, all: bool) {
            guess(&bytes, all);
        }

        #[test]
        fn what_is_guessed_was_worth_a_look(text in "[ \n{}<P16a,;\t\u{1b}m\"0\\[]{0,12}") {
            whole(&text);
        }
    }
}
