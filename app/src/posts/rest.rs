//! `/api/v1/communities/{slug}/posts`, `…/claims`, `…/swaps`, `…/objections`, `…/roster`: the same use cases as our pages, for programs.

use super::model::{
    BoardQuery, ClaimCard, ClaimId, HolderCard, HolderPage, NewClaim, NewPost, ObjectionCard, ObjectionId, PostCard, PostId, PostPage,
    PostStage, ToDecide,
};
use super::need::{NeedAt, Needs};
use super::ops::{self, PostAt};
use super::swaps::{NewSwap, SwapCard, SwapId, Swaps};
use crate::communities::model::{Page, VolunteerKind};
use crate::communities::rest::Whole;
use crate::communities::{serve, serve_once};
use crate::kernel::authz::At;
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter, words};
use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list, set_up))
        .routes(routes!(list_needs, draft))
        .routes(routes!(list_to_decide))
        .routes(routes!(get, change))
        .routes(routes!(open))
        .routes(routes!(end))
        .routes(routes!(claim))
        .routes(routes!(list_mine))
        .routes(routes!(appoint))
        .routes(routes!(decline))
        .routes(routes!(withdraw))
        .routes(routes!(step_down))
        .routes(routes!(dismiss))
        .routes(routes!(list_swaps))
        .routes(routes!(offer))
        .routes(routes!(agree))
        .routes(routes!(decline_swap))
        .routes(routes!(withdraw_swap))
        .routes(routes!(object))
        .routes(routes!(list_objections))
        .routes(routes!(answer))
        .routes(routes!(roster))
        .routes(routes!(holder))
}

/// How the board is narrowed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct BoardParams {
    /// Part of title, skills or place, at most 60 characters.
    q: Option<String>,
    /// The code of a preset, or `own`.
    #[serde(default)]
    kind: String,
    /// A grid's id; posts of all of the community stand among them.
    grid: Option<String>,
    /// A day of the week: `mon`, `tue`, …
    #[serde(default)]
    day: String,
    /// `open` or `filled`; for admins `draft` and `ended` as well.
    stage: Option<String>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// Most rows, 1 to 100.
    limit: Option<String>,
}

/// The posts on the board, newest first, for everybody
#[utoipa::path(get, path = "/communities/{slug}/posts", tag = "posts", params(("slug" = String, Path), BoardParams),
    responses((status = 200, body = Page<PostCard>), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list(call: Call, Path(slug): Path<String>, Query(asked): Query<BoardParams>) -> Answer<Page<PostCard>> {
    let query = BoardQuery {
        q: words(&call, asked.q.as_deref())?.unwrap_or_default(),
        kind: asked.kind,
        grid: parameter(&call, "grid", asked.grid.as_deref(), |v| v.parse::<uuid::Uuid>().ok())?
            .map(|id| id.to_string())
            .unwrap_or_default(),
        day: asked.day,
        stage: parameter(&call, "stage", asked.stage.as_deref(), PostStage::from_code)?,
        cursor: parameter(&call, "cursor", asked.cursor.as_deref(), |v| v.parse().ok())?,
        limit: parameter(&call, "limit", asked.limit.as_deref(), |v| v.parse().ok())?,
    };
    json(&call, serve(&call, "rest.posts.list", Mode::Read, &slug, query, ops::list).await)
}

/// What waits for an admin, by post, for admins
#[utoipa::path(get, path = "/communities/{slug}/posts/to-decide", tag = "posts", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<ToDecide>), (status = 401), (status = 403), (status = 404)))]
async fn list_to_decide(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Whole<ToDecide>> {
    json(&call, serve(&call, "rest.posts.to_decide", Mode::Read, &slug, (), ops::list_to_decide).await.map(Whole::from))
}

/// Where posts are missing: wishes of the last 90 days that nobody took or that came late, for admins
#[utoipa::path(get, path = "/communities/{slug}/posts/needs", tag = "posts", params(("slug" = String, Path)),
    responses((status = 200, body = Needs), (status = 401), (status = 403), (status = 404)))]
async fn list_needs(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Needs> {
    json(&call, serve(&call, "rest.posts.needs", Mode::Read, &slug, (), ops::list_needs).await)
}

/// Draft a post from a row of that, for admins
#[utoipa::path(post, path = "/communities/{slug}/posts/needs", tag = "posts", request_body = NeedAt, params(("slug" = String, Path)),
    responses((status = 201, body = PostPage), (status = 401), (status = 403), (status = 404), (status = 409)))]
