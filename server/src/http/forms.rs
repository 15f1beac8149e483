//! Forms work with scripts off: a form posts to the page it stands on, naming the server function in `?do=`. When that
//! worked, a 303 leads on; when not, the same page is rendered at once with what is wrong beside the field and what was
//! typed kept. Nothing is stored between the two, so any server may answer, and nothing private lands in an address.

use super::pages::Pages;
use super::uploads::{self, Taken};
use app::kernel::ctx::{Call, Once};
use app::kernel::fault::Fault;
use app::kernel::said::{Text, text};
use app::ui::form::{Posted, Untaken};
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, Uri, header};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Takes the form of a page.
pub async fn post(pages: Pages, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some((door, back)) = door(&parts.uri) else { return StatusCode::METHOD_NOT_ALLOWED.into_response() };
    let body = if uploads::is_upload(&parts) {
        match uploads::take(&parts, &door, body).await {
            (_, Ok(Taken::Done(to))) => return see_other(HeaderValue::from_str(&to.unwrap_or(back)).ok(), &http::HeaderMap::new()),
            (values, Ok(Taken::Plain)) => url::form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish().into(),
            (values, Err(fault)) => return shown_again(pages, parts, back, door, values, fault).await,
        }
    } else {
        let Ok(body) = axum::body::to_bytes(body, FORM).await else { return too_large(pages, parts, &back).await };
        body
    };
    let values: Vec<(String, String)> = form_urlencoded(&body);
    once(&mut parts, &values, &body);
    let answer = leptos_axum::handle_server_fns(function(&parts, &door, body)).await.into_response();
    let (mut head, body) = answer.into_parts();
    if head.status.is_success() {
        let to = head.headers.remove(header::LOCATION).or_else(|| HeaderValue::from_str(&back).ok());
        return see_other(to, &head.headers);
    }
    let body = axum::body::to_bytes(body, super::BODY).await.unwrap_or_default();
    let fault = serde_json::from_slice(&body).unwrap_or(Fault::OutOfDate);
    shown_again(pages, parts, back, door, values, fault).await
}

/// The page of a form that did not work, with what is wrong and what was typed.
async fn shown_again(pages: Pages, mut parts: Parts, back: String, door: String, values: Vec<(String, String)>, fault: Fault) -> Response {
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    // Whoever has to log in first is shown the log-in page at once, with what they wrote on top of it.
    let shown = if fault == Fault::SignIn { app::ui::paths::log_in(&back) } else { back };
    let posted = Posted { door, values, fault, taken: Arc::default() };
    parts.extensions.insert(posted.clone());
    let mut page = pages.render(again(&parts, &shown)).await;
    if !posted.taken.load(Ordering::Relaxed) {
        parts.extensions.insert(Untaken(posted));
        page = pages.render(again(&parts, &shown)).await;
    }
    // The page itself may be gone too, or ask to log in: then that is the answer.
    if page.status() == StatusCode::OK {
        *page.status_mut() = status;
    }
    page
}

/// The largest form: room enough for ten times the longest text, so that the text's own rule answers, with what was typed.
pub const FORM: usize = 1024 * 1024;

const TOO_LARGE: Text = text(
    "内容太长，没有收下。请返回上一页，缩短以后再提交。",
    "This is too long and was not taken. Please go back, shorten it and send it again.",
);

/// What a form with more than [`FORM`] in its fields is told.
pub fn too_long() -> Fault {
    Fault::Rule { code: "too_large".into(), said: TOO_LARGE.into() }
}

/// What is longer than that was not even read: the page says so.
async fn too_large(pages: Pages, mut parts: Parts, back: &str) -> Response {
    parts.extensions.insert(Untaken(Posted { door: String::new(), values: Vec::new(), fault: too_long(), taken: Arc::default() }));
    let mut page = pages.render(again(&parts, back)).await;
    *page.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    page
}

/// The server function that is named, and the page's own address without it.
fn door(uri: &Uri) -> Option<(String, String)> {
    let query = uri.query()?;
    let (named, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| pair.starts_with("do="));
    let door = named.first()?.strip_prefix("do=")?;
    let good = !door.is_empty() && door.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_');
    let back = if others.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), others.join("&")) };
    good.then(|| (door.to_owned(), back))
}

/// A form pressed twice has one effect: each page writes a fresh key into its forms.
fn once(parts: &mut Parts, values: &[(String, String)], body: &Bytes) {
    let key = values.iter().find(|(name, _)| name == "once").map(|(_, key)| key.clone());
    if let (Some(key), Some(call)) = (key.filter(|key| !key.is_empty()), parts.extensions.get_mut::<Call>()) {
        call.once = Some(Once { key, fingerprint: call.app.keys.fingerprint("POST", parts.uri.path(), &[body]) });
    }
}

fn function(parts: &Parts, door: &str, body: Bytes) -> Request {
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = format!("/api/{door}").parse().unwrap_or_default();
    *request.headers_mut() = parts.headers.clone();
    // Asked for as a program would, so that the answer is the fault itself and not a redirect.
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    *request.extensions_mut() = parts.extensions.clone();
    request
}

fn again(parts: &Parts, path: &str) -> Request {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = path.parse().unwrap_or_default();
    *request.headers_mut() = parts.headers.clone();
    *request.extensions_mut() = parts.extensions.clone();
    request
}

fn see_other(to: Option<HeaderValue>, from: &http::HeaderMap) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    for cookie in from.get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    response.headers_mut().insert(header::LOCATION, to.unwrap_or(HeaderValue::from_static("/")));
    response
}

fn form_urlencoded(body: &Bytes) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body).into_owned().collect()
}
