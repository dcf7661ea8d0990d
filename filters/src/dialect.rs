//! Markdown as `markdown` speaks it: CommonMark, tables, strikethrough and task lists of GitHub, and the elements `<conv>`,
//! `<hero>` and `<sticker>`, which become HTML templates.

use pulldown_cmark::{Event, Options, Parser, html};
use std::ops::Range;

/// How deep elements may stand in elements; deeper ones stay as they are.
const DEPTH: usize = 16;

/// An element of the dialect: it begins a line outside of code, and is closed, by its end tag or by `/>`.
struct Element<'a> {
    name: &'static str,
    attributes: &'a str,
    start: usize,
    inside: Range<usize>,
    end: usize,
}

/// The HTML of a Markdown text.
pub fn to_html(markdown: &str) -> String {
    expand(markdown, 0)
}

fn expand(markdown: &str, depth: usize) -> String {
    // Each element leaves a comment in its place, which is a block of its own to Markdown, and is no text of the author's.
    let mut mark = String::from("<!--element");
    while markdown.contains(&mark) {
        mark.push('-');
    }
    let (mut text, mut templates, mut copied) = (String::new(), Vec::new(), 0);
    let elements = if depth < DEPTH {
        elements(markdown)
    } else {
        Vec::new()
    };
    for element in elements {
        if element.start < copied {
            continue;
        }
        text.push_str(&markdown[copied..element.start]);
        text.push_str(&format!("{mark}{}-->\n", templates.len()));
        templates.push(element.html(&markdown[element.inside.clone()], depth));
        let after = &markdown[element.end..];
        copied = markdown.len()
            - after
                .trim_start_matches([' ', '\t', '\r'])
                .strip_prefix('\n')
                .unwrap_or(after)
                .len();
    }
    text.push_str(&markdown[copied..]);

    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(&text, options).map(|event| match &event {
        Event::Html(line) => {
            let index = line
                .trim()
                .strip_prefix(&mark)
                .and_then(|rest| rest.strip_suffix("-->"));
            let template = index.and_then(|index| templates.get(index.parse::<usize>().ok()?));
            template.map_or(event.clone(), |template| {
                Event::Html(template.clone().into())
            })
        }
        _ => event,
    });
    let mut done = String::new();
    html::push_html(&mut done, events);
    done
}

impl Element<'_> {
    fn html(&self, inside: &str, depth: usize) -> String {
        // The text of the element begins on its own lines, whether it was written so or not.
        let inside = match inside.trim().is_empty() {
            true => String::new(),
            false => expand(&format!("{}\n", inside.trim_matches('\n')), depth + 1),
        };
        let [name, mood, title, image] =
            ["name", "mood", "title", "image"].map(|name| attribute(self.attributes, name));
        let data_mood = mood
            .as_ref()
            .map_or(String::new(), |mood| format!(" data-mood=\"{mood}\""));
        let line = |before: &str, text: &Option<String>, after: &str| match text {
            Some(text) => format!("{before}{text}{after}\n"),
            None => String::new(),
        };
        match self.name {
            "conv" => {
                let mood = mood.map_or(String::new(), |mood| {
                    format!(" <span class=\"mood\">{mood}</span>")
                });
                let speaker = name.map(|name| format!("{name}{mood}"));
                let speaker = line("<p class=\"speaker\">", &speaker, "</p>");
                format!(
                    "<div class=\"conversation\"{data_mood}>\n{speaker}<div class=\"says\">\n{inside}</div>\n</div>\n"
                )
            }
            "hero" => {
                let image = line("<img src=\"", &image, "\" alt=\"\">");
                let title = line("<h1>", &title, "</h1>");
                format!("<header class=\"hero\">\n{image}{title}{inside}</header>\n")
            }
            _ => {
                let caption = match (&name, &mood) {
                    (Some(name), Some(mood)) => Some(format!("{name} is {mood}")),
                    _ => name,
                };
                let image = line("<img src=\"", &image, "\" alt=\"\">");
                let caption = line("<figcaption>", &caption, "</figcaption>");
                format!(
                    "<figure class=\"sticker\"{data_mood}>\n{image}{inside}{caption}</figure>\n"
                )
            }
        }
    }
}

/// All elements in the order of their starts. An end tag closes the last element of its name that is open.
fn elements(markdown: &str) -> Vec<Element<'_>> {
    let (mut elements, mut open, mut fence) = (Vec::new(), Vec::<Element>::new(), None);
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        if !fenced(text, indent, &mut fence) {
            let mut at = 0;
            if indent < 4
                && let Some((name, attributes, length, closed)) = opening(text)
            {
                at = indent + length;
                let end = start + at;
                let element = Element {
                    name,
                    attributes,
                    start: start + indent,
                    inside: end..end,
                    end,
                };
                if closed {
                    elements.push(element)
                } else {
                    open.push(element)
                }
            }
            while let Some(found) = line[at..].find("</") {
                at += found + 2;
                let name = ["conv", "hero", "sticker"]
                    .into_iter()
                    .find(|name| line[at..].starts_with(&format!("{name}>")));
                let opened =
                    name.and_then(|name| open.iter().rposition(|element| element.name == name));
                if let Some(opened) = opened {
                    let mut element = open.remove(opened);
                    element.inside.end = start + at - 2;
                    element.end = start + at + element.name.len() + 1;
                    elements.push(element);
                }
            }
        }
        start += line.len();
    }
    elements.sort_unstable_by_key(|element| element.start);
    elements
}

