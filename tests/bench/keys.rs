//! From a key press to painted output, in our own page.

use serde_json::json;
use thirtyfour::WebDriver;

use crate::{Error, Figure, plan::Case, server::Server};

/// What it belongs to.
pub const BLOCK: &str = "key press to painted output";

/// How long the page has for one key press, in milliseconds.
const PATIENCE_MS: u32 = 2000;

/// Presses keys in stdin: until the output has changed, and until it is painted.
pub async fn measure(driver: &WebDriver, server: &Server, presses: u32) -> [(Case, Figure); 2] {
    let pressed = press(driver, server, presses).await;
    ["until the output changed", "until it was painted"].map(|name| {
        let mut figure = Figure {
            contestant: "ours",
            values: Vec::new(),
            failed: None,
        };
        match &pressed {
            // The first presses find code that is not compiled yet.
            Ok(times) => {
                let at = usize::from(name.ends_with("painted"));
                figure.values = times.iter().skip(3).map(|time| time[at]).collect();
            }
            Err(error) => figure.failed = Some(error.to_string()),
        }
        (Case::named(BLOCK, name, "ms"), figure)
    })
}

async fn press(driver: &WebDriver, server: &Server, presses: u32) -> Result<Vec<[f64; 2]>, Error> {
    driver.goto(server.at("/page/index.html")).await?;
    // Until the page has run the example that it shows by itself.
    let ready = "const done = arguments[0]; const until = performance.now() + 10000; const look = () =>
        document.getElementById('command')?.value && document.querySelector('#stdout')?.textContent || performance.now() > until
            ? setTimeout(done, 500) : setTimeout(look, 20); look();";
    driver.execute_async(ready, vec![]).await?;
    let script = include_str!("web/keys.js");
    let arguments = vec![json!(presses), json!(PATIENCE_MS)];
    let answer = driver.execute_async(script, arguments).await?;
    let answer = answer.json();
    match serde_json::from_value(answer["ok"].clone()) {
        Ok(times) => Ok(times),
        Err(_) => Err(answer["failed"].as_str().unwrap_or("no answer").into()),
    }
}
