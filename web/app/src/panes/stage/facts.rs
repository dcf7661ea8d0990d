//! What became of a stage, in words and numbers.

use model::{
    protocol::{Spent, Waits},
    session::{StageRun, State},
};

use crate::{
    js::Js,
    panes::{
        counted, duration,
        element::{Element, tag},
        short_size,
    },
};

/// What a stage read, wrote and took.
pub fn view(run: &StageRun<Js>, before: Option<&StageRun<Js>>) -> Vec<Element> {
    if matches!(run.state, State::Idle | State::Skipped) {
        return Vec::new();
    }
    let size = |bytes: u64, lines: Option<u64>| match lines {
        Some(lines) => format!("{} · {}", counted(bytes, "byte"), counted(lines, "line")),
        None => counted(bytes, "byte"),
    };
    // Lines are counted where they are written: only who read all read as many.
    let lines_read = before
        .map(StageRun::piped)
        .filter(|stream| stream.written() == run.read)
        .map(|stream| stream.newlines());
    let mut facts = vec![
        ("Read", size(run.read, lines_read)),
        (
            "Wrote",
            size(run.stdout.written(), Some(run.stdout.newlines())),
        ),
    ];
    if let Some(spent) = &run.spent {
        let waited = match spent.waited_ms {
            waited if waited < 0.05 => String::new(),
            waited => format!(" · waited {}", duration(waited)),
        };
        facts.push(("Time", format!("busy {}{waited}", duration(busy(spent)))));
        facts.push(("Memory", format!("{} at most", short_size(spent.memory))));
        if spent.instances > 1 {
            facts.push(("Instances", counted(spent.instances, "run")));
        }
    }
    facts
        .into_iter()
        .map(|(what, value)| {
            tag("<>")
                .child(tag("<dt>").text(what))
                .child(tag("<dd>").text(&value))
        })
        .collect()
}

/// How a stage goes or went, in words.
pub fn status(run: &StageRun<Js>) -> String {
    match (&run.state, run.waits) {
        (State::Idle, _) => "not run yet".to_owned(),
        (State::Skipped, _) => "skipped".to_owned(),
        (State::Running, None) => "running".to_owned(),
        (State::Running, Some(Waits::Input)) => "running, waits for its input".to_owned(),
        (State::Running, Some(Waits::Output)) => "running, waits for its reader".to_owned(),
        (State::Running, Some(Waits::Clock)) => "running, waits for the clock".to_owned(),
        (State::Running, Some(Waits::Network)) => "running, waits for the network".to_owned(),
        (State::Running, Some(Waits::Event)) => "running, waits for an event".to_owned(),
        (State::Ended(exit), _) => match exit.why() {
            Some(why) => format!("{exit}. {why}"),
            None => exit.to_string(),
        },
    }
}

/// How long a program worked, in milliseconds.
pub fn busy(spent: &Spent) -> f64 {
    (spent.took_ms - spent.waited_ms).max(0.0)
}
