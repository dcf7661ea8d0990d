//! The help: `docs/help.md`, which is fetched when it is opened.

use yew::Callback;

use super::{
    drawer,
    element::{Element, tag, trouble},
};

/// Draws it.
pub fn view(text: Option<&Result<String, String>>, close: Callback<()>) -> Element {
    let body = match text {
        None => tag("<p class='quiet'>It is on its way."),
        Some(Err(sentence)) => trouble(sentence),
        Some(Ok(text)) => drawn(text),
    };
    drawer::frame("Help", close, body)
}

/// Of Markdown what that file has: headings, paragraphs of a line, and rows of two
/// cells.
fn drawn(text: &str) -> Element {
    let mut rows: Vec<Element> = Vec::new();
    let mut drawn = tag("<>");
    // The first line is the title, which the drawer has; an empty one ends a list.
    for line in text.lines().skip(1).chain([""]) {
        if let Some(cells) = line.strip_prefix("| ") {
            let (name, what) = cells
                .trim_end_matches(" |")
                .split_once(" | ")
                .unwrap_or((cells, ""));
            let name = tag("<dt>").child(tag("<kbd>").text(name));
            rows.push(tag("<>").child(name).child(tag("<dd>").text(what)));
            continue;
        }
        if !rows.is_empty() {
            drawn = drawn.child(tag("<dl>").children(rows.drain(..)));
        }
        match line.strip_prefix("## ") {
            Some(heading) => drawn = drawn.child(tag("<h3>").text(heading)),
            None if line.is_empty() => {}
            None => drawn = drawn.child(tag("<p>").text(line)),
        }
    }
    drawn
}
