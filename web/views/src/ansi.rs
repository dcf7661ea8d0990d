//! Text with the colours that its escape sequences ask for.

use model::{
    text::paint,
    view::{
        ansi::{Spans, Style},
        colour::{Paint, Rgb},
    },
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::dom::{self, Many};

/// So many lines are shown at a time.
const LINES: usize = 2000;

/// So many bytes of a line are shown.
const LONGEST: usize = 10_000;

/// Draws a text.
pub fn draw(element: &Element, bytes: &[u8]) {
    let pre = dom::make("pre", "ansi");
    dom::add(element, &pre);
    let bytes = bytes.to_vec();
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').count();
    let (mut at, mut style) = (0, Style::default());
    let many = Many {
        into: pre,
        after: element.clone(),
        count: lines,
        page: LINES,
        what: "line",
        fill: Box::new(move |pre, range| {
            for line in bytes[at..]
                .split_inclusive(|byte| *byte == b'\n')
                .take(range.len())
            {
                at += line.len();
                style = draw_line(pre, line, style);
            }
        }),
    };
    many.add(0);
}

/// Draws a line; gives the style in which the next one begins.
fn draw_line(pre: &Element, line: &[u8], style: Style) -> Style {
    let mut spans = Spans::new(line, style);
    let mut shown = 0;
    for span in &mut spans {
        let bytes = &span.bytes[..span.bytes.len().min(LONGEST.saturating_sub(shown))];
        shown += span.bytes.len();
        if bytes.is_empty() {
            continue;
        }
        let text = paint(bytes);
        match span.style == Style::default() {
            true => dom::add_text(pre, &text),
            false => dom::add(pre, &styled(&text, &span.style)),
        }
    }
    if shown > LONGEST {
        dom::add_text(pre, &format!(" … {} more bytes\n", shown - LONGEST));
    }
    spans.style()
}

fn styled(text: &str, style: &Style) -> Element {
    let mut class = String::new();
    for (has, name) in [
        (style.bold, "bold"),
        (style.faint, "faint"),
        (style.italic, "italic"),
        (style.underline, "underline"),
        (style.struck, "struck"),
    ] {
        if has {
            class.push_str(name);
            class.push(' ');
        }
    }
    let mut properties: [Option<(&str, Rgb)>; 2] = [None; 2];
    match style.paint() {
        Paint::Plain => {}
        Paint::Inverse => class.push_str("inverse"),
        Paint::Basic(number) => class.push_str(&format!("c{number}")),
        Paint::Ink(light, dark) => {
            class.push_str("ink");
            properties = [Some(("--light", light)), Some(("--dark", dark))];
        }
        Paint::On(ink, ground) => {
            properties = [Some(("color", ink)), Some(("background-color", ground))];
        }
    }
    let span = dom::text("span", class.trim_end(), text);
    for (name, [red, green, blue]) in properties.into_iter().flatten() {
        let style = span.unchecked_ref::<HtmlElement>().style();
        let _ = style.set_property(name, &format!("#{red:02x}{green:02x}{blue:02x}"));
    }
    span
}
