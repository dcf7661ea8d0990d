//! Every demo, run natively: standard output, standard error and exit status must be as its file says, to the byte.

use libtest_mimic::{Arguments, Failed, Trial};
use model::{
    demo::Demo,
    example::contents,
    grant::Mounted,
    pipeline::{Script, Stage},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
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
            let called = demos.values().any(|text| programs(text).contains(filter));
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
    for (entry, wrong) in gallery(&demos) {
        trials.push(Trial::test(
            format!("gallery::{entry}"),
            move || match wrong {
                None => Ok(()),
                Some(sentence) => Err(sentence.into()),
            },
        ));
    }
    for (name, text) in demos {
        // Run natively they would make files in the machine's own /dev, and a machine has no
        // /page: these demos are for the browsers alone.
        let mounts = Demo::parse(&text).0.grant.mounts;
        let sees_page = mounts.iter().any(|mount| mount.what == Mounted::Page);
        let connects = |program: &String| ["dial", "converse"].contains(&program.as_str());
        if sees_page || programs(&text).iter().any(connects) {
            continue;
        }
        let filters = filters.clone();
        trials.push(Trial::test(format!("demo::{name}"), move || {
            check(&filters, &text)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// What the gallery names, and what is wrong with it: each entry is a demo, once, under a heading.
fn gallery(demos: &BTreeMap<String, String>) -> Vec<(String, Option<String>)> {
    let file = native::root().join("filters/gallery.txt");
    let text = fs::read_to_string(file).expect("filters/gallery.txt can be read");
    let mut seen = Vec::new();
    let check = |(group, name): (&str, &str)| {
        let wrong = if group.is_empty() {
            Some("it stands before the first heading")
        } else if seen.contains(&name.to_owned()) {
            Some("it is named twice")
        } else if !demos.contains_key(name) {
            Some("there is no such file in filters/demos")
        } else {
            None
        };
        seen.push(name.to_owned());
        (name.to_owned(), wrong.map(str::to_owned))
    };
    contents(&text).map(check).collect()
}

/// The stages of a demo's command line.
fn stages(demo: &Demo) -> Result<Vec<Stage>, Failed> {
    let script = Script::parse(&demo.command);
    match script.ready() {
        Ok(items) => Ok(items.iter().flat_map(|item| item.stages.clone()).collect()),
        Err(problem) => Err(format!(
            "column {}: {}",
            problem.column(&demo.command),
            problem.sentence
        )
        .into()),
    }
}

/// The programs that a demo calls.
fn programs(text: &str) -> Vec<String> {
    let stages = stages(&Demo::parse(text).0).unwrap_or_default();
    let names = stages.iter().filter_map(|stage| stage.args.first());
    names.map(|name| name.fill(0)).collect()
}

/// Runs a demo: one command as it is, a longer line in the machine's own shell.
fn run(filters: &BTreeMap<String, PathBuf>, demo: &Demo) -> Result<native::Ended, Failed> {
    let stages = stages(demo)?;
    for stage in &stages {
        let name = stage.args[0].fill(0);
        if !filters.contains_key(&name) {
            return Err(format!("there is no filter {name}").into());
        }
    }
    if let [stage] = stages.as_slice()
        && stage.redirections.is_empty()
        && demo.files.is_empty()
    {
        let args: Vec<String> = stage.args.iter().map(|arg| arg.fill(0)).collect();
        let env: Vec<(String, String)> = stage
            .env
            .iter()
            .map(|(name, value)| (name.clone(), value.fill(0)))
            .collect();
        return Ok(native::run(
            &filters[&args[0]],
            &args[1..],
            &env,
            &demo.stdin,
        )?);
    }
    let folder = native::fresh_folder("demo")?;
    for name in &demo.grant.directories {
        fs::create_dir_all(folder.join(name))?;
    }
    let above = |path: &Path| fs::create_dir_all(path.parent().unwrap_or(&folder));
    for (name, bytes) in &demo.files {
        above(&folder.join(name))?;
        fs::write(folder.join(name), bytes)?;
    }
    for (name, target) in &demo.grant.symlinks {
        above(&folder.join(name))?;
        std::os::unix::fs::symlink(target, folder.join(name))?;
    }
    let path = filters.values().next().and_then(|program| program.parent());
    let path = path.ok_or("there are no filters")?.display().to_string();
    let shell = native::run_in(
        &folder,
        "/bin/sh".as_ref(),
        &["-c".to_owned(), demo.command.clone()],
        &[("PATH".to_owned(), path)],
        &demo.stdin,
    );
    fs::remove_dir_all(&folder)?;
    Ok(shell?)
}

fn check(filters: &BTreeMap<String, PathBuf>, text: &str) -> Result<(), Failed> {
    let (demo, problems) = Demo::parse(text);
    if let Some(problem) = problems.first() {
        return Err(format!("line {}: {}", problem.line, problem.sentence).into());
    }
    if demo.to_text() != text {
        return Err(format!("it should be written like this:\n{}", demo.to_text()).into());
    }
    let ended = run(filters, &demo)?;
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
