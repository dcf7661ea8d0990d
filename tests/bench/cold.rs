//! From a link that is opened to its output, over a slow line, in the page as
//! `cargo xtask dist` makes it.

use std::{env, path::PathBuf};

use axum::{
    Router,
    http::{HeaderValue, header},
    middleware::map_response,
    response::{Html, Response},
    routing::get,
};
use model::{demo::Demo, link};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use crate::{
    Error, Figure,
    engine::{Browser, Engine},
    line,
    plan::Case,
};

/// What it belongs to.
pub const BLOCK: &str = "link to output, 1.6 Mbit/s and 150 ms";

/// What is opened: what it is called here, its command line, stdin and stdout.
const DEMOS: [[&str; 4]; 2] = [
    ["sort", "sort", "pear\napple\nfig\n", "apple\nfig\npear"],
    [
        "word frequencies, five programs",
        r"tr -cs A-Za-z '\n' | sort | uniq -c | sort -rn | head -2",
        "the cat and the dog and the fox",
        "      3 the\n      2 and",
    ],
];

/// Opens a link in a frame, and says after how many milliseconds its output is
/// there, and what was fetched from when to when.
const OPEN: &str = include_str!("web/open.js");

/// Opens each link in a browser that was never here, and once more.
pub async fn measure(engine: Engine, rounds: u32) -> Result<Vec<(Case, Figure)>, Error> {
    let page = serve().await?;
    let mut figures = Vec::new();
    for [name, command, stdin, stdout] in DEMOS {
        let fragment = link::write(&Demo {
            command: command.to_owned(),
            stdin: stdin.into(),
            ..Demo::default()
        });
        let mut visits = ["cold", "warm"].map(|visit| {
            let figure = Figure {
                contestant: "ours",
                values: Vec::new(),
                failed: None,
            };
            (
                Case::named(BLOCK, &format!("{name}, {visit}"), "ms"),
                figure,
            )
        });
        for _ in 0..rounds {
            let browser = Browser::new(engine);
            let opened = open(&browser, &page, &fragment, stdout, &mut visits).await;
            browser.quit().await;
            opened?;
        }
        figures.extend(visits);
    }
    Ok(figures)
}

async fn open(
    browser: &Browser,
    page: &str,
    fragment: &str,
    stdout: &str,
    visits: &mut [(Case, Figure)],
) -> Result<(), Error> {
    let driver = browser.session().await?;
    driver.goto(format!("{page}clock")).await?;
    for (case, figure) in visits {
        let arguments = vec![json!(format!("{page}#{fragment}")), json!(stdout)];
        let answer = driver.execute_async(OPEN, arguments).await?;
        let answer: &Value = answer.json();
        eprintln!(
            "── {}: {}",
            case.name,
            answer["fetched"].as_str().unwrap_or_default()
        );
        match answer["ms"].as_f64() {
            Some(ms) => figure.values.push(ms),
            None => figure.failed = Some("no output came".to_owned()),
        }
    }
    Ok(())
}

/// Serves the page over the slow line, as static hosts do: compressed, and to be
/// kept for ten minutes.
async fn serve() -> Result<String, Error> {
    let folder = env::var_os("POUROVER_HOSTED").map(PathBuf::from);
    let folder = folder.ok_or("`cargo xtask bench` says where POUROVER_HOSTED is")?;
    let router = Router::new()
        .route(
            "/clock",
            get(|| async {
                Html("<!DOCTYPE html><title>clock</title><link rel=icon href=data:,>")
            }),
        )
        .fallback_service(ServeDir::new(folder).precompressed_br())
        .layer(map_response(kept));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    let near = line::lay(address).await?;
    Ok(format!("http://localhost:{}/", near.port()))
}

async fn kept(mut response: Response) -> Response {
    let minutes = HeaderValue::from_static("max-age=600");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, minutes);
    response
}
