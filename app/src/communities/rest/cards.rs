//! `/api/v1/communities/{slug}/card`: the household card.

use crate::communities::model::HouseholdCard;
use crate::communities::ops;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::ids::MemberId;
use crate::kernel::rest::{Answer, Body, Caller, Path, Query, json, parameter};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(get_card, make_card))
}

/// Whose card.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct CardQuery {
    /// A resident, for their delegates, the desk and grid workers; left out for one's own.
    resident: Option<String>,
}

/// My household card, or that of a resident for whom I may order
#[utoipa::path(get, path = "/communities/{slug}/card", tag = "members", params(("slug" = String, Path), CardQuery),
    responses((status = 200, body = HouseholdCard), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn get_card(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<CardQuery>) -> Answer<HouseholdCard> {
    let resident = parameter(&call, "resident", asked.resident.as_deref(), |v| v.parse::<MemberId>().ok())?;
    json(&call, serve(&call, "rest.card.get", Mode::Read, &slug, resident, ops::get_card).await)
}

/// For whom a card is made.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardJson {
    /// A resident, for their delegates, the desk and grid workers; left out for oneself.
    #[schema(value_type = Option<uuid::Uuid>)]
    resident: Option<MemberId>,
}

/// Make a household card with a new number; the one before is void
#[utoipa::path(post, path = "/communities/{slug}/card", tag = "members", request_body = CardJson, params(("slug" = String, Path)),
    responses((status = 200, body = HouseholdCard), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn make_card(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<CardJson>) -> Answer<HouseholdCard> {
    json(&call, serve_once(&call, "rest.card.make", &slug, body.resident, ops::make_card).await)
}
