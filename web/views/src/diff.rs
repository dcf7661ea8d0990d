//! stdout against what is expected.

use js_sys::Function;
use model::{
    figures::counted,
    view::diff::{Comparison, MOST, Part, Side, compare},
};
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::dom::{self, Many};

/// So many lines are shown at a time.
const PAGE: usize = 500;

/// Draws the comparison, and the button that makes the output the expected one.
pub fn draw(
    element: &Element,
    written: &[u8],
    cut: bool,
    expected: Option<&[u8]>,
    keep: &Function,
) {
    let head = dom::make("div", "verdict");
    let comparison = expected.map(|expected| compare(expected, written));
    let words = match &comparison {
        None => "Nothing is expected yet.".to_owned(),
        Some(comparison) => verdict(comparison, cut),
    };
    let verdict = dom::text("p", "", &words);
    dom::set(&verdict, "role", "status");
    dom::add(&head, &verdict);
    let as_expected = comparison
        .as_ref()
        .is_some_and(|comparison| comparison.same);
    if !as_expected && !cut {
        let button = dom::text("button", "keep", "Expect this output");
        dom::set(&button, "type", "button");
        let keep = keep.clone();
        dom::once(&button, "click", move || {
            let _ = keep.call0(&JsValue::NULL);
        });
        dom::add(&head, &button);
    }
    dom::add(element, &head);
    let lines = dom::make("pre", "diff");
    dom::add(element, &lines);
    let Some(Comparison { parts, .. }) = comparison else {
        return;
    };
    let many = Many {
        into: lines,
        after: element.clone(),
        count: parts.len(),
        page: PAGE,
        what: "line",
        fill: Box::new(move |lines, range| {
            for at in range {
                dom::add(lines, &part(&parts[at]));
            }
        }),
    };
    many.add(0);
}

fn verdict(comparison: &Comparison, cut: bool) -> String {
    if comparison.same && !cut {
        return "stdout is as expected, to the byte.".to_owned();
    }
    let what = if comparison.hex { "row" } else { "line" };
    let missing = counted(comparison.missing as u64, what);
    let surplus = counted(comparison.surplus as u64, what);
    let mut words =
        format!("stdout is not as expected: {missing} missing (−), {surplus} too many (+).");
    if comparison.cut || cut {
        words.push_str(&format!(
            " Compared are the first {}.",
            counted(MOST as u64, "byte")
        ));
    }
    words
}

fn part(part: &Part) -> Element {
    match part {
        Part::Line(Side::Both, line) => dom::text("span", "", &format!("  {line}")),
        Part::Line(Side::Expected, line) => dom::text("del", "", &format!("− {line}")),
        Part::Line(Side::Written, line) => dom::text("ins", "", &format!("+ {line}")),
        Part::Same(count) => {
            let words = format!("  … {} as expected", counted(*count as u64, "line"));
            dom::text("span", "said", &words)
        }
    }
}
