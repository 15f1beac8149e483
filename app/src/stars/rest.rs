//! `/api/v1/communities/{slug}/stars`: the same use cases as our pages, for programs.

use super::model::{At, BoardQuery, Closing, LineId, MyStars, RecordCard, RulesCard, StarBoard, StarObjectionCard, StarObjectionId};
use super::ops;
use super::rules::{KEYS, NewThresholds, Thresholds};
use crate::communities::rest::Whole;
use crate::communities::{serve, serve_once};
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json};
use crate::posts::model::PostId;
use crate::posts::rest::SeenJson;
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(board))
        .routes(routes!(list_records))
        .routes(routes!(list_mine))
        .routes(routes!(choose))
        .routes(routes!(get_rules, set_rules))
        .routes(routes!(get_closing))
        .routes(routes!(compute))
        .routes(routes!(publish))
        .routes(routes!(seal))
        .routes(routes!(object))
        .routes(routes!(list_objections))
        .routes(routes!(answer))
}

/// Which quarter, or year.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BoardParams {
    /// `2026Q3`, or `2026`; left out for the newest.
    #[serde(default)]
    quarter: String,
}

/// The stars of a quarter or a year, of those who agreed to be shown: for anybody
#[utoipa::path(get, path = "/communities/{slug}/stars", tag = "stars", params(("slug" = String, Path), BoardParams),
    responses((status = 200, body = StarBoard), (status = 404), (status = 422)))]
async fn board(call: Call, Path(slug): Path<String>, Query(params): Query<BoardParams>) -> Answer<StarBoard> {
    let asked = BoardQuery { quarter: params.quarter };
    json(&call, serve(&call, "rest.stars.board", Mode::Read, &slug, asked, ops::board).await)
}

/// What those who claim a post did here so far: confirmed hours, missed shifts, stars; for admins
#[utoipa::path(get, path = "/communities/{slug}/posts/{id}/records", tag = "stars", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Whole<RecordCard>), (status = 401), (status = 403), (status = 404)))]
async fn list_records(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<Whole<RecordCard>> {
    let post = PostId(id.get(&call)?);
    json(&call, serve(&call, "rest.stars.records", Mode::Read, &slug, post, ops::list_records).await.map(Whole::from))
}

/// My stars: this quarter so far, every quarter with its arithmetic, and the years
#[utoipa::path(get, path = "/communities/{slug}/stars/mine", tag = "stars", params(("slug" = String, Path)),
    responses((status = 200, body = MyStars), (status = 401), (status = 403), (status = 404)))]
async fn list_mine(Caller(call): Caller, Path(slug): Path<String>) -> Answer<MyStars> {
    json(&call, serve(&call, "rest.stars.mine", Mode::Read, &slug, (), ops::list_mine).await)
}

/// How my stars are shown to others.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseJson {
    /// `hidden`: not at all; `masked`: by the family name; `whole`: by the whole name.
    showing: String,
}

/// Choose how my stars are shown to others
#[utoipa::path(put, path = "/communities/{slug}/stars/mine/showing", tag = "stars", request_body = ChooseJson, params(("slug" = String, Path)),
    responses((status = 200, body = MyStars), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn choose(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<ChooseJson>) -> Answer<MyStars> {
    json(&call, serve_once(&call, "rest.stars.choose", &slug, body.showing, ops::choose).await)
}

/// What stars take here: what holds for this quarter, and every version; for anybody
#[utoipa::path(get, path = "/communities/{slug}/stars/rules", tag = "stars", params(("slug" = String, Path)),
    responses((status = 200, body = RulesCard), (status = 404)))]
async fn get_rules(call: Call, Path(slug): Path<String>) -> Answer<RulesCard> {
    json(&call, serve(&call, "rest.stars.rules", Mode::Read, &slug, (), ops::get_rules).await)
}

/// What stars are to take.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesJson {
    /// The first quarter, after this one: `2027Q1`.
    from: String,
    /// Of one to five stars, in this order: points up to 10,000, hours up to 500, and missed shifts up to 100.
    stars: Thresholds,
}

impl From<RulesJson> for NewThresholds {
    fn from(json: RulesJson) -> Self {
        let column = |of: fn(&super::rules::Threshold) -> i64| {
            KEYS.iter().zip(&json.stars.0).map(|(key, star)| ((*key).to_owned(), of(star).to_string())).collect()
        };
        Self {
            points: column(|star| star.points),
            hours: column(|star| star.hours),
            missed: column(|star| star.most_missed),
            from: json.from.clone(),
        }
    }
}

