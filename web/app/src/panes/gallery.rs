//! The gallery: the demos that come with the page, each a card that is a link.

use js_sys::JsString;
use model::example::Example;
use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent};
use yew::Callback;

use super::{
    drawer::frame,
    element::{Element, tag, values},
};

/// What the drawer remembers.
#[derive(Default)]
pub struct Gallery {
    /// Whether all demos are there.
    pub is_whole: bool,
    /// What is searched for.
    pub search: String,
}

/// What the gallery asks for.
pub struct Asks {
    /// Show the demos with these words.
    pub search: Callback<String>,
    /// Put this demo into the page.
    pub show: Callback<String>,
    /// Close it.
    pub close: Callback<()>,
}

/// Draws the gallery.
pub fn view(gallery: &Gallery, demos: &[Example], asks: Asks) -> Element {
    // The browser's own: Rust's brings tables of all letters.
    let lower = |text: &str| String::from(JsString::from(text).to_lower_case());
    let search = lower(&gallery.search);
    let found = |demo: &Example| {
        let text = [&*demo.title, &demo.prose, &demo.command].join(" ");
        let text = lower(&text);
        search.split_whitespace().all(|word| text.contains(word))
    };
    let mut rows: Vec<Element> = Vec::new();
    let mut group = "";
    for demo in demos.iter().filter(|demo| gallery.is_whole && found(demo)) {
        if group != demo.group {
            group = &demo.group;
            rows.push(tag("<h3>").key(group).text(group));
        }
        rows.push(card(demo, &asks.show));
    }
    let said = match rows.is_empty() {
        true if gallery.is_whole => "No demo has these words.",
        true => "The demos are on their way.",
        false => "",
    };
    let search = tag("<input id='search' type='search' placeholder='Search, for a word or a command' aria-label='Search the gallery'>")
        .value(&gallery.search)
        .on("input", values(asks.search));
    let body = tag("<div class='gallery'>")
        .child(search)
        .child(tag("<p role='status'>").text(said))
        .child(tag("<div>").children(rows));
    frame("Gallery", asks.close, body)
}

fn card(demo: &Example, show: &Callback<String>) -> Element {
    let (name, show) = (demo.name.clone(), show.clone());
    let clicked = move |event: Event| {
        let mouse: &MouseEvent = event.unchecked_ref();
        // With a key it is a new tab or a download, as with every link.
        if !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.alt_key()) {
            event.prevent_default();
            show.emit(name.clone());
        }
    };
    tag("<a>")
        .key(&demo.name)
        .attr("id", &format!("demo-{}", demo.name))
        .attr("href", &format!("#{}", demo.link))
        .onclick(clicked)
        .child(tag("<strong>").text(&demo.title))
        .child(tag("<code>").text(&demo.command))
        .child(tag("<span>").text(&demo.prose))
}
