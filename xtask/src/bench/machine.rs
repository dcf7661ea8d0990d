//! Where and when something was measured.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;

use serde_json::{Value, json};

use super::peers::NPM;
use crate::programs::output;

/// The machine, the day, and the versions.
pub struct Machine {
    date: String,
    cpu: String,
    cores: usize,
    /// What was measured: a commit, or a page that was built before.
    measured: String,
    /// How many programs wanted a core, on average over the minute before.
    load: [f64; 2],
    /// Each browser with what it says of its version.
    pub browsers: Vec<(String, String)>,
}

impl Machine {
    /// This one, now; `dist` is a page that was built before.
    pub fn here(dist: Option<&Path>) -> Machine {
        let said = |program: &str, args: &[&str]| {
            let mut command = Command::new(program);
            output(command.args(args).current_dir(crate::root()))
                .unwrap_or_else(|_| "unknown".to_owned())
        };
        let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpuinfo
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        Machine {
            date: said("date", &["--utc", "+%Y-%m-%d"]),
            cpu: model.map_or("unknown", |(_, model)| model).to_owned(),
            cores: available_parallelism().map_or(0, usize::from),
            measured: match dist {
                // Whatever is checked out, this may be of another commit.
                Some(folder) => format!("a page built before, in `{}`", folder.display()),
                None => format!(
                    "commit {}",
                    said("git", &["describe", "--always", "--dirty"])
                ),
            },
            load: [load(), f64::NAN],
            browsers: Vec::new(),
        }
    }

    /// Called when all is measured.
    pub fn done(&mut self) {
        self.load[1] = load();
    }

    /// For docs/bench.json.
    pub fn json(&self) -> Value {
        let browsers: serde_json::Map<_, _> = self
            .browsers
            .iter()
            .map(|(name, version)| (name.clone(), json!(version)))
            .collect();
        json!({ "date": self.date, "cpu": self.cpu, "cores": self.cores, "measured": self.measured, "load": self.load, "browsers": browsers })
    }

    /// For docs/bench.md.
    pub fn markdown(&self) -> String {
        let browsers: Vec<&str> = self
            .browsers
            .iter()
            .map(|(_, version)| version.as_str())
            .collect();
        let peers = NPM.map(|(_, name, version, _)| format!("`{name}` {version}"));
        let [before, after] = self.load;
        format!(
            "Measured by `cargo xtask bench` on {}, {}: {} cores of {}, with {before:.1} programs wanting a core before and {after:.1} after; {}; {}. Every figure is in [bench.json](bench.json).\n",
            self.date,
            self.measured,
            self.cores,
            self.cpu,
            browsers.join(", "),
            peers.join(", "),
        )
    }
}

/// The load average of the last minute.
fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split_whitespace().next();
    first.and_then(|load| load.parse().ok()).unwrap_or(f64::NAN)
}

/// The browser's name and version in what it says of itself.
pub fn version(agent: &str) -> String {
    let known = ["Firefox/", "HeadlessChrome/", "Chrome/", "Version/"];
    let found = known.iter().find_map(|name| {
        let (_, rest) = agent.split_once(name)?;
        let number = rest.split_whitespace().next()?;
        Some(format!(
            "{} {number}",
            name.trim_end_matches('/').trim_start_matches("Headless")
        ))
    });
    found.unwrap_or_else(|| agent.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_says_its_version() {
        let agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36";
        assert_eq!(version(agent), "Chrome 156.0.0.0");
        assert_eq!(
            version("Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Firefox/153.0"),
            "Firefox 153.0"
        );
    }
}
