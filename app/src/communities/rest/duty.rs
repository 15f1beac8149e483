//! `/api/v1/communities/{slug}/duty`: who is on duty at the desk.

use crate::communities::model::Duty;
use crate::communities::{ops, serve_once};
use crate::kernel::rest::{Answer, Body, Caller, Path, json};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(set_duty))
}

/// Whether I am on duty.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyJson {
    /// Today, from now on; `false` to end it.
    on: bool,
}

/// Say that I am on duty at the desk today, or no longer; my name stands on the hall's screen by that
#[utoipa::path(put, path = "/communities/{slug}/duty", tag = "members", request_body = DutyJson, params(("slug" = String, Path)),
    responses((status = 200, body = Duty), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn set_duty(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<DutyJson>) -> Answer<Duty> {
    json(&call, serve_once(&call, "rest.duty.set", &slug, body.on, ops::set_duty).await)
}
