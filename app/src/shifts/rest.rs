//! `/api/v1/communities/{slug}/shifts`, `…/hours`: the same use cases as our pages, for programs.

use super::model::{CalendarLink, Expected, Mine, NewEnd, NewTime, ShiftCard, ShiftId, ShiftQuery, ShiftStage};
use super::ops::{self, ShiftAt};
use crate::communities::model::Page;
use crate::communities::rest::Whole;
use crate::communities::{serve, serve_once};
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter};
use crate::posts::model::ClaimId;
use crate::posts::rest::{ReasonJson, SeenJson};
use chrono::{DateTime, Utc};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(find_calendar, renew_calendar, end_calendar))
        .routes(routes!(list))
        .routes(routes!(list_expected))
        .routes(routes!(list_mine))
        .routes(routes!(check_in))
        .routes(routes!(enter))
        .routes(routes!(miss))
        .routes(routes!(check_out))
        .routes(routes!(correct))
        .routes(routes!(withdraw))
        .routes(routes!(confirm))
        .routes(routes!(confirm_all))
        .routes(routes!(dispute))
        .routes(routes!(explain))
        .routes(routes!(revoke))
}

/// How a list of shifts is narrowed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ShiftParams {
    /// Where they stand: `running`, `reported`, `confirmed`, `disputed`, `missed`, `withdrawn`.
    stage: Option<String>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// Most rows, 1 to 100.
    limit: Option<String>,
}

fn asked(call: &Call, params: &ShiftParams) -> Result<ShiftQuery, Refusal> {
    Ok(ShiftQuery {
        stage: parameter(call, "stage", params.stage.as_deref(), ShiftStage::from_code)?,
        cursor: parameter(call, "cursor", params.cursor.as_deref(), |v| v.parse().ok())?,
        limit: parameter(call, "limit", params.limit.as_deref(), |v| v.parse().ok())?,
    })
}

/// The shifts, newest first (those that wait for the desk the longest waiting first): everybody's for the desk, mine for others
#[utoipa::path(get, path = "/communities/{slug}/shifts", tag = "shifts", params(("slug" = String, Path), ShiftParams),
    responses((status = 200, body = Page<ShiftCard>), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list(Caller(call): Caller, Path(slug): Path<String>, Query(params): Query<ShiftParams>) -> Answer<Page<ShiftCard>> {
    let query = asked(&call, &params)?;
    json(&call, serve(&call, "rest.shifts.list", Mode::Read, &slug, query, ops::list).await)
}

/// Who is expected today, for the desk
#[utoipa::path(get, path = "/communities/{slug}/shifts/expected", tag = "shifts", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<Expected>), (status = 401), (status = 403), (status = 404)))]
async fn list_expected(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Whole<Expected>> {
    json(&call, serve(&call, "rest.shifts.expected", Mode::Read, &slug, (), ops::list_expected).await.map(Whole::from))
}

/// My posts with their next times, my confirmed minutes, and my shifts
#[utoipa::path(get, path = "/communities/{slug}/hours", tag = "shifts", params(("slug" = String, Path), ShiftParams),
    responses((status = 200, body = Mine), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list_mine(Caller(call): Caller, Path(slug): Path<String>, Query(params): Query<ShiftParams>) -> Answer<Mine> {
    let query = asked(&call, &params)?;
    json(&call, serve(&call, "rest.shifts.mine", Mode::Read, &slug, query, ops::list_mine).await)
}

type Created = Result<(StatusCode, axum::Json<ShiftCard>), Refusal>;

/// Check in: by the claim of a post that I hold, or for the desk that somebody holds
#[utoipa::path(post, path = "/communities/{slug}/claims/{id}/check_in", tag = "shifts", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = ShiftCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn check_in(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Created {
    let claim = ClaimId(id.get(&call)?);
    created(&call, serve_once(&call, "rest.shifts.check_in", &slug, claim, ops::check_in).await)
}

/// When somebody served, local times.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeJson {
    /// The day: `2026-12-01`.
    day: String,
    /// When it began: `14:00`.
    from: String,
    /// When it ended: `16:00`.
    to: String,
    /// What was done, or why it is entered only now: 2 to 200 characters.
    note: String,
    /// Insist on the version that was seen.
    version: Option<i32>,
}

impl From<TimeJson> for NewTime {
    fn from(json: TimeJson) -> Self {
        Self { day: json.day, from: json.from, to: json.to, note: json.note }
    }
}

/// Enter hours later, at most 31 days back
#[utoipa::path(post, path = "/communities/{slug}/claims/{id}/hours", tag = "shifts", request_body = TimeJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = ShiftCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn enter(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<TimeJson>) -> Created {
    let input = (ClaimId(id.get(&call)?), NewTime::from(body));
    created(&call, serve_once(&call, "rest.shifts.enter", &slug, input, ops::enter).await)
}

/// Which shift somebody did not come to.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MissJson {
    /// When it began.
    from: DateTime<Utc>,
}

/// Record that somebody did not come, for the desk
#[utoipa::path(post, path = "/communities/{slug}/claims/{id}/miss", tag = "shifts", request_body = MissJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = ShiftCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn miss(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<MissJson>) -> Created {
    let input = (ClaimId(id.get(&call)?), body.from);
    created(&call, serve_once(&call, "rest.shifts.miss", &slug, input, ops::miss).await)
}

