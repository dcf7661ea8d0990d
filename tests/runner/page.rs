//! The page that runs programs in a stage's worker, and what it is asked.

use std::time::Duration;

use data_encoding::BASE64;
use model::module::Host;
use serde_json::{Value, json};
use tests::conformance::{Case, Ended, Granted, Outcome};
use thirtyfour::WebDriver;

/// Asks for one run, see `web/run.js`.
const ASK: &str = "const [job, done] = arguments; window.run(job).then(done);";

/// Calls back once `web/run.js` is there.
const READY: &str = "const done = arguments[0]; const look = () => window.run ? done() : setTimeout(look, 5); look();";

/// Goes to the page.
///
/// # Errors
/// When the browser does not answer.
pub async fn open(
    driver: &WebDriver,
    address: &str,
) -> Result<(), thirtyfour::error::WebDriverError> {
    driver.goto(address).await?;
    driver.execute_async(READY, vec![]).await?;
    Ok(())
}

/// Runs a case whose module is served at an address.
pub async fn run(driver: &WebDriver, host: Host, case: &Case, wasm: &str) -> Outcome {
    match case.granted() {
        Ok(granted) => run_granted(driver, host, case, wasm, &granted).await,
        Err(why) => Outcome::Failed(why),
    }
}

/// The same, with something else granted.
pub async fn run_granted(
    driver: &WebDriver,
    host: Host,
    case: &Case,
    wasm: &str,
    granted: &Granted,
) -> Outcome {
    let files = granted.files.iter();
    let job = json!({
        "wasm": wasm,
        "host": host,
        "args": case.args,
        "env": case.env,
        "stdin": BASE64.encode(&case.stdin),
        "grant": granted.grant,
        "files": files.map(|(path, bytes)| json!([path, BASE64.encode(bytes)])).collect::<Vec<_>>(),
        "seconds": case.timeout.as_secs_f64(),
    });
    match driver.execute_async(ASK, vec![job]).await {
        Ok(answer) => outcome(answer.json()),
        Err(error) => Outcome::Failed(format!("the browser does not answer: {error}")),
    }
}

fn outcome(answer: &Value) -> Outcome {
    if answer["timed_out"] == true {
        return Outcome::TimedOut;
    }
    if let Some(why) = answer["failed"].as_str() {
        return Outcome::Failed(why.to_owned());
    }
    let Some(exit) = answer["exit"].as_u64() else {
        return Outcome::Failed(format!("the page said {answer}"));
    };
    let bytes = |name: &str| {
        let text = answer[name].as_str().unwrap_or_default();
        BASE64.decode(text.as_bytes()).unwrap_or_default()
    };
    let ms = answer["ms"].as_f64().unwrap_or_default();
    Outcome::Ended(Ended {
        exit: u32::try_from(exit).unwrap_or(u32::MAX),
        trap: answer["trap"].as_str().map(str::to_owned),
        stdout: bytes("stdout"),
        stderr: bytes("stderr"),
        took: Duration::try_from_secs_f64(ms / 1e3).unwrap_or_default(),
    })
}
