//! Asking as a program (bearer token, JSON) or as a browser (cookies, forms), with the same four verbs.

use super::TestApp;
use app::accounts::cookies;
use app::kernel::ctx::Identity;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use chrono::TimeDelta;
use serde_json::Value;
use std::net::SocketAddr;
use tower::ServiceExt as _;

/// Somebody who asks. Their session is made once; each request carries a token that is fresh at the held clock.
#[derive(Debug, Clone)]
pub struct Client {
    app: TestApp,
    /// Their session, if they have one.
    pub who: Option<Identity>,
    browser: bool,
    address: Option<String>,
    headers: Vec<(&'static str, String)>,
}

/// What they got.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was asked, for messages.
    pub asked: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub text: String,
}

impl Client {
    pub(super) fn new(app: TestApp, who: Option<Identity>) -> Self {
        Self { app, who, browser: false, address: None, headers: Vec::new() }
    }

    /// The same person with a browser: the session travels in cookies.
    pub fn browser(&self) -> Self {
        Self { browser: true, ..self.clone() }
    }

    /// The same person from this address, by way of a proxy on the server's own machine.
    pub fn at_address(&self, address: &str) -> Self {
        Self { address: Some(address.to_owned()), ..self.clone() }
    }

    /// The same person with one more header on each request.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.push((name, value.to_owned()));
        Self { headers, ..self.clone() }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// POST of JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(("application/json", body.to_string()))).await
    }

    /// PUT of JSON.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(("application/json", body.to_string()))).await
    }

    /// PATCH with JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(("application/json", body.to_string()))).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None).await
    }

    /// DELETE with a body.
    pub async fn delete_with(&self, path: &str, body: Value) -> Answer {
        self.send(Method::DELETE, path, Some(("application/json", body.to_string()))).await
    }

    /// A form of a page, as browsers without scripts send it: to the page's address, with `?do=` in it.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let browser = self.browser().with("accept", "text/html").with("sec-fetch-site", "same-origin");
        browser.send(Method::POST, path, Some(("application/x-www-form-urlencoded", encoded(fields)))).await
    }

    /// A server function, as an island calls it.
    pub async fn call(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        let browser = self.browser().with("accept", "application/json").with("sec-fetch-site", "same-origin");
        browser.send(Method::POST, &format!("/api/{function}"), Some(("application/x-www-form-urlencoded", encoded(fields)))).await
    }

    /// Any request: method, path, and a body with its content type.
    pub async fn send(&self, method: Method, path: &str, body: Option<(&str, String)>) -> Answer {
        self.app.clock.advance(TimeDelta::milliseconds(5));
        let asked = format!("{method} {path}");
        let response = self.app.router.clone().oneshot(self.request(method, path, body)).await.expect("an answer");
        let (head, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 8 << 20).await.expect("a whole body");
        let picture = head.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"image/"));
        let text = String::from_utf8(bytes.to_vec());
        let text = if picture { String::from("a picture") } else { text.expect("a body of text") };
        Answer { asked, status: head.status.as_u16(), headers: head.headers, text }
    }

    fn request(&self, method: Method, path: &str, body: Option<(&str, String)>) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path);
        if let Some((name, value)) = self.token() {
            request = request.header(name, value);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(address) = &self.address {
            request = request.header("x-forwarded-for", address).extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        }
        if let Some((kind, _)) = &body {
            request = request.header(header::CONTENT_TYPE, *kind);
        }
        let body = body.map_or_else(Body::empty, |(_, body)| Body::from(body));
        request.body(body).expect("a request")
    }

    /// A body of bytes, a piece at a time, as it comes from outside.
    pub async fn send_bytes(&self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        self.app.clock.advance(TimeDelta::milliseconds(5));
        let asked = format!("{method} {path}");
        let mut request = self.request(method, path, None);
        request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().expect("a content type"));
        let pieces: Vec<Vec<u8>> = body.chunks(64 << 10).map(<[u8]>::to_vec).collect();
        *request.body_mut() = Body::from_stream(futures_util::stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>)));
        let (head, body) = self.app.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = axum::body::to_bytes(body, 8 << 20).await.expect("a whole body");
        Answer { asked, status: head.status.as_u16(), headers: head.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// GET of what is no text.
    pub async fn get_bytes(&self, path: &str) -> Answer {
        self.send_bytes(Method::GET, path, "text/plain", Vec::new()).await
    }

    /// A form of a page with files, as browsers without scripts send it.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], name: &str, files: &[Vec<u8>]) -> Answer {
        const EDGE: &str = "an-edge-between";
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        for file in files {
            let head = format!(
                "--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend(file);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{EDGE}--\r\n").bytes());
        let browser = self.browser().with("accept", "text/html").with("sec-fetch-site", "same-origin");
        browser.send_bytes(Method::POST, path, &format!("multipart/form-data; boundary={EDGE}"), body).await
    }

    /// GET of what does not end: its body as it comes.
    pub async fn open(&self, path: &str) -> axum::body::BodyDataStream {
        self.app.clock.advance(TimeDelta::milliseconds(5));
        let response = self.app.router.clone().oneshot(self.request(Method::GET, path, None)).await.expect("an answer");
        assert_eq!(response.status(), 200, "GET {path}");
        response.into_body().into_data_stream()
    }

    fn token(&self) -> Option<(header::HeaderName, String)> {
        let token = self.app.app.keys.sign(self.who?, self.app.clock.now()).expect("a token");
        Some(if self.browser {
            (header::COOKIE, format!("{}={token}", cookies::ACCESS))
        } else {
            (header::AUTHORIZATION, format!("Bearer {token}"))
        })
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

impl Answer {
    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{}: {} is no JSON ({e}): {}", self.asked, self.status, self.text))
    }

    /// The body as JSON, of an answer that says that it worked.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {} {}", self.asked, self.status, self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// The answer, if it has this status.
    #[track_caller]
    pub fn expect(&self, status: u16) -> &Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self
    }

    /// The stable code of a problem, or an empty text.
    #[track_caller]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The names of the fields to mend.
    #[track_caller]
    pub fn fields(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().filter_map(|error| error["field"].as_str().map(str::to_owned)).collect()
    }

    /// A header's value, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(HeaderValue::to_str).and_then(Result::ok).unwrap_or_default()
    }

    /// The `Set-Cookie` lines.
    pub fn cookies(&self) -> Vec<String> {
        self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok().map(str::to_owned)).collect()
    }

    /// The value that a cookie was set to.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let start = format!("{name}=");
        self.cookies().iter().find_map(|line| line.strip_prefix(&start)?.split(';').next().map(str::to_owned))
    }
}
