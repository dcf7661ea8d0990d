//! `cargo xtask conformance`

use std::path::{Path, PathBuf, absolute};
use std::process::{Command, ExitCode};
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};

use crate::browsers::{Browsers, Engine};
use crate::debian::Apt;
use crate::page::Page;
use crate::programs::{cargo, line, run};
use crate::step::Steps;

/// What is asked for.
#[derive(Default)]
pub struct Wanted {
    /// The manifest, or a folder or file of wasi-testsuite's.
    pub manifest: Option<PathBuf>,
    /// Chromium, if empty.
    pub engines: Vec<Engine>,
    /// What the programs run on.
    pub host: Host,
    /// Where every result is written to.
    pub json: Option<PathBuf>,
    /// A page that was built before, in place of a new one.
    pub dist: Option<PathBuf>,
    /// A part of `SUITE::NAME`.
    pub filter: Option<String>,
}

/// What programs run on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Host {
    /// Our own host, in browsers.
    #[default]
    Ours,
    /// The second host, in browsers.
    Wasix,
    /// wasmtime, natively.
    Wasmtime,
}

impl Host {
    const ALL: [(&str, Host); 3] = [
        ("ours", Host::Ours),
        ("wasmer-wasix", Host::Wasix),
        ("wasmtime", Host::Wasmtime),
    ];

    fn name(self) -> &'static str {
        let named = Host::ALL.into_iter().find(|(_, host)| *host == self);
        named.map_or("", |(name, _)| name)
    }
}

impl FromStr for Host {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Host> {
        match Host::ALL.into_iter().find(|(known, _)| *known == name) {
            Some((_, host)) => Ok(host),
            None => bail!("there is no host {name}: it is one of ours, wasmer-wasix and wasmtime"),
        }
    }
}

/// Sets up what is needed and runs the programs; fails if one of them does.
pub fn conformance(mut wanted: Wanted) -> Result<ExitCode> {
    let manifest = wanted.manifest.take().context("a manifest is missing")?;
    ensure!(manifest.exists(), "{} is not there", manifest.display());
    let mut steps = Steps::default();
    let mut programs = runner();
    programs.arg(absolute(&manifest)?).arg(wanted.host.name());
    match &wanted.json {
        Some(file) => programs.arg(absolute(file)?),
        None => programs.arg(""),
    };
    programs.arg(wanted.filter.unwrap_or_default());
    if wanted.host != Host::Wasmtime {
        if wanted.engines.is_empty() {
            wanted.engines = vec![Engine::Chromium];
        }
        let dist = page(&mut steps, wanted.dist.as_deref())?;
        let mut apt = Apt::here();
        let browsers = Browsers::set_up(&wanted.engines, &mut steps, apt.as_mut());
        ensure!(browsers.skipped.is_empty(), "an engine is missing");
        browsers.describe(&mut programs);
        programs.env("POUROVER_DIST", dist);
    }
    let status = programs
        .status()
        .with_context(|| format!("cannot run {}", line(&programs)))?;
    Ok(match status.success() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// The built page's folder.
fn page(steps: &mut Steps, built_before: Option<&Path>) -> Result<PathBuf> {
    if let Some(folder) = built_before {
        ensure!(folder.is_dir(), "there is no folder {}", folder.display());
        return Ok(absolute(folder)?);
    }
    let page = Page::set_up(steps)?;
    steps.run("page", || run(&mut page.trunk("build")?))?;
    Ok(crate::root().join("dist"))
}

fn runner() -> Command {
    let mut runner = cargo();
    runner.args([
        "run",
        "--quiet",
        "--package",
        "tests",
        "--features",
        "browsers",
    ]);
    runner.args(["--example", "conformance", "--"]);
    runner
}
