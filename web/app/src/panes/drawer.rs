//! What comes from the right: the filters, and help.

use model::session::{Filter, Origin};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, SubmitEvent};
use yew::{Callback, Html, TargetCast, html};

use super::short_size;

/// Which drawer is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// The filters, and a way to add one.
    Filters,
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

/// What the drawer of filters asks for.
pub struct Asks {
    /// Close it.
    pub close: Callback<()>,
    /// Put this filter's name, or its demo, into the page.
    pub call: Callback<String>,
    /// Forget one of the visitor's.
    pub remove: Callback<String>,
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
pub fn filters(filters: &[Filter], progress: Option<&Progress>, asks: Asks) -> Html {
    let of = |origin| filters.iter().filter(move |filter| filter.origin == origin);
    let body = html! {
        <>
            { add(progress, asks.file, asks.address) }
            if of(Origin::Own).next().is_some() {
                <h3>{ "Yours" }</h3>
                <ul class="filters">{ for of(Origin::Own).map(|filter| own(filter, &asks.call, &asks.remove)) }</ul>
            }
            <h3>{ "With the page" }</h3>
            <ul class="filters">{ for of(Origin::BuiltIn).map(|filter| built_in(filter, &asks.call)) }</ul>
        </>
    };
    frame("Filters", asks.close, body)
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

fn came(progress: &Progress) -> String {
    match progress.total {
        Some(total) => format!("{} of {}", short_size(progress.received), short_size(total)),
        None => short_size(progress.received),
    }
}

fn built_in(filter: &Filter, call: &Callback<String>) -> Html {
    let name = filter.name.clone();
    html! {
        <li key={filter.name.clone()}>
            <button class="name" type="button" onclick={call.reform(move |_| name.clone())}><code>{ &filter.name }</code></button>
            <details>
                <summary>{ &filter.summary }</summary>
                <pre class="manual">{ &filter.manual }</pre>
            </details>
        </li>
    }
}

fn own(filter: &Filter, call: &Callback<String>, remove: &Callback<String>) -> Html {
    let (name, gone) = (filter.name.clone(), filter.name.clone());
    html! {
        <li key={format!("own {}", filter.name)} class="own">
            <button class="name" type="button" onclick={call.reform(move |_| name.clone())}><code>{ &filter.name }</code></button>
            <span class="size">{ short_size(filter.bytes) }</span>
            <button class="remove" type="button" aria-label={format!("Remove {}", filter.name)} onclick={remove.reform(move |_| gone.clone())}>{ "Remove" }</button>
        </li>
    }
}

/// Draws the help.
pub fn help(close: Callback<()>) -> Html {
    const KEYS: [(&str, &str); 6] = [
        ("Enter, in the command line", "run"),
        ("Ctrl or ⌘ Enter", "run, from anywhere"),
        ("Escape", "close what is open, or stop"),
        ("Ctrl or ⌘ K", "filters"),
        ("F6", "next pane"),
        ("?", "this help"),
    ];
    let body = html! {
        <>
            <p>{ "A filter is a program that reads standard input and writes standard output. Here it runs in your browser: nothing is uploaded, and it sees nothing but what you give it." }</p>
            <p>{ "Type its name and arguments, give it input, and run it. Words are split as in a shell: '…', \"…\" and \\ quote, NAME=value before the command sets its environment." }</p>
            <p>{ "Any WASI preview 1 program will do: built with Rust for wasm32-wasip1, with Go for wasip1, or from C with wasi-sdk. Drop its .wasm file on the page." }</p>
            <h3>{ "Keys" }</h3>
            <dl>{ for KEYS.iter().map(|(key, what)| html! { <><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></> }) }</dl>
        </>
    };
    frame("Help", close, body)
}
