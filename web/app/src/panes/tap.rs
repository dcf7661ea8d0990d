//! What flows through a pipe, in place of the stdin pane.

use model::{stream::Stream, view::View};
use yew::{Callback, Html, html};

use super::{
    counted, grouped, mode, short_size,
    view::{self, ViewState, Window},
};
use crate::js::Js;

/// What the tap shows.
pub struct Values<'a> {
    /// Who writes into the pipe.
    pub writer: &'a str,
    /// Who reads from it; where it leads, if to no stage.
    pub reader: &'a str,
    /// What came through, its first bytes; none before the first run.
    pub stream: Option<&'a Stream<Js>>,
    /// How it is shown.
    pub state: &'a ViewState,
    /// Whether more may come.
    pub running: bool,
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
    /// Close it.
    pub close: Callback<()>,
}

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Html {
    let stream = values.stream.filter(|stream| stream.written() > 0);
    let head = stream.map_or_else(Html::default, |stream| {
        html! {
            <>
                { mode::select(values.state.mode, values.state.plain(stream), mode::PLAIN, asks.mode) }
                <span class="size">{ size(stream, values.state) }</span>
                <span class="short">{ short_size(stream.written()) }</span>
            </>
        }
    });
    let actions = stream.map_or_else(Html::default, |_| {
        html! {
            <>
                <button id="tap-copy" type="button" onclick={asks.copy.reform(|_| ())}>{ "Copy" }</button>
                <button id="tap-download" type="button" onclick={asks.download.reform(|_| ())}>{ "Download" }</button>
            </>
        }
    });
    let body = match stream {
        Some(stream) => view::view(
            "tap",
            "What flows through the pipe",
            stream,
            values.state,
            asks.scrolled,
        ),
        None => html! {
            <p class="empty">{ if values.running { "Nothing has come through yet." } else { "What goes through this pipe is shown here." } }</p>
        },
    };
    html! {
        <section class="pane stdin inside" aria-label="Pipe">
            <header>
                <h2>{ values.writer }<span class="into" aria-label=" to ">{ "▶" }</span>{ values.reader }</h2>
                { head }
                <span class="ends">
                    { actions }
                    <button id="tap-close" type="button" onclick={asks.close.reform(|_| ())}>{ "Close" }</button>
                </span>
            </header>
            <div class="body">{ body }</div>
            { stream.map_or_else(Html::default, cut) }
        </section>
    }
}

fn size(stream: &Stream<Js>, state: &ViewState) -> String {
    let bytes = counted(stream.written(), "byte");
    match state.is_hex(stream) {
        true => bytes,
        false => format!("{} · {bytes}", counted(stream.newlines(), "line")),
    }
}

/// Says how little of it is shown, if it is not all.
fn cut(stream: &Stream<Js>) -> Html {
    if stream.kept() == stream.written() {
        return Html::default();
    }
    html! {
        <p class="dropped">
            { format!("Shown are the first {} bytes of {}.", grouped(stream.kept()), grouped(stream.written())) }
        </p>
    }
}
