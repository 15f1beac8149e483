//! `/api/v1/communities/{slug}/notices`: the same use cases as our pages, for programs.

use super::model::NoticeCard;
use super::ops::{self, NoticeQuery};
use crate::communities::model::Page;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Caller, Path, Query, json, parameter};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read_all))
}

/// Which part of the list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// Most rows, 1 to 100.
    limit: Option<String>,
}

/// What I was told, newest first
#[utoipa::path(get, path = "/communities/{slug}/notices", tag = "notices", params(("slug" = String, Path), ListQuery),
    responses((status = 200, body = Page<NoticeCard>), (status = 401), (status = 404), (status = 422)))]
async fn list(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<ListQuery>) -> Answer<Page<NoticeCard>> {
    let query = NoticeQuery {
        cursor: parameter(&call, "cursor", asked.cursor.as_deref(), |v| v.parse().ok())?,
        limit: parameter(&call, "limit", asked.limit.as_deref(), |v| v.parse().ok())?,
    };
    json(&call, serve(&call, "rest.notices.list", Mode::Read, &slug, query, ops::list).await)
}

/// How many notices were new until now.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReadJson {
    /// So many.
    read: u64,
}

/// Mark all my notices as read
#[utoipa::path(post, path = "/communities/{slug}/notices/read", tag = "notices", params(("slug" = String, Path)),
    responses((status = 200, body = ReadJson), (status = 401), (status = 404)))]
async fn read_all(Caller(call): Caller, Path(slug): Path<String>) -> Answer<ReadJson> {
    json(&call, serve_once(&call, "rest.notices.read", &slug, (), ops::read_all).await.map(|read| ReadJson { read }))
}
