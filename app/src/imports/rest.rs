//! `/api/v1/…/imports`: bringing tables in, for programs.

use super::model::{FILE_BYTES, ImportId, ImportPage, Imports, RowQuery, WrongFile};
use super::ops;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Caller, Path, PathId, Query, Refusal, created, json, parameter};
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::extract::rejection::BytesRejection;
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    // One byte more than may come, so that the rule itself says what is too much.
    let bring = OpenApiRouter::new().routes(routes!(list, bring)).layer(DefaultBodyLimit::max(FILE_BYTES + 1));
    bring.routes(routes!(get, discard)).routes(routes!(apply)).routes(routes!(undo))
}

/// What was brought in here, newest first: for admins
#[utoipa::path(get, path = "/communities/{slug}/imports", tag = "imports", params(("slug" = String, Path)),
    responses((status = 200, body = Imports), (status = 401), (status = 403), (status = 404)))]
async fn list(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Imports> {
    json(&call, serve(&call, "rest.imports.list", Mode::Read, &slug, (), ops::list).await)
}

/// What a table holds.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BringQuery {
    /// `residents`, `volunteers`, `categories`.
    #[serde(default)]
    what: String,
}

/// Bring a table, to be looked at: CSV (UTF-8, UTF-16, GBK) or XLSX of up to 2 MB and 2,000 rows. Nothing comes in yet
#[utoipa::path(post, path = "/communities/{slug}/imports", tag = "imports", params(("slug" = String, Path), BringQuery),
    request_body(content = Vec<u8>, content_type = "text/csv", description = "the file"),
    responses((status = 201, body = ImportPage), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn bring(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Query(asked): Query<BringQuery>,
    file: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, axum::Json<ImportPage>), Refusal> {
    let file = file.map_err(|_| Refusal(WrongFile::TooManyBytes.into(), call.lang))?;
    let id = json(&call, ops::bring(&call, &slug, &asked.what, file.to_vec()).await)?.0;
    created(&call, serve(&call, "rest.imports.brought", Mode::Read, &slug, (id, RowQuery::default()), ops::get).await)
}

/// Which rows.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct RowsQuery {
    /// `true`: only rows to be corrected.
    wrong: Option<String>,
    /// Where to go on: `next` of the page before.
    after: Option<String>,
}

/// A table with what its rows would do, or did
#[utoipa::path(get, path = "/communities/{slug}/imports/{id}", tag = "imports", params(("slug" = String, Path), ("id" = uuid::Uuid, Path), RowsQuery),
    responses((status = 200, body = ImportPage), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn get(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Query(asked): Query<RowsQuery>) -> Answer<ImportPage> {
    let query = RowQuery {
        wrong: parameter(&call, "wrong", asked.wrong.as_deref(), |v| v.parse().ok())?.unwrap_or_default(),
        after: parameter(&call, "after", asked.after.as_deref(), |v| v.parse().ok())?,
    };
    let id = ImportId(id.get(&call)?);
    json(&call, serve(&call, "rest.imports.get", Mode::Read, &slug, (id, query), ops::get).await)
}

/// Let a table come in: all of its rows or none
#[utoipa::path(post, path = "/communities/{slug}/imports/{id}/apply", tag = "imports", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ImportPage), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn apply(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<ImportPage> {
    let id = ImportId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.imports.apply", &slug, id, ops::apply).await)
}

/// Take back what came in, within a day; what was used since stays
#[utoipa::path(post, path = "/communities/{slug}/imports/{id}/undo", tag = "imports", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ImportPage), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn undo(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<ImportPage> {
    let id = ImportId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.imports.undo", &slug, id, ops::undo).await)
}

/// Throw a draft away
#[utoipa::path(delete, path = "/communities/{slug}/imports/{id}", tag = "imports", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn discard(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Result<StatusCode, Refusal> {
    let id = ImportId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.imports.discard", &slug, id, ops::discard).await).map(|axum::Json(())| StatusCode::NO_CONTENT)
}
