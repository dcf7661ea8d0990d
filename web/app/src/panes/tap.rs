//! What flows through a pipe, in place of the stdin pane.

use model::{stream::Stream, view::View};
use yew::Callback;

use super::{
    counted,
    element::{Element, tag},
    grouped, mode, short_size,
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
pub fn view(values: &Values, asks: Asks) -> Element {
    let stream = values.stream.filter(|stream| stream.written() > 0);
    let mut head = tag("<>");
    let mut actions = tag("<>");
    let body = match stream {
        Some(stream) => {
            let shown = values.state.plain(stream);
            head = head
                .child(mode::select(
                    values.state.mode,
                    shown,
                    mode::PLAIN,
                    asks.mode,
                ))
                .child(tag("<span class='size'>").text(&size(stream, values.state)))
                .child(tag("<span class='short'>").text(&short_size(stream.written())));
            actions = actions
                .child(tag("<button id='tap-copy' type='button'>Copy").asks(asks.copy))
                .child(tag("<button id='tap-download' type='button'>Download").asks(asks.download));
            view::view(
                "tap",
                "What flows through the pipe",
                stream,
                values.state,
                asks.scrolled,
            )
        }
        None if values.running => tag("<p class='empty'>Nothing has come through yet."),
        None => tag("<p class='empty'>What goes through this pipe is shown here."),
    };
    let title = tag("<h2>")
        .text(values.writer)
        .child(tag("<span class='into' aria-label=' to '>▶"))
        .text(values.reader);
    let ends = tag("<span class='ends'>")
        .child(actions)
        .child(tag("<button id='tap-close' type='button'>Close").asks(asks.close));
    tag("<section class='pane stdin inside' aria-label='Pipe'>")
        .child(tag("<header>").child(title).child(head).child(ends))
        .child(tag("<div class='body'>").child(body))
        .child_if(stream.and_then(cut))
}

fn size(stream: &Stream<Js>, state: &ViewState) -> String {
    let bytes = counted(stream.written(), "byte");
    match state.is_hex(stream) {
        true => bytes,
        false => format!("{} · {bytes}", counted(stream.newlines(), "line")),
    }
}

/// Says how little of it is shown, if it is not all.
fn cut(stream: &Stream<Js>) -> Option<Element> {
    let (kept, written) = (grouped(stream.kept()), grouped(stream.written()));
    (stream.kept() != stream.written()).then(|| {
        tag("<p class='dropped'>").text(&format!("Shown are the first {kept} bytes of {written}."))
    })
}
