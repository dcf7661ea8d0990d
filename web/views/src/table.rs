//! CSV and TSV as a table.

use model::view::table::{Table, is_number};
use web_sys::Element;

use crate::dom::{self, Many};

/// So many rows are shown at a time.
const PAGE: usize = 300;

/// Draws a text.
pub fn draw(element: &Element, text: &[u8]) {
    let read = Table::read(text);
    let has_header = read.has_header();
    let table = dom::make("table", "");
    if has_header {
        let head = dom::make("thead", "");
        row(&head, &read, 0, "th");
        dom::add(&table, &head);
    }
    let body = dom::make("tbody", "");
    dom::add(&table, &body);
    dom::add(element, &table);
    let skipped = usize::from(has_header);
    let count = read.len() - skipped;
    // Its rows are found again: what is kept of them borrows the text.
    let text = text.to_vec();
    drop(read);
    let many = Many {
        into: body,
        after: element.clone(),
        count,
        page: PAGE,
        what: "row",
        fill: Box::new(move |body, range| {
            let read = Table::read(&text);
            for at in range {
                row(body, &read, at + skipped, "td");
            }
        }),
    };
    many.add(0);
}

fn row(parent: &Element, table: &Table, at: usize, tag: &str) {
    let Some(row) = table.row(at) else {
        return;
    };
    let line = dom::make("tr", "");
    for cell in &row.cells {
        let class = if is_number(cell) { "number" } else { "" };
        let cell = dom::text(tag, class, cell);
        if tag == "th" {
            dom::set(&cell, "scope", "col");
        }
        dom::add(&line, &cell);
    }
    if row.hidden > 0 {
        dom::add(
            &line,
            &dom::text(tag, "said", &format!("… {} more", row.hidden)),
        );
    }
    dom::add(parent, &line);
}
