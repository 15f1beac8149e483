//! The door of programs: JSON in, JSON or RFC 9457 `application/problem+json` out. No rule stands here.

use super::ctx::Call;
use super::fault::{Fault, Problem};
use super::said::{Lang, Said, Text, text};
use super::text::Bounds;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Path as AxumPath, Query as AxumQuery, Request};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What a program reads when something went wrong.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ProblemJson {
    /// Always `about:blank`: the code tells the kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for people, in the language asked for.
    pub detail: String,
    /// The stable code.
    pub code: String,
    /// The fields to mend.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldJson>,
    /// Finds a failure of ours in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
}

/// One field to mend.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FieldJson {
    /// Its name.
    pub field: String,
    /// The stable code.
    pub code: String,
    /// A sentence for people.
    pub detail: String,
}

/// A fault on its way to a program, in its language.
#[derive(Debug)]
pub struct Refusal(pub Fault, pub Lang);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(fault, lang) = self;
        let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let problem = ProblemJson {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            detail: fault.said(lang),
            code: fault.code().to_owned(),
            errors: fault.problems().iter().map(|problem| field(problem, lang)).collect(),
            incident: if let Fault::Broken { incident } = &fault { Some(incident.clone()) } else { None },
        };
        let mut response = (status, axum::Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match fault {
            Fault::SignIn => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Fault::SlowDown { after } => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(after));
            }
            Fault::Unavailable => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(3_u32));
            }
            _ => {}
        }
        response
    }
}

fn field(problem: &Problem, lang: Lang) -> FieldJson {
    FieldJson { field: problem.field.to_string(), code: problem.code.to_string(), detail: problem.said.t(lang).to_owned() }
}

/// What a REST handler answers.
pub type Answer<T> = Result<axum::Json<T>, Refusal>;

/// Turns a command's result into an answer.
///
/// # Errors
/// The fault, in the caller's language.
pub fn json<T>(call: &Call, result: Result<T, Fault>) -> Answer<T> {
    result.map(axum::Json).map_err(|fault| Refusal(fault, call.lang))
}

/// The same with 201 Created.
///
/// # Errors
/// The fault, in the caller's language.
pub fn created<T>(call: &Call, result: Result<T, Fault>) -> Result<(StatusCode, axum::Json<T>), Refusal> {
    json(call, result).map(|body| (StatusCode::CREATED, body))
}

impl<S: Sync> FromRequestParts<S> for Call {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let call = parts.extensions.get::<Self>().cloned();
        call.ok_or_else(|| Refusal(Fault::Broken { incident: "no-call".to_owned() }, Lang::default()))
    }
}

const NOT_JSON: Text = text("请求的内容不是这里要的 JSON:{}", "The body is not the JSON that is asked for here: {}");

/// A JSON body; an unknown field, a wrong type or a missing one is a 422 that names it. An empty body reads as `{}`.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Refusal;
    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let lang = request.extensions().get::<Call>().map_or(Lang::default(), |call| call.lang);
        let not_json = |why: String| {
            let said: Said = NOT_JSON.fill(&[&why]);
            Refusal(Problem::new("body", "body", said).into(), lang)
        };
        let bytes = Bytes::from_request(request, state).await.map_err(|e| not_json(e.body_text()))?;
        let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        serde_json::from_slice(bytes).map(Self).map_err(|e| not_json(e.to_string()))
    }
}

const NOT_QUERY: Text = text("网址里问号后面的内容不对：{}", "What follows the question mark does not read: {}");

/// The values of a query; one that does not read is a 422 like any other wrong field.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let lang = parts.extensions.get::<Call>().map_or(Lang::default(), |call| call.lang);
        let not_query = |e: QueryRejection| Refusal(Problem::new("query", "query", NOT_QUERY.fill(&[&e.body_text()])).into(), lang);
        AxumQuery::from_request_parts(parts, state).await.map(|AxumQuery(asked)| Self(asked)).map_err(not_query)
    }
}

/// The parts of a path. One that is no text names nothing.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let lang = parts.extensions.get::<Call>().map_or(Lang::default(), |call| call.lang);
        AxumPath::from_request_parts(parts, state).await.map(|AxumPath(named)| Self(named)).map_err(|_| Refusal(Fault::NotFound, lang))
    }
}

/// An id in a path. One that is not well formed names nothing: the same 404.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(from = "String")]
pub struct PathId(pub Option<uuid::Uuid>);

impl From<String> for PathId {
    fn from(text: String) -> Self {
        Self(text.parse().ok())
    }
}

impl PathId {
    /// The id, or not found.
    ///
    /// # Errors
    /// [`Fault::NotFound`].
    pub fn get(self, call: &Call) -> Result<uuid::Uuid, Refusal> {
        self.0.ok_or(Refusal(Fault::NotFound, call.lang))
    }
}

const BAD_VALUE: Text =
    text("这个值不认识，请查看接口说明。", "This value is not known here; please see the description of the interface.");

/// One value of a query: absent, or one that reads.
///
/// # Errors
/// 422 that names the parameter.
pub fn parameter<T>(call: &Call, name: &'static str, raw: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Refusal> {
    match raw {
        None | Some("") => Ok(None),
        Some(raw) => read(raw).map(Some).ok_or_else(|| Refusal(Problem::new(name, "unknown_value", BAD_VALUE).into(), call.lang)),
    }
}

/// What is searched for: at most 60 characters.
///
/// # Errors
/// 422 that names `q`.
pub fn words(call: &Call, q: Option<&str>) -> Result<Option<String>, Refusal> {
    Bounds::line("q", 1, 60).check_optional(q).map_err(|problem| Refusal(problem.into(), call.lang))
}

/// A caller with a token: without one it is a 401 before the body is even read. That the session still stands is looked
/// up with the command.
#[derive(Debug)]
pub struct Caller(pub Call);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let call = <Call as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        if call.identity.is_some() { Ok(Self(call)) } else { Err(Refusal(Fault::SignIn, call.lang)) }
    }
}
