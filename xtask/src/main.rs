//! `cargo xtask`: the commands that are run on this repository.

mod bench;
mod browsers;
mod checks;
mod conformance;
mod debian;
mod dist;
mod filters;
mod fuzz;
mod inline;
mod manual;
mod minify;
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
cargo xtask dist [FOLDER] [--from BUILT]
    build the page for a static host into FOLDER (target/hosted if nothing is said): files whose addresses change with their
    contents, compressed ones beside them, a service worker; --from takes a page that Trunk built already
cargo xtask test [--engine chromium|firefox|webkit]... [FILTER]
    set up the browsers as well and run every test; FILTER (part of a test's name) and --engine run a part
cargo xtask bench [--quick] [--engine chromium|firefox]... [--dist FOLDER] [--against FOLDER] [PART]
    measure our host and others in browsers and natively into docs/bench.md and docs/bench.json; --dist takes a page that is
    built already, --against sets another build beside it; PART (of a name) measures a part and writes nothing
cargo xtask fuzz [--inputs 1000000] [--seed NUMBER] [READER]
    give so many inputs by chance to everything that reads what strangers wrote, or to those with READER in their name
cargo xtask conformance MANIFEST [--engine chromium|firefox|webkit]... [--host ours|wasmer-wasix|wasmtime] [--json FILE] [--dist FOLDER] [FILTER]
    run the compiled programs that a manifest lists, or a folder of wasi-testsuite's, and say which pass: in Chromium on our
    host if nothing else is said; --dist takes a page that is built already, FILTER is a part of SUITE::NAME
cargo xtask filters
    build the filters for wasm32-wasip1 into target/filters, with their list filters.json
cargo xtask inline-scripts
    Trunk's hook: move the scripts in the page that was built into files of their own
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
        "dist" => {
            let mut wanted = dist::Wanted::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("from") => wanted.from = Some(args.value()?.into()),
                    Value(folder) if wanted.folder.is_none() => wanted.folder = Some(folder.into()),
                    other => return Err(other.unexpected().into()),
                }
            }
            dist::dist(wanted)
        }
        "bench" => {
            let mut wanted = bench::Wanted::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("quick") => wanted.quick = true,
                    Long("engine") => wanted.engines.push(args.value()?.string()?.parse()?),
                    Long("dist") => wanted.dist = Some(args.value()?.into()),
                    Long("against") => wanted.against = Some(args.value()?.into()),
                    Value(part) if wanted.part.is_none() => wanted.part = Some(part.string()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            bench::bench(wanted)
        }
        "fuzz" => {
            let mut wanted = fuzz::Wanted::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("inputs") => wanted.inputs = number(&mut args, "--inputs")?,
                    Long("seed") => wanted.seed = Some(number(&mut args, "--seed")?),
                    Value(part) if wanted.reader.is_none() => wanted.reader = Some(part.string()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            fuzz::fuzz(&wanted)?;
            Ok(ExitCode::SUCCESS)
        }
        "conformance" => {
            let mut wanted = conformance::Wanted::default();
            while let Some(arg) = args.next()? {
                match arg {
                    Long("engine") => wanted.engines.push(args.value()?.string()?.parse()?),
                    Long("host") => wanted.host = args.value()?.string()?.parse()?,
                    Long("json") => wanted.json = Some(args.value()?.into()),
                    Long("dist") => wanted.dist = Some(args.value()?.into()),
                    Value(path) if wanted.manifest.is_none() => wanted.manifest = Some(path.into()),
                    Value(name) if wanted.filter.is_none() => wanted.filter = Some(name.string()?),
                    other => return Err(other.unexpected().into()),
                }
            }
            conformance::conformance(wanted)
        }
        "filters" => {
            if let Some(other) = args.next()? {
                return Err(other.unexpected().into());
            }
            filters::filters()?;
            Ok(ExitCode::SUCCESS)
        }
        "inline-scripts" => {
            if let Some(other) = args.next()? {
                return Err(other.unexpected().into());
            }
            inline::main()?;
            Ok(ExitCode::SUCCESS)
        }
        "help" => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        unknown => bail!("there is no command {unknown}\n\n{USAGE}"),
    }
}

/// The number behind an option.
fn number(args: &mut lexopt::Parser, option: &str) -> Result<u64> {
    let number = args.value()?.string()?.parse().ok();
    number.with_context(|| format!("{option} takes a number"))
}

/// The checkout that this program was built from.
fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .parent()
        .expect("xtask is a folder of the checkout")
        .to_owned()
}
