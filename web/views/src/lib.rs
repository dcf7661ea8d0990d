//! Views of stdout that are more than text and hex: each builds its part of the
//! page in an element that the page gives it. The page fetches this when one is
//! wanted. What a program wrote becomes text nodes, pictures, and documents in
//! frames that can do nothing; never HTML of the page.

mod ansi;
mod diff;
mod dom;
mod frame;
mod image;
mod json;
mod table;

use std::cell::RefCell;

use js_sys::{Array, Function, Uint8Array};
use model::{
    figures::counted,
    view::{View, guess as model_guess},
};
use wasm_bindgen::prelude::*;
use web_sys::Element;

/// While a program runs, so many bytes are shown at most: what follows changes
/// nothing until it has ended.
const RUNNING: usize = 64 << 10;

/// What is shown, and where.
struct Shown {
    element: Element,
    view: View,
    bytes: Vec<u8>,
    written: f64,
    running: bool,
    expected: Option<Vec<u8>>,
}

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// The word of the view that the first bytes of a stream ask for: `auto` if it
/// is text or hex.
#[wasm_bindgen]
pub fn guess(start: &[u8], whole: bool) -> String {
    model_guess::guess(start, whole).word().to_owned()
}

/// Shows a stream in an element, unless it shows the same already. `pieces` are
/// what is kept of it; `keep` is called when the visitor wants the output to be
/// what is expected from now on.
#[wasm_bindgen]
pub fn show(
    element: &Element,
    view: &str,
    pieces: &Array,
    written: f64,
    running: bool,
    expected: Option<Uint8Array>,
    keep: &Function,
) {
    let view = View::of(view);
    SHOWN.with_borrow_mut(|shown| {
        let before = shown
            .as_ref()
            .filter(|before| before.element == *element && before.view == view)
            .filter(|_| element.has_child_nodes());
        // Quick runs come one after another while somebody types: what needs the
        // whole stays as it was until it is there.
        if running && before.is_some_and(|before| needs_all(view) || before.is_far()) {
            return;
        }
        let most = if running { RUNNING } else { most(view) };
        let bytes = gathered(pieces, most);
        // A new run has written nothing yet: what is there is of the one before.
        if running && before.is_some_and(|before| before.is_of(written, &bytes)) {
            return;
        }
        let expected = expected.map(|expected| expected.to_vec());
        let next = Shown {
            element: element.clone(),
            view,
            bytes,
            written,
            running,
            expected,
        };
        if before.is_none_or(|before| before.differs_from(&next)) {
            element.set_text_content(None);
            next.draw(keep);
        }
        *shown = Some(next);
    });
}

/// How many bytes a view shows at most.
fn most(view: View) -> usize {
    match view {
        View::Image => 64 << 20,
        View::Diff => model::view::diff::MOST + 1,
        _ => 4 << 20,
    }
}

/// Whether a view of a part would be wrong.
fn needs_all(view: View) -> bool {
    matches!(view, View::Html | View::Svg | View::Image | View::Diff)
}

fn gathered(pieces: &Array, most: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for piece in pieces.iter() {
        let piece: Uint8Array = piece.unchecked_into();
        let room = most - bytes.len();
        if room == 0 {
            break;
        }
        let piece = piece.subarray(0, room.min(piece.length() as usize) as u32);
        let start = bytes.len();
        bytes.resize(start + piece.length() as usize, 0);
        piece.copy_to(&mut bytes[start..]);
    }
    bytes
}

impl Shown {
    fn is_far(&self) -> bool {
        self.running && self.bytes.len() >= RUNNING
    }

    fn is_of(&self, written: f64, start: &[u8]) -> bool {
        !self.running && self.written == written && self.bytes.starts_with(start)
    }

    fn differs_from(&self, next: &Self) -> bool {
        self.written != next.written
            || self.running != next.running && (needs_all(next.view) || self.is_cut())
            || self.bytes != next.bytes
            || next.view == View::Diff && self.expected != next.expected
    }

    /// Whether there is more than what is shown.
    fn is_cut(&self) -> bool {
        (self.bytes.len() as f64) < self.written
    }

    fn draw(&self, keep: &Function) {
        let element = &self.element;
        if self.running && needs_all(self.view) {
            return dom::say(element, "This is shown when the program has ended.");
        }
        if self.is_cut() && self.view != View::Diff {
            let shown = counted(self.bytes.len() as u64, "byte");
            let all = counted(self.written as u64, "byte");
            dom::say(element, &format!("Of {all} the first {shown} are shown."));
        }
        let bytes = &self.bytes;
        match self.view {
            View::Json => json::draw(element, bytes, self.is_cut()),
            View::Table => table::draw(element, bytes),
            View::Html => frame::html(element, bytes),
            View::Svg => frame::svg(element, bytes),
            View::Image => image::draw(element, bytes),
            View::Diff => diff::draw(
                element,
                bytes,
                self.is_cut(),
                self.expected.as_deref(),
                keep,
            ),
            View::Ansi | View::Auto | View::Text | View::Hex => ansi::draw(element, bytes),
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// The address of the script that wasm-bindgen made of these views.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT: String;
}

/// The style sheet beside their script; on a host, index.html lies elsewhere.
#[wasm_bindgen(start)]
fn style() {
    let link = dom::make("link", "");
    dom::set(&link, "rel", "stylesheet");
    let address = SCRIPT.with(|script| web_sys::Url::new_with_base("views.css", script));
    let address = address.map_or_else(|_| "views.css".to_owned(), |address| address.href());
    dom::set(&link, "href", &address);
    if let Some(head) = dom::document().query_selector("head").ok().flatten() {
        dom::add(&head, &link);
    }
}
