//! `cargo xtask`: the commands that are run on this repository.

mod browsers;
mod checks;
mod debian;
mod filters;
mod manual;
mod page;
mod programs;
mod serve;
mod step;
mod tally;
mod test;
mod tools;
mod version;
mod wasm_opt;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

const USAGE: &str = "\
cargo xtask serve [--port 8080]
    set up what the page needs, build it in release and serve it at http://localhost:8080
cargo xtask test [--engine chromium|firefox|webkit]... [FILTER]
    set up the browsers as well and run every test; FILTER (part of a test's name) and --engine run a part
cargo xtask filters
    build the filters for wasm32-wasip1 into target/filters, with their list filters.json
";

fn main() -> ExitCode {
    // Trunk calls wasm-opt by name; page.rs puts a link of that name to this program in its way.
    let done = match std::env::args_os().next() {
        Some(name) if Path::new(&name).file_stem() == Some("wasm-opt".as_ref()) => wasm_opt::main(),
        _ => command(),
    };
    done.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn command() -> Result<ExitCode> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(Value(name)) => name.string()?,
        None | Some(Short('h') | Long("help")) => "help".to_owned(),
        Some(other) => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "serve" => {
            let mut port = 8080;
            while let Some(arg) = args.next()? {
                match arg {
                    Long("port") => {
                        let number = args.value()?.string()?.parse().ok();
                        port = number.context("--port takes a number up to 65535")?;
                    }
                    other => return Err(other.unexpected().into()),
                }
            }
            serve::serve(port)
        }
        "test" => {
            let mut wanted = test::Wanted::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("engine") => wanted.engines.push(args.value()?.string()?.parse()?),
                    Value(name) if wanted.filter.is_none() => wanted.filter = Some(name.string()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            test::test(wanted)
        }
        "filters" => {
            if let Some(other) = args.next()? {
                return Err(other.unexpected().into());
            }
            filters::filters()?;
            Ok(ExitCode::SUCCESS)
        }
        "help" => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        unknown => bail!("there is no command {unknown}\n\n{USAGE}"),
    }
}

/// The checkout that this program was built from.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .parent()
        .expect("xtask is a folder of the checkout")
        .to_owned()
}
