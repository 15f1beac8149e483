//! `/api/v1/…/my-data` and `/api/v1/me`: the same use cases as our pages, for programs.

use super::model::{Going, MyData};
use super::ops;
use crate::communities::model::{Corrected, Member};
use crate::communities::{self, serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::ids::MemberId;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Refusal, json};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(get, correct, leave))
        .routes(routes!(give_out, let_go))
        .routes(routes!(close_account))
        .routes(routes!(join))
}

/// All that this community keeps of me
#[utoipa::path(get, path = "/communities/{slug}/my-data", tag = "personal data", params(("slug" = String, Path)),
    responses((status = 200, body = MyData), (status = 401), (status = 404)))]
async fn get(Caller(call): Caller, Path(slug): Path<String>) -> Answer<MyData> {
    json(&call, serve(&call, "rest.personal.get", Mode::Read, &slug, None, ops::give_out).await)
}

/// My name, building and door, as they are to be.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectJson {
    /// The name, as on the door; another one is looked at by staff again.
    name: String,
    /// The building.
    building: String,
    /// The door.
    door: String,
}

/// Correct my name, building and door
#[utoipa::path(put, path = "/communities/{slug}/my-data", tag = "personal data", request_body = CorrectJson, params(("slug" = String, Path)),
    responses((status = 200, body = Member), (status = 401), (status = 404), (status = 422)))]
async fn correct(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<CorrectJson>) -> Answer<Member> {
    let typed = Corrected { name: body.name, building: body.building, door: body.door };
    json(&call, serve_once(&call, "rest.personal.correct", &slug, typed, communities::ops::correct).await)
}

/// Leave this community: what it keeps of me as a person is removed, what I did stays without my name
#[utoipa::path(delete, path = "/communities/{slug}/my-data", tag = "personal data", params(("slug" = String, Path)),
    responses((status = 204), (status = 401), (status = 404), (status = 409)))]
async fn leave(Caller(call): Caller, Path(slug): Path<String>) -> Result<StatusCode, Refusal> {
    json(&call, serve_once(&call, "rest.personal.leave", &slug, Going { record: None, sure: true }, ops::leave).await)
        .map(|axum::Json(())| StatusCode::NO_CONTENT)
}

/// All that is kept of somebody without an account, who asked the desk for it; it is on record that it was given out
#[utoipa::path(get, path = "/communities/{slug}/residents/{id}/my-data", tag = "personal data",
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = MyData), (status = 401), (status = 403), (status = 404)))]
async fn give_out(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<MyData> {
    let record = Some(MemberId(id.get(&call)?));
    json(&call, serve(&call, "rest.personal.give_out", Mode::Write, &slug, record, ops::give_out).await)
}

/// Remove what is kept of somebody without an account, who asked the desk for it
#[utoipa::path(delete, path = "/communities/{slug}/residents/{id}/my-data", tag = "personal data",
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
async fn let_go(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Result<StatusCode, Refusal> {
    let going = Going { record: Some(MemberId(id.get(&call)?)), sure: true };
    json(&call, serve_once(&call, "rest.personal.let_go", &slug, going, ops::leave).await).map(|axum::Json(())| StatusCode::NO_CONTENT)
}

/// The password, once more.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseJson {
    /// The password of the account.
    #[serde(default)]
    password: String,
}

/// Close my account: I leave every community, and the account is gone
#[utoipa::path(delete, path = "/me", tag = "personal data", request_body = CloseJson,
    responses((status = 204), (status = 401), (status = 409), (status = 422), (status = 429)))]
async fn close_account(Caller(call): Caller, Body(body): Body<CloseJson>) -> Result<StatusCode, Refusal> {
    json(&call, ops::close_account(&call, &body.password).await).map(|axum::Json(())| StatusCode::NO_CONTENT)
}

/// Whose account a record is joined to.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinJson {
    /// The membership that the account has here: unverified, and not used.
    #[schema(value_type = uuid::Uuid)]
    member: MemberId,
}

/// Join a record to the account of the same person: for staff and admins
#[utoipa::path(post, path = "/communities/{slug}/residents/{id}/join", tag = "members", request_body = JoinJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Member), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn join(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<JoinJson>) -> Answer<Member> {
    let id = MemberId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.residents.join", &slug, (id, body.member), ops::join).await)
}
