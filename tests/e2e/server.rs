//! Serves the built page, and files for tests to bring, on two ports: the
//! second is another origin.

use std::{
    env,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::{
        Path,
        ws::{Message, WebSocketUpgrade},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{any, get},
};
use tests::real;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tower_http::services::ServeDir;

use crate::cases::{conformance, files};

/// A running server.
#[derive(Clone)]
pub struct Server {
    own: SocketAddr,
    other: SocketAddr,
    broken: SocketAddr,
    holding: SocketAddr,
    caught: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts it.
    pub async fn start() -> Arc<Self> {
        let dist = PathBuf::from(
            env::var("POUROVER_DIST").expect("`cargo xtask test` says where the built page is"),
        );
        let folder = |name| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
        let caught: Arc<Mutex<Vec<String>>> = Arc::default();
        let catches = caught.clone();
        let page = Router::new()
            .route(
                "/trap/{name}",
                any(move |Path(name): Path<String>| async move {
                    catches.lock().expect("nobody panics with it").push(name);
                    "caught"
                }),
            )
            .route(
                "/blank",
                get(|| async { Html("<!DOCTYPE html><title>blank</title>") }),
            )
            .route("/phone", get(|| async { Html(PHONE) }))
            .route("/file/{name}", get(file))
            .route("/program/{name}", get(program))
            .nest_service("/conformance", ServeDir::new(folder("runner/web")))
            .nest_service("/bench", ServeDir::new(folder("bench/web")))
            .nest_service("/host", ServeDir::new(&dist))
            .route("/real/{name}", get(real))
            .fallback_service(ServeDir::new(dist));
        let own = serve(page).await;
        let other = Router::new()
            .route("/closed/{name}", get(file))
            .route(
                "/open/{name}",
                get(|path| async { allowed(file(path).await) }),
            )
            .route("/letter", get(letter).post(answer))
            .route("/far/down/letter", get(letter))
            .route("/moved", get(moved))
            .route("/closed-letter", get(|| async { LETTER }))
            .route(
                "/large",
                get(|| async { allowed(vec![b'x'; LARGE].into_response()) }),
            )
            .route("/socket", any(socket))
            .route(
                "/around",
                get(move || async move { Html(AROUND.replace("PORT", &own.port().to_string())) }),
            );
        Arc::new(Self {
            own,
            other: serve(other).await,
            broken: break_off().await,
            holding: hold().await,
            caught,
        })
    }

    /// An address on the page's own origin.
    pub fn at(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.own.port())
    }

    /// An address on another origin: `/open/` lets other pages read it,
    /// `/closed/` does not.
    pub fn elsewhere(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.other.port())
    }
}

/// More of the server.
impl Server {
    /// What was asked for below `/trap/` since the last time, of the names that
    /// start so.
    pub fn caught(&self, start: &str) -> Vec<String> {
        let mut caught = self.caught.lock().expect("nobody panics with it");
        caught
            .extract_if(.., |name| name.starts_with(start))
            .collect()
    }

    /// A page on another site that has ours in a frame, as the README says.
    pub fn around(&self) -> String {
        format!("http://127.0.0.1:{}/around", self.other.port())
    }

    /// The path below `/dev/http` of something on the other origin.
    pub fn far(&self, path: &str) -> String {
        format!("localhost:{}{path}", self.other.port())
    }

    /// The same, of an answer that never ends: its first line comes.
    pub fn holding(&self) -> String {
        format!("localhost:{}/", self.holding.port())
    }

