//! The filters against the tools of the machine: the same command lines and the same input must give the same standard output
//! and the same exit status, to the byte.

mod cases;
mod inputs;
mod random;

use libtest_mimic::{Arguments, Failed, Trial};
use model::pipeline::Script;
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tests::native;

/// A filter and the tool that it is compared with.
struct Pair {
    filter: PathBuf,
    tool: PathBuf,
    locale: &'static str,
}

impl Pair {
    /// Runs both; tells where they differ.
    fn compare(&self, args: &[String], stdin: &[u8]) -> Result<(), Failed> {
        let environment = [("LC_ALL".to_owned(), self.locale.to_owned())];
        let ours = native::run(&self.filter, args, &environment, stdin)?;
        let theirs = native::run(&self.tool, args, &environment, stdin)?;
        if ours.stdout == theirs.stdout && ours.status == theirs.status {
            return Ok(());
        }
        let line = |who: &str, ended: &native::Ended| {
            let [stdout, stderr] = [&ended.stdout, &ended.stderr].map(|bytes| native::shown(bytes));
            format!("{who} {:?} {stdout}\n       stderr {stderr}", ended.status)
        };
        let [ours, theirs] = [line("ours  ", &ours), line("theirs", &theirs)];
        Err(format!(
            "{args:?}\nstdin  {}\n{ours}\n{theirs}",
            native::shown(stdin)
        )
        .into())
    }
}

fn main() {
    let arguments = Arguments::from_args();
    let filters = native::filters();
    let inputs = Arc::new(inputs::all());
    let files = write(&inputs);
    let mut trials = Vec::new();
    let mut pairs = BTreeMap::new();
    for (tool, package, locale) in cases::TOOLS {
        let Some(path) = find(tool) else {
            let sentence =
                format!("this machine has no {tool}: install the Debian package {package}");
            trials.push(Trial::test(format!("{tool} is there"), move || {
                Err(sentence.into())
            }));
            continue;
        };
        match filters.get(*tool) {
            Some(filter) => {
                pairs.insert(
                    *tool,
                    Arc::new(Pair {
                        filter: filter.clone(),
                        tool: path,
                        locale,
                    }),
                );
            }
            None => trials.push(Trial::test(format!("{tool} is a filter"), || {
                Err("there is no such filter".into())
            })),
        }
    }
    for group in cases::GROUPS {
        let Some(pair) = pairs.get(group.tool) else {
            continue;
        };
        for line in group.lines {
            for name in inputs.keys().filter(|name| group.inputs.contains(name)) {
                let (pair, inputs, name) = (pair.clone(), inputs.clone(), *name);
                let file = files.join(name).display().to_string();
                trials.push(Trial::test(
                    format!("{} {line} < {name}", group.tool),
                    move || {
                        let args = words(line)?.into_iter();
                        let args =
                            args.map(|word| if word == "FILE" { file.clone() } else { word });
                        pair.compare(&args.collect::<Vec<_>>(), &inputs[name])
                    },
                ));
            }
        }
    }
    trials.extend(random::trials(&pairs));
    libtest_mimic::run(&arguments, trials).exit();
}

/// The arguments on a command line without its command.
fn words(line: &str) -> Result<Vec<String>, Failed> {
    let script = Script::parse(&format!("tool {line}"));
    let items = script.ready().map_err(|problem| problem.sentence)?;
    Ok(items[0].stages[0].args[1..]
        .iter()
        .map(|arg| arg.fill(0))
        .collect())
}

/// Writes all inputs to files, and gives their folder.
fn write(inputs: &BTreeMap<&str, Vec<u8>>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coreutils");
    fs::create_dir_all(&folder).expect("a folder can be made below target");
    for (name, bytes) in inputs {
        fs::write(folder.join(name), bytes).expect("inputs can be written");
    }
    folder
}

/// The machine's tool of this name.
fn find(tool: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(tool))
        .find(|file| Path::is_file(file))
}
