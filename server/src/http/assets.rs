//! The files of the browser half: their names carry a hash, so they may be kept for ever.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use std::path::Path;
use tower_http::services::{ServeDir, ServeFile};

/// Serves `/pkg` with the compressed form that the browser takes; a missing file is a short 404, not a page.
pub fn service(site: &Path) -> Router {
    let files = ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip().append_index_html_on_directories(false);
    Router::new().fallback_service(files).layer(from_fn(keep))
}

/// Serves the one script that is not the page's own: what shows the offline page. Its name never changes, so browsers
/// ask for it anew.
pub fn worker(site: &Path) -> ServeFile {
    ServeFile::new(site.join("sw.js"))
}

async fn keep(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let kept = if response.status() == StatusCode::OK { "public, max-age=31536000, immutable" } else { "no-store" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}
