//! What the doctor says of files: what they are, whether they run, what to do.

mod facts;
mod foreign;
mod hostile;
mod kinds;
mod real;

use model::module::{self, Card, Host, Report};

/// A command, of which other modules are made by changing it.
const COMMAND: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")))"#;

fn wasm(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// What is said of a file; whatever that is, it is fit to be shown.
fn examine(bytes: &[u8]) -> Report {
    let report = module::examine(&bytes);
    let card = report.card();
    let sentence = &card.sentence;
    assert!(
        sentence.ends_with('.') && sentence.starts_with("This "),
        "{sentence}"
    );
    assert!(sentence.len() < 1000, "{sentence}");
    let texts = card.rows.iter().flat_map(|(label, text)| [label, text]);
    for text in texts.chain([sentence, &card.brief, &card.needs]) {
        let hidden = |character: char| {
            character.is_control() || ('\u{202a}'..='\u{2069}').contains(&character)
        };
        assert!(!text.contains(hidden) && text.len() < 2000, "{text:?}");
    }
    assert_eq!(card.host, report.verdict.host);
    report
}

/// The sentence with which a file is refused.
fn refusal(bytes: &[u8]) -> String {
    let verdict = examine(bytes).verdict;
    assert_eq!(verdict.host, None, "{}", verdict.sentence);
    verdict.sentence
}

/// What a program runs on.
fn host(bytes: &[u8]) -> Host {
    let verdict = examine(bytes).verdict;
    verdict
        .host
        .unwrap_or_else(|| panic!("refused: {}", verdict.sentence))
}

/// The text of a row of the card.
fn row<'a>(card: &'a Card, label: &str) -> &'a str {
    let row = card.rows.iter().find(|(of, _)| of == label);
    row.map_or("", |(_, text)| text)
}
