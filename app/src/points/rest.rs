//! `/api/v1/communities/{slug}/points`: the same use cases as our pages, for programs.

use super::model::{Difference, DifferenceQuery, EntryQuery, MyPoints, RatesCard};
use super::ops;
use super::rates::NewRates;
use crate::communities::{serve, serve_once};
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Body, Caller, Path, Query, Refusal, created, json, parameter};
use chrono::NaiveDate;
use http::StatusCode;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_mine))
        .routes(routes!(get_rates, set_rates))
        .routes(routes!(difference))
        .routes(routes!(recompute))
}

/// How the ledger is paged.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct EntryParams {
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// Most rows, 1 to 100.
    limit: Option<String>,
}

/// My points: the sum, this quarter, and every entry with its arithmetic, newest first
#[utoipa::path(get, path = "/communities/{slug}/points", tag = "points", params(("slug" = String, Path), EntryParams),
    responses((status = 200, body = MyPoints), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list_mine(Caller(call): Caller, Path(slug): Path<String>, Query(params): Query<EntryParams>) -> Answer<MyPoints> {
    let query = EntryQuery {
        cursor: parameter(&call, "cursor", params.cursor.as_deref(), |v| v.parse().ok())?,
        limit: parameter(&call, "limit", params.limit.as_deref(), |v| v.parse().ok())?,
    };
    json(&call, serve(&call, "rest.points.mine", Mode::Read, &slug, query, ops::list_mine).await)
}

/// What deeds are worth here: what holds today, and every version
#[utoipa::path(get, path = "/communities/{slug}/points/rates", tag = "points", params(("slug" = String, Path)),
    responses((status = 200, body = RatesCard), (status = 401), (status = 403), (status = 404)))]
async fn get_rates(Caller(call): Caller, Path(slug): Path<String>) -> Answer<RatesCard> {
    json(&call, serve(&call, "rest.points.rates", Mode::Read, &slug, (), ops::get_rates).await)
}

/// What deeds are to be worth.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatesJson {
    /// The first day, after today.
    from: NaiveDate,
    /// Points of an hour of a post, 0 to 100.
    hour: i32,
    /// Points of an hour, by kind of post (the code of a preset, or `own`).
    #[serde(default)]
    kinds: BTreeMap<String, i32>,
    /// Points of an hour, by post (its id).
    #[serde(default)]
    posts: BTreeMap<String, i32>,
    /// Points of a granted wish, 0 to 100.
    wish: i32,
    /// Points of a granted wish, by category (its code).
    #[serde(default)]
    categories: BTreeMap<String, i32>,
    /// The most that a day brings, 1 to 1,000.
    most_a_day: i32,
}

impl From<RatesJson> for NewRates {
    fn from(json: RatesJson) -> Self {
        let texts = |all: BTreeMap<String, i32>| all.into_iter().map(|(key, points)| (key, points.to_string())).collect();
        Self {
            from: json.from.to_string(),
            hour: json.hour.to_string(),
            kinds: texts(json.kinds),
            posts: texts(json.posts),
            wish: json.wish.to_string(),
            categories: texts(json.categories),
            most_a_day: json.most_a_day.to_string(),
        }
    }
}

/// Set what deeds are worth from a day to come on, for admins
#[utoipa::path(post, path = "/communities/{slug}/points/rates", tag = "points", request_body = RatesJson, params(("slug" = String, Path)),
    responses((status = 201, body = RatesCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn set_rates(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<RatesJson>,
) -> Result<(StatusCode, axum::Json<RatesCard>), Refusal> {
    created(&call, serve_once(&call, "rest.points.set_rates", &slug, body.into(), ops::set_rates).await)
}

/// Which quarter by which version.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct DifferenceParams {
    /// The quarter: `2026Q4`.
    #[serde(default)]
    quarter: String,
    /// The version; 0 is the standard.
    #[serde(default)]
    version: String,
}

/// What a quarter would be by a version of the rates, for admins
#[utoipa::path(get, path = "/communities/{slug}/points/difference", tag = "points", params(("slug" = String, Path), DifferenceParams),
    responses((status = 200, body = Difference), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn difference(Caller(call): Caller, Path(slug): Path<String>, Query(params): Query<DifferenceParams>) -> Answer<Difference> {
    let query = DifferenceQuery { quarter: params.quarter, version: params.version };
    json(&call, serve(&call, "rest.points.difference", Mode::Read, &slug, query, ops::difference).await)
}

/// What an admin agrees to.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecomputeJson {
    /// The quarter: `2026Q4`.
    quarter: String,
    /// The version; 0 is the standard.
    version: i32,
    /// `seen` of the difference that was shown.
    seen: String,
}

/// Compute a quarter by another version, as the difference showed it, for admins; the ledgers follow within seconds
#[utoipa::path(post, path = "/communities/{slug}/points/recompute", tag = "points", request_body = RecomputeJson, params(("slug" = String, Path)),
    responses((status = 200, body = Difference), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn recompute(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<RecomputeJson>) -> Answer<Difference> {
    let which = DifferenceQuery { quarter: body.quarter, version: body.version.to_string() };
    json(&call, serve_once(&call, "rest.points.recompute", &slug, (which, body.seen), ops::recompute).await)
}
