//! The page in real browsers, by WebDriver.
//!
//! `cargo xtask test` sets up the browsers and calls this with their places in
//! the environment. Each test runs in each engine; an engine has one session,
//! which its tests share, one after the other, each on a page that knows
//! nothing of the one before.

mod cases;
mod engine;
mod hosting;
mod page;
#[path = "../runner/page.rs"]
mod programs;
mod server;

use std::{num::NonZero, sync::Arc, thread};

use libtest_mimic::{Arguments, Trial};

use engine::{Browser, Engine};
use page::Page;
use server::Server;

/// What a test gives: nothing, or what was not as it should be.
type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

fn main() {
    let mut arguments = Arguments::from_args();
    // Neighbours in the list are for different engines. More browsers than cores
    // make each other so slow that runs are no longer quick.
    let engines = Engine::wanted();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = engines.len().clamp(1, cores);
    arguments.test_threads.get_or_insert(threads);

    let runtime = Arc::new(tokio::runtime::Runtime::new().expect("the machine can run threads"));
    let server = runtime.block_on(Server::start());
    let browsers: Vec<Arc<Browser>> = engines
        .into_iter()
        .map(|engine| Arc::new(Browser::new(engine)))
        .collect();

    let mut trials = Vec::new();
    for case in cases::all() {
        for browser in &browsers {
            let (runtime, server, browser) = (runtime.clone(), server.clone(), browser.clone());
            let run = case.run.clone();
            let name = format!("{}::{}", browser.engine.name(), case.name);
            trials.push(Trial::test(name.clone(), move || {
                let outcome = runtime.block_on(async {
                    let session = browser.session().await.map_err(|error| error.to_string())?;
                    let outcome = match Page::open(&session, browser.engine, &server).await {
                        Ok(page) => run(page).await,
                        Err(error) => Err(error),
                    };
                    let Err(error) = outcome else { return Ok(()) };
                    let why = format!("{error}\n{}", page::describe(&session).await);
                    drop(session);
                    // Whatever it left in the browser, the next test finds another one.
                    browser.quit().await;
                    Err(why)
                });
                outcome.map_err(|why: String| {
                    // The list of failures comes at the end, if it comes.
                    eprintln!("{name}: {why}");
                    why.into()
                })
            }));
        }
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    runtime.block_on(async {
        for browser in browsers {
            browser.quit().await;
        }
    });
    conclusion.exit();
}
