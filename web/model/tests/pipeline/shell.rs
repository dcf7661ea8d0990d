//! Whether the machine's own `sh` reads a line as we do: what is read is run,
//! with real processes, and must give what `sh -c` gives.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use model::pipeline::{Item, Script, Stage, Target};
use proptest::prelude::*;

/// A word, quoted in one of the ways there are.
fn word() -> impl Strategy<Value = String> {
    let characters = prop::sample::select(
        "ab12 \n\t|&;<>()!#*?[]~={}$'\"\\`-é"
            .chars()
            .collect::<Vec<_>>(),
    );
    let text = prop::collection::vec(characters, 0..6).prop_map(String::from_iter);
    let piece = (text, 0..5).prop_map(|(text, how)| match how {
        0 => format!("'{}'", text.replace('\'', r"'\''")),
        1 => {
            let mut quoted = String::from('"');
            for next in text.chars() {
                if matches!(next, '"' | '\\' | '$' | '`') {
                    quoted.push('\\');
                }
                quoted.push(next);
            }
            quoted + "\""
        }
        2 => text
            .replace('\n', "")
            .chars()
            .flat_map(|next| ['\\', next])
            .collect(),
        3 => format!("\"{}$?\\q\"", text.replace(['"', '\\', '$', '`'], "")),
        _ => ["a", "x~", "b2", "$?", "a$%", "c#d", "e=f", "!", "\\\n"][text.len() % 9].to_owned(),
    });
    prop::collection::vec(piece, 1..4).prop_map(|pieces| {
        let word = pieces.concat();
        // A line that goes on is no word of its own.
        if word.replace("\\\n", "").is_empty() {
            "''".to_owned()
        } else {
            word
        }
    })
}

/// A redirection. Stages of a pipeline run side by side, so each has a file of
/// its own; `FILE` stands for it.
fn redirection() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "<FILE",
        "0< FILE",
        "< \\\n'FILE'",
        ">FILE",
        "1>FILE",
        ">> FILE",
        "2>FILE",
        "2>>FILE",
        ">|FILE",
        "2>&1",
        ">&2",
        "1>& 2",
        "2\\\n>&1",
        ">FILE\"\"",
        "<none",
        ">FILE$?",
    ])
    .prop_map(str::to_owned)
}

fn command() -> impl Strategy<Value = String> {
    let command = prop_oneof![
        3 => prop::collection::vec(word(), 0..4)
            .prop_map(|words| format!("printf '[%s]' {}", words.join(" "))),
        2 => Just("cat".to_owned()),
        1 => Just("cat - FILE".to_owned()),
        1 => Just("cat none".to_owned()),
        1 => Just("true".to_owned()),
        2 => Just("false".to_owned()),
        1 => Just("'fal'se \"if\"".to_owned()),
        1 => word().prop_map(|word| format!("V=x V={word} printenv V")),
        1 => word().prop_map(|word| format!("V={word} W=a~$?'' printenv V")),
    ];
    let redirections = prop::collection::vec((redirection(), any::<bool>()), 0..3);
    (command, redirections).prop_map(|(command, redirections)| {
        redirections
            .into_iter()
            .fold(command, |command, (redirection, before)| match before {
                true => format!("{redirection} {command}"),
                false => format!("{command} {redirection}"),
            })
    })
}

/// A list that a shell runs and that has no problems.
pub fn line() -> impl Strategy<Value = String> {
    let pipe = prop::sample::select(vec!["|", " | ", " |\n", " | # and\n\n ", "\\\n|\\\n"]);
    let pipeline = (
        prop::sample::select(vec!["", "", "", "! ", "! \\\n"]),
        prop::collection::vec((pipe, command()), 1..4),
    )
        .prop_map(|(negation, stages)| {
            let mut line = negation.to_owned();
            for (place, (pipe, command)) in stages.into_iter().enumerate() {
                if place > 0 {
                    line.push_str(pipe);
                }
                line.push_str(&command.replace("FILE", &format!("file{place}")));
            }
            line
        });
    let join = prop::sample::select(vec![
        ";",
        " ; ",
        " && ",
        "&&\n",
        " || ",
        "|\\\n|",
        "\n",
        " # so;\n\n ",
        ";\n",
    ]);
    let end = prop::sample::select(vec!["", "", " ", ";", "\n", " # end", "\\\n"]);
    (prop::collection::vec((join, pipeline), 1..5), end).prop_map(|(items, end)| {
        let mut line = String::new();
        for (place, (join, item)) in items.into_iter().enumerate() {
            if place > 0 {
                line.push_str(join);
            }
            line.push_str(&item);
        }
        line + end
    })
}

