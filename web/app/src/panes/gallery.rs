//! The gallery: the demos that come with the page, each a card that is a link.

use js_sys::JsString;
use model::example::Example;
use web_sys::{HtmlInputElement, InputEvent, MouseEvent};
use yew::{Callback, Html, TargetCast, html};

use super::drawer::frame;

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
pub fn view(gallery: &Gallery, demos: &[Example], asks: Asks) -> Html {
    let oninput = asks
        .search
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    // The browser's own: Rust's brings tables of all letters.
    let lower = |text: &str| String::from(JsString::from(text).to_lower_case());
    let search = lower(&gallery.search);
    let found = |demo: &Example| {
        let text = [&*demo.title, &demo.prose, &demo.command].join(" ");
        let text = lower(&text);
        search.split_whitespace().all(|word| text.contains(word))
    };
    let mut rows = Vec::new();
    let mut group = "";
    for demo in demos.iter().filter(|demo| gallery.is_whole && found(demo)) {
        if group != demo.group {
            group = &demo.group;
            rows.push(html! { <h3 key={group}>{ group.to_owned() }</h3> });
        }
        rows.push(card(demo, &asks.show));
    }
    let said = match rows.is_empty() {
        true if gallery.is_whole => "No demo has these words.",
        true => "The demos are on their way.",
        false => "",
    };
    let body = html! {
        <div class="gallery">
            <input id="search" type="search" placeholder="Search, for a word or a command" aria-label="Search the gallery" value={gallery.search.clone()} {oninput} />
            <p role="status">{ said }</p>
            <div>{ for rows }</div>
        </div>
    };
    frame("Gallery", asks.close, body)
}

fn card(demo: &Example, show: &Callback<String>) -> Html {
    let (name, show) = (demo.name.clone(), show.clone());
    let onclick = move |event: MouseEvent| {
        // With a key it is a new tab or a download, as with every link.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            show.emit(name.clone());
        }
    };
    html! {
        <a key={&*demo.name} id={format!("demo-{}", demo.name)} href={format!("#{}", demo.link)} {onclick}>
            <strong>{ &demo.title }</strong>
            <code>{ &demo.command }</code>
            <span>{ &demo.prose }</span>
        </a>
    }
}
