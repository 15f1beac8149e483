//! `/api/v1/communities/{slug}/figures`: the same use case as our page, for programs.

use super::model::AllFigures;
use super::ops;
use crate::communities::serve;
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Caller, Path, Query, json};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(get))
}

/// Of which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct FiguresQuery {
    /// The first day, `2026-11-01`; left out, the first of the month of `to`, or of this month.
    #[serde(default)]
    from: String,
    /// The last day; left out, the last of the month of `from`. At most 366 days.
    #[serde(default)]
    to: String,
}

/// What the community has done from one day to another, counted from its history
#[utoipa::path(get, path = "/communities/{slug}/figures", tag = "figures", params(("slug" = String, Path), FiguresQuery),
    responses((status = 200, body = AllFigures), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn get(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<FiguresQuery>) -> Answer<AllFigures> {
    json(&call, serve(&call, "rest.figures.get", Mode::Read, &slug, (asked.from, asked.to), ops::get).await)
}
