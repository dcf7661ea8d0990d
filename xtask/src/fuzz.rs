//! `cargo xtask fuzz`

use anyhow::Result;

use crate::programs::{cargo, run};

/// How much of it is asked for.
pub struct Wanted {
    /// For each reader.
    pub inputs: u64,
    /// Of the first input; by the clock, if none.
    pub seed: Option<u64>,
    /// A part of the readers' names.
    pub reader: Option<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            inputs: 1_000_000,
            seed: None,
            reader: None,
        }
    }
}

/// Runs the test of the same name with more inputs.
pub fn fuzz(wanted: &Wanted) -> Result<()> {
    let mut test = cargo();
    test.args([
        "test",
        "--package",
        "model",
        "--test",
        "fuzz",
        "--profile",
        "fuzz",
        "--",
    ]);
    test.args(&wanted.reader).arg("--nocapture");
    test.env("POUROVER_FUZZ_INPUTS", wanted.inputs.to_string());
    if let Some(seed) = wanted.seed {
        test.env("POUROVER_FUZZ_SEED", seed.to_string());
    }
    run(&mut test)
}
