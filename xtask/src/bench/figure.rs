//! A figure: what one contestant reached in one case.

use serde_json::{Value, json};

/// What one contestant reached in one case, in all rounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The browser, or `native`.
    pub engine: String,
    /// What the case belongs to.
    pub block: String,
    /// What distinguishes the case there.
    pub case: String,
    /// `MB/s`, `ms`, `KB`.
    pub unit: String,
    /// Who it is.
    pub contestant: String,
    /// One for each round.
    pub values: Vec<f64>,
    /// Why there are none.
    pub failed: Option<String>,
}

impl Figure {
    /// One of what runs natively, or is no matter of engines.
    pub fn native(block: &str, case: &str, unit: &str, contestant: &str) -> Figure {
        Figure {
            engine: "native".to_owned(),
            block: block.to_owned(),
            case: case.to_owned(),
            unit: unit.to_owned(),
            contestant: contestant.to_owned(),
            values: Vec::new(),
            failed: None,
        }
    }

    /// Reads what `tests/bench/main.rs` printed; none if it is something else.
    pub fn of(line: &Value) -> Option<Figure> {
        let text = |key: &str| line[key].as_str().map(str::to_owned);
        Some(Figure {
            engine: text("engine")?,
            block: text("block")?,
            case: text("case")?,
            unit: text("unit")?,
            contestant: text("contestant")?,
            values: line["values"]
                .as_array()?
                .iter()
                .filter_map(Value::as_f64)
                .collect(),
            failed: text("failed"),
        })
    }

    /// All of it, for docs/bench.json.
    pub fn json(&self) -> Value {
        json!({
            "engine": self.engine, "block": self.block, "case": self.case, "unit": self.unit,
            "contestant": self.contestant, "median": self.median(), "values": self.values, "failed": self.failed,
        })
    }

    /// The one in the middle.
    pub fn median(&self) -> Option<f64> {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        let middle = values.len() / 2;
        match values.len() {
            0 => None,
            even if even % 2 == 0 => Some((values[middle - 1] + values[middle]) / 2.0),
            _ => Some(values[middle]),
        }
    }

    /// How far the rounds lie apart, as a share of the median.
    pub fn spread(&self) -> Option<f64> {
        let most = self.values.iter().copied().reduce(f64::max)?;
        let least = self.values.iter().copied().reduce(f64::min)?;
        (self.values.len() > 1).then_some((most - least) / self.median()?)
    }

    /// How much better this is than another: above 1 if it is.
    pub fn over(&self, other: &Figure) -> Option<f64> {
        let (own, other) = (self.median()?, other.median()?);
        Some(if self.unit == "MB/s" {
            own / other
        } else {
            other / own
        })
    }
}

/// Three digits that count: `0.0531`, `4.2`, `1,094`.
pub fn digits(value: f64) -> String {
    let places = match value.abs() {
        0.0..0.1 => 4,
        0.1..1.0 => 3,
        1.0..10.0 => 2,
        10.0..100.0 => 1,
        _ => 0,
    };
    let text = format!("{value:.places$}");
    match text.len() {
        // Only a whole number is as long as that without a point.
        4.. if places == 0 => {
            let (thousands, rest) = text.split_at(text.len() - 3);
            format!("{thousands},{rest}")
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(unit: &str, values: &[f64]) -> Figure {
        Figure {
            values: values.to_vec(),
            ..Figure::native("cat", "1 MB", unit, "ours")
        }
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(figure("ms", &[3.0, 1.0, 2.0]).median(), Some(2.0));
        assert_eq!(figure("ms", &[4.0, 1.0, 2.0, 3.0]).median(), Some(2.5));
        assert_eq!(figure("ms", &[]).median(), None);
    }

    #[test]
    fn the_spread_is_a_share_of_the_median() {
        assert_eq!(figure("ms", &[3.0, 1.0, 2.0]).spread(), Some(1.0));
        assert_eq!(figure("ms", &[3.0]).spread(), None);
    }

    #[test]
    fn better_is_more_bytes_and_less_time() {
        let ratio = |unit| figure(unit, &[6.0]).over(&figure(unit, &[2.0])).unwrap();
        assert_eq!(ratio("MB/s"), 3.0);
        assert_eq!(ratio("ms"), 1.0 / 3.0);
    }

    #[test]
    fn a_figure_is_read_as_it_was_printed() {
        let one = figure("ms", &[1.5, 2.0]);
        assert_eq!(Figure::of(&one.json()).unwrap(), one);
        assert_eq!(
            Figure::of(&json!({ "engine": "chromium", "version": "156" })),
            None
        );
    }

    #[test]
    fn numbers_have_the_digits_that_count() {
        let given = [0.0531, 0.42, 4.25, 42.35, 594.2, 1094.0, 12_345.6];
        let shown = ["0.0531", "0.420", "4.25", "42.4", "594", "1,094", "12,346"];
        assert_eq!(given.map(digits), shown.map(str::to_owned));
    }
}
