//! The pages: rendered whole on the server, each with a policy of its own nonce.

use super::{forms, headers};
use app::kernel::ctx::Call;
use app::kernel::db::Mode;
use app::kernel::keys::fresh_token;
use app::ui::assets::Assets;
use app::{accounts, communities};
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderValue, Method, StatusCode, header};
use leptos::prelude::*;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Mutex;

/// Where the browser half lies and what its files are called.
pub fn options(site: &Path) -> Result<LeptosOptions, String> {
    let hashes = site.parent().unwrap_or(site).join("hash.txt");
    let missing = || format!("{}: the browser half is not built (cargo xtask build)", site.display());
    let hashes = hashes.canonicalize().map_err(|_| missing())?;
    let root = site.to_str().ok_or_else(missing)?.to_owned();
    let file = hashes.to_str().ok_or_else(missing)?.to_owned();
    Ok(LeptosOptions::builder()
        .output_name("linli")
        .site_root(root)
        .site_pkg_dir("pkg")
        .hash_files(true)
        .hash_file(std::sync::Arc::<str>::from(file))
        .build())
}

/// Whether this is demo data, and when that was last asked: it may come while the server runs, and never goes.
#[derive(Debug, Default)]
struct Demo {
    known: AtomicBool,
    asked: Mutex<Option<DateTime<Utc>>>,
}

/// After so long it is asked again.
const ASK_AFTER: TimeDelta = TimeDelta::minutes(1);
/// After so long, where there was no answer.
const AGAIN_AFTER: TimeDelta = TimeDelta::seconds(5);

/// Renders pages and takes their forms.
#[derive(Debug, Clone)]
pub struct Pages {
    options: LeptosOptions,
    assets: Assets,
    is_demo: Arc<Demo>,
}

impl Pages {
    /// Pages with the browser half that these options name.
    pub fn new(options: LeptosOptions) -> Self {
        // Also readies the executor that renders.
        drop(leptos_axum::generate_route_list(app::App));
        let assets = Assets::read(&options);
        Self { options, assets, is_demo: Arc::default() }
    }

    /// Where the style sheet lies.
    pub fn css(&self) -> &str {
        &self.assets.css
    }

    /// A page for a GET; for a POST, the form that stands on the page of that address.
    pub async fn answer(self, request: Request) -> Response {
        match *request.method() {
            Method::GET | Method::HEAD => self.render(request).await,
            Method::POST => forms::post(self, request).await,
            _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
        }
    }

    /// Renders the page of the request's address.
    pub async fn render(&self, request: Request<Body>) -> Response {
        let assets = Assets { is_demo: self.is_demo(request.extensions().get::<Call>().cloned()).await, ..self.assets.clone() };
        let options = self.options.clone();
        let context = move || {
            provide_context(assets.clone());
            provide_context(options.clone());
            if let (Some(nonce), Some(response)) = (leptos::nonce::use_nonce(), use_context::<leptos_axum::ResponseOptions>())
                && let Ok(value) = HeaderValue::from_str(&headers::policy(&nonce))
            {
                response.insert_header(header::CONTENT_SECURITY_POLICY, value);
            }
        };
        let page = leptos_axum::render_app_async_with_context(context, app::shell)(request).await;
        without_idle_scripts(page).await
    }
}

impl Pages {
    async fn is_demo(&self, call: Option<Call>) -> bool {
        let Some(call) = call else { return false };
        let Demo { known, asked } = &*self.is_demo;
        if known.load(Ordering::Relaxed) {
            return true;
        }
        let mut asked = asked.lock().await;
        let now = call.app.clock.now();
        if asked.is_none_or(|asked| (now - asked).abs() >= ASK_AFTER) {
            let answer = accounts::serve(&call, "pages.is_demo", Mode::Read, (), communities::ops::is_demo).await;
            // A database that is away is asked again soon, and not by everybody who waits here.
            *asked = Some(if answer.is_ok() { now } else { now - ASK_AFTER + AGAIN_AFTER });
            known.store(answer.unwrap_or(false), Ordering::Relaxed);
        }
        known.load(Ordering::Relaxed)
    }
}

/// Leptos ends each page with scripts for resources to come; a page without an island has none to wait for. What people
/// write is escaped, so no text of theirs reads as the module's script.
async fn without_idle_scripts(page: Response) -> Response {
    let (head, body) = page.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else { return broken("body") };
    let html = std::str::from_utf8(&bytes).ok().filter(|html| !html.contains("<script type=\"module\""));
    let end = html.and_then(|html| html.rfind("</html>")).map(|at| at + "</html>".len());
    Response::from_parts(head, Body::from(end.map_or_else(|| bytes.clone(), |end| bytes.slice(..end))))
}

/// A panic on the way to an answer: logged under a number that the page names.
pub fn panicked(panic: &(dyn std::any::Any + Send)) -> Response {
    let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let mut incident = fresh_token().unwrap_or_default();
    incident.truncate(10);
    tracing::error!(incident, panic = said.unwrap_or_default(), "an answer panicked");
    broken(&incident)
}

/// The last resort: a plain page in both languages, from nothing but this text and the number of the incident.
fn broken(incident: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>邻里</title>\
        <h1>是我们出了差错</h1><p>已经记下，请稍后再试。您填的内容没有提交。编号：{incident}</p>\
        <h1 lang=\"en\">This is our mistake</h1><p lang=\"en\">It is noted. Please try again later; nothing was changed. Number: {incident}</p>"
    );
    (StatusCode::INTERNAL_SERVER_ERROR, axum::response::Html(page)).into_response()
}
