//! The man page of a filter is the doc comment on top of its source, taken out while it compiles.

/// The man page of the filter in this source file, as bytes: `man!("cat.rs")`.
#[macro_export]
macro_rules! man {
    ($file:literal) => {{
        const SOURCE: &str = include_str!($file);
        static MAN: [u8; $crate::usage::length(SOURCE)] = $crate::usage::page(SOURCE);
        &MAN
    }};
}

/// How many bytes the man page of `source` has.
pub const fn length(source: &str) -> usize {
    copy(source.as_bytes(), &mut [])
}

/// The man page of `source`: its leading `//!` lines without these marks. `N` is its [`length`].
pub const fn page<const N: usize>(source: &str) -> [u8; N] {
    let mut page = [0; N];
    copy(source.as_bytes(), &mut page);
    page
}

/// Copies as much of the page as fits, and counts all of it.
const fn copy(source: &[u8], page: &mut [u8]) -> usize {
    let (mut from, mut to) = (0, 0);
    while from + 2 < source.len()
        && source[from] == b'/'
        && source[from + 1] == b'/'
        && source[from + 2] == b'!'
    {
        from += 3;
        if from < source.len() && source[from] == b' ' {
            from += 1;
        }
        while from < source.len() {
            let byte = source[from];
            if to < page.len() {
                page[to] = byte;
            }
            from += 1;
            to += 1;
            if byte == b'\n' {
                break;
            }
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::{length, page};

    #[test]
    fn the_leading_doc_comment_is_the_page() {
        const SOURCE: &str = "//! cat - copy\n//!\n//! usage: cat\n\n//! not this\nfn main() {}\n";
        assert_eq!(
            page::<{ length(SOURCE) }>(SOURCE),
            *b"cat - copy\n\nusage: cat\n"
        );
        assert_eq!(length("fn main() {}"), 0);
    }
}
