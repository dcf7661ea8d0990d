//! What a program wrote against what was expected, line by line.

use std::ops::Range;

use imara_diff::{Algorithm, Diff as Changes, InternedInput};

use crate::text::{TextWatch, paint};

/// So many bytes of each are compared line by line.
pub const MOST: usize = 2 << 20;

/// So many lines around a change are shown.
const AROUND: usize = 3;

/// A line is shown up to this length, in bytes.
const LONGEST: usize = 2000;

/// Bytes in a row of hex.
const HEX: usize = 16;

/// Where a line comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It was expected, and written.
    Both,
    /// It was expected, and not written.
    Expected,
    /// It was written, and not expected.
    Written,
}

/// A part of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A line that is shown.
    Line(Side, String),
    /// So many lines in a row that are the same and not shown.
    Same(usize),
}

/// A comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether there is no difference at all.
    pub same: bool,
    /// How many lines were expected and not written.
    pub missing: usize,
    /// How many were written and not expected.
    pub surplus: usize,
    /// Whether the lines are rows of hex, since one of the two is no text.
    pub hex: bool,
    /// Whether only the first [`MOST`] bytes were compared line by line.
    pub cut: bool,
    /// The parts, in order.
    pub parts: Vec<Part>,
}

/// Compares.
pub fn compare(expected: &[u8], written: &[u8]) -> Comparison {
    let same = expected == written;
    let cut = expected.len().max(written.len()) > MOST;
    let (expected, written) = (first(expected), first(written));
    let hex = !is_text(expected, cut) || !is_text(written, cut);
    let (before, after) = match hex {
        true => (rows(expected), rows(written)),
        false => (lines(expected), lines(written)),
    };
    let mut input = InternedInput::default();
    input.update_before(before.iter().copied());
    input.update_after(after.iter().copied());
    let mut changes = Changes::compute(Algorithm::Histogram, &input);
    if !hex {
        changes.postprocess_lines(&input);
    }
    let mut comparison = Comparison {
        same,
        missing: 0,
        surplus: 0,
        hex,
        cut,
        parts: Vec::new(),
    };
    let shown = |lines: &[&[u8]], at: usize| match hex {
        true => hex_row(lines[at], at * HEX),
        false => line(lines[at]),
    };
    // How far the lines of `before` are shown.
    let mut done = 0;
    for hunk in changes.hunks() {
        let (gone, come) = (range(hunk.before), range(hunk.after));
        comparison.between(done..gone.start, |at| shown(&before, at), false);
        comparison.missing += gone.len();
        comparison.surplus += come.len();
        done = gone.end;
        let parts = &mut comparison.parts;
        parts.extend(gone.map(|at| Part::Line(Side::Expected, shown(&before, at))));
        parts.extend(come.map(|at| Part::Line(Side::Written, shown(&after, at))));
    }
    comparison.between(done..before.len(), |at| shown(&before, at), true);
    comparison
}

impl Comparison {
    /// Adds lines that are the same: those near a change are shown.
    fn between(&mut self, lines: Range<usize>, shown: impl Fn(usize) -> String, last: bool) {
        let head = match self.parts.is_empty() {
            true => 0,
            false => AROUND,
        };
        let tail = if last { 0 } else { AROUND };
        let from = (lines.start + head).min(lines.end);
        let to = lines.end.saturating_sub(tail).max(from);
        let mut both = |range: Range<usize>| {
            let lines = range.map(|at| Part::Line(Side::Both, shown(at)));
            self.parts.extend(lines);
        };
        // What a line of its own would say takes no more room.
        if to - from <= 1 {
            return both(lines);
        }
        both(lines.start..from);
        self.parts.push(Part::Same(to - from));
        let lines = (to..lines.end).map(|at| Part::Line(Side::Both, shown(at)));
        self.parts.extend(lines);
    }
}

fn range(range: Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

fn first(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(MOST)]
}

fn is_text(bytes: &[u8], cut: bool) -> bool {
    let mut watch = TextWatch::default();
    watch.push(bytes);
    if cut {
        watch.is_text()
    } else {
        watch.ends_as_text()
    }
}

