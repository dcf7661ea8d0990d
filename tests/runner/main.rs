//! `cargo xtask conformance`, once it has set up what it needs: runs the
//! programs of a manifest in a browser or on wasmtime and says what came of it.

#[path = "../e2e/engine.rs"]
mod engine;
mod page;
mod server;

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
};

use engine::{Browser, Engine};
use model::module::Host;
use serde_json::json;
use server::Server;
use tests::conformance::{self, Case, Outcome, Report};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// What `cargo xtask conformance` hands over: the manifest, the host, the
/// file for the JSON or nothing, and a part of names or nothing.
fn main() -> Result<ExitCode, Error> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [manifest, host, json, filter] = &words[..] else {
        return Err("`cargo xtask conformance` calls this".into());
    };
    let (mut cases, left_out) = conformance::read(Path::new(manifest))?;
    for line in left_out {
        println!("left out: {line}");
    }
    cases.retain(|case| format!("{}::{}", case.suite, case.name).contains(filter.as_str()));
    if cases.is_empty() {
        return Err(format!("no program has {filter:?} in its name").into());
    }
    let mut reports = Vec::new();
    match host.as_str() {
        "wasmtime" => {
            let mut report = Report::default();
            for (case, outcome) in cases.iter().zip(conformance::on_wasmtime(&cases)?) {
                report.add(case, outcome);
            }
            reports.push(("wasmtime".to_owned(), "native", report));
        }
        _ => {
            let host = match host.as_str() {
                "ours" => Host::Preview1,
                _ => Host::Wasix,
            };
            let runtime = tokio::runtime::Runtime::new()?;
            for engine in Engine::wanted() {
                let report = runtime.block_on(in_browser(engine, host, &cases))?;
                reports.push((words[1].clone(), engine.name(), report));
            }
        }
    }
    let mut passed = true;
    let mut results = Vec::new();
    for (host, engine, report) in &reports {
        println!("\n{host}, {engine}\n{report}");
        let (ok, all) = report.passed();
        passed &= ok == all;
        results.push(json!({ "host": host, "engine": engine, "results": report.json() }));
    }
    if !json.is_empty() {
        std::fs::write(PathBuf::from(json), format!("{:#}\n", json!(results)))?;
        println!("written: {json}");
    }
    Ok(match passed {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Runs all cases in one browser, one after the other.
async fn in_browser(engine: Engine, host: Host, cases: &[Case]) -> Result<Report, Error> {
    let server = Server::start(cases).await?;
    let browser = Browser::new(engine);
    let mut report = Report::default();
    let done = async {
        let driver = browser.session().await?;
        page::open(&driver, &server.at("/conformance/index.html")).await?;
        let longest = cases.iter().map(|case| case.timeout).max();
        driver
            .set_script_timeout(longest.unwrap_or_default() * 2)
            .await?;
        for (number, case) in cases.iter().enumerate() {
            let wasm = server.at(&format!("/module/{number}"));
            let outcome = page::run(&driver, host, case, &wasm).await;
            if let (Outcome::Failed(_), Err(_)) = (&outcome, driver.title().await) {
                return Err(format!("the browser ended in {}", case.name).into());
            }
            report.add(case, outcome);
        }
        Ok::<(), Error>(())
    };
    let done = done.await;
    browser.quit().await;
    done.map(|()| report)
}
