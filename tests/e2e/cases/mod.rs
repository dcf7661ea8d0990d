//! The tests, a file a subject.

mod address;
mod change;
mod command;
mod components;
pub mod conformance;
mod demos;
mod doctor;
mod embed;
mod exceptions;
pub mod files;
mod fixed;
mod gallery;
mod hostile;
mod keeping;
mod keyboard;
mod large;
mod layout;
mod leaving;
mod limits;
mod links;
mod loading;
mod memories;
mod modules;
mod mounts;
mod offline;
mod output;
mod pipelines;
mod plugins;
mod real;
mod running;
mod second;
mod servers;
mod stress;
mod strip;
mod typed;
mod views;
mod web;

use std::{future::Future, pin::Pin, sync::Arc};

use crate::{Outcome, page::Page};

type Run = Arc<dyn Fn(Page) -> Pin<Box<dyn Future<Output = Outcome> + Send>> + Send + Sync>;

/// A test: what it is called, and what it does with a fresh page.
pub struct Case {
    /// In words, with underscores.
    pub name: String,
    /// The test itself.
    pub run: Run,
}

/// Makes a test of an async function.
pub fn case<F, O>(name: impl Into<String>, run: F) -> Case
where
    F: Fn(Page) -> O + Send + Sync + 'static,
    O: Future<Output = Outcome> + Send + 'static,
{
    Case {
        name: name.into(),
        run: Arc::new(move |page| Box::pin(run(page))),
    }
}

/// All of them.
pub fn all() -> Vec<Case> {
    [
        demos::cases(),
        gallery::cases(),
        embed::cases(),
        real::cases(),
        output::cases(),
        views::cases(),
        command::cases(),
        modules::cases(),
        doctor::cases(),
        exceptions::cases(),
        loading::cases(),
        second::cases(),
        address::cases(),
        keyboard::cases(),
        layout::cases(),
        leaving::cases(),
        memories::cases(),
        pipelines::cases(),
        mounts::cases(),
        servers::cases(),
        keeping::cases(),
        web::cases(),
        plugins::cases(),
        strip::cases(),
        typed::cases(),
        change::cases(),
        components::cases(),
        large::cases(),
        fixed::cases(),
        offline::cases(),
        hostile::cases(),
        stress::cases(),
        conformance::cases(),
        // Last, for they stop programs that compute and call nothing: WebKitGTK's
        // workers are gone then, but their threads go on until the browser ends.
        limits::cases(),
        links::cases(),
        running::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Fails with a sentence unless two values are equal.
pub fn equal<T: PartialEq<U> + std::fmt::Debug, U: std::fmt::Debug>(
    what: &str,
    is: T,
    should: U,
) -> Outcome {
    match is == should {
        true => Ok(()),
        false => Err(format!("{what}: {} instead of {}", short(&is), short(&should)).into()),
    }
}

/// Fails unless a text has a part.
pub fn contains(text: &str, part: &str) -> Outcome {
    match text.contains(part) {
        true => Ok(()),
        false => Err(format!("{part:?} is not in {text:?}").into()),
    }
}

fn short(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(600) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
