//! `cargo xtask bench`

mod figure;
mod limits;
mod machine;
mod made;
mod native;
mod peers;
mod report;
mod sizes;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::browsers::{Browsers, Engine};
use crate::debian::Apt;
use crate::page::Page;
use crate::programs::{cargo, line, run};
use crate::step::Steps;
use crate::{dist, filters};
use figure::Figure;
use machine::Machine;
use peers::Wasmtime;
use report::Report;

/// What is asked for.
#[derive(Default)]
pub struct Wanted {
    /// Without 100 MB, in fewer rounds.
    pub quick: bool,
    /// Chromium and Firefox, if empty.
    pub engines: Vec<Engine>,
    /// A page that was built before, in place of a new one.
    pub dist: Option<PathBuf>,
    /// Another build of our host, measured beside it.
    pub against: Option<PathBuf>,
    /// A part of the names of what is measured, in browsers only; nothing is written then.
    pub part: Option<String>,
}

/// Sets everything up, measures whatever is there, and writes docs/bench.md and docs/bench.json.
pub fn bench(mut wanted: Wanted) -> Result<ExitCode> {
    let mut steps = Steps::default();
    let built_before = wanted.dist.clone();
    let dist = match wanted.dist.take() {
        Some(dist) => absolute(&dist)?,
        None => {
            let page = Page::set_up(&mut steps)?;
            steps.run("page", || run(&mut page.trunk("build")?))?;
            crate::root().join("dist")
        }
    };
    let against = wanted
        .against
        .take()
        .map(|folder| absolute(&folder))
        .transpose()?;
    filters::filters()?;
    steps.run("programs", made::programs)?;
    steps.run("inputs", made::inputs)?;
    steps.run("page for a host", || hosted(&dist))?;
    let npm = peers::npm(&mut steps);
    steps.keep("peers from npm", npm);
    let wasmtime = Wasmtime::set_up(&mut steps);
    if wanted.engines.is_empty() {
        wanted.engines = vec![Engine::Chromium, Engine::Firefox];
    }
    let mut apt = Apt::here();
    let browsers = Browsers::set_up(&wanted.engines, &mut steps, apt.as_mut());

    let mut report = Report {
        machine: Machine::here(built_before.as_deref()),
        figures: Vec::new(),
    };
    let mut command = in_browsers(&browsers, &dist, against.as_deref(), &wanted);
    steps.attempt("in browsers", || listen(&mut command, &mut report));
    if wanted.part.is_some() {
        report.print();
        return Ok(ExitCode::SUCCESS);
    }
    steps.attempt("natively", || {
        report
            .figures
            .extend(native::measure(wasmtime.as_ref(), wanted.quick));
        Ok(())
    });
    report.machine.done();
    report.figures.extend(sizes::measure(&dist));

    let docs = crate::root().join("docs");
    fs::create_dir_all(&docs)?;
    let json = serde_json::to_string_pretty(&report.json())?;
    fs::write(docs.join("bench.json"), json + "\n")?;
    fs::write(docs.join("bench.md"), report.markdown())?;
    steps.report();
    report.print();
    println!("\nwritten: docs/bench.md and docs/bench.json");
    Ok(if steps.all_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Where the page is as a host serves it.
fn hosting() -> PathBuf {
    made::folder().join("hosted")
}

/// Makes it.
fn hosted(dist: &Path) -> Result<()> {
    dist::make(dist, &hosting(), "")?;
    dist::compress(&hosting())?;
    Ok(())
}

fn absolute(folder: &Path) -> Result<PathBuf> {
    folder
        .canonicalize()
        .with_context(|| format!("there is no folder {}", folder.display()))
}

/// The measuring in browsers, with what it needs in its environment.
fn in_browsers(
    browsers: &Browsers,
    dist: &Path,
    against: Option<&Path>,
    wanted: &Wanted,
) -> Command {
    let mut bench = cargo();
    bench.args([
        "run",
        "--quiet",
        "--package",
        "tests",
        "--features",
        "browsers",
        "--example",
        "bench",
        "--",
    ]);
    bench.args(wanted.quick.then_some("--quick"));
    if let Some(part) = &wanted.part {
        bench.env("POUROVER_PART", part);
    }
    bench
        .env("POUROVER_DIST", dist)
        .env("POUROVER_HOSTED", hosting())
        .env("POUROVER_BENCH", made::folder())
        .env("POUROVER_NPM", peers::node_modules());
    browsers.describe(&mut bench);
    if let Some(folder) = against {
        bench.env("POUROVER_BEFORE", folder);
    }
    bench
}

/// Takes the figures as they are printed.
fn listen(command: &mut Command, report: &mut Report) -> Result<()> {
    let child = command.stdout(Stdio::piped()).spawn();
    let mut child = child.with_context(|| format!("cannot run {}", line(command)))?;
    let output = child.stdout.take().context("its output is a pipe")?;
    for text in BufReader::new(output).lines() {
        let value: Value = serde_json::from_str(&text?)?;
        if let Some(figure) = Figure::of(&value) {
            report.figures.push(figure);
        } else if let (Some(engine), Some(agent)) =
            (value["engine"].as_str(), value["version"].as_str())
        {
            report
                .machine
                .browsers
                .push((engine.to_owned(), machine::version(agent)));
        }
    }
    let status = child.wait()?;
    ensure!(status.success(), "`{}` ended with {status}", line(command));
    Ok(())
}
