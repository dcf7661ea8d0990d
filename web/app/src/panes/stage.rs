//! A stage's card, in place of the stdin pane: its command, how it goes, what
//! it took, and what it wrote to its stderr.

use model::{module::Host, session::StageRun};
use wasm_bindgen::JsValue;
use yew::Callback;

use super::{
    element::{self, Element, always, tag},
    mode::option,
    short_size,
    view::{self, ViewState, Window},
};
use crate::js::Js;

mod facts;
mod field;

pub use facts::{busy, status};

/// What the card shows.
pub struct Values<'a> {
    /// The program's name.
    pub name: &'a str,
    /// Its command, as it stands in the command line.
    pub text: &'a str,
    /// What was typed for it and may not be a command yet.
    pub draft: Option<&'a str>,
    /// What became of it, if the last run had it.
    pub run: Option<&'a StageRun<Js>>,
    /// The stage that it reads from, if there is one.
    pub before: Option<&'a StageRun<Js>>,
    /// Whether it is switched off.
    pub off: bool,
    /// Whether it is the first of its pipeline.
    pub first: bool,
    /// Whether it is the last.
    pub last: bool,
    /// The host that its imports choose.
    pub by_imports: Host,
    /// The host that was chosen for it.
    pub chosen: Option<Host>,
    /// How its stderr is shown.
    pub state: &'a ViewState,
}

/// What it asks for.
pub struct Asks {
    /// What stands in its text field, to be given back as the draft.
    pub draft: Callback<Option<String>>,
    /// This is its command now.
    pub edit: Callback<String>,
    /// Run the line.
    pub run: Callback<()>,
    /// Switch it off, or on.
    pub toggle: Callback<()>,
    /// Move it so many places to the right.
    pub shift: Callback<isize>,
    /// Run it on this host; on none: on that of its imports.
    pub host: Callback<Option<Host>>,
    /// Its stderr was scrolled.
    pub scrolled: Callback<Window>,
    /// Close it.
    pub close: Callback<()>,
}

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Element {
    let status = match (values.off, values.run) {
        (true, _) => "switched off".to_owned(),
        (false, Some(run)) => status(run),
        (false, None) => "not run yet".to_owned(),
    };
    let failed = !values.off && values.run.is_some_and(|run| run.is_failed());
    let field = field::view(
        values.text,
        values.draft,
        field::Asks {
            draft: asks.draft,
            edit: asks.edit,
            run: asks.run,
        },
    );
    let head = tag("<header>").child(tag("<h2>").text(values.name)).child(
        tag("<span class='ends'>")
            .child(tag("<button id='stage-close' type='button'>Close").asks(asks.close)),
    );
    let toggle = tag("<button id='stage-toggle' type='button'>").asks(asks.toggle);
    let left = tag("<button id='stage-left' type='button'>Move left")
        .flag("disabled", values.first)
        .onclick(always(&asks.shift, -1));
    let right = tag("<button id='stage-right' type='button'>Move right")
        .flag("disabled", values.last)
        .onclick(always(&asks.shift, 1));
    let doings = tag("<div class='doings'>")
        .child(toggle.text(if values.off {
            "Switch on"
        } else {
            "Switch off"
        }))
        .child(left)
        .child(right);
    let status = tag("<dd id='stage-status'>")
        .class("trouble", failed)
        .text(&status);
    let on = tag("<dd class='host'>")
        .child(host(values, &asks.host))
        .child(tag("<span>").text(&ran_on(values)));
    let facts = tag("<dl class='facts'>")
        .child(tag("<dt>Status"))
        .child(status)
        .children(
            values
                .run
                .map(|run| facts::view(run, values.before))
                .unwrap_or_default(),
        )
        .child(tag("<dt>").child(tag("<label for='stage-host'>Runs on")))
        .child(on);
    let body = tag("<div class='body scrolls'>")
        .child(field)
        .child(doings)
        .child(facts)
        .child(errors(values, asks.scrolled));
    tag("<section class='pane stdin inside card'>")
        .attr("aria-label", &format!("Stage {}", values.name))
        .child(head)
        .child(body)
}

fn host(values: &Values, ask: &Callback<Option<Host>>) -> Element {
    if values.by_imports == Host::Component {
        return tag("<output id='stage-host'>").text(Host::Component.words());
    }
    let picked = ask.reform(|word: String| match word.as_str() {
        "preview1" => Some(Host::Preview1),
        "wasix" => Some(Host::Wasix),
        _ => None,
    });
    let chosen = values.chosen;
    let index = match chosen {
        None | Some(Host::Component) => 0,
        Some(Host::Preview1) => 1,
        Some(Host::Wasix) => 2,
    };
    let of = |value, host: Host| option(value, host.words(), chosen == Some(host));
    tag("<select id='stage-host'>")
        .property("selectedIndex", JsValue::from(index))
        .onchange(element::values(picked))
        .child(option("", "as its imports say", chosen.is_none()))
        .child(of("preview1", Host::Preview1))
        .child(of("wasix", Host::Wasix))
}

/// The host of the last run if it was another, else what the imports say.
fn ran_on(values: &Values) -> String {
    let now = values.chosen.unwrap_or(values.by_imports);
    let ran = values
        .run
        .filter(|run| run.spent.is_some() && run.host != now);
    match (ran, values.chosen) {
        (Some(run), _) => format!("ran on {}", run.host.words()),
        (None, None) if now != Host::Component => now.words().to_owned(),
        (None, _) => String::new(),
    }
}

fn errors(values: &Values, scrolled: Callback<Window>) -> Element {
    let stderr = values
        .run
        .map(|run| &run.stderr)
        .filter(|stream| stream.written() > 0);
    let (shown, size) = match stderr {
        Some(stream) => (
            view::view(
                "stage-stderr",
                "stderr of this stage",
                stream,
                values.state,
                scrolled,
            ),
            format!(" · {}", short_size(stream.written())),
        ),
        None => (
            tag("<p class='empty'>It wrote nothing to stderr."),
            String::new(),
        ),
    };
    tag("<div class='errors'>")
        .child(tag("<h3>stderr").text(&size))
        .child(shown)
}
