//! `/api/v1/communities/{slug}/wishes`: the same use cases as our pages, for programs.

mod photos;

use super::model::{
    AlikeCard, CardLine, Cursor, LookLine, Mine, NewCall, NewWish, Rating, Stage, WishCard, WishId, WishLine, WishPage, WishQuery,
};
use super::ops::{self, Acceptance, At};
use crate::communities::model::{CategoryId, Page};
use crate::communities::rest::Whole;
use crate::communities::{serve, serve_once};
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::ids::MemberId;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter, words};
use http::StatusCode;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(place, list))
        .routes(routes!(get))
        .routes(routes!(list_events))
        .routes(routes!(list_looks))
        .routes(routes!(card_status))
        .routes(routes!(find_alike))
        .routes(routes!(follow))
        .merge(photos::routes())
        .routes(routes!(accept))
        .routes(routes!(decline))
        .routes(routes!(claim))
        .routes(routes!(dispatch))
        .routes(routes!(release))
        .routes(routes!(deliver))
        .routes(routes!(confirm))
        .routes(routes!(reopen))
        .routes(routes!(withdraw))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(call_back))
        .routes(routes!(comment))
}

/// What is ordered.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceJson {
    /// `micro_wish`, `service_order` or `question`.
    kind: String,
    /// A category's id; see `GET …/categories`.
    #[schema(value_type = uuid::Uuid)]
    category: String,
    /// 4 to 60 characters.
    title: String,
    /// 1 to 2,000 characters.
    text: String,
    /// For whom the desk or a grid worker files it; left out for oneself. See `GET …/residents`.
    #[serde(default)]
    #[schema(value_type = Option<uuid::Uuid>)]
    resident: String,
    /// By what way they came: `phone`, `text`, `desk`, `visit`, `card`.
    #[serde(default)]
    channel: String,
}

/// Place a wish
#[utoipa::path(post, path = "/communities/{slug}/wishes", tag = "wishes", request_body = PlaceJson, params(("slug" = String, Path)),
    responses((status = 201, body = WishPage), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn place(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<PlaceJson>,
) -> Result<(StatusCode, axum::Json<WishPage>), Refusal> {
    let PlaceJson { kind, category, title, text, resident, channel } = body;
    let new = NewWish { kind, category, title, text, resident, channel };
    created(&call, serve_once(&call, "rest.wishes.place", &slug, new, ops::place).await)
}

/// How a list is narrowed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// Only this stage.
    stage: Option<String>,
    /// Only this category.
    category: Option<String>,
    /// `true` or `placed`: my own; `held`: those that I hold.
    mine: Option<String>,
    /// Part of the words, at most 60 characters.
    q: Option<String>,
    /// `true`: only those whose limit has run out.
    overdue: Option<String>,
    /// `true`: only those whose resident is to be called back (the desk).
    to_call_back: Option<String>,
    /// `true`: whose limit runs out soonest first.
    soonest_first: Option<String>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// Most rows, 1 to 100.
    limit: Option<String>,
}

