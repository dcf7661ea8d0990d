//! What comes from the right: the filters, and help.

use model::session::{Filter, Origin};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};
use yew::{Callback, TargetCast};

use super::{
    card,
    element::{Element, always, chosen, files, tag, trouble},
    short_size,
};
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
pub fn frame(title: &'static str, close: Callback<()>, body: Element) -> Element {
    let head = tag("<header>")
        .child(tag("<h2>").text(title))
        .child(tag("<button id='close' type='button'>Close").asks(close));
    tag("<aside class='drawer' role='dialog'>")
        .attr("aria-label", title)
        .child(head)
        .child(tag("<div class='content'>").child(body))
}

/// Draws the list of filters.
pub fn filters(values: &Values, asks: Asks) -> Element {
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
    let list = |filters: Vec<Element>| tag("<ul class='filters'>").children(filters);
    let yours: Vec<Element> = of(Origin::Own).map(own).collect();
    let yours = match yours.is_empty() {
        true => tag("<>"),
        false => tag("<>").child(tag("<h3>Yours")).child(list(yours)),
    };
    let refused = values.examined.refused.iter();
    let body = tag("<>")
        .child(add(values.progress, asks.file, asks.address))
        .children(refused.map(|file| self::refused(file, asks.forget.clone())))
        .child(yours)
        .child(tag("<h3>With the page"))
        .child(list(of(Origin::BuiltIn).map(built_in).collect()));
    frame("Filters", asks.close, body)
}

fn refused(file: &Refused, forget: Callback<()>) -> Element {
    let head = tag("<header>").child(tag("<code>").text(&file.name)).child(
        tag("<button id='forget' type='button'>Forget")
            .attr("aria-label", &format!("Forget {}", file.name))
            .asks(forget),
    );
    let why = match &file.card {
        Some(card) => tag("<div class='about'>").child(card::view(&file.sentence, card)),
        None => trouble(&file.sentence),
    };
    tag("<section id='refused' aria-label='Not added'>")
        .child(tag("<h3>Not added"))
        .child(head)
        .child(why)
}

fn add(
    progress: Option<&Progress>,
    file: Callback<web_sys::File>,
    address: Callback<String>,
) -> Element {
    let fetch = move |event: Event| {
        event.prevent_default();
        let field = event
            .target_unchecked_into::<web_sys::Element>()
            .query_selector("input")
            .ok()
            .flatten();
        if let Some(field) = field {
            let field: HtmlInputElement = field.unchecked_into();
            address.emit(field.value().trim().to_owned());
        }
    };
    let form = tag("<form>")
        .on("submit", fetch)
        .child(tag("<label for='module-address'>or paste its address"))
        .child(
            tag("<div class='row'>")
                .child(tag("<input id='module-address' type='url' placeholder='https://…/filter.wasm' autocapitalize='off' autocorrect='off' spellcheck='false' required='required'>"))
                .child(tag("<button id='fetch' type='submit'>Get")),
        );
    let progress = progress.map(|progress| {
        let bar = tag("<progress>").attr("aria-label", &progress.what);
        let bar = match progress.total {
            Some(total) => bar
                .attr("max", &total.to_string())
                .attr("value", &progress.received.to_string()),
            None => bar,
        };
        tag("<div id='progress'>")
            .child(bar)
            .child(tag("<span>").text(&came(progress)))
    });
    tag("<section class='add'>")
        .child(tag(
            "<p>Add a WASI program of your own: drop its .wasm file anywhere on the page, or",
        ))
        .child(files(
            "Choose a .wasm file",
            "<input id='module-file' type='file' class='hidden' accept='.wasm,application/wasm'>",
            chosen(file),
        ))
        .child(form)
        .child_if(progress)
}

pub fn came(progress: &Progress) -> String {
    match progress.total {
        Some(total) => format!("{} of {}", short_size(progress.received), short_size(total)),
        None => short_size(progress.received),
    }
}

/// A filter's name, which puts it into the page.
fn name(filter: &Filter, call: &Callback<String>) -> Element {
    tag("<button class='name' type='button'>")
        .onclick(always(call, filter.name.clone()))
        .child(tag("<code>").text(&filter.name))
}

fn built_in(filter: &Filter, about: Element, call: &Callback<String>) -> Element {
    let details = tag("<details>")
        .child(tag("<summary>").text(&filter.summary))
        .child(tag("<pre class='manual'>").text(&filter.manual))
        .child(about);
    tag("<li>")
        .key(&filter.name)
        .child(name(filter, call))
        .child(details)
}

fn own(
    filter: &Filter,
    about: Element,
    call: &Callback<String>,
    remove: &Callback<String>,
) -> Element {
    let gone = tag("<button class='remove' type='button'>Remove")
        .attr("aria-label", &format!("Remove {}", filter.name))
        .onclick(always(remove, filter.name.clone()));
    tag("<li class='own'>")
        .key(&format!("own {}", filter.name))
        .child(name(filter, call))
        .child(tag("<span class='size'>").text(&short_size(filter.bytes)))
        .child(gone)
        .child(about)
}

/// Draws what is offered where there is little room.
pub fn more(close: Callback<()>, open: &Callback<Drawer>) -> Element {
    let button = |start, drawer| tag("<li>").child(tag(start).onclick(always(open, drawer)));
    let body = tag("<ul class='more'>")
        .child(button(
            "<button id='more-share' type='button'>Share",
            Drawer::Share,
        ))
        .child(button(
            "<button id='more-files' type='button'>Files",
            Drawer::Files,
        ))
        .child(button(
            "<button id='more-limits' type='button'>Limits",
            Drawer::Limits,
        ))
        .child(button(
            "<button id='more-help' type='button'>Help",
            Drawer::Help,
        ));
    frame("More", close, body)
}
