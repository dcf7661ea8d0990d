//! From a pipeline as it was typed to what is to be started: who is connected
//! to what (POSIX XCU 2.7 and 2.9.2).

use litemap::LiteMap;

use crate::{
    pipeline::{Stage, Target},
    protocol::{Output, StageId},
};

/// Where a stage's stdin comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source<Js> {
    /// From the stdin pane, behind its first bytes, which a pipeline before
    /// this one has read.
    Pane {
        /// How many those are.
        skip: u64,
    },
    /// From who types, or typed.
    Typed {
        /// What was typed and not read yet.
        rest: Vec<u8>,
        /// Whether that is all.
        ended: bool,
    },
    /// From the stage before, as it comes.
    Pipe,
    /// Pieces that are there already: a file, or all of what the stage before
    /// wrote.
    Pieces(Vec<Js>),
}

/// Where one of a stage's outputs goes, seen from the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sink {
    /// To the page.
    Page,
    /// To the stage behind.
    Pipe,
    /// Into a pipe that nobody reads.
    Closed,
}

/// What the page does with an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// It is shown in this pane.
    Pane(Output),
    /// It goes into a file.
    File(String),
    /// It only shows what flows to the stage behind.
    Tap,
}

/// A stage, connected.
#[derive(Clone, Debug, PartialEq)]
pub struct Connected<Js> {
    /// Its number in the line.
    pub id: StageId,
    /// Its arguments, the name first.
    pub args: Vec<String>,
    /// The environment that it is given.
    pub env: Vec<(String, String)>,
    /// fd 0; what the page has to open first is still missing from a `Pane`.
    pub stdin: Stdin<Js>,
    /// What the page does with its two outputs.
    pub routes: [Route; 2],
    /// Which of the outputs fd 1 and fd 2 are.
    pub fds: [Output; 2],
    /// Files that begin empty.
    pub empties: Vec<String>,
    /// Why it cannot start, in a sentence.
    pub trouble: Option<String>,
}

/// Where fd 0 comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Stdin<Js> {
    /// From where the pipeline's input comes.
    First,
    /// From the stage before.
    Before,
    /// From a file.
    File(Vec<Js>),
}

/// `/dev/null`: nothing is in it, and what is written is gone.
pub const NULL: &str = "/dev/null";

/// A file's name as the demo has it: `./a` and `/a` are `a`.
pub fn file_name(path: &str) -> String {
    if path == NULL {
        return path.to_owned();
    }
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    parts.join("/")
}

/// Connects the stages of a pipeline, those that are enabled: `numbered` says
/// which number each has in the line.
pub fn connect<Js: Clone>(
    numbered: &[(StageId, &Stage)],
    status: u32,
    files: &LiteMap<String, Vec<Js>>,
) -> Vec<Connected<Js>> {
    let count = numbered.len();
    numbered
        .iter()
        .enumerate()
        .map(|(at, (id, stage))| one(*id, stage, at == 0, at + 1 == count, status, files))
        .collect()
}

fn one<Js: Clone>(
    id: StageId,
    stage: &Stage,
    first: bool,
    last: bool,
    status: u32,
    files: &LiteMap<String, Vec<Js>>,
) -> Connected<Js> {
    let mut stdin = if first { Stdin::First } else { Stdin::Before };
    // Where fd 1 and fd 2 lead.
    let mut leads = [
        match last {
            true => Route::Pane(Output::Stdout),
            false => Route::Tap,
        },
        Route::Pane(Output::Stderr),
    ];
    let (mut empties, mut trouble, mut reads) = (Vec::new(), None, None);
    for redirection in &stage.redirections {
        let fd = redirection.fd as usize;
        match &redirection.target {
            Target::Read(name) => {
                let name = file_name(&name.fill(status));
                match files.get(&name) {
                    Some(pieces) => {
                        stdin = Stdin::File(pieces.clone());
                        reads = Some(name);
                    }
                    None if name == NULL => stdin = Stdin::File(Vec::new()),
                    // As in a shell, what stands behind is not done any more.
                    None => {
                        trouble = Some(format!(
                            "There is no file named {name}: add it in Files, or write it first with > {name}."
                        ));
                        break;
                    }
                }
            }
            Target::Write(name) | Target::Append(name) if (1..=2).contains(&fd) => {
                let name = file_name(&name.fill(status));
                if name.is_empty() {
                    trouble = Some("A file needs a name.".to_owned());
                    break;
                }
                if matches!(redirection.target, Target::Write(_)) {
                    if reads.as_ref() == Some(&name) {
                        // It is empty by the time it is read.
                        stdin = Stdin::File(Vec::new());
                    }
                    empties.push(name.clone());
                }
                leads[fd - 1] = Route::File(name);
            }
            Target::Fd(other) if (1..=2).contains(&fd) && (1..=2).contains(other) => {
                leads[fd - 1] = leads[*other as usize - 1].clone();
            }
            _ => {
                trouble = Some("This redirection cannot be done here.".to_owned());
                break;
            }
        }
    }
    let fds = match leads[0] == leads[1] {
        false => [Output::Stdout, Output::Stderr],
        // One output for both, under the name that it has on the page.
        true if leads[0] == Route::Pane(Output::Stderr) => [Output::Stderr; 2],
        true => [Output::Stdout; 2],
    };
    Connected {
        id,
        args: stage.args.iter().map(|arg| arg.fill(status)).collect(),
        env: stage
            .env
            .iter()
            .map(|(name, value)| (name.clone(), value.fill(status)))
            .collect(),
        stdin,
        routes: leads,
        fds,
        empties,
        trouble,
    }
}

impl<Js> Connected<Js> {
    /// Whether the stage behind gets anything from it.
    pub fn is_piped(&self) -> bool {
        self.routes.contains(&Route::Tap)
    }
}
