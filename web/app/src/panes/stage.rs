//! A stage's card, in place of the stdin pane: its command, how it goes, what
//! it took, and what it wrote to its stderr.

use model::{module::Host, session::StageRun};
use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

use super::{
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
pub fn view(values: &Values, asks: Asks) -> Html {
    let status = match (values.off, values.run) {
        (true, _) => "switched off".to_owned(),
        (false, Some(run)) => status(run),
        (false, None) => "not run yet".to_owned(),
    };
    let failed = !values.off && values.run.is_some_and(|run| run.is_failed());
    let (left, right) = (asks.shift.clone(), asks.shift);
    let field = field::view(
        values.text,
        values.draft,
        field::Asks {
            draft: asks.draft,
            edit: asks.edit,
            run: asks.run,
        },
    );
    html! {
        <section class="pane stdin inside card" aria-label={format!("Stage {}", values.name)}>
            <header>
                <h2>{ values.name }</h2>
                <span class="ends">
                    <button id="stage-close" type="button" onclick={asks.close.reform(|_| ())}>{ "Close" }</button>
                </span>
            </header>
            <div class="body scrolls">
                { field }
                <div class="doings">
                    <button id="stage-toggle" type="button" onclick={asks.toggle.reform(|_| ())}>{ if values.off { "Switch on" } else { "Switch off" } }</button>
                    <button id="stage-left" type="button" disabled={values.first} onclick={left.reform(|_| -1)}>{ "Move left" }</button>
                    <button id="stage-right" type="button" disabled={values.last} onclick={right.reform(|_| 1)}>{ "Move right" }</button>
                </div>
                <dl class="facts">
                    <dt>{ "Status" }</dt>
                    <dd id="stage-status" class={failed.then_some("trouble")}>{ status }</dd>
                    { for values.run.map(|run| facts::view(run, values.before)).unwrap_or_default() }
                    <dt><label for="stage-host">{ "Runs on" }</label></dt>
                    <dd class="host">{ host(values, asks.host) }<span>{ ran_on(values) }</span></dd>
                </dl>
                { errors(values, asks.scrolled) }
            </div>
        </section>
    }
}

fn host(values: &Values, ask: Callback<Option<Host>>) -> Html {
    let onchange = move |event: Event| {
        let field: HtmlSelectElement = event.target_unchecked_into();
        ask.emit(match field.value().as_str() {
            "preview1" => Some(Host::Preview1),
            "wasix" => Some(Host::Wasix),
            _ => None,
        });
    };
    if values.by_imports == Host::Component {
        return html! { <output id="stage-host">{ Host::Component.words() }</output> };
    }
    let chosen = values.chosen;
    let index = match chosen {
        None | Some(Host::Component) => 0,
        Some(Host::Preview1) => 1,
        Some(Host::Wasix) => 2,
    };
    // The attributes choose first; once a person has chosen, only the property does.
    html! {
        <select id="stage-host" ~selectedIndex={index} {onchange}>
            <option value="" selected={chosen.is_none()}>{ "as its imports say" }</option>
            <option value="preview1" selected={chosen == Some(Host::Preview1)}>{ Host::Preview1.words() }</option>
            <option value="wasix" selected={chosen == Some(Host::Wasix)}>{ Host::Wasix.words() }</option>
        </select>
    }
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

fn errors(values: &Values, scrolled: Callback<Window>) -> Html {
    let stderr = values
        .run
        .map(|run| &run.stderr)
        .filter(|stream| stream.written() > 0);
    let shown = match stderr {
        Some(stream) => view::view(
            "stage-stderr",
            "stderr of this stage",
            stream,
            values.state,
            scrolled,
        ),
        None => html! { <p class="empty">{ "It wrote nothing to stderr." }</p> },
    };
    let size = stderr.map_or(String::new(), |stream| {
        format!(" · {}", short_size(stream.written()))
    });
    html! {
        <div class="errors">
            <h3>{ "stderr" }{ size }</h3>
            { shown }
        </div>
    }
}
