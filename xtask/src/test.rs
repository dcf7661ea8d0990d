//! `cargo xtask test`

use std::env;
use std::io::stdout;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::browsers::{Browsers, Engine};
use crate::checks;
use crate::debian::Apt;
use crate::dist;
use crate::page::Page;
use crate::programs::{cargo, on_path, run};
use crate::step::Steps;
use crate::tally::Tally;
use crate::tools;

/// What the native tests compare the filters with, and the Debian packages that have it.
const REFERENCES: [(&str, &str); 3] = [
    ("hexdump", "bsdextrautils"),
    ("rev", "bsdextrautils"),
    ("jq", "jq"),
];

/// The part of the tests that is asked for.
#[derive(Default)]
pub struct Wanted {
    /// All of them, if empty.
    pub engines: Vec<Engine>,
    /// A part of the names of the tests to run; without it also the checks that are no tests.
    pub filter: Option<String>,
}

/// Sets up everything that is wanted and to be had here, and runs all of it, whatever fails on the way.
pub fn test(wanted: Wanted) -> Result<ExitCode> {
    let filter = wanted.filter.as_deref();
    let mut steps = Steps::default();
    let mut tally = Tally::default();
    let mut apt = Apt::here();

    let page = Page::set_up(&mut steps);
    let page = steps.keep("setting up the page", page);
    let browsers = Browsers::set_up(&wanted.engines, &mut steps, apt.as_mut());
    set_up_references(&mut steps, apt.as_mut());
    tools::sweep()?;

    if filter.is_none() {
        steps.attempt("format", checks::format);
        steps.attempt("clippy", checks::clippy);
        steps.attempt("clippy for the browser", checks::clippy_for_the_browser);
    }
    steps.attempt("native tests", || {
        let mut test = cargo();
        tally.run(test.args(["test", "--no-fail-fast"]).args(filter), stdout())
    });
    let built = page.and_then(|page| steps.attempt("page", || run(&mut page.trunk("build")?)));
    if built.is_some() && !browsers.found.is_empty() {
        steps.attempt("browser tests", || {
            let hosted = hosted()?;
            let mut tests = browser_tests(&browsers);
            tally.run(tests.env("POUROVER_HOSTED", hosted).args(filter), stdout())
        });
    }

    steps.report();
    let mut ok = steps.all_ok();
    if tally.ran() == 0 {
        let why = filter.map(|name| format!(": none has {name} in its name"));
        println!("error: no test ran{}", why.unwrap_or_default());
        ok = false;
    }
    for (engine, reason) in &browsers.skipped {
        println!("skipped {engine}: {reason:#}");
    }
    if !browsers.skipped.is_empty() && env::var("CI").is_ok_and(|ci| ci == "true") {
        println!("error: with CI=true no engine may be skipped");
        ok = false;
    }
    // Alone on the last line, for whoever reads only that.
    match browsers.skipped.len() {
        0 => println!("{tally}"),
        skipped => println!("{tally}, {skipped} skipped"),
    }
    let exit = if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    };
    Ok(exit)
}

/// Installs the programs that the filters are compared with, or says what is missing; the tests that need it will fail.
fn set_up_references(steps: &mut Steps, apt: Option<&mut Apt>) {
    let absent = REFERENCES
        .iter()
        .filter(|(name, _)| on_path(name).is_none());
    let mut packages: Vec<&str> = absent.map(|(_, package)| *package).collect();
    packages.dedup();
    if packages.is_empty() {
        return;
    }
    let installed = apt
        .context("there is no apt, or no right to use it")
        .and_then(|apt| apt.install(steps, &packages));
    if let Err(error) = installed {
        println!(
            "── {error:#}: install {} (Debian's names), which the filters are compared with",
            packages.join(" and ")
        );
    }
}

/// Makes two versions of the page for a host, `1` and `2`, of the one that was built; gives the folder they are in.
fn hosted() -> Result<PathBuf> {
    let (built, hosted) = (
        crate::root().join("dist"),
        crate::root().join("target/versions"),
    );
    dist::make(&built, &hosted.join("1"), "")?;
    dist::make(&built, &hosted.join("2"), "/* The same once more. */")?;
    Ok(hosted)
}

/// The browser tests, with what they need in their environment.
fn browser_tests(browsers: &Browsers) -> Command {
    let mut test = cargo();
    test.args([
        "test",
        "--package",
        "tests",
        "--features",
        "browsers",
        "--test",
        "browser",
        "--",
    ]);
    test.env("POUROVER_DIST", crate::root().join("dist"));
    browsers.describe(&mut test);
    test
}
