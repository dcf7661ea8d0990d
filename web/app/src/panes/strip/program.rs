//! A program in the strip, and how it stands out.

use model::{
    exit::Exit,
    pipeline::Stage,
    protocol::StageId,
    session::{StageRun, State},
};

use super::Values;
use crate::{
    js::Js,
    panes::{duration, stage},
};

/// A program as it is drawn.
pub struct Drawn {
    /// Its number.
    pub id: StageId,
    /// Its name.
    pub name: String,
    /// How it stands out.
    pub mood: Mood,
    /// A word or a time below it.
    pub brief: String,
    /// The same at length, to be read out.
    pub words: String,
}

/// How a stage stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Not at all.
    Plain,
    /// It runs.
    Runs,
    /// It runs, and waits.
    Waits,
    /// It was not run, or not to its end.
    Dim,
    /// It is switched off.
    Off,
    /// It failed.
    Failed,
}

/// A stage's name.
pub fn name(stage: &Stage) -> String {
    stage
        .args
        .first()
        .map_or("?".to_owned(), |name| name.fill(0))
}

/// Draws one.
pub fn drawn(values: &Values, id: StageId, stage: &Stage) -> Drawn {
    let run = values.run(id, stage);
    let (mood, brief) = match run.map(|run| (&run.state, run)) {
        _ if values.disabled.contains(&id) => (Mood::Off, "off".to_owned()),
        None => (Mood::Plain, String::new()),
        Some((State::Idle, _)) if values.running => (Mood::Dim, "not yet".to_owned()),
        Some((State::Idle, _)) => (Mood::Dim, "not run".to_owned()),
        Some((State::Skipped, _)) => (Mood::Dim, "skipped".to_owned()),
        Some((State::Running, run)) if run.waits.is_some() => (Mood::Waits, String::new()),
        Some((State::Running, _)) => (Mood::Runs, String::new()),
        Some((State::Ended(exit), run)) => ended(exit, run),
    };
    let words = match mood {
        Mood::Off => "switched off".to_owned(),
        _ => run.map_or("not run yet".to_owned(), stage::status),
    };
    Drawn {
        id,
        name: name(stage),
        mood,
        brief,
        words,
    }
}

/// How a stage ended, in a word or two.
fn ended(exit: &Exit, run: &StageRun<Js>) -> (Mood, String) {
    match exit {
        Exit::Exited(0) => {
            let time = run
                .spent
                .map_or(String::new(), |spent| duration(stage::busy(&spent)));
            (Mood::Plain, time)
        }
        Exit::Exited(code) => (Mood::Failed, format!("exited {code}")),
        Exit::Trapped(_) => (Mood::Failed, "trapped".to_owned()),
        Exit::Limit(_) => (Mood::Failed, "over a limit".to_owned()),
        Exit::Failed(_) => (Mood::Failed, "failed".to_owned()),
        Exit::Stopped => (Mood::Dim, "stopped".to_owned()),
        // What ends `yes | head` is no trouble.
        Exit::ReaderLeft => (Mood::Dim, "reader left".to_owned()),
    }
}
