//! Serves the built page, and files for tests to bring, on two ports: the
//! second is another origin.

use std::{env, net::SocketAddr, path::PathBuf, sync::Arc};

use axum::{
    Router,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tower_http::services::ServeDir;

use crate::cases::files;

/// A running server.
#[derive(Clone)]
pub struct Server {
    own: SocketAddr,
    other: SocketAddr,
    broken: SocketAddr,
}

impl Server {
    /// Starts it.
    pub async fn start() -> Arc<Self> {
        let dist = PathBuf::from(
            env::var("POUROVER_DIST").expect("`cargo xtask test` says where the built page is"),
        );
        let page = Router::new()
            .route(
                "/blank",
                get(|| async { Html("<!DOCTYPE html><title>blank</title>") }),
            )
            .route("/phone", get(|| async { Html(PHONE) }))
            .route("/file/{name}", get(file))
            .fallback_service(ServeDir::new(dist));
        let other = Router::new().route("/closed/{name}", get(file)).route(
            "/open/{name}",
            get(|path| async { allowed(file(path).await) }),
        );
        Arc::new(Self {
            own: serve(page).await,
            other: serve(other).await,
            broken: break_off().await,
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

async fn file(Path(name): Path<String>) -> Response {
    match files::read(&name) {
        Ok(bytes) => bytes.into_response(),
        Err(why) => (StatusCode::NOT_FOUND, why).into_response(),
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

fn allowed(mut response: Response) -> Response {
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}
