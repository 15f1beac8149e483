//! `/api/v1/communities/{slug}/certificates`, `/api/v1/certificates/{number}`: the same use cases as our pages, for programs.

use super::model::{CertificateCard, CertificateId, Confirmed};
use super::ops;
use crate::communities::rest::Whole;
use crate::communities::{serve, serve_once};
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::ids::MemberId;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, issue)).routes(routes!(get)).routes(routes!(void)).routes(routes!(confirm))
}

/// Whose certificates.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct WhoseParams {
    /// The member, for the desk; mine where it is left out.
    member: Option<String>,
}

/// My certificates of hours, or for the desk a member's, newest first
#[utoipa::path(get, path = "/communities/{slug}/certificates", tag = "certificates", params(("slug" = String, Path), WhoseParams),
    responses((status = 200, body = Whole<CertificateCard>), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list(Caller(call): Caller, Path(slug): Path<String>, Query(params): Query<WhoseParams>) -> Answer<Whole<CertificateCard>> {
    let member = parameter(&call, "member", params.member.as_deref(), |v| v.parse().ok())?;
    json(&call, serve(&call, "rest.certificates.list", Mode::Read, &slug, member, ops::list).await.map(Whole::from))
}

/// For whom a certificate is made.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueJson {
    /// The member, for the desk; me where it is left out.
    member: Option<uuid::Uuid>,
}

/// Make a certificate of the hours that are confirmed now; the newest there is where it says the same
#[utoipa::path(post, path = "/communities/{slug}/certificates", tag = "certificates", request_body = IssueJson, params(("slug" = String, Path)),
    responses((status = 201, body = CertificateCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn issue(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<IssueJson>,
) -> Result<(StatusCode, axum::Json<CertificateCard>), Refusal> {
    created(&call, serve_once(&call, "rest.certificates.issue", &slug, body.member.map(MemberId), ops::issue).await)
}

/// One certificate: for whose it is, and the desk
#[utoipa::path(get, path = "/communities/{slug}/certificates/{id}", tag = "certificates", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CertificateCard), (status = 401), (status = 403), (status = 404)))]
async fn get(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<CertificateCard> {
    let id = CertificateId(id.get(&call)?);
    json(&call, serve(&call, "rest.certificates.get", Mode::Read, &slug, id, ops::get).await)
}

/// Why a certificate is void.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidJson {
    /// 2 to 300 characters; whose it is reads it.
    reason: String,
}

/// Declare a certificate void, for the desk
#[utoipa::path(post, path = "/communities/{slug}/certificates/{id}/void", tag = "certificates", request_body = VoidJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CertificateCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn void(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<VoidJson>) -> Answer<CertificateCard> {
    let id = CertificateId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.certificates.void", &slug, (id, body.reason), ops::void).await)
}

/// How the name on a certificate begins.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct NameParams {
    /// Its first three characters; the whole name where it is shorter.
    #[serde(default)]
    name: String,
}

/// Whether a certificate is genuine: for anybody who knows its number and how the name begins
#[utoipa::path(get, path = "/certificates/{number}", tag = "certificates", params(("number" = String, Path), NameParams),
    responses((status = 200, body = Confirmed), (status = 422), (status = 429)))]
async fn confirm(call: Call, Path(number): Path<String>, Query(params): Query<NameParams>) -> Answer<Confirmed> {
    json(&call, ops::confirm(&call, (number, params.name)).await)
}
