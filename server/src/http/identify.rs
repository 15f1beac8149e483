//! Who calls: a bearer token for programs, cookies for browsers. Only the token is looked at here; whether its session
//! still stands, and what its owner may do, is looked up with each command.

use app::accounts::{cookies, ops};
use app::imports::model::FILE_BYTES;
use app::kernel::actor::Channel;
use app::kernel::ctx::{App, Call, Once};
use app::kernel::fault::{Fault, Problem};
use app::kernel::keys::fresh_token;
use app::kernel::rest::Refusal;
use app::kernel::said::{Lang, Text, text};
use app::kernel::web::cookie;
use app::wishes::model::PHOTO_BYTES;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, header};
use std::net::SocketAddr;

/// For `/api/v1`: a bearer token, `Accept-Language`, `Idempotency-Key`. Cookies are not looked at, so no other site can
/// use a browser's log-in here.
pub async fn program(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut call = call(app, &request, Channel::Api);
    call.lang = language(request.headers());
    let token = request.headers().get(header::AUTHORIZATION).map(|value| value.to_str().unwrap_or_default().to_owned());
    // Whoever comes for a new token may still carry one that ran out: it is not looked at.
    let comes_for_one = request.method() == Method::POST && request.uri().path().starts_with("/sessions");
    if let Some(token) = token.filter(|_| !comes_for_one) {
        let now = call.app.clock.now();
        call.identity = token.strip_prefix("Bearer ").and_then(|token| call.app.keys.verify(token.trim(), now));
        if call.identity.is_none() {
            return Refusal(Fault::SignIn, call.lang).into_response();
        }
    }
    let mut request = match with_once(&mut call, request).await {
        Ok(request) => request,
        Err(refusal) => return refusal,
    };
    request.extensions_mut().insert(call);
    next.run(request).await
}

const TOO_LARGE: Text = text("内容太长，一次最多 64 KB。", "This is too long: at most 64 KB at once.");

/// Reads the body for its fingerprint when the request carries a key.
async fn with_once(call: &mut Call, request: Request) -> Result<Request, Response> {
    let Some(key) = request.headers().get("idempotency-key").filter(|_| request.method() != Method::GET) else { return Ok(request) };
    let key = key.to_str().unwrap_or_default().to_owned();
    let (parts, body) = request.into_parts();
    let most = match parts.uri.path() {
        path if path.ends_with("/photos") => PHOTO_BYTES + 1,
        path if path.ends_with("/imports") => FILE_BYTES + 1,
        _ => super::BODY,
    };
    let bytes = axum::body::to_bytes(body, most)
        .await
        .map_err(|_| Refusal(Problem::new("body", "too_large", TOO_LARGE).into(), call.lang).into_response())?;
    let asked = parts.uri.path_and_query().map_or_else(|| parts.uri.path(), http::uri::PathAndQuery::as_str);
    call.once = Some(Once { key, fingerprint: call.app.keys.fingerprint(parts.method.as_str(), asked, &[&bytes]) });
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// For pages: the two cookies. An access token that ran out is renewed on the way, so that nobody is asked to log in
/// every ten minutes, scripts or not.
pub async fn browser(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let mut call = call(app, &request, Channel::Web);
    let headers = request.headers();
    call.lang = cookie(headers, "linli-lang").map_or_else(|| language(headers), Lang::from_tag);
    call.mark = cookie(headers, cookies::DEVICE).map(str::to_owned);
    let now = call.app.clock.now();
    call.identity = cookie(headers, cookies::ACCESS).and_then(|token| call.app.keys.verify(token, now));
    let mut lines: Vec<String> = Vec::new();
    if call.identity.is_none()
        && let Some(token) = cookie(headers, cookies::REFRESH).filter(|token| !token.is_empty())
    {
        match ops::refresh(&call, token.to_owned()).await {
            Ok(tokens) => {
                call.identity = Some(tokens.who);
                lines.extend(cookies::set(&tokens));
            }
            Err(Fault::SignIn) => lines.extend(cookies::clear()),
            // The database is away: the cookies may well be good, so they stay.
            Err(_) => {}
        }
    }
    request.extensions_mut().insert(call);
    let mut response = next.run(request).await;
    // A log-in or log-out on this very request has the last word.
    let set = response.headers().get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
    if !set.into_iter().any(|line| line.starts_with(cookies::ACCESS)) {
        for line in lines {
            if let Ok(value) = HeaderValue::from_str(&line) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
    }
    response
}

fn call(app: App, request: &Request, channel: Channel) -> Call {
    let headers = request.headers();
    let mut request_id = fresh_token().unwrap_or_default();
    request_id.truncate(10);
    Call {
        app,
        channel,
        request_id,
        identity: None,
        lang: Lang::default(),
        address: address(request),
        device: device(headers),
        mark: None,
        again: request.headers().contains_key("x-linli-again"),
        once: None,
    }
}

/// The caller's address. A proxy on this very machine may speak for others; nobody else may.
fn address(request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    // The last word of the last line is the proxy's own; what stands before it, the caller may have written.
    let forwarded = request.headers().get_all("x-forwarded-for").iter().next_back();
    let forwarded = forwarded.and_then(|value| value.to_str().ok()).and_then(|list| list.rsplit(',').next());
    match (peer, forwarded) {
        (Some(peer), Some(forwarded)) if peer.is_loopback() => forwarded.trim().to_owned(),
        (Some(peer), _) => peer.to_string(),
        (None, _) => String::new(),
    }
}

/// A short name of the browser and system, for the list of sessions.
fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let find = |names: &[(&str, &str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| (*name).to_owned());
    let browser = find(&[
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("HuaweiBrowser", "Huawei"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = find(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => agent.chars().take(40).collect(),
    }
}

fn language(headers: &HeaderMap) -> Lang {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map_or(Lang::Zh, Lang::from_tag)
}
