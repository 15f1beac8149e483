//! `/api/v1/communities/{slug}/invitation`: the link by which residents come.

use crate::communities::model::{InvitationCard, Member};
use crate::communities::ops;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Body, Caller, Path, Refusal, created, json};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(find_invitation, make_invitation, end_invitation)).routes(routes!(come_by))
}

/// The invitation that is good now, or `null`: for staff and admins
#[utoipa::path(get, path = "/communities/{slug}/invitation", tag = "members", params(("slug" = String, Path)),
    responses((status = 200, body = Option<InvitationCard>), (status = 401), (status = 403), (status = 404)))]
async fn find_invitation(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Option<InvitationCard>> {
    json(&call, serve(&call, "rest.invitation.find", Mode::Read, &slug, (), ops::find_invitation).await)
}

/// Make an invitation, which voids the one before
#[utoipa::path(post, path = "/communities/{slug}/invitation", tag = "members", params(("slug" = String, Path)),
    responses((status = 201, body = InvitationCard), (status = 401), (status = 403), (status = 404)))]
async fn make_invitation(Caller(call): Caller, Path(slug): Path<String>) -> Result<(StatusCode, axum::Json<InvitationCard>), Refusal> {
    created(&call, serve_once(&call, "rest.invitation.make", &slug, (), ops::make_invitation).await)
}

/// Make the invitation void
#[utoipa::path(delete, path = "/communities/{slug}/invitation", tag = "members", params(("slug" = String, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
async fn end_invitation(Caller(call): Caller, Path(slug): Path<String>) -> Result<StatusCode, Refusal> {
    json(&call, serve_once(&call, "rest.invitation.end", &slug, (), ops::end_invitation).await).map(|_| StatusCode::NO_CONTENT)
}

/// What opens an invitation.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ComeByJson {
    /// The token of the link.
    token: String,
}

/// Be verified by the invitation, having registered before
#[utoipa::path(post, path = "/communities/{slug}/invitation/come-by", tag = "members", request_body = ComeByJson, params(("slug" = String, Path)),
    responses((status = 200, body = Member), (status = 401), (status = 404), (status = 409), (status = 422)))]
async fn come_by(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<ComeByJson>) -> Answer<Member> {
    json(&call, serve_once(&call, "rest.invitation.come_by", &slug, body.token, ops::come_by).await)
}
