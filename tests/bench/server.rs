//! Serves the bench's page, the contestants, the programs, the inputs, and our
//! own page.

use std::{env, fs, net::SocketAddr, path::PathBuf};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    middleware::{Next, from_fn, map_response},
    response::Response,
};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use crate::Error;

/// Whether the build that is measured has a file of the second host.
pub fn has_wasix() -> bool {
    let dist = env::var_os("POUROVER_DIST").unwrap_or_default();
    let mut files = fs::read_dir(dist).into_iter().flatten().flatten();
    files.any(|file| file.file_name().to_string_lossy().contains("wasix"))
}

/// A running server.
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// Starts it.
    pub async fn start() -> Result<Self, Error> {
        let folder = |name: &str| {
            env::var_os(name)
                .map(PathBuf::from)
                .ok_or_else(|| format!("`cargo xtask bench` says where {name} is"))
        };
        let (dist, made) = (folder("POUROVER_DIST")?, folder("POUROVER_BENCH")?);
        let mut isolated = Router::new()
            .nest_service(
                "/bench",
                ServeDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/bench/web")),
            )
            .nest_service("/npm", ServeDir::new(folder("POUROVER_NPM")?))
            .nest_service("/programs", ServeDir::new(made.join("programs")))
            .nest_service("/inputs", ServeDir::new(made.join("inputs")))
            .nest_service("/host", ServeDir::new(&dist));
        if let Ok(before) = folder("POUROVER_BEFORE") {
            isolated = isolated.nest_service("/before", ServeDir::new(before));
        }
        let router = Router::new()
            // As on a static host: without any headers of ours.
            .nest_service("/page", ServeDir::new(dist))
            .merge(isolated.layer(map_response(isolate)))
            .layer(from_fn(uncached));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address })
    }

    /// An address on it.
    pub fn at(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }
}

/// An isolated page has a clock of 5 to 20 microseconds; others have one of 100
/// in Chromium and of 1000 in Firefox. Nothing that is measured uses the rest of
/// what isolation gives.
async fn isolate(mut response: Response) -> Response {
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        let headers = response.headers_mut();
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    response
}

/// A build that changed is another contestant.
async fn uncached(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
}
