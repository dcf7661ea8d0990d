//! The checks that are no tests.

use anyhow::{Context, Result};
use serde_json::Value;

use crate::programs::{cargo, output, run};

/// rustfmt has nothing to change.
pub fn format() -> Result<()> {
    run(cargo().args(["fmt", "--all", "--check"]))
}

/// clippy has nothing to say about what builds natively, the browser tests among it.
pub fn clippy() -> Result<()> {
    run(cargo().args([
        "clippy",
        "--all-targets",
        "--features",
        "tests/browsers",
        "--",
        "--deny",
        "warnings",
    ]))
}

/// clippy has nothing to say about what builds for the browser only: the members that are no default members.
pub fn clippy_for_the_browser() -> Result<()> {
    let metadata: Value = serde_json::from_str(&output(cargo().args([
        "metadata",
        "--no-deps",
        "--format-version",
        "1",
    ]))?)?;
    let mut clippy = cargo();
    clippy.args([
        "clippy",
        "--keep-going",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    for id in other_members(&metadata).context("cargo metadata lists no members")? {
        clippy.args(["--package", id]);
    }
    run(clippy.args(["--", "--deny", "warnings"]))
}

/// The ids of the workspace's members that are not among its default members.
fn other_members(metadata: &Value) -> Option<Vec<&str>> {
    let default = metadata["workspace_default_members"].as_array()?;
    let members = metadata["workspace_members"].as_array()?;
    Some(
        members
            .iter()
            .filter(|id| !default.contains(id))
            .filter_map(Value::as_str)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_members_are_told_from_default_ones() {
        let metadata = serde_json::json!({ "workspace_members": ["a", "b", "c"], "workspace_default_members": ["b"] });
        assert_eq!(other_members(&metadata).unwrap(), ["a", "c"]);
        assert_eq!(other_members(&Value::Null), None);
    }
}