/// What a process is given as one of its descriptors.
enum End {
    File(File),
    Reader(io::PipeReader),
    Writer(io::PipeWriter),
}

impl End {
    fn copy(&self) -> Self {
        match self {
            Self::File(file) => Self::File(file.try_clone().unwrap()),
            Self::Reader(pipe) => Self::Reader(pipe.try_clone().unwrap()),
            Self::Writer(pipe) => Self::Writer(pipe.try_clone().unwrap()),
        }
    }

    fn say(&mut self, text: &str) {
        // As with `sh`, nobody may be there to read it.
        let _ = match self {
            Self::File(file) => file.write_all(text.as_bytes()),
            Self::Writer(pipe) => pipe.write_all(text.as_bytes()),
            Self::Reader(_) => Ok(()),
        };
    }
}

impl From<End> for Stdio {
    fn from(end: End) -> Self {
        match end {
            End::File(file) => file.into(),
            End::Reader(pipe) => pipe.into(),
            End::Writer(pipe) => pipe.into(),
        }
    }
}

/// Starts a stage; the status that a shell gives if it cannot.
fn start(
    stage: &Stage,
    mut fds: [End; 3],
    last: u32,
    folder: &Path,
) -> Result<std::process::Child, u32> {
    for redirection in &stage.redirections {
        let mut options = File::options();
        let (options, file) = match &redirection.target {
            Target::Read(file) => (options.read(true), file),
            Target::Write(file) => (options.write(true).create(true).truncate(true), file),
            Target::Append(file) => (options.append(true).create(true), file),
            Target::Fd(from) => {
                fds[redirection.fd as usize] = fds[*from as usize].copy();
                continue;
            }
        };
        let file = file.fill(last);
        let Ok(file) = options.open(folder.join(&file)) else {
            // As `sh` says it: a later command may read where that went.
            fds[2].say(&format!("sh: 1: cannot open {file}: No such file\n"));
            return Err(2);
        };
        fds[redirection.fd as usize] = End::File(file);
    }
    let args: Vec<String> = stage.args.iter().map(|arg| arg.fill(last)).collect();
    let [stdin, stdout, stderr] = fds;
    Ok(Command::new(&args[0])
        .args(&args[1..])
        .envs(
            stage
                .env
                .iter()
                .map(|(name, value)| (name, value.fill(last))),
        )
        .current_dir(folder)
        .stdin(stdin)
        .stdout(stdout)
        .stderr(stderr)
        .spawn()
        .expect("only commands that exist"))
}

/// Runs a list as POSIX says; its last status.
fn run(items: &[Item], out: &io::PipeWriter, folder: &Path) -> u32 {
    let null = || {
        End::File(
            File::options()
                .read(true)
                .write(true)
                .open("/dev/null")
                .unwrap(),
        )
    };
    let mut last = 0;
    for item in items {
        if !item.join.runs(last) {
            continue;
        }
        let mut children = Vec::new();
        let mut input = null();
        for (place, stage) in item.stages.iter().enumerate() {
            let (next, output) = if place + 1 < item.stages.len() {
                let (reader, writer) = io::pipe().unwrap();
                (End::Reader(reader), End::Writer(writer))
            } else {
                (null(), End::Writer(out.try_clone().unwrap()))
            };
            let stdin = std::mem::replace(&mut input, next);
            children.push(start(stage, [stdin, output, null()], last, folder));
        }
        drop(input);
        for child in children {
            last = match child {
                Ok(mut child) => child.wait().unwrap().code().unwrap_or(141) as u32,
                Err(status) => status,
            };
        }
        if item.negated {
            last = u32::from(last == 0);
        }
    }
    last
}

