//! What is measured, in which order, how often.

use serde_json::{Value, json};

/// All of it.
pub struct Plan {
    /// One after the other; those of the same input follow each other.
    pub cases: Vec<Case>,
    /// How many key presses.
    pub key_presses: u32,
    /// How many first visits by a link.
    pub visits: u32,
}

/// What is measured of all contestants alike.
pub struct Case {
    /// What it belongs to.
    pub block: &'static str,
    /// What distinguishes it there.
    pub name: String,
    /// What the figures are.
    pub unit: &'static str,
    /// Who takes part.
    pub contestants: Vec<&'static str>,
    /// Rounds that do not count.
    pub warm_ups: u32,
    /// Rounds that count.
    pub rounds: u32,
    /// The name of the input; its size in MB.
    pub input: &'static str,
    task: &'static str,
    job: Value,
    runs: f64,
}

/// Megabytes, and rounds of them.
const SIZES: [(&str, u32); 3] = [("1", 15), ("16", 7), ("100", 3)];

/// Instances of a tiny program, one after the other.
const INSTANCES: u32 = 2000;

/// The programs that take and give as much as `cat`, and `grep`.
const TOOLS: [(&str, &[&str]); 3] = [
    ("tr a-z A-Z", &["tr", "a-z", "A-Z"]),
    ("grep -c", &["grep", "-c", "abc"]),
    ("sort", &["sort"]),
];

impl Plan {
    /// `quick`: without 100 MB, in fewer rounds. `before`: another build of our
    /// host takes part. `wasix`: our second host is there.
    pub fn new(quick: bool, before: bool, wasix: bool) -> Self {
        let mut cases = Vec::new();
        let hosts = |more: &[&'static str]| {
            let taking_part = |name: &&str| match *name {
                "before" => before,
                "wasix" => wasix,
                _ => true,
            };
            let all = [&["ours", "before"], more].concat();
            all.into_iter().filter(taking_part).collect::<Vec<_>>()
        };
        for (input, rounds) in SIZES {
            if quick && input == "100" {
                continue;
            }
            let rounds = if quick { rounds.div_ceil(2) } else { rounds };
            let of = |block, name: String, args: Value, contestants, extra: Value| {
                let mut job =
                    json!({ "program": args[0], "args": args, "input": input, "to": "page" });
                for (key, value) in extra.as_object().into_iter().flatten() {
                    job[key] = value.clone();
                }
                Case {
                    block,
                    name,
                    unit: "MB/s",
                    contestants,
                    warm_ups: 1,
                    rounds,
                    input,
                    task: "measure",
                    job,
                    runs: 1.0,
                }
            };
            for kilobytes in [1, 8, 64] {
                let args = json!(["cat", (kilobytes * 1024).to_string()]);
                let name = format!("{input} MB, {kilobytes} KB buffer");
                let all = hosts(&["wasix", "shim", "runno", "bare"]);
                cases.push(of(
                    "cat",
                    name.clone(),
                    args.clone(),
                    all.clone(),
                    json!({}),
                ));
                if input == "16" {
                    let counted = json!({ "to": "count" });
                    cases.push(of("cat, output only counted", name, args, all, counted));
                }
            }
            for (name, args) in TOOLS {
                let all = hosts(&["wasix", "shim", "runno"]);
                let mut case = of(
                    "filters",
                    format!("{name}, {input} MB"),
                    json!(args),
                    all,
                    json!({}),
                );
                if name == "sort" && input == "100" {
                    (case.warm_ups, case.rounds) = (0, 1);
                }
                cases.push(case);
            }
            if input != "1" {
                for stages in [1, 2, 5] {
                    let args = json!(["cat", "8192"]);
                    let name = format!("{stages} × cat, 8 KB buffer, {input} MB");
                    let extra = json!({ "stages": stages });
                    cases.push(of("pipeline", name, args, hosts(&[]), extra));
                }
            }
        }
        let tiny = |name: &str, unit, rounds, task, extra: Value, runs| {
            let mut job = json!({ "program": "tiny", "args": ["tiny"], "to": "page" });
            for (key, value) in extra.as_object().into_iter().flatten() {
                job[key] = value.clone();
            }
            Case {
                block: "tiny run",
                name: name.to_owned(),
                unit,
                contestants: hosts(&["wasix", "shim", "runno", "bare"]),
                warm_ups: 2,
                rounds,
                input: "tiny",
                task,
                job,
                runs,
            }
        };
        let rounds = if quick { 5 } else { 11 };
        let many = json!({ "repeat": INSTANCES, "to": "count" });
        cases.extend([
            tiny(
                "first, from the module's bytes",
                "ms",
                rounds,
                "first",
                json!({}),
                1.0,
            ),
            tiny(
                "from the page and back",
                "ms",
                rounds * 2,
                "measure",
                json!({}),
                1.0,
            ),
            tiny(
                "repeated in its worker",
                "ms",
                rounds,
                "measure",
                many,
                f64::from(INSTANCES),
            ),
        ]);
        Self {
            cases,
            key_presses: if quick { 10 } else { 30 },
            visits: if quick { 3 } else { 7 },
        }
    }
}

impl Plan {
    /// Leaves what has this in its name.
    pub fn only(&mut self, part: &str) {
        self.cases
            .retain(|case| format!("{}, {}", case.block, case.name).contains(part));
        if !crate::keys::BLOCK.contains(part) {
            self.key_presses = 0;
        }
        if !crate::cold::BLOCK.contains(part) {
            self.visits = 0;
        }
    }
}

impl Case {
    /// What to ask the page.
    pub fn ask(&self, contestant: &str) -> (&'static str, Value) {
        let mut job = self.job.clone();
        job["contestant"] = json!(contestant);
        (self.task, job)
    }

    /// The figure of one answer.
    pub fn value(&self, ran: &Value) -> f64 {
        let ms = ran["ms"].as_f64().unwrap_or(f64::NAN);
        match self.unit {
            "MB/s" => self.input.parse::<f64>().unwrap_or(f64::NAN) * 1000.0 / ms,
            _ => ms / self.runs,
        }
    }

    /// One that is measured in another way.
    pub fn named(block: &'static str, name: &str, unit: &'static str) -> Self {
        Self {
            block,
            name: name.to_owned(),
            unit,
            contestants: Vec::new(),
            warm_ups: 0,
            rounds: 0,
            input: "",
            task: "",
            job: Value::Null,
            runs: 1.0,
        }
    }
}
