//! The help: `docs/help.md`, which is fetched when it is opened.

use yew::{Callback, Html};

use super::{
    drawer,
    element::{row, tag, trouble},
};

/// Draws it.
pub fn view(text: Option<&Result<String, String>>, close: Callback<()>) -> Html {
    let body: Html = match text {
        None => tag("<p class='quiet'>It is on its way.").into(),
        Some(Err(sentence)) => trouble(sentence).into(),
        Some(Ok(text)) => drawn(text),
    };
    drawer::frame("Help", close, body)
}

/// Of Markdown what that file has: headings, paragraphs of a line, and rows of two
/// cells.
fn drawn(text: &str) -> Html {
    let mut rows: Vec<Html> = Vec::new();
    let mut drawn: Vec<Html> = Vec::new();
    // The first line is the title, which the drawer has; an empty one ends a list.
    for line in text.lines().skip(1).chain([""]) {
        if let Some(cells) = line.strip_prefix("| ") {
            let (name, what) = cells
                .trim_end_matches(" |")
                .split_once(" | ")
                .unwrap_or((cells, ""));
            let name = tag("<dt>").child(tag("<kbd>").text(name));
            rows.push(row(vec![name.into(), tag("<dd>").text(what).into()]));
            continue;
        }
        if !rows.is_empty() {
            drawn.push(tag("<dl>").children(rows.drain(..)).into());
        }
        match line.strip_prefix("## ") {
            Some(heading) => drawn.push(tag("<h3>").text(heading).into()),
            None if line.is_empty() => {}
            None => drawn.push(tag("<p>").text(line).into()),
        }
    }
    row(drawn)
}