/// Wishes, newest first: all (the desk), or the wall (verified members), or mine
#[utoipa::path(get, path = "/communities/{slug}/wishes", tag = "wishes", params(("slug" = String, Path), ListQuery),
    responses((status = 200, body = Page<WishCard>), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn list(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<ListQuery>) -> Answer<Page<WishCard>> {
    let mine = |value: &str| match value {
        "true" | "placed" => Some(Some(Mine::Placed)),
        "held" => Some(Some(Mine::Held)),
        "false" => Some(None),
        _ => None,
    };
    let query = WishQuery {
        stage: parameter(&call, "stage", asked.stage.as_deref(), Stage::from_code)?,
        category: parameter(&call, "category", asked.category.as_deref(), |v| v.parse::<CategoryId>().ok())?,
        mine: parameter(&call, "mine", asked.mine.as_deref(), mine)?.flatten(),
        q: words(&call, asked.q.as_deref())?,
        cursor: parameter(&call, "cursor", asked.cursor.as_deref(), |v| v.parse::<Cursor>().ok())?,
        limit: parameter(&call, "limit", asked.limit.as_deref(), |v| v.parse().ok())?,
        overdue: parameter(&call, "overdue", asked.overdue.as_deref(), |v| v.parse().ok())?.unwrap_or(false),
        to_call_back: parameter(&call, "to_call_back", asked.to_call_back.as_deref(), |v| v.parse().ok())?.unwrap_or(false),
        soonest_first: parameter(&call, "soonest_first", asked.soonest_first.as_deref(), |v| v.parse().ok())?.unwrap_or(false),
    };
    json(&call, serve(&call, "rest.wishes.list", Mode::Read, &slug, query, ops::list).await)
}

/// One wish
#[utoipa::path(get, path = "/communities/{slug}/wishes/{id}", tag = "wishes", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = WishPage), (status = 401), (status = 404)))]
async fn get(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<WishPage> {
    let id = WishId(id.get(&call)?);
    json(&call, serve(&call, "rest.wishes.get", Mode::Write, &slug, id, ops::get).await)
}

/// The history of a wish, oldest first
#[utoipa::path(get, path = "/communities/{slug}/wishes/{id}/events", tag = "wishes", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Whole<WishLine>), (status = 401), (status = 404)))]
async fn list_events(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<Whole<WishLine>> {
    let id = WishId(id.get(&call)?);
    json(&call, serve(&call, "rest.wishes.events", Mode::Read, &slug, id, ops::list_events).await.map(Whole::from))
}

/// Who looked at my name, phone and door, newest first
#[utoipa::path(get, path = "/communities/{slug}/looks", tag = "wishes", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<LookLine>), (status = 401), (status = 404)))]
async fn list_looks(Caller(call): Caller, Path(slug): Path<String>) -> Answer<Whole<LookLine>> {
    json(&call, serve(&call, "rest.wishes.looks", Mode::Read, &slug, (), ops::list_looks).await.map(Whole::from))
}

/// What somebody writes.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct AlikeQuery {
    /// The title, as far as it is written; at most 60 characters.
    title: Option<String>,
}

/// Open wishes that are like what I write: my own, and for verified members those on the wall; at most three
#[utoipa::path(get, path = "/communities/{slug}/wishes/alike", tag = "wishes", params(("slug" = String, Path), AlikeQuery),
    responses((status = 200, body = Whole<AlikeCard>), (status = 401), (status = 404), (status = 422)))]
async fn find_alike(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<AlikeQuery>) -> Answer<Whole<AlikeCard>> {
    let title = words(&call, asked.title.as_deref())?.unwrap_or_default();
    json(&call, serve(&call, "rest.wishes.alike", Mode::Read, &slug, title, ops::find_alike).await.map(Whole::from))
}

/// Whether one needs the same.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowJson {
    /// `true` from now on, `false` no more.
    on: bool,
}

/// Say that I need the same, as a neighbour who sees the card; I hear when it is done
#[utoipa::path(put, path = "/communities/{slug}/wishes/{id}/follow", tag = "wishes", request_body = FollowJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = WishPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn follow(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<FollowJson>) -> Answer<WishPage> {
    let input = (WishId(id.get(&call)?), body.on);
    json(&call, serve_once(&call, "rest.wishes.follow", &slug, input, ops::follow).await)
}

/// A household card, and the end of the phone on file.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CardStatusJson {
    /// Eight digits.
    number: String,
    /// Four digits.
    last4: String,
}

/// How far the orders of a household card are, newest first
#[utoipa::path(post, path = "/communities/{slug}/card-status", tag = "wishes", request_body = CardStatusJson, params(("slug" = String, Path)),
    responses((status = 200, body = Whole<CardLine>), (status = 404), (status = 422), (status = 429)))]
async fn card_status(call: Call, Path(slug): Path<String>, Body(body): Body<CardStatusJson>) -> Answer<Whole<CardLine>> {
    json(&call, ops::card_status(&call, &slug, (body.number, body.last4)).await.map(Whole::from))
}

