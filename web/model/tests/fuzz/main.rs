//! Inputs by chance, for everything in `model` that reads what strangers wrote:
//! modules, demos, command lines, output, messages of engines.
//!
//! A few thousand are a test; `cargo xtask fuzz` gives a million. What fails is
//! printed with the seed, by which `cargo xtask fuzz --seed` makes it again.

mod mutate;
mod readers;
mod seeds;

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::{SystemTime, UNIX_EPOCH},
};

use mutate::Chance;

/// How many inputs each reader gets as a test.
const FEW: u64 = 1500;

/// A failing input is printed up to this length, in bytes.
const PRINTED: usize = 2000;

fn number(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {value}")),
    )
}

/// Gives one reader many inputs that are made from these.
fn fuzz(name: &str, seeds: &[Vec<u8>], read: fn(&[u8])) {
    let inputs = number("POUROVER_FUZZ_INPUTS").unwrap_or(FEW);
    let seed = number("POUROVER_FUZZ_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.map_or(1, |now| now.as_nanos() as u64)
    });
    println!("{name}: {inputs} inputs, POUROVER_FUZZ_SEED={seed}");
    for seed in seeds {
        read(seed);
    }
    for at in 0..inputs {
        // Each input has a seed of its own, so that it can be made alone.
        let mut chance = Chance::new(seed.wrapping_add(at));
        let input = chance.input(seeds);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| read(&input))) {
            let shown = &input[..input.len().min(PRINTED)];
            eprintln!(
                "{name} fails with POUROVER_FUZZ_SEED={} POUROVER_FUZZ_INPUTS=1, {} bytes: {}",
                seed.wrapping_add(at),
                input.len(),
                shown.escape_ascii()
            );
            resume_unwind(panic);
        }
    }
}

#[test]
fn the_doctor() {
    fuzz("the doctor", &seeds::files(), readers::doctor);
}

#[test]
fn the_memory_limit() {
    fuzz("the memory limit", &seeds::files(), readers::memory_limit);
}

#[test]
fn components() {
    fuzz("components", &seeds::components(), readers::component);
}

#[test]
fn demos() {
    fuzz("demos", &seeds::demos(), readers::demo);
}

#[test]
fn command_lines() {
    fuzz("command lines", &seeds::commands(), readers::command);
}

#[test]
fn output() {
    fuzz("output", &seeds::demos(), readers::output);
}

#[test]
fn views() {
    fuzz("views", &seeds::views(), readers::views);
}

#[test]
fn traps_and_names() {
    fuzz("traps and names", &seeds::traps(), readers::trap);
}

#[test]
fn links() {
    fuzz("links", &seeds::links(), readers::link);
}

#[test]
fn what_links_hold() {
    fuzz("what links hold", &seeds::links(), readers::link_content);
}
