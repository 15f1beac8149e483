//! `/api/v1/communities/{slug}/audit`: the same use case as our page, for programs.

use super::model::{AuditLog, AuditQuery};
use super::ops;
use crate::communities::serve;
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Caller, Path, Query, json, parameter};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which part of the history.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// What it is about: `wish`, `member`, `community`, `category`, `delegation`, `invitation`, `diary`, `figures`.
    #[serde(default)]
    about: String,
    /// Part of the name of who did it.
    #[serde(default)]
    who: String,
    /// The first day, `2026-11-01`.
    #[serde(default)]
    from: String,
    /// The last day.
    #[serde(default)]
    to: String,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// Who did what in this community, newest first, and how much of it is sealed
#[utoipa::path(get, path = "/communities/{slug}/audit", tag = "audit", params(("slug" = String, Path), ListQuery),
    responses((status = 200, body = AuditLog), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<ListQuery>) -> Answer<AuditLog> {
    let cursor = parameter(&call, "cursor", asked.cursor.as_deref(), |v| v.parse().ok())?;
    let query = AuditQuery { about: asked.about, who: asked.who, from: asked.from, to: asked.to, cursor };
    json(&call, serve(&call, "rest.audit.list", Mode::Read, &slug, query, ops::list).await)
}
