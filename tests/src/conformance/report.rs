//! What came of a list of programs: a table, the failures, JSON.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};

use serde_json::{Value, json};

use super::{Case, Outcome};

/// All results of one host in one engine.
#[derive(Default)]
pub struct Report {
    results: Vec<Result>,
}

struct Result {
    suite: String,
    name: String,
    wrong: Vec<String>,
    outcome: Outcome,
}

impl Report {
    /// Takes what came of a case.
    pub fn add(&mut self, case: &Case, outcome: Outcome) {
        self.results.push(Result {
            suite: case.suite.clone(),
            name: case.name.clone(),
            wrong: case.judge(&outcome),
            outcome,
        });
    }

    /// How many passed, of how many.
    pub fn passed(&self) -> (usize, usize) {
        count(self.results.iter())
    }

    /// Every result, for programs.
    pub fn json(&self) -> Value {
        let results = self.results.iter().map(Result::json);
        Value::Array(results.collect())
    }
}

fn count<'a>(results: impl Iterator<Item = &'a Result>) -> (usize, usize) {
    results.fold((0, 0), |(passed, all), result| {
        (passed + usize::from(result.wrong.is_empty()), all + 1)
    })
}

impl Result {
    fn json(&self) -> Value {
        let mut json = json!({
            "suite": self.suite, "name": self.name,
            "passed": self.wrong.is_empty(), "wrong": self.wrong,
        });
        match &self.outcome {
            Outcome::Ended(ended) => {
                json["exit"] = json!(ended.exit);
                json["trap"] = json!(ended.trap);
                json["ms"] = json!(ended.took.as_secs_f64() * 1e3);
                json["stdout"] = json!(String::from_utf8_lossy(&ended.stdout));
                json["stderr"] = json!(String::from_utf8_lossy(&ended.stderr));
            }
            Outcome::TimedOut => json["timed_out"] = json!(true),
            Outcome::Failed(why) => json["failed"] = json!(why),
        }
        json
    }
}

impl fmt::Display for Report {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let mut suites: BTreeMap<&str, Vec<&Result>> = BTreeMap::new();
        for result in &self.results {
            suites.entry(&result.suite).or_default().push(result);
        }
        let mut failures = String::new();
        for (suite, results) in &suites {
            let (passed, all) = count(results.iter().copied());
            writeln!(to, "{passed:>4} of {all:<4} {suite}")?;
            for result in results.iter().filter(|result| !result.wrong.is_empty()) {
                let wrong = result.wrong.join("\n    ");
                writeln!(failures, "{suite}: {}\n    {wrong}", result.name)?;
            }
        }
        let (passed, all) = self.passed();
        writeln!(to, "{passed:>4} of {all:<4} in all")?;
        match failures.is_empty() {
            true => Ok(()),
            false => write!(to, "\n{failures}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::conformance::{Ended, read};

    #[test]
    fn a_report_counts_and_lists() {
        let folder = crate::native::fresh_folder("report").unwrap();
        let list = folder.join("m.json");
        let text = r#"{"tests": [{"name": "a", "suite": "s", "wasm": "a", "expect_exit": 1}, {"name": "b", "suite": "t", "wasm": "b"}]}"#;
        std::fs::write(&list, text).unwrap();
        let (cases, _) = read(Path::new(&list)).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        let mut report = Report::default();
        for case in &cases {
            report.add(case, Outcome::Ended(Ended::default()));
        }
        assert_eq!(report.passed(), (1, 2));
        let text = report.to_string();
        assert!(
            text.contains("   0 of 1    s\n   1 of 1    t\n   1 of 2    in all\n"),
            "{text}"
        );
        assert!(text.contains("s: a\n    exit 0 instead of 1"), "{text}");
        assert_eq!(report.json()[1]["passed"], true);
    }
}
