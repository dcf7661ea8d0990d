//! The measuring of `cargo xtask bench` in real browsers, by WebDriver.
//!
//! `cargo xtask bench` sets everything up and calls this with its places in the
//! environment. Each figure is printed as a line of JSON as soon as it is there;
//! what is going on is said on stderr.

mod cold;
#[path = "../e2e/engine.rs"]
mod engine;
mod keys;
mod line;
mod plan;
mod server;

use std::{env, time::Duration};

use serde_json::{Value, json};
use thirtyfour::WebDriver;

use engine::{Browser, Engine};
use plan::{Case, Plan};
use server::Server;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// How long one measurement may take; the slowest peer needs some seconds for
/// 100 MB.
const PATIENCE: Duration = Duration::from_secs(100);

/// Asks the page for one measurement, see `web/bench.js`.
const ASK: &str = "const [task, job, done] = arguments; window.bench(task, job).then(done);";

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mut plan = Plan::new(
        env::args().any(|arg| arg == "--quick"),
        env::var_os("POUROVER_BEFORE").is_some(),
        server::has_wasix(),
    );
    if let Ok(part) = env::var("POUROVER_PART") {
        plan.only(&part);
    }
    let server = Server::start().await?;
    for engine in Engine::wanted() {
        let browser = Browser::new(engine);
        if let Err(error) = all(&browser, &server, &plan).await {
            eprintln!("{}: {error}", engine.name());
        }
        browser.quit().await;
        if plan.visits > 0
            && let Err(error) = visits(engine, plan.visits).await
        {
            eprintln!("{}: {error}", engine.name());
        }
    }
    Ok(())
}

/// Measures everything in one browser.
async fn all(browser: &Browser, server: &Server, plan: &Plan) -> Result<(), Error> {
    let driver = browser.session().await?;
    driver.set_script_timeout(PATIENCE).await?;
    let engine = browser.engine.name();
    let version = driver.execute("return navigator.userAgent", vec![]).await?;
    println!("{}", json!({ "engine": engine, "version": version.json() }));
    open(&driver, server).await?;
    let mut size = "";
    for case in &plan.cases {
        if case.input != size {
            // Each size with fresh workers, and without the inputs of the last.
            open(&driver, server).await?;
            size = case.input;
        }
        eprintln!("── {engine}: {}, {}", case.block, case.name);
        for figure in measure(&driver, server, case).await? {
            println!("{}", figure.line(engine, case));
        }
    }
    if plan.key_presses > 0 {
        for (case, figure) in keys::measure(&driver, server, plan.key_presses).await {
            println!("{}", figure.line(engine, &case));
        }
    }
    Ok(())
}

/// Measures first visits, each in a browser of its own.
async fn visits(engine: Engine, rounds: u32) -> Result<(), Error> {
    for (case, figure) in cold::measure(engine, rounds).await? {
        println!("{}", figure.line(engine.name(), &case));
    }
    Ok(())
}

/// What became of one contestant in one case.
pub struct Figure {
    contestant: &'static str,
    values: Vec<f64>,
    failed: Option<String>,
}

impl Figure {
    fn line(&self, engine: &str, case: &Case) -> Value {
        json!({
            "engine": engine, "block": case.block, "case": case.name, "unit": case.unit,
            "contestant": self.contestant, "values": self.values, "failed": self.failed,
        })
    }
}

/// Goes to the bench's page.
async fn open(driver: &WebDriver, server: &Server) -> Result<(), Error> {
    driver.goto(server.at("/bench/index.html")).await?;
    let ready = "const done = arguments[0]; const look = () => window.bench ? done() : setTimeout(look, 5); look();";
    driver.execute_async(ready, vec![]).await?;
    Ok(())
}

/// Measures one case: round by round all contestants, so that what else the
/// machine does hits all alike.
async fn measure(driver: &WebDriver, server: &Server, case: &Case) -> Result<Vec<Figure>, Error> {
    let mut figures: Vec<Figure> = case
        .contestants
        .iter()
        .map(|contestant| Figure {
            contestant,
            values: Vec::new(),
            failed: None,
        })
        .collect();
    // The first to come through says what comes out; who differs did less.
    let mut expected: Option<Value> = None;
    for round in 0..case.warm_ups + case.rounds {
        for figure in figures.iter_mut().filter(|figure| figure.failed.is_none()) {
            let (task, job) = case.ask(figure.contestant);
            let answer = driver.execute_async(ASK, vec![json!(task), job]).await;
            let answer = match answer {
                Ok(answer) => answer.json().clone(),
                Err(error) => {
                    open(driver, server).await?;
                    json!({ "failed": format!("no answer: {error}") })
                }
            };
            if let Some(why) = answer["failed"].as_str() {
                figure.failed = Some(why.to_owned());
                continue;
            }
            let ran = &answer["ok"];
            let came = json!([ran["written"], ran["status"], ran["text"]]);
            if *expected.get_or_insert_with(|| came.clone()) != came {
                figure.failed = Some(format!("gave {came}, others {}", json!(expected)));
                continue;
            }
            if round >= case.warm_ups {
                figure.values.push(case.value(ran));
            }
        }
    }
    Ok(figures)
}
