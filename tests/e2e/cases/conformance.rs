//! Our own conformance programs, each in a stage's worker: they assert what
//! wasmtime does, where `native/conformance.rs` runs the very same.

use std::sync::LazyLock;

use model::module::Host;
use tests::conformance::{self, Granted, Outcome as Ran, Own};

use super::{Case, case, equal};
use crate::{Outcome, page::Page, programs};

/// Built when they are first wanted.
static PROGRAMS: LazyLock<Vec<Own>> = LazyLock::new(conformance::programs);

pub fn cases() -> Vec<Case> {
    vec![
        case("conformance_programs_pass", all),
        case("standard_files_are_terminals_if_it_is_said_so", terminals),
    ]
}

/// The module of a program.
///
/// # Errors
/// When there is none of that name.
pub fn module(name: &str) -> Result<Vec<u8>, String> {
    let own = PROGRAMS.iter().find(|own| own.case.name == name);
    let own = own.ok_or_else(|| format!("there is no program {name}"))?;
    std::fs::read(&own.case.wasm).map_err(|error| error.to_string())
}

async fn all(page: Page) -> Outcome {
    tokio::task::spawn_blocking(|| LazyLock::force(&PROGRAMS).len()).await?;
    let driver = page.driver();
    programs::open(driver, &page.server.at("/conformance/index.html")).await?;
    let mut failures = Vec::new();
    for Own { case, .. } in PROGRAMS.iter() {
        let wasm = page.server.at(&format!("/program/{}", case.name));
        let outcome = programs::run(driver, Host::Preview1, case, &wasm).await;
        let wrong = case.judge(&outcome);
        if !wrong.is_empty() {
            failures.push(format!("{}: {}", case.name, wrong.join("; ")));
        }
    }
    match failures.is_empty() {
        true => Ok(()),
        false => Err(failures.join("\n").into()),
    }
}

async fn terminals(page: Page) -> Outcome {
    tokio::task::spawn_blocking(|| LazyLock::force(&PROGRAMS).len()).await?;
    let driver = page.driver();
    programs::open(driver, &page.server.at("/conformance/index.html")).await?;
    let own = PROGRAMS.iter().find(|own| own.case.name == "terminals");
    let case = &own.ok_or("there is no program terminals")?.case;
    let wasm = page.server.at("/program/terminals");
    for host in [Host::Preview1, Host::Wasix] {
        for (terminals, code) in [([true, false, true], 5), ([false, true, false], 2)] {
            let mut granted = Granted::default();
            granted.grant.terminals = terminals;
            match programs::run_granted(driver, host, case, &wasm, &granted).await {
                Ran::Ended(ended) => equal(&format!("{host:?}"), ended.exit, code)?,
                other => return Err(format!("{other:?}").into()),
            }
        }
    }
    Ok(())
}
