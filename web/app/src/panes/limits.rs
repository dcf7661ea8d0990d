//! The drawer of limits: what a run may take.

use model::limits::Limits;
use wasm_bindgen::JsValue;
use web_sys::Event;
use yew::Callback;

use super::{
    drawer,
    element::{Element, always, tag, ticks, value},
    grouped,
};

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
pub fn view(limits: &Limits, saves: bool, fixed: bool, asks: Asks) -> Element {
    let check = |start, words, is, ask| {
        tag("<label class='grant'>")
            .child(tag(start).checked(is).onchange(ticks(ask)))
            .text(words)
    };
    let defaults = tag("<button id='limit-defaults' type='button'>Defaults")
        .flag("disabled", *limits == Limits::default())
        .onclick(always(&asks.set, Limits::default()));
    let body = tag("<div class='limits'>")
        .child(tag(
            "<p>They hold from the next run on. 1 MB is 1,048,576 bytes here.",
        ))
        .children(
            LIMITS
                .iter()
                .map(|limit| field(limit, *limits, asks.set.clone())),
        )
        .child(defaults)
        .child(tag("<h3>More output than can be kept"))
        .child(check(
            "<input id='saves' type='checkbox'>",
            "Save stdout to a file as it comes; only its beginning stays in the pane.",
            saves,
            asks.saves,
        ))
        .child(tag("<h3>The same everywhere"))
        .child(check(
            "<input id='fixed' type='checkbox'>",
            "Fix clocks and random numbers: every run is on 1 January 2000.",
            fixed,
            asks.fixed,
        ));
    drawer::frame("Limits", asks.close, body)
}

fn field(limit: &'static Limit, limits: Limits, set: Callback<Limits>) -> Element {
    let typed = move |event: Event| {
        // What is no such number yet is not taken; the field says so itself.
        if let Ok(value) = value(&event).parse()
            && (limit.least..=limit.most).contains(&value)
        {
            let mut limits = limits;
            (limit.set)(&mut limits, value);
            set.emit(limits);
        }
    };
    let hint = format!("{}-hint", limit.id);
    let (least, most) = (limit.least.into(), limit.most.into());
    let range = format!(" From {} to {}.", grouped(least), grouped(most));
    // Not `value`, which Yew would set back while the field is empty.
    let number = JsValue::from(f64::from((limit.get)(&limits)));
    let input = tag("<input type='number' inputmode='numeric' step='1' required='required'>")
        .attr("id", limit.id)
        .attr("min", &limit.least.to_string())
        .attr("max", &limit.most.to_string())
        .attr("aria-describedby", &hint)
        .property("valueAsNumber", number)
        .on("input", typed);
    let unit = tag("<span class='unit'>").text(limit.unit);
    tag("<div class='limit'>")
        .key(limit.id)
        .child(tag("<label>").attr("for", limit.id).text(limit.name))
        .child(tag("<span class='row'>").child(input).child(unit))
        .child(
            tag("<p>")
                .attr("id", &hint)
                .text(limit.sentence)
                .text(&range),
        )
}
