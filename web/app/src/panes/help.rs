//! The help: `docs/help.md`, which is fetched when it is opened.

use yew::{Callback, Html, html};

use super::drawer;

/// Draws it.
pub fn view(text: Option<&Result<String, String>>, close: Callback<()>) -> Html {
    let body = match text {
        None => html! { <p class="quiet">{ "It is on its way." }</p> },
        Some(Err(sentence)) => html! { <p class="trouble">{ sentence }</p> },
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
        if let Some(row) = line.strip_prefix("| ") {
            let (name, what) = row
                .trim_end_matches(" |")
                .split_once(" | ")
                .unwrap_or((row, ""));
            rows.push(
                html! { <><dt><kbd>{ name.to_owned() }</kbd></dt><dd>{ what.to_owned() }</dd></> },
            );
            continue;
        }
        if !rows.is_empty() {
            drawn.push(html! { <dl>{ for rows.drain(..) }</dl> });
        }
        match line.strip_prefix("## ") {
            Some(heading) => drawn.push(html! { <h3>{ heading.to_owned() }</h3> }),
            None if line.is_empty() => {}
            None => drawn.push(html! { <p>{ line.to_owned() }</p> }),
        }
    }
    drawn.into_iter().collect()
}
