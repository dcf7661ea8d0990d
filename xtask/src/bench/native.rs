//! The same programs on wasmtime, and the machine's own tools.

use std::fs::File;
use std::io::Read;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::figure::Figure;
use super::made::{self, SIZES};
use super::peers::Wasmtime;
use crate::programs::line;

const FILTERS: [&[&str]; 3] = [&["tr", "a-z", "A-Z"], &["grep", "-c", "abc"], &["sort"]];

/// How often the tiny program runs, one after the other.
const INSTANCES: u32 = 2000;

/// Measures all of it. What fails says so in its figure.
pub fn measure(wasmtime: Result<&Wasmtime, &anyhow::Error>, quick: bool) -> Vec<Figure> {
    let mut figures = Vec::new();
    for megabytes in SIZES {
        if quick && megabytes == 100 {
            continue;
        }
        let rounds = match (quick, megabytes) {
            (_, 100) => 3,
            (true, _) => 3,
            (false, _) => 7,
        };
        for kilobytes in [1, 8, 64] {
            let case = format!("{megabytes} MB, {kilobytes} KB buffer");
            let size = (kilobytes * 1024).to_string();
            figures.push(on_wasmtime(
                &wasmtime,
                "cat",
                &case,
                megabytes,
                rounds,
                &["cat", &size],
            ));
            figures.push(own("cat", &case, megabytes, rounds, Command::new("cat")));
        }
        for words in FILTERS {
            let name = match words {
                ["grep", ..] => "grep -c".to_owned(),
                words => words.join(" "),
            };
            let case = format!("{name}, {megabytes} MB");
            let rounds = if words[0] == "sort" && megabytes == 100 {
                1
            } else {
                rounds
            };
            figures.push(on_wasmtime(
                &wasmtime, "filters", &case, megabytes, rounds, words,
            ));
            let mut tool = Command::new(words[0]);
            tool.args(&words[1..]);
            figures.push(own("filters", &case, megabytes, rounds, tool));
        }
        for stages in [1, 2, 5] {
            if megabytes > 1 {
                let case = format!("{stages} × cat, 8 KB buffer, {megabytes} MB");
                let mut shell = Command::new("sh");
                shell.arg("-c").arg(vec!["cat"; stages].join(" | "));
                figures.push(own("pipeline", &case, megabytes, rounds, shell));
            }
        }
    }
    figures.extend(tiny(&wasmtime));
    figures
}

/// The rounds of one module on wasmtime.
fn on_wasmtime(
    wasmtime: &Result<&Wasmtime, &anyhow::Error>,
    block: &str,
    case: &str,
    megabytes: usize,
    rounds: u32,
    words: &[&str],
) -> Figure {
    let mut figure = Figure::native(block, case, "MB/s", "wasmtime");
    let times = wasmtime
        .as_ref()
        .map_err(|error| format!("{error:#}"))
        .and_then(|wasmtime| {
            let module = made::program(words[0]);
            let mut command =
                wasmtime.command("warm", rounds + 1, &module, &made::input(megabytes));
            times(command.args(words)).map_err(|error| format!("{error:#}"))
        });
    match times {
        // The first is for the caches.
        Ok(times) => {
            figure.values = times[1..]
                .iter()
                .map(|ms| megabytes as f64 * 1000.0 / ms)
                .collect()
        }
        Err(why) => figure.failed = Some(why),
    }
    figure
}

/// The tiny program on wasmtime: first and repeated.
fn tiny(wasmtime: &Result<&Wasmtime, &anyhow::Error>) -> Vec<Figure> {
    let cases = [
        ("first, from the module's bytes", "first", 11),
        ("repeated in its worker", "warm", INSTANCES),
    ];
    let figure = |(case, mode, runs)| {
        let mut figure = Figure::native("tiny run", case, "ms", "wasmtime");
        let times = wasmtime
            .as_ref()
            .map_err(|error| format!("{error:#}"))
            .and_then(|wasmtime| {
                let input = std::path::Path::new("/dev/null");
                let mut command = wasmtime.command(mode, runs, &made::program("tiny"), input);
                times(command.arg("tiny")).map_err(|error| format!("{error:#}"))
            });
        match times {
            Ok(times) if mode == "first" => figure.values = times,
            Ok(times) => figure.values = vec![times.iter().sum::<f64>() / times.len() as f64],
            Err(why) => figure.failed = Some(why),
        }
        figure
    };
    cases.map(figure).into()
}

/// The rounds of one of the machine's tools, each from its start to its end.
fn own(block: &str, case: &str, megabytes: usize, rounds: u32, mut tool: Command) -> Figure {
    let mut figure = Figure::native(block, case, "MB/s", "own");
    tool.env("LC_ALL", "C");
    for round in 0..=rounds {
        let took = File::open(made::input(megabytes))
            .map_err(Into::into)
            .and_then(|input| {
                let start = Instant::now();
                drain(tool.stdin(input))?;
                Ok(start.elapsed().as_secs_f64())
            });
        match took {
            Ok(seconds) if round > 0 => figure.values.push(megabytes as f64 / seconds),
            Ok(_) => {}
            Err(error) => {
                let error: anyhow::Error = error;
                figure.failed = Some(format!("{error:#}"));
                break;
            }
        }
    }
    figure
}

/// Runs a command and takes its output through a pipe, as a shell would.
fn drain(command: &mut Command) -> Result<Vec<u8>> {
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.with_context(|| format!("cannot run {}", line(command)))?;
    let mut output = child.stdout.take().context("its output is a pipe")?;
    let mut buffer = vec![0; 1 << 16];
    while output.read(&mut buffer)? > 0 {}
    let ended = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&ended.stderr);
    ensure!(
        ended.status.success(),
        "`{}` ended with {}: {said}",
        line(command),
        ended.status
    );
    Ok(ended.stderr)
}

/// What `wasmtime_runs.py` measured, in milliseconds.
fn times(command: &mut Command) -> Result<Vec<f64>> {
    let said = drain(command.stdin(Stdio::null()))?;
    serde_json::from_slice(&said).with_context(|| String::from_utf8_lossy(&said).into_owned())
}
