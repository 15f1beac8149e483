//! `/api/v1/communities/{slug}/delegates`: who speaks for whom.

use crate::communities::model::{Delegates, DelegationCard, DelegationId, OfferCard};
use crate::communities::ops;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::ids::MemberId;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list_delegates, offer_delegation)).routes(routes!(take_on)).routes(routes!(end_delegation))
}

/// Whose delegates.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DelegatesQuery {
    /// A resident, for the desk and grid workers; left out for one's own.
    resident: Option<String>,
}

/// Who speaks for me and for whom I speak; or who speaks for a resident
#[utoipa::path(get, path = "/communities/{slug}/delegates", tag = "delegates", params(("slug" = String, Path), DelegatesQuery),
    responses((status = 200, body = Delegates), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list_delegates(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<DelegatesQuery>) -> Answer<Delegates> {
    let resident = parameter(&call, "resident", asked.resident.as_deref(), |v| v.parse::<MemberId>().ok())?;
    json(&call, serve(&call, "rest.delegates.list", Mode::Read, &slug, resident, ops::list_delegates).await)
}

/// For whom a code is made.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferJson {
    /// A resident, for the desk and grid workers; left out for oneself.
    #[schema(value_type = Option<uuid::Uuid>)]
    resident: Option<MemberId>,
}

/// A code to pass on: whoever takes it on speaks for the resident
#[utoipa::path(post, path = "/communities/{slug}/delegates", tag = "delegates", request_body = OfferJson, params(("slug" = String, Path)),
    responses((status = 201, body = OfferCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn offer_delegation(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<OfferJson>,
) -> Result<(StatusCode, axum::Json<OfferCard>), Refusal> {
    created(&call, serve_once(&call, "rest.delegates.offer", &slug, body.resident, ops::offer_delegation).await)
}

/// A code that somebody was told.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeJson {
    /// Eight digits.
    code: String,
}

/// Take a code on: I speak for its resident from now on
#[utoipa::path(post, path = "/communities/{slug}/delegates/take-on", tag = "delegates", request_body = CodeJson, params(("slug" = String, Path)),
    responses((status = 200, body = DelegationCard), (status = 401), (status = 404), (status = 409), (status = 422), (status = 429)))]
async fn take_on(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<CodeJson>) -> Answer<DelegationCard> {
    json(&call, ops::take_on(&call, &slug, body.code).await)
}

/// End a delegation, or call a code back
#[utoipa::path(delete, path = "/communities/{slug}/delegates/{id}", tag = "delegates",
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)), responses((status = 204), (status = 401), (status = 404)))]
async fn end_delegation(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Result<StatusCode, Refusal> {
    let id = DelegationId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.delegates.end", &slug, id, ops::end_delegation).await).map(|_| StatusCode::NO_CONTENT)
}
