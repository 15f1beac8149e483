//! `/api/v1/communities/{slug}/diary`: the same use cases as our pages, for programs.

use super::model::{EntryCard, EntryId, MonthOfDiary, NewEntry};
use super::ops::{self, DiaryQuery};
use crate::communities::model::CategoryId;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::ids::MemberId;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter};
use crate::wishes::model::WishPage;
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(list, note)).routes(routes!(turn))
}

/// Which part of the diary.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// `2026-11`; left out, this month.
    #[serde(default)]
    month: String,
    /// About this resident alone.
    resident: Option<String>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
}

/// A month of the diary, summed up, with its entries, newest first
#[utoipa::path(get, path = "/communities/{slug}/diary", tag = "diary", params(("slug" = String, Path), ListQuery),
    responses((status = 200, body = MonthOfDiary), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<ListQuery>) -> Answer<MonthOfDiary> {
    let query = DiaryQuery {
        month: asked.month,
        resident: parameter(&call, "resident", asked.resident.as_deref(), |v| v.parse::<MemberId>().ok())?,
        cursor: parameter(&call, "cursor", asked.cursor.as_deref(), |v| v.parse().ok())?,
    };
    json(&call, serve(&call, "rest.diary.list", Mode::Read, &slug, query, ops::list).await)
}

/// What is noted.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteJson {
    /// Whom it is about; left out for nobody in particular. See `GET …/residents`.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    resident: String,
    /// By what way they were met: `phone`, `text`, `desk`, `visit`, `card`.
    channel: String,
    /// What was said, 4 to 300 characters.
    words: String,
}

/// Note a visit or a call
#[utoipa::path(post, path = "/communities/{slug}/diary", tag = "diary", request_body = NoteJson, params(("slug" = String, Path)),
    responses((status = 201, body = EntryCard), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn note(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<NoteJson>,
) -> Result<(StatusCode, axum::Json<EntryCard>), Refusal> {
    let new = NewEntry { resident: body.resident, channel: body.channel, words: body.words };
    created(&call, serve_once(&call, "rest.diary.note", &slug, new, ops::note).await)
}

/// Of what kind the order is.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnJson {
    /// A category's id; see `GET …/categories`.
    #[schema(value_type = uuid::Uuid)]
    category: CategoryId,
}

/// Make an order of an entry, for the resident whom it is about; once
#[utoipa::path(post, path = "/communities/{slug}/diary/{id}/turn", tag = "diary", request_body = TurnJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = WishPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn turn(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    Body(body): Body<TurnJson>,
) -> Result<(StatusCode, axum::Json<WishPage>), Refusal> {
    let input = (EntryId(id.get(&call)?), body.category);
    created(&call, serve_once(&call, "rest.diary.turn", &slug, input, ops::turn).await)
}