/// Without what `sh` itself says of a file that is not there.
fn of_commands(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    while let Some(start) = text.find("sh: ") {
        let length = text[start..].find('\n').unwrap();
        text.drain(start..=start + length);
    }
    text
}

/// What came of a line: output, status, and the files.
type Outcome = (String, u32, Vec<(String, String)>);

fn in_folder(run: impl FnOnce(&Path, io::PipeWriter) -> u32) -> Outcome {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("pourover-{}-{number}", std::process::id()));
    fs::create_dir(&folder).unwrap();
    for place in 0..3 {
        fs::write(folder.join(format!("file{place}")), format!("in {place}\n")).unwrap();
    }
    let (mut reader, writer) = io::pipe().unwrap();
    let reading = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        of_commands(&bytes)
    });
    let status = run(&folder, writer);
    let output = reading.join().unwrap();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let bytes = fs::read(entry.path()).unwrap();
            (
                entry.file_name().into_string().unwrap(),
                of_commands(&bytes),
            )
        })
        .collect();
    files.sort();
    fs::remove_dir_all(&folder).unwrap();
    (output, status, files)
}

fn ours(line: &str) -> Outcome {
    let script = Script::parse(line);
    let items = script
        .ready()
        .unwrap_or_else(|problem| panic!("{line}\n{}", problem.sentence));
    in_folder(|folder, out| run(items, &out, folder))
}

fn the_shells(line: &str) -> Outcome {
    in_folder(|folder, out| {
        let status = Command::new("sh")
            .args(["-c", line])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(Stdio::null())
            .status();
        status.unwrap().code().unwrap_or(141) as u32
    })
}

#[test]
fn some_lines_give_what_sh_gives() {
    for line in [
        "printf '%s\\n' b a b | sort | uniq -c",
        "false || printf x && printf y; printf z",
        "true || printf x && printf y",
        "false && printf x || printf y",
        "! false && printf \"$?\"; ! true; printf $?",
        "false; printf '%s ' $? \"$?\" a$?b; printf $?",
        "false | true; printf $?; true | false; printf $?",
        "cat none; printf $? >x; printf $? >>x; cat x",
        "cat none 2>&1 >x | cat; cat none >x 2>&1; cat x",
        ">x printf a; 2>&1 >>x cat none; cat x",
        "cat <none; printf $?; cat <none | printf $?",
        "cat >x; cat 2>x <none || cat x >>x",
        "printf '%s' 'a\nb' \"c\\\nd\" e\\\nf # g \\\nprintf h",
        "V=1 W=$? printenv V W; ! printenv V",
        "printf a 2 >x; printf '[%s]' b2>y; cat x y",
        "printf a >x; printf b >|x; cat x; cat <x <none >y; cat x y",
        "printf '%s' \"\\a\\$\\`\\\"\\\\\" $ a$ '' a~ | cat",
    ] {
        assert_eq!(ours(line), the_shells(line), "{line}");
    }
}

proptest! {
    // Each case is some processes.
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn lines_give_what_sh_gives(line in line()) {
        prop_assert_eq!(ours(&line), the_shells(&line));
    }

    /// A line that `sh` cannot read is no line here, and the other way round.
    #[test]
    fn lines_are_wrong_for_both(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "a", "a", "'b'", "|", "|", ";", "&&", "||", "!", "\n", "# c\n", ">", "<x", "2>&1", "2",
                "V=1", ";;", "if", "\\\n", "(", ")", "'",
            ]),
            1..9,
        ),
        spaces in any::<bool>(),
    ) {
        let line = pieces.join(if spaces { " " } else { "" });
        let read = Command::new("sh").args(["-nc", &line]).stderr(Stdio::null()).status().unwrap().success();
        let script = Script::parse(&line);
        // What a shell reads and does, but not we.
        let refused = script.problems.iter().any(|problem| {
            ["a shell", "and there is none", "to no command", "own language", "descriptor", "second !"]
                .iter()
                .any(|said| problem.sentence.contains(said))
        });
        match script.problems.is_empty() {
            true => prop_assert!(read, "{:?} is wrong for sh", line),
            false => prop_assert!(refused || !read, "{:?} is right for sh: {:?}", line, script.problems),
        }
    }
}
