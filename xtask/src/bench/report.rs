//! docs/bench.md, docs/bench.json, and the ratios on the terminal.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use super::figure::{Figure, digits};
use super::limits;
use super::machine::Machine;

/// The contestants, as columns.
const COLUMNS: [(&str, &str); 8] = [
    ("ours", "ours"),
    ("before", "ours, before"),
    ("wasix", "wasmer-wasix"),
    ("shim", "browser_wasi_shim"),
    ("runno", "Runno"),
    ("bare", "bare JavaScript"),
    ("wasmtime", "wasmtime"),
    ("own", "own tools"),
];

/// Other hosts in the browser.
const PEERS: [&str; 2] = ["shim", "runno"];

/// All that was measured in one run.
pub struct Report {
    /// Where and when.
    pub machine: Machine,
    /// What.
    pub figures: Vec<Figure>,
}

/// The figures of one case in one browser, with the native ones of that case.
struct Row<'a> {
    engine: &'a str,
    case: &'a str,
    figures: Vec<&'a Figure>,
}

impl<'a> Row<'a> {
    fn of(&self, contestant: &str) -> Option<&'a Figure> {
        self.figures
            .iter()
            .find(|figure| figure.contestant == contestant)
            .copied()
    }

    /// The best of the other hosts in a browser.
    fn best_peer(&self) -> Option<&'a Figure> {
        let peers = PEERS.iter().filter_map(|peer| self.of(peer));
        peers.reduce(|best, peer| match peer.over(best) {
            Some(ratio) if ratio > 1.0 => peer,
            None if best.median().is_none() => peer,
            _ => best,
        })
    }

    /// How much better ours is than the best peer, and than bare JavaScript.
    fn ratios(&self) -> [Option<f64>; 2] {
        let ours = self.of("ours");
        let over = |other: Option<&Figure>| ours?.over(other?);
        [over(self.best_peer()), over(self.of("bare"))]
    }
}

impl Report {
    /// Everything, for programs.
    pub fn json(&self) -> Value {
        let figures: Vec<Value> = self.figures.iter().map(Figure::json).collect();
        json!({ "machine": self.machine.json(), "figures": figures })
    }

    /// The blocks, in the order that they came in.
    fn blocks(&self) -> Vec<&str> {
        let mut blocks: Vec<&str> = Vec::new();
        for figure in &self.figures {
            if !blocks.contains(&figure.block.as_str()) {
                blocks.push(&figure.block);
            }
        }
        blocks
    }

