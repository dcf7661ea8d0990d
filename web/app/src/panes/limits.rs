//! The drawer of limits: what a run may take.

use model::limits::Limits;
use wasm_bindgen::JsValue;
use web_sys::{Event, HtmlInputElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

use super::drawer;

/// What the drawer asks for.
pub struct Asks {
    /// Take these from the next run on.
    pub set: Callback<Limits>,
    /// stdout is to go to a file, or not.
    pub saves: Callback<bool>,
    /// Clocks and random numbers are to be the same in every run, or not.
    pub fixed: Callback<bool>,
    /// Close it.
    pub close: Callback<()>,
}

/// One limit: how it is called, what it means, and what it can be.
struct Limit {
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    sentence: &'static str,
    least: u32,
    most: u32,
    get: fn(&Limits) -> u32,
    set: fn(&mut Limits, u32),
}

const LIMITS: [Limit; 5] = [
    Limit {
        id: "limit-seconds",
        name: "Time",
        unit: "seconds",
        sentence: "A run that takes longer is ended; waiting for what you type does not count. 0 is for ever.",
        least: 0,
        most: 86_400,
        get: |limits| limits.seconds,
        set: |limits, value| limits.seconds = value,
    },
    Limit {
        id: "limit-memory",
        name: "Memory of a program",
        unit: "MB",
        sentence: "A program that asks for more gets none, as on a small machine.",
        least: 1,
        most: 4096,
        get: |limits| limits.memory,
        set: |limits, value| limits.memory = value,
    },
    Limit {
        id: "limit-kept",
        name: "Output kept",
        unit: "MB",
        sentence: "So much of each output can be looked at; the rest is counted and dropped.",
        least: 1,
        most: 2048,
        get: |limits| limits.kept,
        set: |limits, value| limits.kept = value,
    },
    Limit {
        id: "limit-written",
        name: "Output in all",
        unit: "MB",
        sentence: "A run that writes more is ended. 0 is without end.",
        least: 0,
        most: 1_048_576,
        get: |limits| limits.written,
        set: |limits, value| limits.written = value,
    },
    Limit {
        id: "limit-files",
        name: "Files",
        unit: "MB",
        sentence: "A program that writes more into the files that it sees finds no room (ENOSPC).",
        least: 1,
        most: 2048,
        get: |limits| limits.files,
        set: |limits, value| limits.files = value,
    },
];

/// Draws the drawer.
pub fn view(limits: &Limits, saves: bool, fixed: bool, asks: Asks) -> Html {
    let defaults = asks.set.reform(|_| Limits::default());
    let checked = |event: Event| event.target_unchecked_into::<HtmlInputElement>().checked();
    let (onsaves, onfixed) = (asks.saves.reform(checked), asks.fixed.reform(checked));
    let body = html! {
        <div class="limits">
            <p>{ "They hold from the next run on. 1 MB is 1,048,576 bytes here." }</p>
            { for LIMITS.iter().map(|limit| field(limit, *limits, asks.set.clone())) }
            <button id="limit-defaults" type="button" disabled={*limits == Limits::default()} onclick={defaults}>{ "Defaults" }</button>
            <h3>{ "More output than can be kept" }</h3>
            <label class="grant"><input id="saves" type="checkbox" checked={saves} onchange={onsaves} />{ "Save stdout to a file as it comes; only its beginning stays in the pane." }</label>
            <h3>{ "The same everywhere" }</h3>
            <label class="grant"><input id="fixed" type="checkbox" checked={fixed} onchange={onfixed} />{ "Fix clocks and random numbers: every run is on 1 January 2000." }</label>
        </div>
    };
    drawer::frame("Limits", asks.close, body)
}

fn field(limit: &'static Limit, limits: Limits, set: Callback<Limits>) -> Html {
    let oninput = move |event: InputEvent| {
        let typed = event.target_unchecked_into::<HtmlInputElement>().value();
        // What is no such number yet is not taken; the field says so itself.
        if let Ok(value) = typed.parse()
            && (limit.least..=limit.most).contains(&value)
        {
            let mut limits = limits;
            (limit.set)(&mut limits, value);
            set.emit(limits);
        }
    };
    let hint = format!("{}-hint", limit.id);
    // Not `value`, which Yew would set back while the field is empty.
    let number = JsValue::from(f64::from((limit.get)(&limits)));
    html! {
        <div class="limit" key={limit.id}>
            <label for={limit.id}>{ limit.name }</label>
            <span class="row">
                <input id={limit.id} type="number" inputmode="numeric" required=true min={limit.least.to_string()} max={limit.most.to_string()} step="1"
                    aria-describedby={hint.clone()} ~valueAsNumber={number} {oninput} />
                <span class="unit">{ limit.unit }</span>
            </span>
            <p id={hint}>{ limit.sentence }{ format!(" From {} to {}.", super::grouped(limit.least.into()), super::grouped(limit.most.into())) }</p>
        </div>
    }
}
