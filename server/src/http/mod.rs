//! Linli over HTTP: the pages, their server functions and forms, `/api/v1`, the files of the browser half, and the
//! probes. Order of the layers, outermost first: security headers → a panic becomes a plain page → who calls
//! (`identify`) → requests of other sites are turned away (`CsrfLayer`, not for the bearer-only `/api/v1`).

use app::kernel::ctx::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::serve::ListenerExt as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;

mod assets;
mod docs;
mod files;
mod forms;
mod functions;
mod headers;
mod health;
mod identify;
mod live;
mod pages;
mod uploads;

pub use docs::openapi;

/// What the server needs besides the application.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder of the browser half, as `cargo xtask` builds it.
    pub site: PathBuf,
    /// Where `/metrics` listens, on a port of its own.
    pub metrics: Option<SocketAddr>,
}

/// The largest body that a door takes: 64 KiB, some ten times the longest text. Forms have room for more, see `forms`.
const BODY: usize = 64 * 1024;

/// Everything Linli answers.
///
/// # Errors
/// When the folder of the browser half is not complete.
pub fn router(app: App, site: &std::path::Path) -> Result<Router, String> {
    let options = pages::options(site)?;
    let pages = pages::Pages::new(options);
    let rest = docs::rest_router(pages.css()).layer(axum::middleware::from_fn_with_state(app.clone(), identify::program));
    let fallback = {
        let pages = pages.clone();
        move |request| pages.clone().answer(request)
    };
    let people = Router::new()
        // One segment: a wildcard would take the unknown paths of `/api/v1` as well.
        // Server functions read their body themselves: axum's own limit is for its extractors alone.
        .route("/api/{function}", post(functions::call).layer(RequestBodyLimitLayer::new(BODY)))
        .route("/readyz", get(health::ready))
        .route("/c/{community}/live", get(live::stream))
        .route("/c/{community}/my-data.json", get(files::my_data))
        .route("/c/{community}/imports/template.csv", get(files::template))
        .route("/c/{community}/audit.csv", get(files::audit))
        .route("/c/{community}/shifts.ics", get(files::calendar))
        .route("/c/{community}/stars.xlsx", get(files::stars))
        .route("/c/{community}/photos/{photo}", get(files::photo))
        .fallback(fallback)
        .layer(DefaultBodyLimit::max(uploads::MOST))
        .layer(axum::middleware::from_fn_with_state(app.clone(), identify::browser))
        .layer(CsrfLayer::new());
    Ok(Router::new()
        .route("/healthz", get(health::alive))
        .nest("/api/v1", rest)
        .nest_service("/pkg", assets::service(site))
        .route_service("/sw.js", assets::worker(site))
        .merge(people)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CatchPanicLayer::custom(|panic: Box<dyn std::any::Any + Send>| pages::panicked(&*panic)))
        .layer(axum::middleware::from_fn(headers::secure))
        .layer(CompressionLayer::new()))
}

/// Serves until it is told to stop, then lets the requests under way finish.
///
/// # Errors
/// When the address is taken or the folder of the browser half is not complete.
pub async fn serve(app: App, config: Config) -> Result<(), String> {
    if let Some(address) = config.metrics {
        let exporter = metrics_exporter_prometheus::PrometheusBuilder::new().with_http_listener(address);
        exporter.install().map_err(|e| format!("metrics on {address}: {e}"))?;
    }
    let hub = app.live.clone();
    let router = router(app, &config.site)?;
    app::accounts::ops::warm_up().await;
    let listener = tokio::net::TcpListener::bind(config.listen).await.map_err(|e| format!("{}: {e}", config.listen))?;
    tracing::info!(address = %config.listen, "listening");
    // Small answers must not wait for Nagle: 44 ms became 4.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        told_to_stop().await;
        tracing::info!("stopping: requests under way may finish");
        // A live page's stream never finishes by itself; its page comes back to whoever serves then.
        hub.close();
        let _told = stop.send(());
    });
    // A slow client may not hold the stop up for ever.
    let patience = async move {
        drop(stopped.await);
        tokio::time::sleep(Duration::from_secs(10)).await;
    };
    tokio::select! {
        ended = server => ended.map_err(|e| e.to_string()),
        () = patience => Ok(()),
    }
}

/// Waits until the process is told to stop.
pub async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = interrupt => {}
                    _ = terminate.recv() => {}
                }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