/// Set what stars take from a quarter to come on, for admins
#[utoipa::path(post, path = "/communities/{slug}/stars/rules", tag = "stars", request_body = RulesJson, params(("slug" = String, Path)),
    responses((status = 201, body = RulesCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn set_rules(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<RulesJson>,
) -> Result<(StatusCode, axum::Json<RulesCard>), Refusal> {
    created(&call, serve_once(&call, "rest.stars.set_rules", &slug, body.into(), ops::set_rules).await)
}

/// A quarter as it is closed, with everybody in it, for admins
#[utoipa::path(get, path = "/communities/{slug}/stars/quarters/{quarter}", tag = "stars",
    params(("slug" = String, Path), ("quarter" = String, Path)),
    responses((status = 200, body = Closing), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn get_closing(Caller(call): Caller, Path((slug, quarter)): Path<(String, String)>) -> Answer<Closing> {
    json(&call, serve(&call, "rest.stars.closing", Mode::Read, &slug, quarter, ops::get_closing).await)
}

/// Count a quarter that is over, or count it again, for admins; where nothing changed since, it stays as it is
#[utoipa::path(post, path = "/communities/{slug}/stars/quarters/{quarter}/compute", tag = "stars", request_body = SeenJson,
    params(("slug" = String, Path), ("quarter" = String, Path)),
    responses((status = 200, body = Closing), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn compute(Caller(call): Caller, Path((slug, quarter)): Path<(String, String)>, Body(body): Body<SeenJson>) -> Answer<Closing> {
    let at = At { quarter, version: body.version };
    json(&call, serve_once(&call, "rest.stars.compute", &slug, at, ops::compute).await)
}

/// How a quarter is made public.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishJson {
    /// For how many days, 1 to 30; 5 where it is left out.
    #[serde(default)]
    days: Option<i64>,
    /// The version that was seen; left out, whatever there is.
    #[serde(default)]
    version: Option<i32>,
}

/// Make a quarter public, for admins; whoever has stars is told
#[utoipa::path(post, path = "/communities/{slug}/stars/quarters/{quarter}/publish", tag = "stars", request_body = PublishJson,
    params(("slug" = String, Path), ("quarter" = String, Path)),
    responses((status = 200, body = Closing), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn publish(Caller(call): Caller, Path((slug, quarter)): Path<(String, String)>, Body(body): Body<PublishJson>) -> Answer<Closing> {
    let input = (At { quarter, version: body.version }, body.days.map(|days| days.to_string()).unwrap_or_default());
    json(&call, serve_once(&call, "rest.stars.publish", &slug, input, ops::publish).await)
}

/// Make a quarter final, for admins, once its public days are over and every objection is answered
#[utoipa::path(post, path = "/communities/{slug}/stars/quarters/{quarter}/seal", tag = "stars", request_body = SeenJson,
    params(("slug" = String, Path), ("quarter" = String, Path)),
    responses((status = 200, body = Closing), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn seal(Caller(call): Caller, Path((slug, quarter)): Path<(String, String)>, Body(body): Body<SeenJson>) -> Answer<Closing> {
    let at = At { quarter, version: body.version };
    json(&call, serve_once(&call, "rest.stars.seal", &slug, at, ops::seal).await)
}

/// An objection.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StarObjectJson {
    /// 5 to 500 characters; the admins alone read it.
    words: String,
}

/// Object to somebody's stars that are public now, in my own name
#[utoipa::path(post, path = "/communities/{slug}/stars/lines/{id}/objections", tag = "stars", request_body = StarObjectJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = StarObjectionCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn object(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    Body(body): Body<StarObjectJson>,
) -> Result<(StatusCode, axum::Json<StarObjectionCard>), Refusal> {
    let input = (LineId(id.get(&call)?), body.words);
    created(&call, serve_once(&call, "rest.stars.object", &slug, input, ops::object).await)
}

/// Objections to stars: all of them for admins, my own for others
#[utoipa::path(get, path = "/communities/{slug}/stars/objections", tag = "stars", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<StarObjectionCard>), (status = 401), (status = 403), (status = 404)))]
async fn list_objections(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Whole<StarObjectionCard>> {
    json(&call, serve(&call, "rest.stars.objections", Mode::Read, &slug, (), ops::list_objections).await.map(Whole::from))
}

/// What an admin found.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StarAnswerJson {
    /// `upheld`, once the record was put right; or `overruled`.
    outcome: String,
    /// 2 to 500 characters; whoever objected reads it.
    answer: String,
}

/// Answer an objection to stars, for admins who have no part in it
#[utoipa::path(post, path = "/communities/{slug}/stars/objections/{id}/answer", tag = "stars", request_body = StarAnswerJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = StarObjectionCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn answer(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    Body(body): Body<StarAnswerJson>,
) -> Answer<StarObjectionCard> {
    let input = (StarObjectionId(id.get(&call)?), body.outcome, body.answer);
    json(&call, serve_once(&call, "rest.stars.answer", &slug, input, ops::answer).await)
}
