//! Serves the page that runs programs, the host, and the programs.

use std::{env, net::SocketAddr, path::PathBuf, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use tests::conformance::Case;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use crate::Error;

/// A running server.
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// Starts it.
    pub async fn start(cases: &[Case]) -> Result<Self, Error> {
        let dist = env::var_os("POUROVER_DIST").ok_or("`cargo xtask conformance` sets it")?;
        let folder = |name| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
        let modules: Vec<PathBuf> = cases.iter().map(|case| case.wasm.clone()).collect();
        let router = Router::new()
            .route("/module/{number}", get(module))
            .with_state(Arc::new(modules))
            .nest_service("/conformance", ServeDir::new(folder("runner/web")))
            .nest_service("/bench", ServeDir::new(folder("bench/web")))
            .nest_service("/host", ServeDir::new(dist));
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

async fn module(Path(number): Path<usize>, State(modules): State<Arc<Vec<PathBuf>>>) -> Response {
    let bytes = modules.get(number).map(std::fs::read);
    match bytes {
        Some(Ok(bytes)) => ([(header::CONTENT_TYPE, "application/wasm")], bytes).into_response(),
        Some(Err(error)) => (StatusCode::NOT_FOUND, error.to_string()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
