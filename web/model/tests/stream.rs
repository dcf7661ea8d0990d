//! Windows into a stream, against the same done on one piece of memory.

use model::{
    protocol::Tally,
    stream::{Row, Stream},
};
use proptest::prelude::*;

fn stream(bytes: &[u8], cuts: &[usize]) -> Stream<Vec<u8>> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    let mut stream = Stream::default();
    for ends in cuts.windows(2) {
        let piece = &bytes[ends[0]..ends[1]];
        let tally = Tally {
            written: piece.len() as u64,
            newlines: piece.iter().filter(|byte| **byte == b'\n').count() as u64,
            is_text: true,
        };
        stream.push(piece.to_vec(), tally);
    }
    stream
}

fn row(bytes: &str) -> Row {
    Row {
        bytes: bytes.as_bytes().to_vec(),
        hidden: 0,
    }
}

#[test]
fn lines_and_rows() {
    let s = stream(b"one\ntwo\n\nfour", &[2, 5]);
    assert_eq!(s.lines(), 4);
    assert_eq!(
        s.rows(0, 9, 80),
        [row("one"), row("two"), row(""), row("four")]
    );
    assert_eq!(s.rows(2, 1, 80), [row("")]);
    assert_eq!(stream(b"one\n", &[]).lines(), 1);
    assert_eq!(stream(b"", &[]).lines(), 0);
    assert_eq!(stream(b"", &[]).rows(0, 5, 80), []);
}

#[test]
fn a_long_line_is_cut_at_a_character() {
    let line = format!("{}\nend\n", "é".repeat(100));
    let s = stream(line.as_bytes(), &[7, 90, 150]);
    let rows = s.rows(0, 2, 51);
    assert_eq!(rows[0].bytes, "é".repeat(25).into_bytes());
    assert_eq!(rows[0].hidden, 150);
    assert_eq!(rows[1], row("end"));
}

#[test]
fn what_is_not_kept_is_counted() {
    let mut s = stream(b"abc", &[]);
    s.push(
        Vec::new(),
        Tally {
            written: 1000,
            newlines: 0,
            is_text: false,
        },
    );
    assert_eq!((s.kept(), s.written(), s.is_text()), (3, 1003, false));
}

proptest! {
    #[test]
    fn any_window_is_what_it_would_be(
        bytes in prop::collection::vec(prop_oneof![Just(b'\n'), any::<u8>()], 0..300),
        cuts in prop::collection::vec(any::<usize>(), 0..8),
        first in 0u64..50, count in 0u64..50, longest in 4u64..40,
        from in 0u64..320, length in 0u64..320,
    ) {
        let s = stream(&bytes, &cuts);
        let end = bytes.len().min((from + length) as usize);
        prop_assert_eq!(s.bytes(from..from + length), &bytes[end.min(from as usize)..end]);

        let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let lines: Vec<&[u8]> = match bytes.is_empty() {
            true => Vec::new(),
            false => text.split(|byte| *byte == b'\n').collect(),
        };
        prop_assert_eq!(s.lines(), lines.len() as u64);
        let rows = s.rows(first, count, longest);
        let expected: Vec<_> = lines.iter().skip(first as usize).take(count as usize).collect();
        prop_assert_eq!(rows.len(), expected.len());
        for (row, line) in rows.iter().zip(expected) {
            prop_assert_eq!(row.bytes.len() as u64 + row.hidden, line.len() as u64);
            prop_assert_eq!(&row.bytes[..], &line[..row.bytes.len()]);
            prop_assert!(row.hidden == 0 || row.bytes.len() as u64 + 3 >= longest);
        }
    }
}
