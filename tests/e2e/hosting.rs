//! A static host of the page as `cargo xtask dist` makes it, in a folder of an
//! origin of its own, whose network can be cut.

use std::{
    env,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

/// What a host serves.
#[derive(Clone, Debug, Default)]
pub struct Serving {
    /// Of the versions that `cargo xtask test` makes; none is there without a
    /// network.
    pub version: Option<u8>,
    /// The end of an address that gives nothing.
    pub broken: Option<&'static str>,
}

/// A running host.
pub struct Hosting {
    address: SocketAddr,
    serving: Arc<Mutex<Serving>>,
}

/// Not the root: a page may be anywhere.
const FOLDER: &str = "/some/where";

impl Hosting {
    /// Starts one with the first version.
    pub async fn start() -> Result<Self, crate::page::Error> {
        let serving = Arc::new(Mutex::new(Serving {
            version: Some(1),
            broken: None,
        }));
        let router = Router::new()
            .fallback(answer)
            .with_state(Arc::clone(&serving));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, serving })
    }

    /// Serves something else from now on.
    pub fn serve(&self, serving: Serving) {
        *lock(&self.serving) = serving;
    }

    /// The page's address.
    pub fn page(&self) -> String {
        format!("http://localhost:{}{FOLDER}/", self.address.port())
    }
}

fn lock(serving: &Mutex<Serving>) -> std::sync::MutexGuard<'_, Serving> {
    serving.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(serving): State<Arc<Mutex<Serving>>>, request: Request) -> Response {
    let Serving { version, broken } = lock(&serving).clone();
    let path = request.uri().path().to_owned();
    let Some(version) = version else {
        return (StatusCode::SERVICE_UNAVAILABLE, "the network is cut").into_response();
    };
    if broken.is_some_and(|end| path.ends_with(end)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let versions = env::var("POUROVER_HOSTED").unwrap_or_default();
    let folder = PathBuf::from(versions).join(version.to_string());
    let service = Router::new().nest_service(FOLDER, ServeDir::new(folder));
    match tower::ServiceExt::oneshot(service, request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    }
}
