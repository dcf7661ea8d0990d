//! CSV and TSV as rows and cells.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::text::paint;

/// What may stand between two cells, the likeliest first.
const SEPARATORS: [u8; 4] = [b'\t', b',', b';', b'|'];

/// So many rows tell whether it is a table.
const TELLING: usize = 20;

/// A cell is shown up to this length, in bytes.
const LONGEST: usize = 1000;

/// A row has at most so many cells that are shown.
pub const WIDEST: usize = 200;

/// A table, of which only the places of its rows are kept.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    text: &'a [u8],
    separator: u8,
    /// Where each row starts, and where the last one ends.
    starts: Vec<usize>,
}

/// A row, as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its cells, at most [`WIDEST`].
    pub cells: Vec<String>,
    /// How many more there are.
    pub hidden: usize,
}

impl<'a> Table<'a> {
    /// Finds the rows of a text; empty lines are none.
    pub fn read(text: &'a [u8]) -> Self {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let separator = guess(text, true).unwrap_or_else(|| most_frequent(text));
        let mut rows = Rows::new(text, separator);
        let mut starts = Vec::new();
        while let Some(start) = rows.next(|_| {}) {
            starts.push(start);
        }
        starts.push(text.len());
        Self {
            text,
            separator,
            starts,
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands between two cells.
    pub fn separator(&self) -> char {
        self.separator.into()
    }

    /// A row; none beyond the last.
    pub fn row(&self, at: usize) -> Option<Row> {
        let range = *self.starts.get(at)?..*self.starts.get(at + 1)?;
        let mut row = Row::default();
        let mut cell = Vec::new();
        let mut rows = Rows::new(&self.text[range], self.separator);
        rows.next(|piece| match piece {
            Piece::Bytes(bytes) => {
                let room = LONGEST.saturating_sub(cell.len());
                cell.extend_from_slice(&bytes[..bytes.len().min(room)]);
                if bytes.len() > room && row.cells.len() < WIDEST && !cell.ends_with("…".as_bytes())
                {
                    cell.extend_from_slice("…".as_bytes());
                }
            }
            Piece::CellEnd => {
                match row.cells.len() < WIDEST {
                    true => row.cells.push(paint(&cell)),
                    false => row.hidden += 1,
                }
                cell.clear();
            }
        });
        Some(row)
    }

    /// Whether the first row names the columns: each cell differs from the
    /// others, says something, and is no number.
    pub fn has_header(&self) -> bool {
        let Some(first) = self.row(0).filter(|_| self.len() > 1) else {
            return false;
        };
        first.cells.iter().enumerate().all(|(at, cell)| {
            !cell.trim().is_empty() && !is_number(cell) && !first.cells[..at].contains(cell)
        })
    }
}

/// Whether a cell holds a number.
pub fn is_number(cell: &str) -> bool {
    let cell = cell.trim().trim_end_matches('%').trim_end();
    cell.parse::<f64>().is_ok() && cell.ends_with(|last: char| last.is_ascii_digit() || last == '.')
}

/// What separates the cells, if the text is a table beyond doubt: some rows,
/// all with as many cells, none of which starts with a space, as words after a
/// comma do.
pub fn guess(text: &[u8], whole: bool) -> Option<u8> {
    SEPARATORS.into_iter().take(3).find(|separator| {
        let mut rows = Rows::new(text, *separator);
        let mut width = None;
        for count in 0.. {
            let (mut cells, mut starts, mut is_table) = (0, true, true);
            let Some(_) = rows.next(|piece| match piece {
                Piece::Bytes(bytes) => {
                    is_table &= !(starts && bytes.first() == Some(&b' '));
                    starts = false;
                }
                Piece::CellEnd => {
                    cells += 1;
                    starts = true;
                }
            }) else {
                return count >= 2;
            };
            // The last row of a part may be cut.
            if rows.is_at_end() && !whole {
                return count >= 2;
            }
            if !is_table || cells < 2 || *width.get_or_insert(cells) != cells {
                return false;
            }
            if count >= TELLING {
                break;
            }
        }
        true
    })
}

/// The separator that the first line has the most of.
fn most_frequent(text: &[u8]) -> u8 {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| memchr::memchr_iter(separator, line).count();
    SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

/// What is found in a row.
enum Piece<'a> {
    /// A part of a cell.
    Bytes(&'a [u8]),
    /// The cell ends.
    CellEnd,
}

struct Rows<'a> {
    text: &'a [u8],
    at: usize,
    reader: Reader,
}

impl<'a> Rows<'a> {
    fn new(text: &'a [u8], separator: u8) -> Self {
        Self {
            text,
            at: 0,
            // In TSV a quote is a character as any other.
            reader: ReaderBuilder::new()
                .delimiter(separator)
                .quoting(separator != b'\t')
                .build(),
        }
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Reads a row; gives where it starts.
    fn next(&mut self, mut found: impl FnMut(Piece)) -> Option<usize> {
        let start = self.at;
        let (mut output, mut ends) = ([0; 1024], [0; 64]);
        // Where in `output` the cell begins whose end has not come: `ends` counts
        // from the start of the row.
        let mut before = 0;
        loop {
            let (result, read, wrote, ended) =
                self.reader
                    .read_record(&self.text[self.at..], &mut output, &mut ends);
            self.at += read;
            let mut from = 0;
            for end in &ends[..ended] {
                let end = end - before;
                found(Piece::Bytes(&output[from..end]));
                found(Piece::CellEnd);
                from = end;
            }
            if from < wrote {
                found(Piece::Bytes(&output[from..wrote]));
            }
            before += wrote;
            match result {
                ReadRecordResult::Record => return Some(start),
                ReadRecordResult::End => return None,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &[u8]) -> Vec<Vec<String>> {
        let table = Table::read(text);
        (0..table.len())
            .filter_map(|at| table.row(at))
            .map(|row| row.cells)
            .collect()
    }

    #[test]
    fn quotes_and_line_ends() {
        assert_eq!(
            all(b"a,\"b \"\"c\"\"\",\"d\ne\"\r\n1,2,3\r\n"),
            [["a", "b \"c\"", "d\ne"], ["1", "2", "3"]]
        );
        assert_eq!(all(b"a\t\"b\n1\t2\n"), [["a", "\"b"], ["1", "2"]]);
        assert_eq!(all(b"x;y\n1;2"), [["x", "y"], ["1", "2"]]);
        assert_eq!(all(b"x|y\n1|2"), [["x", "y"], ["1", "2"]]);
    }

    #[test]
    fn rows_may_be_ragged_and_long() {
        assert_eq!(
            all(b"a,b,c\n1\n2,3\n"),
            [&["a", "b", "c"][..], &["1"], &["2", "3"]]
        );
        let many = vec!["x"; 1000].join(",");
        let table = Table::read(many.as_bytes());
        let row = table.row(0).unwrap();
        assert_eq!((row.cells.len(), row.hidden), (WIDEST, 800));
        let long = format!("{},b\n", "y".repeat(5000));
        let cells = Table::read(long.as_bytes()).row(0).unwrap().cells;
        assert_eq!((cells[0].len(), &cells[1][..]), (LONGEST + 3, "b"));
    }

    #[test]
    fn the_first_row_names_columns_unless_it_is_data() {
        assert!(Table::read(b"name,age\nAda,36\n").has_header());
        assert!(!Table::read(b"Ada,36\nAlan,41\n").has_header());
        assert!(!Table::read(b"a,a\n1,2\n").has_header());
        assert!(!Table::read(b"only,one\n").has_header());
        assert!(is_number("-1.5e3") && is_number("12 %") && is_number("1."));
        assert!(!is_number("nan") && !is_number("inf") && !is_number("1,5"));
    }

    #[test]
    fn without_a_separator_it_is_one_column() {
        assert_eq!(all(b"a\nb\n"), [["a"], ["b"]]);
        assert!(Table::read(b"").is_empty());
    }

    proptest! {
        #[test]
        fn cells_come_out_as_they_went_in(cells in prop::collection::vec(prop::collection::vec("[a-z\"\n,; ]{1,5}", 2..5), 1..5)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let lines: Vec<String> = cells.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",")).collect();
            let text = lines.join("\n");
            let table = Table { text: text.as_bytes(), separator: b',', starts: vec![] };
            let mut rows = Rows::new(table.text, b',');
            for row in &cells {
                let mut found = vec![String::new()];
                rows.next(|piece| match piece {
                    Piece::Bytes(bytes) => found.last_mut().unwrap().push_str(std::str::from_utf8(bytes).unwrap()),
                    Piece::CellEnd => found.push(String::new()),
                });
                found.pop();
                prop_assert_eq!(&found, row);
            }
        }

        #[test]
        fn any_bytes_have_rows(bytes: Vec<u8>) {
            let table = Table::read(&bytes);
            for at in 0..table.len() {
                prop_assert!(table.row(at).is_some());
            }
            prop_assert!(table.len() <= bytes.len());
        }
    }
}
