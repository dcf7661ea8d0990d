//! A stage's command as a text field. Every edit that leaves one command goes
//! into the command line at once; others stay here until they are one, so that
//! a quote that is still open does not swallow the stages behind it.

use model::pipeline::Script;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};
use yew::Callback;

use crate::panes::element::{Element, tag, value};

/// What the field asks for.
pub struct Asks {
    /// What stands in the field, to be given back as the draft.
    pub draft: Callback<Option<String>>,
    /// This is the stage's command now.
    pub edit: Callback<String>,
    /// Enter: run.
    pub run: Callback<()>,
}

/// What a text would be in a stage's place.
enum Reading {
    /// One command.
    One,
    /// So many, with pipes between them.
    Several(usize),
    /// Nothing that can stand there; the sentence says why.
    Wrong(String),
}

fn read(text: &str) -> Reading {
    let text = text.trim();
    if text.is_empty() {
        return Reading::Wrong(
            "A stage needs a command; to leave it out, switch it off.".to_owned(),
        );
    }
    let alone = Script::parse(text);
    if let Some(problem) = alone.problems.first() {
        return Reading::Wrong(problem.sentence.clone());
    }
    // A comment, a `;`, a `!` would change what stands around it.
    let piped = Script::parse(&format!("x | {text} | x"));
    let count = alone.stages().count();
    let last = alone.stages().last().map(|stage| stage.span.end);
    let stays = piped.items.len() == 1
        && piped.problems.is_empty()
        && piped.stages().count() == count + 2
        && last == Some(text.len());
    match (stays, count) {
        (false, _) => Reading::Wrong("Only commands and pipes can stand here.".to_owned()),
        (true, 1) => Reading::One,
        (true, count) => Reading::Several(count),
    }
}

/// Draws it: the stage's command, or what was typed for it if that says the
/// same or cannot be used yet.
pub fn view(text: &str, draft: Option<&str>, asks: Asks) -> Element {
    let draft = draft.map(|draft| (draft, read(draft)));
    let shown = match &draft {
        Some((draft, Reading::One)) if draft.trim() != text => text,
        Some((draft, _)) => draft,
        None => text,
    };
    let advice = match &draft {
        Some((_, Reading::Wrong(sentence))) => Some(sentence.clone()),
        Some((_, Reading::Several(count))) => Some(format!("Enter makes this {count} stages.")),
        _ => None,
    };
    let (drafts, edits) = (asks.draft.clone(), asks.edit.clone());
    let changed = move |event: Event| {
        let typed = value(&event);
        let is_one = matches!(read(&typed), Reading::One);
        drafts.emit(Some(typed.clone()));
        if is_one {
            edits.emit(typed.trim().to_owned());
        }
    };
    let Asks {
        draft: drafts,
        edit,
        run,
    } = asks;
    let pressed = move |event: Event| {
        let key: &KeyboardEvent = event.unchecked_ref();
        let modified = key.shift_key() || key.ctrl_key() || key.meta_key();
        if key.key() != "Enter" || key.is_composing() || key.repeat() || modified {
            return;
        }
        event.prevent_default();
        let typed = value(&event);
        match read(&typed) {
            Reading::Wrong(_) => return,
            Reading::One => {}
            Reading::Several(_) => edit.emit(typed.trim().to_owned()),
        }
        drafts.emit(None);
        run.emit(());
    };
    let invalid = matches!(draft, Some((_, Reading::Wrong(_))));
    let input = tag("<input id='stage-command' type='text' aria-label='Command of this stage' autocapitalize='off' autocomplete='off' autocorrect='off' spellcheck='false' enterkeyhint='go' aria-describedby='stage-advice'>")
        .value(shown)
        .maybe("aria-invalid", invalid.then_some("true"))
        .on("input", changed)
        .on("keydown", pressed);
    let advice = tag("<p id='stage-advice' role='status'>")
        .class("trouble", invalid)
        .text(&advice.unwrap_or_default());
    tag("<div class='command-of'>").child(input).child(advice)
}
