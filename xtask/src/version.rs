//! Version numbers as programs print them.

use std::fmt;

/// A version: its numbers, compared one by one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(Vec<u64>);

impl Version {
    /// The first number with its dotted followers in what `--version` printed:
    /// `trunk 0.21.14`, `wasm-opt version 132 (version_132)`, `Mozilla Firefox 153.7.0esr`.
    pub fn find(text: &str) -> Option<Version> {
        let word = text
            .split_whitespace()
            .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        let end = word
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(word.len());
        word[..end]
            .trim_end_matches('.')
            .split('.')
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()
            .map(Version)
    }

    /// Whether cargo would take this version for the requirement `^wanted`, where `wanted` is 0.MINOR.PATCH.
    pub fn compatible_with(&self, wanted: &Version) -> bool {
        self >= wanted && self.0.iter().take(2).eq(wanted.0.iter().take(2))
    }

    /// The first number, by which browsers and their drivers are matched.
    pub fn major(&self) -> u64 {
        self.0[0]
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.0.iter().map(u64::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

/// The version of `package` in the text of a Cargo.lock.
pub fn locked(lock: &str, package: &str) -> Option<Version> {
    let entry = lock
        .split("[[package]]")
        .find(|entry| value(entry, "name") == Some(package))?;
    Version::find(value(entry, "version")?)
}

/// The version that the text of a Trunk.toml gives `key`: `0.21.14` for `trunk-version = "^0.21.14"`.
pub fn pinned(config: &str, key: &str) -> Option<Version> {
    Version::find(value(config, key)?.trim_start_matches(|c: char| !c.is_ascii_digit()))
}

/// The value of a line `key = "value"`.
fn value<'a>(entry: &'a str, key: &str) -> Option<&'a str> {
    entry.lines().find_map(|line| {
        line.strip_prefix(key)?
            .strip_prefix(" = \"")?
            .strip_suffix('"')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        Version::find(text).map_or("none".to_owned(), |version| version.to_string())
    }

    #[test]
    fn versions_are_found_in_what_programs_print() {
        assert_eq!(found("trunk 0.21.14\n"), "0.21.14");
        assert_eq!(found("wasm-bindgen 0.2.114"), "0.2.114");
        assert_eq!(found("wasm-opt version 132 (version_132)"), "132");
        assert_eq!(found("wasm-opt version 116-dirty"), "116");
        assert_eq!(found("Mozilla Firefox 153.7.0esr"), "153.7.0");
        assert_eq!(
            found("ChromeDriver 156.0.8078.79 (a21ce95-refs/branch-heads/8078@{#1})"),
            "156.0.8078.79"
        );
        assert_eq!(found("Usage: WebKitWebDriver options"), "none");
        assert_eq!(found(""), "none");
    }

    #[test]
    fn versions_compare_as_numbers() {
        let version = |text| Version::find(text).unwrap();
        assert!(version("132") > version("108"));
        assert!(version("0.37.10") > version("0.37.9"));
        assert!(version("0.37.1") >= version("0.37.1"));
        assert!(version("0.36.0") < version("0.37.1"));
        assert!(version("0.21.15").compatible_with(&version("0.21.14")));
        assert!(!version("0.21.13").compatible_with(&version("0.21.14")));
        assert!(!version("0.22.0").compatible_with(&version("0.21.14")));
        assert_eq!(version("156.0.1").major(), 156);
    }

    #[test]
    fn the_lock_file_is_read() {
        let lock = "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.114\"\n\n\
                    [[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.64\"\ndependencies = [\n \"wasm-bindgen\",\n]\n";
        assert_eq!(locked(lock, "wasm-bindgen").unwrap().to_string(), "0.2.114");
        assert_eq!(
            locked(lock, "wasm-bindgen-futures").unwrap().to_string(),
            "0.4.64"
        );
        assert_eq!(locked(lock, "yew"), None);
    }

    #[test]
    fn the_pins_are_read() {
        let config = "# wasm_opt = \"version_1\"\ntrunk-version = \"^0.21.14\"\n\n[tools]\nwasm_opt = \"version_132\"\n";
        assert_eq!(
            pinned(config, "trunk-version").unwrap().to_string(),
            "0.21.14"
        );
        assert_eq!(pinned(config, "wasm_opt").unwrap().to_string(), "132");
        assert_eq!(pinned(config, "sass"), None);
    }
}
