//! Views of what a program wrote: which there are, and what each makes of the
//! bytes. All of it takes any bytes, and takes bounded time and memory.

pub mod ansi;
pub mod colour;
pub mod diff;
pub mod guess;
pub mod json;
pub mod netpbm;
pub mod table;

/// How bytes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// As what they look like.
    #[default]
    Auto,
    /// As text, whatever they are.
    Text,
    /// As hex with an ASCII column.
    Hex,
    /// As text whose escape sequences give it colours.
    Ansi,
    /// As JSON, or JSON lines: a tree that folds.
    Json,
    /// As CSV or TSV: rows and columns.
    Table,
    /// As a page of HTML, in a frame that can do nothing.
    Html,
    /// As a drawing in SVG, in such a frame.
    Svg,
    /// As a picture.
    Image,
    /// Line by line against what is expected.
    Diff,
}

/// The views that a person can choose, each with its word, which drafts and
/// links know it by, and what it is called. They are in the order of [`View`].
pub const CHOICES: [(View, &str, &str); 10] = [
    (View::Auto, "auto", "auto"),
    (View::Text, "text", "text"),
    (View::Hex, "hex", "hex"),
    (View::Ansi, "ansi", "ANSI"),
    (View::Json, "json", "JSON"),
    (View::Table, "table", "table"),
    (View::Html, "html", "HTML"),
    (View::Svg, "svg", "SVG"),
    (View::Image, "image", "image"),
    (View::Diff, "diff", "diff"),
];

impl View {
    /// The word for it.
    pub fn word(self) -> &'static str {
        CHOICES[self as usize].1
    }

    /// What it is called on the page.
    pub fn name(self) -> &'static str {
        CHOICES[self as usize].2
    }

    /// The view of a word; of one that is not known, [`View::Auto`].
    pub fn of(word: &str) -> Self {
        let known = CHOICES.iter().find(|choice| choice.1 == word);
        known.map_or(Self::Auto, |choice| choice.0)
    }

    /// Whether it is more than text or hex, and has a part of the page to itself.
    pub fn is_rich(self) -> bool {
        self as usize > Self::Hex as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_views() {
        for (at, (view, word, _)) in CHOICES.into_iter().enumerate() {
            assert_eq!(view as usize, at);
            assert_eq!((view.word(), View::of(word)), (word, view));
        }
        assert_eq!(View::of("hologram"), View::Auto);
        assert!(!View::Hex.is_rich() && View::Ansi.is_rich());
    }
}
