//! markdown - turn Markdown into HTML
//!
//! usage: markdown [FILE]...
//!
//! Prints each FILE, or standard input, as HTML: CommonMark with tables, strikethrough and task lists as on GitHub.
//! An element of the dialect begins a line, with its start tag on that line; Markdown stands in it:
//!
//!   <conv name="Ada" mood="curious">What is a *filter*?</conv>    someone says something
//!   <hero title="Pourover" image="cup.jpg">The first words.</hero>    the head of a page
//!   <sticker name="Ada" mood="happy"/>    a picture of someone
//!
//! All attributes may be left out; their values are plain text. Unknown elements, and those that are not closed, stay as
//! they are, as all HTML does. What is not UTF-8 becomes U+FFFD. Exits 0, or 1 if a file could not be read.

use filters::{Filter, Stop, dialect::to_html, man, run};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("markdown.rs"), 1, markdown)
}

fn markdown(me: &mut Filter) -> Result<(), Stop> {
    let (_, operands) = me.options("", &[])?;
    me.each_input(operands, |me, mut input| {
        let mut text = Vec::new();
        input.read_to_end(&mut text, &mut me.out)?;
        Ok(me
            .out
            .write_all(to_html(&String::from_utf8_lossy(&text)).as_bytes())?)
    })
}