/// Lines with their newlines: one without differs from one with it.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

fn rows(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.chunks(HEX).collect()
}

fn line(bytes: &[u8]) -> String {
    let (line, end) = match bytes {
        [line @ .., b'\r', b'\n'] => (line, "␍"),
        [line @ .., b'\n'] => (line, ""),
        line => (line, " (no newline)"),
    };
    let shown = paint(&line[..line.len().min(LONGEST)]);
    match line.len() > LONGEST {
        true => format!("{shown} … {} more bytes", line.len() - LONGEST),
        false => shown + end,
    }
}

fn hex_row(bytes: &[u8], at: usize) -> String {
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{at:08x}  {}", hex.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As `diff -u` marks lines.
    fn marked(expected: &str, written: &str) -> Vec<String> {
        compare(expected.as_bytes(), written.as_bytes())
            .parts
            .into_iter()
            .map(|part| match part {
                Part::Line(Side::Both, line) => format!(" {line}"),
                Part::Line(Side::Expected, line) => format!("-{line}"),
                Part::Line(Side::Written, line) => format!("+{line}"),
                Part::Same(count) => format!("={count}"),
            })
            .collect()
    }

    #[test]
    fn changes_stand_among_what_is_the_same() {
        assert_eq!(marked("a\nb\nc\n", "a\nB\nc\n"), [" a", "-b", "+B", " c"]);
        assert_eq!(marked("a\n", "a"), ["-a", "+a (no newline)"]);
        assert_eq!(marked("a\n", "a\r\n"), ["-a", "+a␍"]);
        assert_eq!(marked("", "a\n"), ["+a"]);
        let many: String = (0..20).map(|number| format!("{number}\n")).collect();
        assert_eq!(marked(&many, &many), ["=20"]);
        assert_eq!(
            marked(&many, &many.replace("\n10\n", "\n")),
            ["=7", " 7", " 8", " 9", "-10", " 11", " 12", " 13", "=6"]
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_compared_as_hex() {
        let one = compare(b"\0\x01", b"\0\x02");
        assert!(one.hex && !one.same);
        assert_eq!(
            one.parts,
            [
                Part::Line(Side::Expected, "00000000  00 01".into()),
                Part::Line(Side::Written, "00000000  00 02".into())
            ]
        );
    }

    #[test]
    fn what_is_long_is_compared_in_bounded_time() {
        let one: String = (0..200_000).map(|number| format!("{number}\n")).collect();
        let other: String = (0..200_000)
            .rev()
            .map(|number| format!("{number}\n"))
            .collect();
        assert!(!compare(one.as_bytes(), other.as_bytes()).same);
        let (zeros, ones) = (vec![b'0'; MOST + 1], vec![b'1'; MOST + 1]);
        let cut = compare(&zeros, &ones);
        assert!(cut.cut && cut.parts.len() == 2);
    }

    proptest! {
        #[test]
        fn counts_and_parts_agree(expected in "[ab\n]{0,30}", written in "[ab\n]{0,30}") {
            let comparison = compare(expected.as_bytes(), written.as_bytes());
            let count = |side| comparison.parts.iter().filter(|part| matches!(part, Part::Line(of, _) if *of == side)).count();
            prop_assert_eq!(count(Side::Expected), comparison.missing);
            prop_assert_eq!(count(Side::Written), comparison.surplus);
            let hidden: usize = comparison.parts.iter().map(|part| if let Part::Same(count) = part { *count } else { 0 }).sum();
            let both = count(Side::Both) + hidden;
            prop_assert_eq!(both + comparison.missing, lines(expected.as_bytes()).len());
            prop_assert_eq!(both + comparison.surplus, lines(written.as_bytes()).len());
            prop_assert_eq!(comparison.same, expected == written);
            prop_assert_eq!(comparison.same, comparison.missing + comparison.surplus == 0);
        }

        #[test]
        fn any_bytes_are_compared(expected: Vec<u8>, written: Vec<u8>) {
            compare(&expected, &written);
        }
    }
}