async fn draft(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<NeedAt>,
) -> Result<(StatusCode, axum::Json<PostPage>), Refusal> {
    created(&call, serve_once(&call, "rest.posts.draft", &slug, (body, call.lang), ops::draft).await)
}

/// What a post says.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostJson {
    /// The code of a preset, or `own`.
    kind: String,
    /// 2 to 40 characters.
    title: String,
    /// What it is for, 4 to 300 characters.
    purpose: String,
    /// Where, 2 to 60 characters.
    place: String,
    /// A grid's id; left out for all of the community.
    #[schema(value_type = Option<uuid::Uuid>)]
    #[serde(default)]
    grid: String,
    /// What is to be done, 4 to 600 characters.
    duties: String,
    /// What one should be able to do, at most 100 characters.
    #[serde(default)]
    skills: String,
    /// Which kinds of volunteer may claim it; left out for every kind.
    #[serde(default)]
    who: Vec<VolunteerKind>,
    /// The codes of the categories of wishes that it looks after; left out for none.
    #[serde(default)]
    categories: Vec<String>,
    /// How many are needed, 1 to 200.
    places: i32,
    /// When it is served.
    times: WhenJson,
    /// The first day.
    from: NaiveDate,
    /// The last day, at most 366 days later.
    to: NaiveDate,
    /// The last day for claims.
    claim_by: NaiveDate,
    /// For how many days an appointment is public, 1 to 30; 5 where it is left out.
    public_days: Option<i32>,
    /// Whether it is kept as one of the community's own presets.
    #[serde(default)]
    preset: bool,
}

/// When a post is served.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum WhenJson {
    /// Every week: for each day, Monday first, spans like `16:00-18:00` with commas between them.
    Weekly {
        /// The seven days.
        week: [String; 7],
    },
    /// On these days.
    Dated {
        /// Shifts like `2026-12-01 14:00-16:00`.
        shifts: Vec<String>,
    },
    /// As it comes.
    Open {},
}

impl From<PostJson> for NewPost {
    fn from(json: PostJson) -> Self {
        let (when, week, dated) = match json.times {
            WhenJson::Weekly { week } => ("weekly", week, String::new()),
            WhenJson::Dated { shifts } => ("dated", Default::default(), shifts.join("\n")),
            WhenJson::Open {} => ("open", Default::default(), String::new()),
        };
        let [mon, tue, wed, thu, fri, sat, sun] = week;
        Self {
            kind: json.kind,
            title: json.title,
            purpose: json.purpose,
            place: json.place,
            grid: json.grid,
            duties: json.duties,
            skills: json.skills,
            who: json.who.iter().map(|kind| kind.code().to_owned()).collect(),
            categories: json.categories,
            places: json.places.to_string(),
            when: when.to_owned(),
            mon,
            tue,
            wed,
            thu,
            fri,
            sat,
            sun,
            dated,
            from: json.from.to_string(),
            to: json.to.to_string(),
            claim_by: json.claim_by.to_string(),
            public_days: json.public_days.map(|days| days.to_string()).unwrap_or_default(),
            preset: if json.preset { "1".to_owned() } else { String::new() },
        }
    }
}

/// Set a post up, as a draft
#[utoipa::path(post, path = "/communities/{slug}/posts", tag = "posts", request_body = PostJson, params(("slug" = String, Path)),
    responses((status = 201, body = PostPage), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn set_up(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<PostJson>,
) -> Result<(StatusCode, axum::Json<PostPage>), Refusal> {
    created(&call, serve_once(&call, "rest.posts.set_up", &slug, NewPost::from(body), ops::set_up).await)
}

/// One post; with every claim and objection for admins
#[utoipa::path(get, path = "/communities/{slug}/posts/{id}", tag = "posts", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PostPage), (status = 404)))]
async fn get(call: Call, Path((slug, id)): Path<(String, PathId)>) -> Answer<PostPage> {
    let id = PostId(id.get(&call)?);
    json(&call, serve(&call, "rest.posts.get", Mode::Read, &slug, id, ops::get_one).await)
}

/// Change what a post says; whoever claims or holds it is told, and its times stay while somebody does
#[utoipa::path(put, path = "/communities/{slug}/posts/{id}", tag = "posts", request_body = PostJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PostPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn change(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<PostJson>) -> Answer<PostPage> {
    let at = PostAt { id: PostId(id.get(&call)?), version: None };
    json(&call, serve_once(&call, "rest.posts.change", &slug, (at, NewPost::from(body)), ops::change).await)
}

