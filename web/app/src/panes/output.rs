//! The panes of stdout and stderr.

use model::{
    exit::Exit,
    protocol::{Output, RunId},
    session::Activity,
    stream::Stream,
    view::{CHOICES, View},
};
use yew::{Callback, Html, html};

use super::{
    counted, duration, grouped, mode, short_size,
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
pub fn view(values: &Values, asks: Asks, footer: Html) -> Html {
    let stream = values.stream;
    let (id, name) = match values.output {
        Output::Stdout => ("stdout", "stdout"),
        Output::Stderr => ("stderr", "stderr"),
    };
    let is_stderr = values.output == Output::Stderr;
    let empty = stream.written() == 0;
    let class = yew::classes!("pane", id, values.folded.then_some("folded"));
    html! {
        <section {class} aria-label={name}>
            <header>
                if is_stderr {
                    <h2 class="wide">{ name }</h2>
                    <button class="fold" type="button" aria-expanded={(!values.folded).to_string()} onclick={asks.fold.reform(|_| ())}>
                        <h2>{ name }</h2>
                        <span class="brief">{ if empty { "nothing".to_owned() } else { short_size(stream.written()) } }</span>
                    </button>
                } else {
                    <h2>{ name }</h2>
                }
                if !empty {
                    { mode::select(values.state.mode, values.view, if is_stderr { mode::PLAIN } else { CHOICES.len() }, asks.mode) }
                    <span class="size">{ size(values) }</span>
                    <span class="short">{ short_size(stream.written()) }</span>
                    <span class="ends">
                        <button type="button" onclick={asks.copy.reform(|_| ())}>{ "Copy" }</button>
                        <button type="button" onclick={asks.download.reform(|_| ())}>{ "Download" }</button>
                    </span>
                }
            </header>
            <div class="body">
                if empty {
                    <p class="empty">{ if is_stderr { "Errors and messages go here." } else { "What the filter writes goes here." } }</p>
                } else if values.view.is_rich() {
                    { view::rich(id, name) }
                } else {
                    { view::view(id, name, stream, values.state, asks.scrolled) }
                }
            </div>
            { dropped(stream, values.saved) }
            { footer }
        </section>
    }
}

fn size(values: &Values) -> String {
    let bytes = counted(values.stream.written(), "byte");
    match values.state.is_hex(values.stream) {
        true => bytes,
        false => format!("{} · {bytes}", counted(values.stream.lines(), "line")),
    }
}

/// Says what of the output was not kept.
fn dropped(stream: &Stream<Js>, saved: bool) -> Html {
    if stream.kept() == stream.written() {
        return Html::default();
    }
    html! {
        <p class="dropped">
            { format!("Kept are the first {} bytes; {} more were {}.",
                grouped(stream.kept()), grouped(stream.written() - stream.kept()),
                if saved { "saved only" } else { "counted and dropped" }) }
        </p>
    }
}

/// How the run goes or ended, in words; `runs` tells one run from the next.
pub fn status(activity: &Activity, runs: RunId) -> Html {
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
            let why = exit.why().map(str::to_owned);
            (class, words, why)
        }
    };
    html! {
        <footer class={yew::classes!("status", class)}>
            <span id="status" role="status" data-run={runs.to_string()}>{ words }</span>
            if let Some(why) = why {
                <span class="why">{ why }</span>
            }
        </footer>
    }
}
