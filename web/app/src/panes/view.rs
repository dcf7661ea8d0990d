//! Bytes as text or as hex. Little text is ordinary text, which wraps, is
//! selected and searched as any other; of the rest, only what is visible is
//! drawn.

use model::{stream::Stream, text::paint, view::View};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement};
use yew::{Callback, TargetCast};

use super::element::{Element, tag};
use crate::js::{Js, window};

/// What a pane remembers of its view.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ViewState {
    /// As it was chosen.
    pub mode: View,
    /// What is visible, in pixels.
    pub window: Window,
}

/// The visible part of a scrolled element, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Window {
    top: f64,
    height: f64,
}

impl Window {
    /// Of an element that draws what is visible; of any other, nothing.
    pub fn of(id: &str) -> Self {
        let element = window()
            .document()
            .and_then(|document| document.get_element_by_id(id))
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        match element.filter(|element| element.class_list().contains("rows")) {
            Some(element) => Self {
                top: element.scroll_top().into(),
                // With its scroll bars, which come and go with what is drawn.
                height: element.offset_height().into(),
            },
            None => Self::default(),
        }
    }
}

impl ViewState {
    /// Whether the stream is shown as text or as hex.
    pub fn plain(&self, stream: &Stream<Js>) -> View {
        match self.is_hex(stream) {
            true => View::Hex,
            false => View::Text,
        }
    }

    /// Whether the stream is shown as hex.
    pub fn is_hex(&self, stream: &Stream<Js>) -> bool {
        match self.mode {
            View::Text => false,
            View::Hex => true,
            _ => !stream.is_text(),
        }
    }
}

/// Up to this many bytes text is laid out whole.
const WHOLE: u64 = 200_000;

/// The height of a row in pixels; `--row` in `style.css` is the same.
const ROW: f64 = 20.0;

/// Engines draw nothing at heights beyond some 17 million pixels; from here on
/// the scroll bar is a scale instead of a length.
const TALLEST: f64 = 8_000_000.0;

/// How many bytes of a line are drawn where not all is drawn.
const LONGEST: u64 = 2000;

/// Bytes in a row of hex.
const HEX: u64 = 16;

/// Draws the kept bytes of a stream.
pub fn view(
    id: &str,
    label: &str,
    stream: &Stream<Js>,
    state: &ViewState,
    scrolled: Callback<Window>,
) -> Element {
    let is_hex = state.is_hex(stream);
    if !is_hex && stream.kept() <= WHOLE {
        return tag("<pre class='bytes whole' tabindex='0'>")
            .attr("id", id)
            .attr("aria-label", label)
            .text(&paint(&stream.bytes(0..stream.kept())));
    }
    let rows = if is_hex {
        stream.kept().div_ceil(HEX)
    } else {
        stream.lines()
    };
    let place = Place::new(rows, state.window);
    let text = if is_hex {
        hex(stream, place.first, place.count)
    } else {
        lines(stream, place.first, place.count)
    };
    let seen = move |event: Event| {
        let element = event.target_unchecked_into::<HtmlElement>();
        scrolled.emit(Window {
            top: element.scroll_top().into(),
            height: element.offset_height().into(),
        });
    };
    // In whole pixels: what writes floats is large.
    let (height, offset) = (place.height as u64, place.offset as u64);
    let text = tag("<pre>")
        .attr("style", &format!("transform:translateY({offset}px)"))
        .text(&text);
    let all = tag("<div class='all'>")
        .attr("style", &format!("height:{height}px"))
        .child(text);
    tag("<div class='bytes rows' tabindex='0' role='region'>")
        .class("hex", is_hex)
        .attr("id", id)
        .attr("aria-label", label)
        .on("scroll", seen)
        .child(all)
}

/// What `web/views` fills. Its neighbours are other elements: it must not find
/// children of theirs.
pub fn rich(id: &str, label: &str) -> Element {
    tag("<div class='bytes rich' tabindex='0' role='region'>")
        .key("rich")
        .attr("id", id)
        .attr("aria-label", label)
}

/// Which rows are visible, and where they are drawn.
struct Place {
    first: u64,
    count: u64,
    /// Of all rows, or of the scale that stands for them.
    height: f64,
    /// Of the first drawn row.
    offset: f64,
}

impl Place {
    fn new(rows: u64, window: Window) -> Self {
        // Before the first scroll the height is not known: enough for any screen.
        let visible = if window.height > 0.0 {
            window.height
        } else {
            1600.0
        };
        let length = rows as f64 * ROW;
        let height = length.min(TALLEST);
        let count = (visible / ROW).ceil() as u64 + 2;
        // What is scrolled to, on the length.
        let top = if height > visible && length > TALLEST {
            window.top / (height - visible) * (length - visible)
        } else {
            window.top
        };
        let first = ((top / ROW).max(0.0) as u64).min(rows.saturating_sub(1));
        let within = top - first as f64 * ROW;
        Self {
            first,
            count,
            height,
            offset: (window.top - within).max(0.0),
        }
    }
}

fn lines(stream: &Stream<Js>, first: u64, count: u64) -> String {
    let mut text = String::new();
    for row in stream.rows(first, count, LONGEST) {
        text.push_str(&paint(&row.bytes));
        if row.hidden > 0 {
            text.push_str(&format!(" … {} more bytes", super::grouped(row.hidden)));
        }
        text.push('\n');
    }
    text
}

/// Rows of a dump as `hexdump -C` draws them.
pub fn hex(stream: &Stream<Js>, first: u64, count: u64) -> String {
    use std::fmt::Write;
    let start = first * HEX;
    let bytes = stream.bytes(start..start + count * HEX);
    let mut text = String::new();
    for (row, bytes) in bytes.chunks(HEX as usize).enumerate() {
        let _ = write!(text, "{:08x} ", start + row as u64 * HEX);
        for at in 0..HEX as usize {
            if at == 8 {
                text.push(' ');
            }
            match bytes.get(at) {
                Some(byte) => {
                    let _ = write!(text, " {byte:02x}");
                }
                None => text.push_str("   "),
            }
        }
        text.push_str("  |");
        text.extend(bytes.iter().map(|byte| match byte {
            b' '..=b'~' => *byte as char,
            _ => '.',
        }));
        text.push_str("|\n");
    }
    text
}