/// Insist on the version that was seen.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenJson {
    /// The version.
    pub(crate) version: Option<i32>,
}

/// Why.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonJson {
    /// 2 to 300 characters; whom it concerns reads it.
    pub(crate) reason: String,
    /// Insist on the version that was seen.
    pub(crate) version: Option<i32>,
}

/// Put a draft on the board
#[utoipa::path(post, path = "/communities/{slug}/posts/{id}/open", tag = "posts", request_body = SeenJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PostPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn open(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<SeenJson>) -> Answer<PostPage> {
    let at = PostAt { id: PostId(id.get(&call)?), version: body.version };
    json(&call, serve_once(&call, "rest.posts.open", &slug, at, ops::open).await)
}

/// End a post, and everything that is claimed of it
#[utoipa::path(post, path = "/communities/{slug}/posts/{id}/end", tag = "posts", request_body = ReasonJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = PostPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn end(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<ReasonJson>) -> Answer<PostPage> {
    let at = PostAt { id: PostId(id.get(&call)?), version: body.version };
    json(&call, serve_once(&call, "rest.posts.end", &slug, (at, body.reason), ops::end).await)
}

/// A claim.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimJson {
    /// In one's own words, 4 to 200 characters; public once appointed.
    promise: String,
    /// What one is able to do, at most 100 characters.
    #[serde(default)]
    skills: String,
    /// How one is shown to the public: `whole` or `masked`.
    shown: String,
    /// On which of the days of a weekly post one comes: `mon`, `tue`, …; left out for all of them.
    #[serde(default)]
    days: Vec<String>,
}

/// Claim a post
#[utoipa::path(post, path = "/communities/{slug}/posts/{id}/claims", tag = "posts", request_body = ClaimJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = ClaimCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn claim(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    Body(body): Body<ClaimJson>,
) -> Result<(StatusCode, axum::Json<ClaimCard>), Refusal> {
    let new = NewClaim { promise: body.promise, skills: body.skills, shown: body.shown, days: body.days };
    let input = (PostId(id.get(&call)?), new);
    created(&call, serve_once(&call, "rest.posts.claim", &slug, input, ops::claim).await)
}

/// My claims, newest first
#[utoipa::path(get, path = "/communities/{slug}/claims", tag = "posts", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<ClaimCard>), (status = 401), (status = 404)))]
async fn list_mine(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Whole<ClaimCard>> {
    json(&call, serve(&call, "rest.posts.mine", Mode::Read, &slug, (), ops::list_mine).await.map(Whole::from))
}

/// Declares the route of a step with a claim or an offer: how its body becomes the input.
macro_rules! step {
    ($(#[$doc:meta])* $name:ident: $id:ident -> $card:ident, $path:literal, $door:literal, $body:ident, |$at:ident, $json:ident| $input:expr) => {
        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "posts", request_body = $body,
            params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
            responses((status = 200, body = $card), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
        async fn $name(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body($json): Body<$body>) -> Answer<$card> {
            let $at = At { id: $id(id.get(&call)?), version: $json.version };
            json(&call, serve_once(&call, $door, &slug, $input, ops::$name).await)
        }
    };
}

step! {
    /// Appoint: to a place, or where there is none to the waiting list
    appoint: ClaimId -> ClaimCard, "/communities/{slug}/claims/{id}/appoint", "rest.posts.appoint", SeenJson, |at, body| at
}
step! {
    /// Say that it will not be
    decline: ClaimId -> ClaimCard, "/communities/{slug}/claims/{id}/decline", "rest.posts.decline", ReasonJson, |at, body| (at, body.reason)
}
step! {
    /// Take my claim back, before the appointment
    withdraw: ClaimId -> ClaimCard, "/communities/{slug}/claims/{id}/withdraw", "rest.posts.withdraw", SeenJson, |at, body| at
}
step! {
    /// Leave my post
    step_down: ClaimId -> ClaimCard, "/communities/{slug}/claims/{id}/step_down", "rest.posts.step_down", ReasonJson,
    |at, body| (at, body.reason)
}
step! {
    /// Take a post away
    dismiss: ClaimId -> ClaimCard, "/communities/{slug}/claims/{id}/dismiss", "rest.posts.dismiss", ReasonJson, |at, body| (at, body.reason)
}
step! {
    /// Agree to an offer: from now on each has the other's shift
    agree: SwapId -> SwapCard, "/communities/{slug}/swaps/{id}/agree", "rest.posts.agree", SeenJson, |at, body| at
}
step! {
    /// Say no to an offer
    decline_swap: SwapId -> SwapCard, "/communities/{slug}/swaps/{id}/decline", "rest.posts.decline_swap", SeenJson, |at, body| at
}
step! {
    /// Take my offer back
    withdraw_swap: SwapId -> SwapCard, "/communities/{slug}/swaps/{id}/withdraw", "rest.posts.withdraw_swap", SeenJson, |at, body| at
}

/// An offer of a shift.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferJson {
    /// When my shift begins that I give.
    gives: DateTime<Utc>,
    /// The claim of whom I ask; they hold the same post.
    #[schema(value_type = uuid::Uuid)]
    with: String,
    /// When the shift of theirs begins that I take for it; left out to ask them to step in.
    takes: Option<DateTime<Utc>>,
}

/// Offer a shift of mine to another who holds the same post: for one of theirs, or for nothing
#[utoipa::path(post, path = "/communities/{slug}/claims/{id}/swaps", tag = "posts", request_body = OfferJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = SwapCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn offer(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    Body(body): Body<OfferJson>,
) -> Result<(StatusCode, axum::Json<SwapCard>), Refusal> {
    let takes = body.takes.map(|takes| format!("/{}", takes.to_rfc3339()));
    let new = NewSwap { gives: body.gives.to_rfc3339(), asks: body.with + &takes.unwrap_or_default() };
    created(&call, serve_once(&call, "rest.posts.offer", &slug, (ClaimId(id.get(&call)?), new), ops::offer).await)
}

/// What I can swap, and the newest offers that I made or that were made to me
#[utoipa::path(get, path = "/communities/{slug}/swaps", tag = "posts", params(("slug" = String, Path)),
    responses((status = 200, body = Swaps), (status = 401), (status = 404)))]
