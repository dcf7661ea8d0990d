//! Our own conformance programs on wasmtime, where their expectations come from: they assert what it does, so they pass there.

use std::sync::{Arc, OnceLock};

use libtest_mimic::{Arguments, Failed, Trial};
use tests::conformance::{self, Case, Outcome, Own};

fn main() {
    let arguments = Arguments::from_args();
    let programs = conformance::programs();
    let cases: Vec<Case> = programs.iter().map(|own| own.case.clone()).collect();
    // All at once, by the first test that wants to know.
    let outcomes = Arc::new(OnceLock::new());
    let trials = programs.into_iter().enumerate().map(|(number, own)| {
        let (cases, outcomes) = (cases.clone(), outcomes.clone());
        Trial::test(format!("wasmtime::{}", own.case.name), move || {
            let outcomes: &Result<Vec<Outcome>, String> =
                outcomes.get_or_init(|| conformance::on_wasmtime(&cases));
            let outcomes = outcomes.as_ref().map_err(Failed::from)?;
            check(&own, &outcomes[number])
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn check(own: &Own, outcome: &Outcome) -> Result<(), Failed> {
    let wrong = own.case.judge(outcome);
    match (&own.differs, wrong.is_empty()) {
        (None, true) | (Some(_), false) => Ok(()),
        (None, false) => Err(wrong.join("\n").into()),
        (Some(why), true) => Err(format!("wasmtime does the same, though {why}").into()),
    }
}
