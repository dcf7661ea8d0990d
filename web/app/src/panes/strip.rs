//! The pipeline drawn: stdin, the stages, the pipes between them, stdout. Each
//! can be touched.

use model::{
    pipeline::{Script, Stage},
    protocol::StageId,
    session::{Feed, StageRun},
};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};
use yew::Callback;

use super::{
    element::{Element, tag},
    short_size,
};
use crate::js::{Js, window};

mod piece;
mod program;

use piece::{Flow, Piece};
use program::{Drawn, Mood};

/// What can be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Where the input comes from.
    Stdin,
    /// The pipe behind this stage.
    Pipe(StageId),
    /// This stage.
    Stage(StageId),
    /// Where the output goes.
    Stdout,
}

/// What the strip shows.
pub struct Values<'a> {
    /// The command line, read.
    pub script: &'a Script,
    /// The same as it was typed.
    pub command: &'a str,
    /// The stages that are switched off.
    pub disabled: &'a [StageId],
    /// The stages of the last run, which may be one of an older line.
    pub stages: &'a [StageRun<Js>],
    /// The size of what stands in the stdin pane.
    pub input_bytes: u64,
    /// How it is given.
    pub feed: Feed,
    /// Whether the line runs.
    pub running: bool,
    /// What is open.
    pub selected: Option<Spot>,
    /// Which piece the Tab key comes to, counted from the left.
    pub at: usize,
}

/// What it asks for.
pub struct Asks {
    /// Open this, or close it if it is open.
    pub pick: Callback<Spot>,
    /// The focus came to this piece: the Tab key comes back to it.
    pub at: Callback<usize>,
}

impl Values<'_> {
    /// What became of a stage, if the last run had it as it is now.
    fn run(&self, id: StageId, stage: &Stage) -> Option<&StageRun<Js>> {
        let text = self.command.get(stage.span.clone())?;
        self.stages.get(id as usize).filter(|run| run.text == text)
    }
}

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Element {
    let pieces = piece::pieces(values);
    let is_touchable = |piece: &&Piece| !matches!(piece, Piece::Operator(_));
    let count = pieces.iter().filter(is_touchable).count();
    let at = values.at.min(count.saturating_sub(1));
    let moved = asks.at.clone();
    let pressed = move |event: Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        let modified = key.alt_key() || key.ctrl_key() || key.meta_key();
        let next = match key.key().as_str() {
            _ if modified => return,
            "ArrowLeft" => at.saturating_sub(1),
            "ArrowRight" => (at + 1).min(count.saturating_sub(1)),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        focus(next);
        moved.emit(next);
    };
    // Every piece has a key: lists that change their length keep their nodes,
    // and with them the focus.
    let mut number = 0;
    let drawn = pieces.iter().enumerate().map(|(place, piece)| {
        if let Piece::Operator(sign) = piece {
            return tag("<span class='operator'>")
                .key(&format!("o{place}"))
                .text(sign);
        }
        number += 1;
        button(piece, number - 1, at, values, &asks)
    });
    tag("<div class='strip' role='toolbar' aria-label='Pipeline'>")
        .on("keydown", pressed)
        .children(drawn)
}

/// Puts the focus on a piece.
fn focus(at: usize) {
    let element = window()
        .document()
        .and_then(|document| document.get_element_by_id(&format!("strip-{at}")))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

fn button(piece: &Piece, number: usize, at: usize, values: &Values, asks: &Asks) -> Element {
    let (key, class, spot, label, inner) = match piece {
        Piece::Operator(_) => return tag("<span>"),
        Piece::Source {
            name,
            spot,
            reader,
            flow,
        } => (
            format!("i{number}"),
            "source",
            *spot,
            format!("{name} to {reader}: {}", said(*flow)),
            tag("<>").child(end(name)).child(pipe(*flow)),
        ),
        Piece::Stage(stage) => (
            format!("s{}", stage.id),
            mood(stage.mood),
            Spot::Stage(stage.id),
            format!("{}: {}", stage.name, stage.words),
            program(stage),
        ),
        Piece::Pipe {
            behind,
            spot,
            writer,
            target,
            flow,
        } => (
            format!("p{behind}"),
            "pipe",
            *spot,
            match target {
                Some(target) => format!("{writer} to {target}: {}", said(*flow)),
                None => format!("pipe behind {writer}: {}", said(*flow)),
            },
            tag("<>")
                .child(pipe(*flow))
                .child(end(target.as_deref().unwrap_or_default())),
        ),
    };
    let pressed = values.selected == Some(spot);
    let (pick, came) = (asks.pick.clone(), asks.at.clone());
    let chosen = came.clone();
    // Safari gives a button that is clicked no focus.
    let clicked = move |_| {
        chosen.emit(number);
        pick.emit(spot);
    };
    let focused = move |_| {
        if number != at {
            came.emit(number);
        }
    };
    tag("<button type='button'>")
        .key(&key)
        .class(class, true)
        .attr("id", &format!("strip-{number}"))
        .attr("aria-label", &label)
        .attr("title", &label)
        .attr("aria-pressed", if pressed { "true" } else { "false" })
        .attr("tabindex", if number == at { "0" } else { "-1" })
        .onclick(clicked)
        .on("focus", focused)
        .child(inner)
}

/// What stands at an end of the pipeline.
fn end(name: &str) -> Element {
    tag("<span class='end'>").text(name)
}

fn mood(mood: Mood) -> &'static str {
    match mood {
        Mood::Plain => "stage",
        Mood::Runs => "stage runs",
        Mood::Waits => "stage waits",
        Mood::Dim => "stage dim",
        Mood::Off => "stage off",
        Mood::Failed => "stage failed",
    }
}

fn program(stage: &Drawn) -> Element {
    // Both words stand there while it runs, one of them hidden: the stylesheet
    // shows the other only after a while, as most waits are short.
    let brief = match stage.mood {
        Mood::Runs | Mood::Waits => tag("<>")
            .child(tag("<span class='on'>running"))
            .child(tag("<span class='held'>waits")),
        _ => tag("<span>").text(&stage.brief),
    };
    tag("<>")
        .child(tag("<span class='name'>").text(&stage.name))
        .child(tag("<span class='brief'>").child(brief))
}

/// A pipe: the more went through it, the thicker.
fn pipe(flow: Flow) -> Element {
    let bytes = flow.bytes.unwrap_or(0);
    // 1 px for a byte, 6 px for a gigabyte, in halves.
    let halves = 2 + bytes.max(1).ilog2().min(30) / 3;
    let style = format!("--flow:{}.{}px", halves / 2, halves % 2 * 5);
    let amount = flow.bytes.map(short_size).unwrap_or_default();
    tag("<span class='flow'>")
        .class("moves", flow.moves)
        .class("nothing", bytes == 0)
        .attr("style", &style)
        .child(tag("<i>"))
        .child(tag("<span class='amount'>").text(&amount))
        .child(tag("<i>"))
        .child(tag("<b>"))
}

fn said(flow: Flow) -> String {
    flow.bytes.map_or("nothing yet".to_owned(), short_size)
}