/// When it ended.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndJson {
    /// `16:00`, on the day on which it began or the one after; left out for now.
    #[serde(default)]
    until: String,
    /// What was done, 2 to 200 characters; needed with `until`.
    #[serde(default)]
    note: String,
    /// Insist on the version that was seen.
    version: Option<i32>,
}

/// Why.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WordJson {
    /// 2 to 300 characters; the desk reads it.
    word: String,
    /// Insist on the version that was seen.
    version: Option<i32>,
}

/// Declares the route of a step with a shift: how its body becomes the input.
macro_rules! step {
    ($(#[$doc:meta])* $name:ident, $path:literal, $door:literal, $body:ident, |$at:ident, $json:ident| $input:expr) => {
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "shifts", request_body = $body,
            params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
            responses((status = 200, body = ShiftCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
        async fn $name(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body($json): Body<$body>) -> Answer<ShiftCard> {
            let $at = ShiftAt { id: ShiftId(id.get(&call)?), version: $json.version };
            json(&call, serve_once(&call, $door, &slug, $input, ops::$name).await)
        }
    };
}

step! {
    /// Check out: now, or when it really ended
    check_out, "/communities/{slug}/shifts/{id}/check_out", "rest.shifts.check_out", EndJson, |at, body| (at, NewEnd { until: body.until, note: body.note })
}
step! {
    /// Say when it really was, of what the desk asked about
    correct, "/communities/{slug}/shifts/{id}/correct", "rest.shifts.correct", TimeJson, |at, body| (at, NewTime::from(body))
}
step! {
    /// Take it back, before it counts
    withdraw, "/communities/{slug}/shifts/{id}/withdraw", "rest.shifts.withdraw", SeenJson, |at, body| at
}
step! {
    /// Confirm hours, for the desk
    confirm, "/communities/{slug}/shifts/{id}/confirm", "rest.shifts.confirm", SeenJson, |at, body| at
}
/// Hours to confirm.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmJson {
    /// At most 100.
    shifts: Vec<SeenShift>,
}

/// A shift as it was seen.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenShift {
    /// Which.
    id: uuid::Uuid,
    /// Insist on the version that was seen.
    version: Option<i32>,
}

/// How many it was.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ManyJson {
    /// How many count now.
    confirmed: usize,
}

/// Confirm many hours at once, all of them or none, for the desk
#[utoipa::path(post, path = "/communities/{slug}/shifts/confirm", tag = "shifts", request_body = ConfirmJson, params(("slug" = String, Path)),
    responses((status = 200, body = ManyJson), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn confirm_all(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<ConfirmJson>) -> Answer<ManyJson> {
    let all = body.shifts.into_iter().map(|one| ShiftAt { id: ShiftId(one.id), version: one.version }).collect();
    let many = serve_once(&call, "rest.shifts.confirm_all", &slug, all, ops::confirm_all).await;
    json(&call, many.map(|confirmed| ManyJson { confirmed }))
}

step! {
    /// Dispute hours, for the desk
    dispute, "/communities/{slug}/shifts/{id}/dispute", "rest.shifts.dispute", ReasonJson, |at, body| (at, body.reason)
}
step! {
    /// Say why I did not come
    explain, "/communities/{slug}/shifts/{id}/explain", "rest.shifts.explain", WordJson, |at, body| (at, body.word)
}
step! {
    /// Take back that somebody did not come, for the desk
    revoke, "/communities/{slug}/shifts/{id}/revoke", "rest.shifts.revoke", ReasonJson, |at, body| (at, body.reason)
}

/// The private link of my calendar
#[utoipa::path(get, path = "/communities/{slug}/hours/calendar", tag = "shifts", params(("slug" = String, Path)),
    responses((status = 200, body = CalendarLink), (status = 401), (status = 403), (status = 404)))]
async fn find_calendar(Caller(call): Caller, Path(slug): Path<String>) -> Answer<CalendarLink> {
    json(&call, serve(&call, "rest.shifts.find_calendar", Mode::Read, &slug, (), ops::find_calendar).await)
}

/// Make a private link to my calendar; the one before opens nothing any more
#[utoipa::path(post, path = "/communities/{slug}/hours/calendar", tag = "shifts", params(("slug" = String, Path)),
    responses((status = 201, body = CalendarLink), (status = 401), (status = 403), (status = 404)))]
async fn renew_calendar(Caller(call): Caller, Path(slug): Path<String>) -> Result<(StatusCode, axum::Json<CalendarLink>), Refusal> {
    created(&call, serve_once(&call, "rest.shifts.renew_calendar", &slug, (), ops::renew_calendar).await)
}

/// Let the link of my calendar open nothing any more
#[utoipa::path(delete, path = "/communities/{slug}/hours/calendar", tag = "shifts", params(("slug" = String, Path)),
    responses((status = 204), (status = 401), (status = 403), (status = 404)))]
async fn end_calendar(Caller(call): Caller, Path(slug): Path<String>) -> Result<StatusCode, Refusal> {
    let ended = serve_once(&call, "rest.shifts.end_calendar", &slug, (), ops::end_calendar).await;
    json(&call, ended).map(|axum::Json(())| StatusCode::NO_CONTENT)
}
