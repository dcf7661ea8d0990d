//! The panes of stdout and stderr.

use model::{
    exit::Exit,
    protocol::{Output, RunId},
    session::Activity,
    stream::Stream,
    view::{CHOICES, View},
};
use yew::Callback;

use super::{
    counted, duration,
    element::{Element, tag},
    fold, grouped, mode, short_size,
    view::{self, ViewState, Window},
};
use crate::js::Js;

/// What an output pane shows.
pub struct Values<'a> {
    /// Which of the two.
    pub output: Output,
    /// What was written.
    pub stream: &'a Stream<Js>,
    /// How it is shown.
    pub state: &'a ViewState,
    /// What it is shown as: text, hex, or what fills an element of its own.
    pub view: View,
    /// Whether it is folded away where there is little room.
    pub folded: bool,
    /// Whether all of it went to a file.
    pub saved: bool,
}

/// What it asks for.
pub struct Asks {
    /// Another way to show it.
    pub mode: Callback<View>,
    /// It was scrolled.
    pub scrolled: Callback<Window>,
    /// Its text to the clipboard.
    pub copy: Callback<()>,
    /// Its bytes to a file.
    pub download: Callback<()>,
    /// Fold or unfold it.
    pub fold: Callback<()>,
}

/// Draws a pane.
pub fn view(values: &Values, asks: Asks, footer: Element) -> Element {
    let stream = values.stream;
    let name = match values.output {
        Output::Stdout => "stdout",
        Output::Stderr => "stderr",
    };
    let is_stderr = values.output == Output::Stderr;
    let empty = stream.written() == 0;
    let brief = match empty {
        true => "nothing".to_owned(),
        false => short_size(stream.written()),
    };
    let title = match is_stderr {
        true => fold::title(name, values.folded, &brief, asks.fold),
        false => tag("<h2>").text(name),
    };
    let count = if is_stderr {
        mode::PLAIN
    } else {
        CHOICES.len()
    };
    let ends = || {
        tag("<>")
            .child(mode::select(
                values.state.mode,
                values.view,
                count,
                asks.mode,
            ))
            .child(tag("<span class='size'>").text(&size(values)))
            .child(tag("<span class='short'>").text(&short_size(stream.written())))
            .child(
                tag("<span class='ends'>")
                    .child(tag("<button type='button'>Copy").asks(asks.copy))
                    .child(tag("<button type='button'>Download").asks(asks.download)),
            )
    };
    let body = match () {
        () if empty && is_stderr => tag("<p class='empty'>Errors and messages go here."),
        () if empty => tag("<p class='empty'>What the filter writes goes here."),
        () if values.view.is_rich() => view::rich(name, name),
        () => view::view(name, name, stream, values.state, asks.scrolled),
    };
    tag("<section class='pane'>")
        .class(name, true)
        .class("folded", values.folded)
        .attr("aria-label", name)
        .child(tag("<header>").child(title).child_if((!empty).then(ends)))
        .child(tag("<div class='body'>").child(body))
        .child_if(dropped(stream, values.saved))
        .child(footer)
}

fn size(values: &Values) -> String {
    let bytes = counted(values.stream.written(), "byte");
    match values.state.is_hex(values.stream) {
        true => bytes,
        false => format!("{} · {bytes}", counted(values.stream.lines(), "line")),
    }
}

/// Says what of the output was not kept.
fn dropped(stream: &Stream<Js>, saved: bool) -> Option<Element> {
    let (kept, written) = (stream.kept(), stream.written());
    let what = if saved {
        "saved only"
    } else {
        "counted and dropped"
    };
    (kept != written).then(|| {
        tag("<p class='dropped'>").text(&format!(
            "Kept are the first {} bytes; {} more were {what}.",
            grouped(kept),
            grouped(written - kept),
        ))
    })
}

/// How the run goes or ended, in words; `runs` tells one run from the next.
pub fn status(activity: &Activity, runs: RunId) -> Element {
    let (class, words, why) = match activity {
        Activity::Idle => ("idle", "not run yet".to_owned(), None),
        Activity::Running(_) => ("running", "running".to_owned(), None),
        Activity::Ended { exit, took_ms } => {
            let class = if exit.is_success() {
                "success"
            } else {
                "failure"
            };
            let words = match took_ms.filter(|_| !matches!(exit, Exit::Failed(_))) {
                Some(took) => format!("{exit} · {}", duration(took)),
                None => exit.to_string(),
            };
            (class, words, exit.why())
        }
    };
    let status = tag("<span id='status' role='status'>")
        .attr("data-run", &runs.to_string())
        .text(&words);
    tag("<footer class='status'>")
        .class(class, true)
        .child(status)
        .child_if(why.map(|why| tag("<span class='why'>").text(why)))
}