/// Whether a line is fenced code, or one of its fences.
fn fenced(text: &str, indent: usize, fence: &mut Option<(char, usize)>) -> bool {
    let mark = text
        .chars()
        .next()
        .filter(|char| matches!(char, '`' | '~'))
        .unwrap_or(' ');
    let length = text.len() - text.trim_start_matches(mark).len();
    let info = text.trim_start_matches(mark);
    let is_fence = indent < 4 && mark != ' ' && length >= 3;
    match *fence {
        Some((opened, least)) => {
            if is_fence && mark == opened && length >= least && info.trim().is_empty() {
                *fence = None;
            }
            true
        }
        None => {
            let opens = is_fence && !(mark == '`' && info.contains('`'));
            *fence = opens.then_some((mark, length));
            opens
        }
    }
}

/// A start tag at the start of `text`: its name, its attributes, its length, and whether it closes itself.
fn opening(text: &str) -> Option<(&'static str, &str, usize, bool)> {
    let tag = text.strip_prefix('<')?;
    let name = ["conv", "hero", "sticker"]
        .into_iter()
        .find(|name| tag.starts_with(name))?;
    let rest = &tag[name.len()..];
    if !rest.starts_with(['>', '/', ' ', '\t']) {
        return None;
    }
    let mut quote = None;
    let length = rest.find(|char| match (quote, char) {
        (None, '>') => true,
        (None, '"' | '\'') => {
            quote = Some(char);
            false
        }
        (Some(open), char) => {
            quote = if open == char { None } else { quote };
            false
        }
        _ => false,
    })?;
    let inner = &rest[..length];
    let attributes = inner.strip_suffix('/').unwrap_or(inner);
    Some((
        name,
        attributes,
        1 + name.len() + length + 1,
        attributes != inner,
    ))
}

/// The value of an attribute, as text for HTML.
fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '/']);
        let name = &rest[..rest.find([' ', '\t', '=', '/']).unwrap_or(rest.len())];
        if name.is_empty() && !rest.starts_with('=') {
            return None;
        }
        rest = rest[name.len()..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after
                .chars()
                .next()
                .filter(|char| matches!(char, '"' | '\''));
            let inner = &after[usize::from(quote.is_some())..];
            let ends = |char: char| quote.map_or(matches!(char, ' ' | '\t'), |quote| char == quote);
            value = &inner[..inner.find(ends).unwrap_or(inner.len())];
            rest = inner[value.len()..]
                .strip_prefix(['"', '\''])
                .unwrap_or(&inner[value.len()..]);
        }
        if name == wanted {
            return Some(escaped(value));
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::to_html;
    use proptest::prelude::*;

    #[test]
    fn an_element_becomes_its_template() {
        let html =
            to_html("Hi\n<conv name=\"Ada\" mood='so \"so\"'>\n*Hello*\n\n- a\n</conv>\nBye\n");
        let expected = "<p>Hi</p>\n<div class=\"conversation\" data-mood=\"so &quot;so&quot;\">\n<p class=\"speaker\">Ada <span class=\"mood\">so &quot;so&quot;</span></p>\n<div class=\"says\">\n<p><em>Hello</em></p>\n<ul>\n<li>a</li>\n</ul>\n</div>\n</div>\n<p>Bye</p>\n";
        assert_eq!(html, expected);
    }

    #[test]
    fn elements_stand_in_elements() {
        let html = to_html("<hero title=T>\n<conv name=A>\n<sticker name=B/>\nx</conv>\n</hero>");
        let expected = "<header class=\"hero\">\n<h1>T</h1>\n<div class=\"conversation\">\n<p class=\"speaker\">A</p>\n<div class=\"says\">\n<figure class=\"sticker\">\n<figcaption>B</figcaption>\n</figure>\n<p>x</p>\n</div>\n</div>\n</header>\n";
        assert_eq!(html, expected);
    }

    #[test]
    fn what_is_not_an_element_stays() {
        for text in [
            "<conv name=\"x\">\nopen\n",
            "<other>\n\nx\n\n</other>\n",
            "</conv>\n",
            "<convx></convx>\n",
        ] {
            assert!(!to_html(text).contains("class="), "{text}");
        }
        assert_eq!(
            to_html("```\n<sticker/>\n```\n"),
            "<pre><code>&lt;sticker/&gt;\n</code></pre>\n"
        );
        assert_eq!(to_html("<!--element0-->\n"), "<!--element0-->\n");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(<conv|<hero|<sticker|</conv>|</hero>|/>|>| name=|\"|'|=|ü|\n|```|~~~| |x|<!--element0-->|- ){0,30}") {
            to_html(&text);
        }
    }
}
