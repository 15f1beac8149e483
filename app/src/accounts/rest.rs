//! `/api/v1/sessions`: logging in and out, for programs; and how one logs in.

use super::model::{LogInChange, SessionCard};
use super::ops::{self, Tokens};
use super::serve;
use crate::accounts::model::MembershipCard;
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::ids::{AccountId, SessionId};
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Refusal, json};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_sessions))
        .routes(routes!(refresh))
        .routes(routes!(end_current))
        .routes(routes!(end_session))
        .routes(routes!(change_log_in))
}

/// A log-in.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// A phone or a chosen name.
    pub login: String,
    /// The password.
    pub password: String,
}

/// A refresh token to exchange.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refresh {
    /// The token.
    pub refresh_token: String,
}

/// What a log-in or refresh hands out.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionJson {
    /// Send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Exchange it, once, for new tokens.
    pub refresh_token: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
    /// The account.
    #[schema(value_type = uuid::Uuid)]
    pub account: AccountId,
    /// The session.
    #[schema(value_type = uuid::Uuid)]
    pub session: SessionId,
    /// Where the person is a member, and as what.
    pub memberships: Vec<MembershipCard>,
}

impl SessionJson {
    /// The answer to a log-in.
    pub fn new(tokens: Tokens, memberships: Vec<MembershipCard>) -> Self {
        Self {
            access_token: tokens.access,
            refresh_token: tokens.refresh,
            expires_in: tokens.expires_in,
            account: tokens.who.account,
            session: tokens.who.session,
            memberships,
        }
    }
}

/// New tokens for a refresh token. A second use of an old one ends the session.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TokensJson {
    /// Send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Exchange it, once, for new tokens.
    pub refresh_token: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
}

/// Exchange a refresh token for new tokens
#[utoipa::path(post, path = "/sessions/refresh", tag = "sessions", request_body = Refresh,
    responses((status = 200, body = TokensJson), (status = 401, description = "not, or no longer, good")))]
async fn refresh(call: Call, Body(body): Body<Refresh>) -> Answer<TokensJson> {
    let tokens = json(&call, ops::refresh(&call, body.refresh_token).await)?.0;
    Ok(axum::Json(TokensJson { access_token: tokens.access, refresh_token: tokens.refresh, expires_in: tokens.expires_in }))
}

/// My sessions.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SessionList {
    /// Newest first.
    pub items: Vec<SessionCard>,
    /// Always null: all are on this page.
    pub next: Option<String>,
}

/// Where I am logged in
#[utoipa::path(get, path = "/sessions", tag = "sessions", responses((status = 200, body = SessionList), (status = 401)))]
async fn list_sessions(Caller(call): Caller) -> Answer<SessionList> {
    let items = serve(&call, "rest.sessions.list", Mode::Read, (), ops::list_sessions).await;
    json(&call, items.map(|items| SessionList { items, next: None }))
}

/// Change my phone, log-in name or password
#[utoipa::path(patch, path = "/me", tag = "accounts", request_body = LogInChange,
    responses((status = 204), (status = 401), (status = 422), (status = 429)))]
async fn change_log_in(Caller(call): Caller, Body(body): Body<LogInChange>) -> Result<StatusCode, Refusal> {
    json(&call, ops::change_log_in(&call, body).await).map(|axum::Json(())| StatusCode::NO_CONTENT)
}

/// Log out
#[utoipa::path(delete, path = "/sessions/current", tag = "sessions", responses((status = 204), (status = 401)))]
async fn end_current(Caller(call): Caller) -> Result<StatusCode, Refusal> {
    let _ended = json(&call, serve(&call, "rest.sessions.end", Mode::Write, None, ops::end_session).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// End one of my sessions
#[utoipa::path(delete, path = "/sessions/{id}", tag = "sessions", params(("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 404)))]
async fn end_session(Caller(call): Caller, Path(id): Path<PathId>) -> Result<StatusCode, Refusal> {
    let id = SessionId(id.get(&call)?);
    let _ended = json(&call, serve(&call, "rest.sessions.end", Mode::Write, Some(id), ops::end_session).await)?;
    Ok(StatusCode::NO_CONTENT)
}