/// Declares the route of a move: its body (which may always carry `version`), and how the body becomes the input.
macro_rules! step {
    ($(#[$doc:meta])* $name:ident, $path:literal, $door:literal, $body:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty),* }, |$at:ident, $json:ident| $input:expr) => {
        #[doc = concat!("The body of `", stringify!($name), "`.")]
        #[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $body {
            $($(#[$fdoc])* $field: $type,)*
            /// Insist on the version that was seen.
            version: Option<i32>,
        }

        $(#[$doc])*
        #[utoipa::path(post, path = $path, tag = "moves", request_body = $body,
            params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
            responses((status = 200, body = WishPage), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
        async fn $name(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body($json): Body<$body>) -> Answer<WishPage> {
            let $at = At { id: WishId(id.get(&call)?), version: $json.version };
            json(&call, serve_once(&call, $door, &slug, $input, ops::$name).await)
        }
    };
}

step! {
    /// Take the order
    accept, "/communities/{slug}/wishes/{id}/accept", "rest.wishes.accept",
    AcceptJson {
        /// What others may read: no name, door, phone or illness.
        public_card: Option<String>,
        /// Another category of the same kind.
        #[schema(value_type = Option<uuid::Uuid>)]
        category: Option<CategoryId>,
        /// `true`: the card stays as it is, though it was sent back with `card_tells`.
        as_it_is: Option<bool>
    },
    |at, body| (at, Acceptance { public_card: body.public_card, category: body.category, as_it_is: body.as_it_is.unwrap_or_default() })
}
step! {
    /// Say that it is not possible for now
    decline, "/communities/{slug}/wishes/{id}/decline", "rest.wishes.decline",
    DeclineJson {
        /// The resident reads it.
        reason: String
    },
    |at, body| (at, body.reason)
}
step! {
    /// Take it on
    claim, "/communities/{slug}/wishes/{id}/claim", "rest.wishes.claim", ClaimJson {}, |at, body| at
}
step! {
    /// Hand it to a member
    dispatch, "/communities/{slug}/wishes/{id}/dispatch", "rest.wishes.dispatch",
    DispatchJson {
        /// The member's id.
        #[schema(value_type = uuid::Uuid)]
        member: MemberId
    },
    |at, body| (at, body.member)
}
step! {
    /// Give it back
    release, "/communities/{slug}/wishes/{id}/release", "rest.wishes.release",
    ReleaseJson {
        /// Why.
        reason: String
    },
    |at, body| (at, body.reason)
}
step! {
    /// Say that it was brought
    deliver, "/communities/{slug}/wishes/{id}/deliver", "rest.wishes.deliver",
    DeliverJson {
        /// What was done.
        note: String
    },
    |at, body| (at, body.note)
}
step! {
    /// Close it with a grade
    confirm, "/communities/{slug}/wishes/{id}/confirm", "rest.wishes.confirm",
    ConfirmJson {
        /// 1 to 5.
        grade: i16,
        /// 1 to 5.
        attitude: Option<i16>,
        /// 1 to 5.
        ability: Option<i16>,
        /// 1 to 5.
        quality: Option<i16>,
        /// 1 to 5.
        efficiency: Option<i16>,
        /// In words.
        words: Option<String>,
        /// By what way the resident said so, to whoever speaks for them.
        channel: Option<String>
    },
    |at, body| (at, Rating {
        grade: body.grade,
        attitude: body.attitude,
        ability: body.ability,
        quality: body.quality,
        efficiency: body.efficiency,
        words: body.words,
    }, body.channel.unwrap_or_default())
}
step! {
    /// Say that it is not solved
    reopen, "/communities/{slug}/wishes/{id}/reopen", "rest.wishes.reopen",
    ReopenJson {
        /// Why.
        reason: String,
        /// By what way the resident said so, to whoever speaks for them.
        channel: Option<String>
    },
    |at, body| (at, body.reason, body.channel.unwrap_or_default())
}
step! {
    /// Take it back
    withdraw, "/communities/{slug}/wishes/{id}/withdraw", "rest.wishes.withdraw",
    WithdrawJson {
        /// By what way the resident said so, to whoever speaks for them.
        channel: Option<String>
    },
    |at, body| (at, body.channel.unwrap_or_default())
}
step! {
    /// Let its clock stand still
    pause, "/communities/{slug}/wishes/{id}/pause", "rest.wishes.pause",
    PauseJson {
        /// Why: the resident reads it.
        reason: String,
        /// Until when: a moment in RFC 3339, or a day, which means its beginning here; at most 60 days ahead.
        until: String
    },
    |at, body| (at, body.reason, body.until)
}
step! {
    /// Let its clock run again
    resume, "/communities/{slug}/wishes/{id}/resume", "rest.wishes.resume", ResumeJson {}, |at, body| at
}
step! {
    /// Write down how a call back went
    call_back, "/communities/{slug}/wishes/{id}/call_back", "rest.wishes.call_back",
    CallBackJson {
        /// `reached`, `no_answer` (it stays on the list), `declined`, or `gave_up` after three tries.
        outcome: String,
        /// 1 to 5: needed where they were reached.
        grade: Option<i16>,
        /// In words.
        words: Option<String>
    },
    |at, body| (at, NewCall { outcome: body.outcome, grade: body.grade, words: body.words.unwrap_or_default() })
}
step! {
    /// Say something
    comment, "/communities/{slug}/wishes/{id}/comment", "rest.wishes.comment",
    CommentJson {
        /// What.
        text: String
    },
    |at, body| (at, body.text)
}