    /// The address of a module that never comes whole.
    pub fn broken(&self) -> String {
        format!("http://localhost:{}/hello.wasm", self.broken.port())
    }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("the machine has a free port");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// The page in a frame of a phone's size: no desktop browser's window gets as
/// narrow, and a frame has its own media queries.
const PHONE: &str = r#"<!DOCTYPE html><title>phone</title><meta name="color-scheme" content="light dark">
<style>body { margin: 0 } iframe { border: 0; width: 360px; height: 740px; display: block }</style>
<iframe id="phone" src="/" allow="clipboard-write"></iframe>"#;

/// What somebody else's page has, and what it heard.
const AROUND: &str = r#"<!DOCTYPE html><title>around</title><meta name="color-scheme" content="light dark">
<h1>A page of somebody else</h1>
<iframe src="http://localhost:PORT/?embed" style="width: 100%; height: 420px; border: 0"></iframe>
<script>
  window.heard = [];
  addEventListener("message", ({ data, source }) => {
    heard.push(data);
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source && data.pourover) frame.style.height = data.pourover.height + "px";
  });
</script>"#;

async fn file(Path(name): Path<String>) -> Response {
    match files::read(&name) {
        Ok(bytes) => bytes.into_response(),
        Err(why) => (StatusCode::NOT_FOUND, why).into_response(),
    }
}

/// A conformance program.
async fn program(Path(name): Path<String>) -> Response {
    let wasm = [(header::CONTENT_TYPE, "application/wasm")];
    match conformance::module(&name) {
        Ok(bytes) => (wasm, bytes).into_response(),
        Err(why) => (StatusCode::NOT_FOUND, why).into_response(),
    }
}

/// A program of others, by its name in `tests/real/modules.json`.
async fn real(Path(name): Path<String>) -> Response {
    let bytes = tokio::task::spawn_blocking(move || {
        let module = real::named(&name).ok_or_else(|| format!("there is no {name}"))?;
        std::fs::read(real::wasm(&module)?).map_err(|error| error.to_string())
    });
    match bytes.await {
        Ok(Ok(bytes)) => bytes.into_response(),
        Ok(Err(why)) => (StatusCode::INTERNAL_SERVER_ERROR, why).into_response(),
        Err(panic) => (StatusCode::INTERNAL_SERVER_ERROR, panic.to_string()).into_response(),
    }
}

/// A server that promises a whole module, sends half of it and hangs up.
async fn break_off() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("the machine has a free port");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let whole = files::read("hello").expect("hello is written in the tests");
            let head = format!(
                "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: {}\r\n\r\n",
                whole.len()
            );
            let _ = client.read(&mut [0; 4096]).await;
            let _ = client
                .write_all(&[head.as_bytes(), &whole[..whole.len() / 2]].concat())
                .await;
        }
    });
    address
}

/// A server that sends a line, and then neither more nor an end.
async fn hold() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("the machine has a free port");
    let address = listener.local_addr().expect("it has an address");
    tokio::spawn(async move {
        let mut clients = Vec::new();
        while let Ok((mut client, _)) = listener.accept().await {
            let _ = client.read(&mut [0; 4096]).await;
            let head = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\nfirst line\n";
            let _ = client.write_all(head.as_bytes()).await;
            clients.push(client);
        }
    });
    address
}

/// What other pages may read, and how much of something large.
const LETTER: &str = "dear page\n";
pub const LARGE: usize = 20_000_000;

async fn letter() -> Response {
    allowed(LETTER.into_response())
}

/// Sends what is asked for on to the same server by another name.
async fn moved(headers: HeaderMap) -> Response {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let port = host
        .and_then(|host| host.rsplit(':').next())
        .unwrap_or_default();
    let to = format!("http://127.0.0.1:{port}/letter?secret");
    allowed((StatusCode::FOUND, [(header::LOCATION, to)]).into_response())
}

/// Says in large letters what it was sent.
async fn answer(body: String) -> Response {
    allowed(body.to_ascii_uppercase().into_response())
}

/// A WebSocket that does the same, message by message, and closes after "bye".
async fn socket(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|mut socket| async move {
        while let Some(Ok(message)) = socket.recv().await {
            let Message::Text(text) = message else {
                continue;
            };
            let answer = text.to_ascii_uppercase();
            if socket.send(Message::Text(answer.into())).await.is_err() || text.trim() == "bye" {
                return;
            }
        }
    })
}

fn allowed(mut response: Response) -> Response {
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}
