//! A compiled pattern. Of several matches at one place POSIX wants the longest; the regex crate finds the first by the order
//! of alternatives. Where that can differ, a second engine looks for the longest.

use crate::posix_regex::Translated;
use regex_automata::{
    Anchored, Input, MatchKind,
    meta::Regex,
    nfa::thompson::{
        self,
        pikevm::{self, PikeVM},
    },
    util::syntax,
};
use std::{cell::RefCell, error::Error, ops::Range};

/// A pattern that matches bytes. Characters are those of UTF-8; a byte that is part of none matches only itself.
pub struct Pattern {
    finder: Regex,
    /// How many groups it has.
    pub groups: usize,
    longest: Option<Longest>,
    captures: RefCell<regex_automata::util::captures::Captures>,
}

struct Longest {
    engine: PikeVM,
    cache: RefCell<pikevm::Cache>,
}

/// How a pattern is to match.
#[derive(Clone, Copy, Default)]
pub struct Options {
    /// Upper and lower case are equal.
    pub ignore_case: bool,
    /// `^` and `$` match at each line.
    pub multi_line: bool,
    /// No word character may stand beside a match.
    pub words: bool,
    /// A match is the whole text.
    pub whole: bool,
}

/// Where a match is, and where its groups are, from group 1 on.
pub type Groups = Vec<Option<Range<usize>>>;

impl Pattern {
    /// Compiles alternatives.
    ///
    /// # Errors
    /// A sentence, when the pattern is too large.
    pub fn new(alternatives: &[Translated], options: Options) -> Result<Self, String> {
        let texts: Vec<_> = alternatives
            .iter()
            .map(|one| format!("(?:{})", one.text))
            .collect();
        let mut text = texts.join("|");
        if options.whole {
            text = format!("^(?:{text})$");
        } else if options.words {
            text = format!(r"\b{{start-half}}(?:{text})\b{{end-half}}");
        }
        let syntax = syntax::Config::new()
            .utf8(false)
            .case_insensitive(options.ignore_case)
            .multi_line(options.multi_line);

        let config = Regex::config().utf8_empty(false);
        let finder = Regex::builder()
            .configure(config)
            .syntax(syntax)
            .build(&text)
            .map_err(unusable)?;
        let ambiguous = alternatives.len() > 1 || alternatives.iter().any(|one| one.ambiguous);
        let longest = if ambiguous {
            let engine = PikeVM::builder()
                .configure(PikeVM::config().match_kind(MatchKind::All))
                .thompson(
                    thompson::Config::new()
                        .utf8(false)
                        .nfa_size_limit(Some(10 << 20)),
                )
                .syntax(syntax)
                .build(&text)
                .map_err(unusable)?;
            let cache = RefCell::new(engine.create_cache());
            Some(Longest { engine, cache })
        } else {
            None
        };
        let captures = RefCell::new(finder.create_captures());
        Ok(Self {
            finder,
            groups: alternatives.iter().map(|one| one.groups).sum(),
            longest,
            captures,
        })
    }

    /// Whether it matches anywhere in `text`.
    pub fn is_match(&self, text: &[u8]) -> bool {
        self.finder.is_match(text)
    }

    /// The first of its longest matches that begins at `from` or later.
    pub fn find(&self, text: &[u8], from: usize) -> Option<Range<usize>> {
        let found = self.finder.search(&Input::new(text).range(from..))?.range();
        match &self.longest {
            None => Some(found),
            Some(longest) => {
                let input = Input::new(text)
                    .range(found.start..)
                    .anchored(Anchored::Yes);
                let cache = &mut *longest.cache.borrow_mut();
                let mut slots = [None; 2];
                longest.engine.search_slots(cache, &input, &mut slots);
                Some(found.start..slots[1].map_or(found.end, |end| end.get()))
            }
        }
    }

    /// The same match as [`Pattern::find`], with its groups.
    pub fn captures(&self, text: &[u8], from: usize) -> Option<(Range<usize>, Groups)> {
        let captures = &mut *self.captures.borrow_mut();
        match &self.longest {
            None => self
                .finder
                .search_captures(&Input::new(text).range(from..), captures),
            Some(longest) => {
                let found = self.finder.search(&Input::new(text).range(from..))?;
                let input = Input::new(text)
                    .range(found.start()..)
                    .anchored(Anchored::Yes);
                let mut groups = longest.engine.create_captures();
                longest
                    .engine
                    .search(&mut longest.cache.borrow_mut(), &input, &mut groups);
                *captures = groups;
            }
        }
        let whole = captures.get_match()?.range();
        let groups =
            (1..=self.groups).map(|group| captures.get_group(group).map(|span| span.range()));
        Some((whole, groups.collect()))
    }
}

/// The innermost reason why a pattern cannot be compiled, in a sentence.
fn unusable(error: impl Error) -> String {
    let mut text = error.to_string();
    let mut inner = error.source();
    while let Some(error) = inner {
        text = error.to_string();
        inner = error.source();
    }
    // Of a syntax error that shows the pattern, the last line says what it is.
    let reason = text.lines().last().unwrap_or_default();
    format!(
        "the pattern cannot be used: {}",
        reason.trim_start_matches("error: ")
    )
}
