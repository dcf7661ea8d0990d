//! What the strip is made of: a line and what became of its last run, as a row
//! of pieces.

use model::{
    pipeline::{Item, Join, Stage, Target},
    protocol::StageId,
    session::{Feed, StageRun, State},
};

use super::{
    Spot, Values,
    program::{Drawn, drawn, name},
};
use crate::js::Js;

/// A piece of the drawing.
pub enum Piece {
    /// What stands between two pipelines or before one.
    Operator(&'static str),
    /// stdin, or the file that is read in its place, and the pipe behind it.
    Source {
        /// Its name.
        name: String,
        /// What is touched.
        spot: Spot,
        /// Who reads it.
        reader: String,
        /// What flows.
        flow: Flow,
    },
    /// A program.
    Stage(Box<Drawn>),
    /// A pipe, and at a pipeline's end where it leads.
    Pipe {
        /// The stage that it stands behind.
        behind: StageId,
        /// What is touched.
        spot: Spot,
        /// Who writes.
        writer: String,
        /// Where it leads, if to no stage.
        target: Option<String>,
        /// What flows.
        flow: Flow,
    },
}

/// What flows through a pipe.
#[derive(Clone, Copy, Default)]
pub struct Flow {
    /// How many bytes did, if that is known.
    pub bytes: Option<u64>,
    /// Whether they do right now.
    pub moves: bool,
}

/// The pieces of a line, from left to right.
pub fn pieces(values: &Values) -> Vec<Piece> {
    let items = &values.script.items;
    let mut pieces = Vec::new();
    let mut first = 0;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            pieces.push(Piece::Operator(match item.join {
                Join::Always => ";",
                Join::And => "&&",
                Join::Or => "||",
            }));
        }
        if item.negated {
            pieces.push(Piece::Operator("!"));
        }
        pipeline(values, item, first, at == 0, items.len() == 1, &mut pieces);
        first += item.stages.len() as StageId;
    }
    pieces
}

fn pipeline(
    values: &Values,
    item: &Item,
    first: StageId,
    begins: bool,
    alone: bool,
    pieces: &mut Vec<Piece>,
) {
    let is_on = |id: &StageId| !values.disabled.contains(id);
    let numbered = || (first..).zip(&item.stages);
    let reader = numbered().find(|(id, _)| is_on(id));
    pieces.push(source(values, reader, begins));

    let count = item.stages.len();
    let mut writer: Option<(StageId, &Stage)> = None;
    for (at, (id, stage)) in numbered().enumerate() {
        pieces.push(Piece::Stage(Box::new(drawn(values, id, stage))));
        if is_on(&id) {
            writer = Some((id, stage));
        }
        let last = at + 1 == count;
        // Through a stage that is switched off flows what came before it.
        let Some((from, stage)) = writer else {
            pieces.push(Piece::Pipe {
                behind: id,
                spot: if last && alone {
                    Spot::Stdout
                } else {
                    Spot::Stdin
                },
                writer: "stdin".to_owned(),
                target: last.then(|| "stdout".to_owned()),
                flow: Flow::default(),
            });
            continue;
        };
        let lead = lead(stage);
        let target = match last || (from == id && lead.is_file) {
            true => Some(lead.name),
            false => None,
        };
        pieces.push(Piece::Pipe {
            behind: id,
            spot: match last && alone && !lead.is_file {
                true => Spot::Stdout,
                // In a list the pane has what all of them wrote.
                false => Spot::Pipe(from),
            },
            writer: name(stage),
            target,
            flow: values
                .run(from, stage)
                .filter(|run| has_run(run))
                .map_or(Flow::default(), written),
        });
    }
}

fn source(values: &Values, reader: Option<(StageId, &Stage)>, begins: bool) -> Piece {
    let run = reader.and_then(|(id, stage)| values.run(id, stage));
    let whole = (begins && values.feed == Feed::Whole).then_some(values.input_bytes);
    let file = reader.and_then(|(id, stage)| {
        let file = stage
            .redirections
            .iter()
            .rev()
            .find_map(|one| match &one.target {
                Target::Read(name) if one.fd == 0 => Some(name.fill(0)),
                _ => None,
            })?;
        Some((file, Spot::Stage(id)))
    });
    let unread = file.is_none().then_some(whole).flatten();
    let (name_of, spot) = file.unwrap_or_else(|| ("stdin".to_owned(), Spot::Stdin));
    Piece::Source {
        name: name_of,
        spot,
        reader: reader.map_or(String::new(), |(_, stage)| name(stage)),
        flow: match run.filter(|run| has_run(run)) {
            Some(run) => Flow {
                bytes: Some(run.read),
                moves: run.state == State::Running && run.waits.is_none() && run.read > 0,
            },
            None => Flow {
                bytes: unread,
                moves: false,
            },
        },
    }
}

fn has_run(run: &StageRun<Js>) -> bool {
    !matches!(run.state, State::Idle | State::Skipped)
}

fn written(run: &StageRun<Js>) -> Flow {
    let bytes = run.piped().written();
    Flow {
        bytes: Some(bytes),
        moves: run.state == State::Running && run.waits.is_none() && bytes > 0,
    }
}

/// Where a stage's fd 1 leads, if no pipe takes it.
struct Lead {
    name: String,
    is_file: bool,
}

fn lead(stage: &Stage) -> Lead {
    let pane = |name: &str| (name.to_owned(), false);
    let mut leads = [pane("stdout"), pane("stderr")];
    for one in &stage.redirections {
        let fd = one.fd as usize;
        if !(1..=2).contains(&fd) {
            continue;
        }
        match &one.target {
            Target::Write(name) | Target::Append(name) => leads[fd - 1] = (name.fill(0), true),
            Target::Fd(other @ 1..=2) => leads[fd - 1] = leads[*other as usize - 1].clone(),
            _ => {}
        }
    }
    let [(name, is_file), _] = leads;
    Lead { name, is_file }
}
