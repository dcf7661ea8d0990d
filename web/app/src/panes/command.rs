//! The command line: a text field over the same text in colours.

use model::pipeline::{Kind, Problem, Script};
use web_sys::{HtmlTextAreaElement, InputEvent, KeyboardEvent, MouseEvent};
use yew::{Callback, Html, TargetCast, html};

/// What the command line shows.
pub struct Values<'a> {
    /// What was typed.
    pub command: &'a str,
    /// The same, read.
    pub script: &'a Script,
    /// What kept it from running.
    pub problem: Option<&'a Problem>,
    /// Whether a program runs.
    pub running: bool,
}

/// What the command line asks for.
pub struct Asks {
    /// It was edited.
    pub edit: Callback<String>,
    /// Run.
    pub run: Callback<()>,
    /// Stop.
    pub stop: Callback<()>,
}

/// Draws it.
pub fn view(values: &Values, asks: Asks) -> Html {
    let edit = asks.edit;
    let oninput = move |event: InputEvent| {
        edit.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value());
    };
    let run = asks.run.clone();
    let onkeydown = move |event: KeyboardEvent| {
        // As in any shell. With a modifier it is the page's own shortcut.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            if !event.ctrl_key() && !event.meta_key() && !event.repeat() {
                run.emit(());
            }
        }
    };
    let stop = asks.stop;
    let stop = move |event: MouseEvent| {
        // Stop takes the place of Run: the second half of a double click is none.
        if event.detail() < 2 {
            stop.emit(());
        }
    };
    let described = values.problem.map(|_| "problem");
    html! {
        <section class="bar" aria-label="Command">
            <div class="command">
                <span class="prompt" aria-hidden="true">{ "$" }</span>
                <div class="field">
                    <pre aria-hidden="true">{ for coloured(values) }{ "\u{200b}" }</pre>
                    <textarea id="command" rows="1" aria-label="Command line" value={values.command.to_owned()}
                        placeholder="Type a filter and its arguments" autocapitalize="off" autocomplete="off" autocorrect="off" spellcheck="false" enterkeyhint="go"
                        aria-invalid={values.problem.map(|_| "true")} aria-describedby={described}
                        {oninput} {onkeydown} />
                </div>
            </div>
            <div class="actions">
                if values.running {
                    <button id="stop" class="main stop" type="button" onclick={stop}>
                        { "Stop" }<kbd aria-hidden="true">{ "Esc" }</kbd>
                    </button>
                } else {
                    <button id="run" class="main" type="button" onclick={asks.run.reform(|_| ())}>
                        { "Run" }<kbd aria-hidden="true">{ "⌃⏎" }</kbd>
                    </button>
                }
            </div>
            if let Some(problem) = values.problem {
                <p id="problem" class="trouble" role="alert">
                    { format!("Column {}: {}", problem.column(values.command), problem.sentence) }
                </p>
            }
        </section>
    }
}

/// The command line in pieces: each word by what it is, mistakes underlined.
fn coloured(values: &Values) -> Vec<Html> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let text = values.command;
    let wrong: Vec<_> = values
        .script
        .problems
        .iter()
        .chain(values.problem)
        .map(|problem| problem.span.clone())
        .collect();
    for word in &values.script.words {
        if word.span.start < at {
            continue;
        }
        pieces.push(html! { { &text[at..word.span.start] } });
        let class = match word.kind {
            Kind::Assignment => "assignment",
            Kind::Program => "program",
            Kind::Flag => "flag",
            Kind::Argument => "argument",
            Kind::Operator => "operator",
        };
        let mistaken = wrong
            .iter()
            .any(|wrong| wrong.start < word.span.end && word.span.start < wrong.end);
        let class = if mistaken {
            format!("{class} mistake")
        } else {
            class.to_owned()
        };
        pieces.push(html! { <span {class}>{ &text[word.span.clone()] }</span> });
        at = word.span.end;
    }
    pieces.push(html! { { &text[at..] } });
    pieces
}
