//! What comes from the right: the filters, and help.

use model::session::{Filter, Origin};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, SubmitEvent};
use yew::{Callback, Html, TargetCast, html};

use super::{card, short_size};
use crate::{app::Examined, library::Refused};

/// Which drawer is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// The demos that come with the page.
    Gallery,
    /// The filters, and a way to add one.
    Filters,
    /// The files of the demo.
    Files,
    /// Links, and what else there is to share by.
    Share,
    /// What runs may take.
    Limits,
    /// The drawers that have no button of their own where there is little room.
    More,
    /// How to use the page.
    Help,
}

/// A module that is on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What is fetched.
    pub what: String,
    /// Bytes that came.
    pub received: u64,
    /// Bytes that are to come in all, if the server says.
    pub total: Option<u64>,
}

/// What the drawer of filters shows.
pub struct Values<'a> {
    /// All of them.
    pub filters: &'a [Filter],
    /// A module that is on its way.
    pub progress: Option<&'a Progress>,
    /// What the doctor said.
    pub examined: &'a Examined,
}

/// What the drawer of filters asks for.
pub struct Asks {
    /// Close it.
    pub close: Callback<()>,
    /// Put this filter's name, or its demo, into the page.
    pub call: Callback<String>,
    /// Forget one of the visitor's.
    pub remove: Callback<String>,
    /// Have the doctor look at one.
    pub examine: Callback<(Origin, String)>,
    /// Show the file that was refused no more.
    pub forget: Callback<()>,
    /// Add this file.
    pub file: Callback<web_sys::File>,
    /// Add what is at this address.
    pub address: Callback<String>,
}

/// Draws the frame that all drawers have.
pub fn frame(title: &'static str, close: Callback<()>, body: Html) -> Html {
    html! {
        <aside class="drawer" role="dialog" aria-label={title}>
            <header>
                <h2>{ title }</h2>
                <button id="close" type="button" onclick={close.reform(|_| ())}>{ "Close" }</button>
            </header>
            <div class="content">{ body }</div>
        </aside>
    }
}

/// Draws the list of filters.
pub fn filters(values: &Values, asks: Asks) -> Html {
    let of = |origin| {
        values
            .filters
            .iter()
            .filter(move |filter| filter.origin == origin)
    };
    let about = |filter: &Filter, summary: &str| {
        let (origin, name) = (filter.origin, filter.name.clone());
        card::folded(
            summary,
            values.examined.card(origin, &name),
            asks.examine.reform(move |()| (origin, name.clone())),
        )
    };
    let own = |filter: &Filter| {
        let brief = match filter.summary.as_str() {
            "" => "About this module",
            brief => brief,
        };
        own(filter, about(filter, brief), &asks.call, &asks.remove)
    };
    let built_in = |filter: &Filter| built_in(filter, about(filter, "Its module"), &asks.call);
    let body = html! {
        <>
            { add(values.progress, asks.file, asks.address) }
            { for values.examined.refused.iter().map(|file| refused(file, &asks.forget)) }
            if of(Origin::Own).next().is_some() {
                <h3>{ "Yours" }</h3>
                <ul class="filters">{ for of(Origin::Own).map(own) }</ul>
            }
            <h3>{ "With the page" }</h3>
            <ul class="filters">{ for of(Origin::BuiltIn).map(built_in) }</ul>
        </>
    };
    frame("Filters", asks.close, body)
}

fn refused(file: &Refused, forget: &Callback<()>) -> Html {
    html! {
        <section id="refused" aria-label="Not added">
            <h3>{ "Not added" }</h3>
            <header>
                <code>{ &file.name }</code>
                <button id="forget" type="button" aria-label={format!("Forget {}", file.name)} onclick={forget.reform(|_| ())}>{ "Forget" }</button>
            </header>
            { match &file.card {
                Some(card) => html! { <div class="about">{ card::view(&file.sentence, card) }</div> },
                None => html! { <p class="trouble">{ &file.sentence }</p> },
            } }
        </section>
    }
}

fn add(
    progress: Option<&Progress>,
    file: Callback<web_sys::File>,
    address: Callback<String>,
) -> Html {
    let onchange = move |event: Event| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        if let Some(chosen) = field.files().and_then(|files| files.get(0)) {
            file.emit(chosen);
        }
        field.set_value("");
    };
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        let field = event
            .target_unchecked_into::<web_sys::Element>()
            .query_selector("input")
            .ok()
            .flatten();
        if let Some(field) = field {
            address.emit(
                field
                    .unchecked_into::<HtmlInputElement>()
                    .value()
                    .trim()
                    .to_owned(),
            );
        }
    };
    html! {
        <section class="add">
            <p>{ "Add a WASI program of your own: drop its .wasm file anywhere on the page, or" }</p>
            <label class="button">{ "Choose a .wasm file" }<input id="module-file" type="file" class="hidden" accept=".wasm,application/wasm" {onchange} /></label>
            <form {onsubmit}>
                <label for="module-address">{ "or paste its address" }</label>
                <div class="row">
                    <input id="module-address" type="url" placeholder="https://…/filter.wasm" autocapitalize="off" autocorrect="off" spellcheck="false" required=true />
                    <button id="fetch" type="submit">{ "Get" }</button>
                </div>
            </form>
            if let Some(progress) = progress {
                <div id="progress">
                    <progress max={progress.total.map(|total| total.to_string())} value={progress.total.map(|_| progress.received.to_string())} aria-label={progress.what.clone()} />
                    <span>{ came(progress) }</span>
                </div>
            }
        </section>
    }
}

pub fn came(progress: &Progress) -> String {
    match progress.total {
        Some(total) => format!("{} of {}", short_size(progress.received), short_size(total)),
        None => short_size(progress.received),
    }
}

fn built_in(filter: &Filter, about: Html, call: &Callback<String>) -> Html {
    let name = filter.name.clone();
    html! {
        <li key={filter.name.clone()}>
            <button class="name" type="button" onclick={call.reform(move |_| name.clone())}><code>{ &filter.name }</code></button>
            <details>
                <summary>{ &filter.summary }</summary>
                <pre class="manual">{ &filter.manual }</pre>
                { about }
            </details>
        </li>
    }
}

fn own(filter: &Filter, about: Html, call: &Callback<String>, remove: &Callback<String>) -> Html {
    let (name, gone) = (filter.name.clone(), filter.name.clone());
    html! {
        <li key={format!("own {}", filter.name)} class="own">
            <button class="name" type="button" onclick={call.reform(move |_| name.clone())}><code>{ &filter.name }</code></button>
            <span class="size">{ short_size(filter.bytes) }</span>
            <button class="remove" type="button" aria-label={format!("Remove {}", filter.name)} onclick={remove.reform(move |_| gone.clone())}>{ "Remove" }</button>
            { about }
        </li>
    }
}

/// Draws what is offered where there is little room.
pub fn more(close: Callback<()>, open: Callback<Drawer>) -> Html {
    let button = |id: &'static str, name: &'static str, drawer: Drawer| {
        html! { <li><button {id} type="button" onclick={open.reform(move |_| drawer)}>{ name }</button></li> }
    };
    let body = html! {
        <ul class="more">
            { button("more-share", "Share", Drawer::Share) }
            { button("more-files", "Files", Drawer::Files) }
            { button("more-limits", "Limits", Drawer::Limits) }
            { button("more-help", "Help", Drawer::Help) }
        </ul>
    };
    frame("More", close, body)
}