    fn rows(&self, block: &str) -> Vec<Row<'_>> {
        let mut rows: Vec<Row> = Vec::new();
        let of_block = || self.figures.iter().filter(|figure| figure.block == block);
        let in_browsers = of_block().any(|figure| figure.engine != "native");
        for figure in of_block().filter(|figure| !in_browsers || figure.engine != "native") {
            match rows
                .iter_mut()
                .find(|row| row.engine == figure.engine && row.case == figure.case)
            {
                Some(row) => row.figures.push(figure),
                None => rows.push(Row {
                    engine: &figure.engine,
                    case: &figure.case,
                    figures: vec![figure],
                }),
            }
        }
        for row in &mut rows {
            let native =
                of_block().filter(|figure| figure.engine == "native" && figure.case == row.case);
            row.figures.extend(native.filter(|_| in_browsers));
        }
        // Case by case, so that the engines stand below each other.
        let mut order: Vec<&str> = rows.iter().map(|row| row.case).collect();
        let mut seen = BTreeSet::new();
        order.retain(|case| seen.insert(*case));
        rows.sort_by_key(|row| order.iter().position(|case| *case == row.case));
        rows
    }

    /// The table, for people.
    pub fn markdown(&self) -> String {
        let mut text = format!("# Bench\n\n{}\n", self.machine.markdown());
        text.push_str(limits::METHOD);
        if let Some(noise) = self.noise() {
            let _ = writeln!(text, "\n{noise}");
        }
        for block in self.blocks() {
            let rows = self.rows(block);
            let unit = rows
                .first()
                .and_then(|row| row.figures.first())
                .map_or("", |figure| &figure.unit);
            let columns: Vec<_> = COLUMNS
                .iter()
                .filter(|(name, _)| {
                    rows.iter()
                        .any(|row| row.of(name).is_some_and(|figure| figure.median().is_some()))
                })
                .collect();
            let titles: Vec<&str> = columns.iter().map(|(_, title)| *title).collect();
            let title = format!("{}{}", block[..1].to_uppercase(), &block[1..]);
            let _ = writeln!(text, "\n## {title}, {unit}\n");
            let _ = writeln!(
                text,
                "| | | {} | ours : best peer | ours : bare |",
                titles.join(" | ")
            );
            let _ = writeln!(text, "|---|---|{}", "--:|".repeat(columns.len() + 2));
            for row in &rows {
                let cells: Vec<String> =
                    columns.iter().map(|(name, _)| cell(row.of(name))).collect();
                let [peer, bare] = row
                    .ratios()
                    .map(|ratio| ratio.map_or("–".to_owned(), |ratio| format!("{ratio:.2}")));
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {peer} | {bare} |",
                    row.case,
                    row.engine,
                    cells.join(" | ")
                );
            }
            if let Some(limit) = limits::of(block) {
                let _ = writeln!(text, "\nWhat limits this: {limit}");
            }
        }
        let failed = self.failures();
        if !failed.is_empty() {
            let _ = writeln!(text, "\n## Not measured\n\n{}", failed.join("\n"));
        }
        text
    }

    /// How far this run can be trusted.
    fn noise(&self) -> Option<String> {
        let mut spreads: Vec<f64> = self.figures.iter().filter_map(Figure::spread).collect();
        spreads.sort_by(f64::total_cmp);
        let middle = spreads.get(spreads.len() / 2)?;
        Some(format!(
            "Noise: between the best and the worst round of a cell lie {:.0} % of its median, in half of the cells more. Ratios that differ by less than that say nothing.",
            middle * 100.0
        ))
    }

    /// What could not be measured, and why: each reason once.
    fn failures(&self) -> Vec<String> {
        let mut said: Vec<(String, Vec<&str>)> = Vec::new();
        for figure in &self.figures {
            let Some(why) = &figure.failed else { continue };
            let line = format!(
                "{}, {}: {}",
                figure.contestant,
                figure.engine,
                why.lines().next().unwrap_or_default()
            );
            match said.iter_mut().find(|(known, _)| *known == line) {
                Some((_, cases)) => cases.push(&figure.case),
                None => said.push((line, vec![&figure.case])),
            }
        }
        let line = |(line, cases): &(String, Vec<&str>)| match cases.as_slice() {
            [case] if !case.is_empty() => format!("- {line} ({case})"),
            [_] => format!("- {line}"),
            cases => format!("- {line} ({} cases)", cases.len()),
        };
        said.iter().map(line).collect()
    }

    /// The ratios, for whoever waits for them.
    pub fn print(&self) {
        for block in self.blocks() {
            println!("\n{block}");
            for row in self.rows(block) {
                let ours = row.of("ours");
                let shown = ours.and_then(Figure::median).map_or("–".to_owned(), digits);
                let unit = ours.map_or("", |ours| &ours.unit);
                let against = row
                    .figures
                    .iter()
                    .filter(|figure| figure.contestant != "ours");
                let ratios: Vec<String> = against
                    .filter_map(|figure| {
                        Some(format!(
                            "{:.2} × {}",
                            ours?.over(figure)?,
                            figure.contestant
                        ))
                    })
                    .collect();
                println!(
                    "  {:<36} {:<9} {shown:>7} {unit:<5} {}",
                    row.case,
                    row.engine,
                    ratios.join(", ")
                );
            }
        }
        println!("\n{}", self.noise().unwrap_or_default());
        for line in self.failures() {
            println!("{line}");
        }
    }
}

fn cell(figure: Option<&Figure>) -> String {
    match figure {
        Some(figure) if figure.failed.is_some() => "failed".to_owned(),
        Some(figure) => figure.median().map_or("–".to_owned(), digits),
        None => "–".to_owned(),
    }
}