async fn list_swaps(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Swaps> {
    json(&call, serve(&call, "rest.posts.swaps", Mode::Read, &slug, (), ops::list_swaps).await)
}

/// An objection.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectJson {
    /// 4 to 500 characters; the admins alone read it.
    words: String,
}

/// Object to an appointment that is public now, in my own name
#[utoipa::path(post, path = "/communities/{slug}/claims/{id}/objections", tag = "posts", request_body = ObjectJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 201, body = ObjectionCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn object(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    Body(body): Body<ObjectJson>,
) -> Result<(StatusCode, axum::Json<ObjectionCard>), Refusal> {
    let input = (ClaimId(id.get(&call)?), body.words);
    created(&call, serve_once(&call, "rest.posts.object", &slug, input, ops::object).await)
}

/// The objections, newest first: all for admins, for others their own
#[utoipa::path(get, path = "/communities/{slug}/objections", tag = "posts", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<ObjectionCard>), (status = 401), (status = 403), (status = 404)))]
async fn list_objections(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Whole<ObjectionCard>> {
    json(&call, serve(&call, "rest.posts.objections", Mode::Read, &slug, (), ops::list_objections).await.map(Whole::from))
}

/// The answer to an objection.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerJson {
    /// `upheld`: the appointment ends; `overruled`: it stands.
    outcome: String,
    /// 4 to 500 characters; whoever objected reads it, and where it is upheld whoever was appointed.
    answer: String,
}

/// Answer an objection
#[utoipa::path(post, path = "/communities/{slug}/objections/{id}/answer", tag = "posts", request_body = AnswerJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ObjectionCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn answer(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<AnswerJson>) -> Answer<ObjectionCard> {
    let input = (ObjectionId(id.get(&call)?), body.outcome, body.answer);
    json(&call, serve_once(&call, "rest.posts.answer", &slug, input, ops::answer).await)
}

/// Who holds a post, for everybody, by post
#[utoipa::path(get, path = "/communities/{slug}/roster", tag = "posts", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<HolderCard>), (status = 404)))]
async fn roster(call: Call, Path(slug): Path<String>) -> Answer<Whole<HolderCard>> {
    json(&call, serve(&call, "rest.posts.roster", Mode::Read, &slug, (), ops::roster).await.map(Whole::from))
}

/// Whether a service card is valid today, by its claim
#[utoipa::path(get, path = "/communities/{slug}/roster/{id}", tag = "posts", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = HolderPage), (status = 404)))]
async fn holder(call: Call, Path((slug, id)): Path<(String, PathId)>) -> Answer<HolderPage> {
    let id = ClaimId(id.get(&call)?);
    json(&call, serve(&call, "rest.posts.holder", Mode::Read, &slug, id, ops::holder).await)
}
