//! Every demo, run natively: standard output, standard error and exit status must be as its file says, to the byte.

use libtest_mimic::{Arguments, Failed, Trial};
use model::{demo::Demo, words};
use std::{collections::BTreeMap, fs, path::PathBuf, sync::Arc};
use tests::native;

fn main() {
    let arguments = Arguments::from_args();
    let filters = Arc::new(native::filters());
    let folder = native::root().join("filters/demos");
    let mut demos = BTreeMap::new();
    for entry in fs::read_dir(&folder)
        .expect("filters/demos can be read")
        .flatten()
    {
        let path = entry.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        demos.insert(
            name,
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        );
    }
    let mut trials: Vec<_> = filters
        .keys()
        .map(|filter| {
            let called = demos
                .values()
                .any(|text| program(text).is_some_and(|name| name == *filter));
            let filter = filter.clone();
            Trial::test(format!("has_a_demo::{filter}"), move || match called {
                true => Ok(()),
                false => Err(format!("no file in filters/demos calls {filter}: write one").into()),
            })
        })
        .collect();
    for (name, program) in filters.iter() {
        let (name, program) = (name.clone(), program.clone());
        trials.push(Trial::test(format!("has_a_man_page::{name}"), move || {
            let help = native::run(&program, &["--help".to_owned()], &[], b"")?;
            let page = String::from_utf8_lossy(&help.stdout).into_owned();
            let usage = format!("\nusage: {name}");
            match page.starts_with(&format!("{name} - ")) && page.contains(&usage) {
                true => Ok(()),
                false => {
                    Err(format!("--help prints no summary and usage line, but:\n{page}").into())
                }
            }
        }));
    }
    for (name, text) in demos {
        let filters = filters.clone();
        trials.push(Trial::test(format!("demo::{name}"), move || {
            check(&filters, &text)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// The command of a demo, as its shell words say.
fn command(demo: &Demo) -> Result<words::Command, Failed> {
    let problem = |problem: words::Problem| {
        format!(
            "column {}: {}",
            problem.column(&demo.command),
            problem.sentence
        )
    };
    Ok(words::Line::parse(&demo.command)
        .command()
        .map_err(problem)?)
}

fn program(text: &str) -> Option<String> {
    command(&Demo::parse(text).0).ok()?.args.first().cloned()
}

fn check(filters: &BTreeMap<String, PathBuf>, text: &str) -> Result<(), Failed> {
    let (demo, problems) = Demo::parse(text);
    if let Some(problem) = problems.first() {
        return Err(format!("line {}: {}", problem.line, problem.sentence).into());
    }
    if demo.to_text() != text {
        return Err(format!("it should be written like this:\n{}", demo.to_text()).into());
    }
    let command = command(&demo)?;
    let name = &command.args[0];
    let program = filters
        .get(name)
        .ok_or_else(|| format!("there is no filter {name}"))?;
    let ended = native::run(program, &command.args[1..], &command.env, &demo.stdin)?;
    let mut wrong = Vec::new();
    for (what, is, should) in [
        ("stdout", &ended.stdout, &demo.stdout),
        ("stderr", &ended.stderr, &demo.stderr),
    ] {
        if is != should {
            wrong.push(format!(
                "{what} is     {}\n{what} should be {}",
                native::shown(is),
                native::shown(should)
            ));
        }
    }
    if ended.status != i32::try_from(demo.status).ok() {
        wrong.push(format!(
            "the exit status is {:?} and should be {}",
            ended.status, demo.status
        ));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n").into())
    }
}
