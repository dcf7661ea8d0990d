//! JSON as a tree that folds.

use std::{cell::Cell, rc::Rc};

use model::{
    figures::counted,
    text::paint,
    view::json::{self, Kind, Tree},
};
use web_sys::Element;

use crate::dom::{self, Many};

/// So many members of a value are shown at a time.
const PAGE: usize = 200;

/// At first about so many values are open to the eye.
const OPEN: isize = 150;

/// A string is shown up to this length, in bytes.
const LONGEST: usize = 2000;

/// So much of what is folded is shown beside its name, in bytes.
const BRIEF: usize = 100;

struct Document {
    text: Vec<u8>,
    tree: Tree,
    /// How many values may still be shown open.
    left: Cell<isize>,
}

/// Draws a text; of one that is cut, the end is no mistake.
pub fn draw(element: &Element, text: &[u8], cut: bool) {
    let tree = json::read(text);
    if let Some(problem) = tree
        .problem
        .as_ref()
        .filter(|problem| !cut || problem.at < text.len())
    {
        dom::say(
            element,
            &format!(
                "From line {}, column {} on this is no JSON: {}.",
                problem.line, problem.column, problem.why
            ),
        );
    }
    let roots = tree.roots.min(tree.nodes.len());
    let document = Rc::new(Document {
        text: text.to_vec(),
        tree,
        // Of JSON lines each is a line.
        left: Cell::new(if roots > 1 { 0 } else { OPEN }),
    });
    members(&document, element, 0, roots, 0);
}

/// Draws the values from the number `first` on, which are in the same one.
fn members(document: &Rc<Document>, parent: &Element, first: usize, count: usize, depth: usize) {
    let list = dom::make("ul", "json");
    dom::add(parent, &list);
    let document = document.clone();
    let mut next = first;
    let many = Many {
        into: list,
        after: parent.clone(),
        count,
        page: PAGE,
        what: "value",
        fill: Box::new(move |list, range| {
            for _ in range {
                let Some(node) = document.tree.nodes.get(next) else {
                    return;
                };
                let item = dom::make("li", "");
                value(&document, &item, next, depth);
                dom::add(list, &item);
                next = node.next;
            }
        }),
    };
    many.add(0);
}

fn value(document: &Rc<Document>, item: &Element, number: usize, depth: usize) {
    let node = &document.tree.nodes[number];
    let key = node
        .key
        .clone()
        .map(|key| short(&document.text[key], LONGEST));
    let with_key = |parent: &Element| {
        if let Some(key) = &key {
            dom::add(parent, &dom::text("span", "key", key));
            dom::add_text(parent, ": ");
        }
    };
    let text = &document.text[node.span.clone()];
    let (class, brackets, what) = match node.kind {
        Kind::Object => ("", "{}", "member"),
        Kind::Array => ("", "[]", "element"),
        Kind::String => ("string", "", ""),
        Kind::Number => ("number", "", ""),
        Kind::Word => ("word", "", ""),
    };
    if what.is_empty() || node.children == 0 {
        with_key(item);
        let shown = match what.is_empty() {
            true => short(text, LONGEST),
            false => brackets.to_owned(),
        };
        return dom::add(item, &dom::text("span", class, &shown));
    }
    let details = dom::make("details", "");
    let summary = dom::make("summary", "");
    with_key(&summary);
    dom::add(
        &summary,
        &dom::text("span", "brief", &short(text, BRIEF).replace('\n', " ")),
    );
    let count = counted(node.children as u64, what);
    dom::add(&summary, &dom::text("span", "count", &count));
    dom::add(&details, &summary);
    dom::add(item, &details);
    let (first, children) = (number + 1, node.children);
    let left = document.left.get() - children as isize;
    if depth < 4 && left > 0 {
        document.left.set(left);
        dom::set(&details, "open", "");
        return members(document, &details, first, children, depth + 1);
    }
    let (document, folded) = (document.clone(), details.clone());
    dom::once(&details, "toggle", move || {
        members(&document, &folded, first, children, depth + 1);
    });
}

fn short(text: &[u8], most: usize) -> String {
    let shown = paint(&text[..text.len().min(most)]);
    match text.len() > most {
        true => shown.trim_end_matches('\u{fffd}').to_owned() + "…",
        false => shown,
    }
}
