//! `/api/v1`: districts, communities, categories, members; logging in (whose answer names the memberships).

mod cards;
mod delegates;
mod duty;
mod invitations;

use super::model::{
    CategoryCard, CategoryId, CommunityCard, DistrictCard, Member, MemberChange, MemberQuery, NOTICE, NewAccount, NewDesk, NewLimits,
    NewRecord, Page, Patch, Person, Registration, ResidentCard, VolunteerKind,
};
use super::{ops, serve, serve_once};
use crate::accounts;
use crate::accounts::model::Me;
use crate::accounts::rest::{LogIn, SessionJson};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::ctx::Call;
use crate::kernel::db::Mode;
use crate::kernel::ids::MemberId;
use crate::kernel::rest::{Answer, Body, Caller, Path, PathId, Query, Refusal, created, json, parameter, words};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(log_in))
        .routes(routes!(register))
        .routes(routes!(me))
        .routes(routes!(list_districts))
        .routes(routes!(list_communities))
        .routes(routes!(get_community))
        .routes(routes!(list_categories))
        .routes(routes!(list_members))
        .routes(routes!(get_person, change_member))
        .routes(routes!(find_residents, keep_record))
        .routes(routes!(correct_record))
        .routes(routes!(set_hours))
        .routes(routes!(set_limits))
        .routes(routes!(set_desk))
        .merge(delegates::routes())
        .merge(cards::routes())
        .merge(duty::routes())
        .merge(invitations::routes())
}

/// Log in
#[utoipa::path(post, path = "/sessions", tag = "sessions", request_body = LogIn,
    responses((status = 201, body = SessionJson), (status = 401, description = "no such user or wrong password: the same words"), (status = 422), (status = 429)))]
async fn log_in(call: Call, Body(body): Body<LogIn>) -> Result<(StatusCode, axum::Json<SessionJson>), Refusal> {
    let tokens = json(&call, accounts::ops::log_in(&call, body.login, body.password).await)?.0;
    let memberships = accounts::serve(&call, "rest.sessions.memberships", Mode::Read, tokens.who.account, ops::memberships).await;
    created(&call, memberships.map(|memberships| SessionJson::new(tokens, memberships)))
}

/// A registration: with an account of one's own, or (with a token) for the one that is logged in.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterJson {
    /// The community's slug.
    pub community: String,
    /// The name, as on the door.
    pub name: String,
    /// The building.
    pub building: String,
    /// The door.
    pub door: String,
    /// The version of the notice that was agreed to; see `GET /communities/{slug}`.
    #[schema(example = "2026-11.4")]
    pub consent: String,
    /// A mobile number (without a token).
    #[serde(default)]
    pub phone: String,
    /// A chosen name.
    #[serde(default)]
    pub login: String,
    /// A password of 8 to 128 characters (without a token).
    #[serde(default)]
    pub password: String,
    /// What opens the community's invitation: whoever comes by it is verified.
    #[serde(default)]
    pub invite: String,
}

/// Register as a resident
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = RegisterJson,
    responses((status = 201, body = Member), (status = 404), (status = 409), (status = 422)))]
async fn register(call: Call, Body(body): Body<RegisterJson>) -> Result<(StatusCode, axum::Json<Member>), Refusal> {
    let account = NewAccount { phone: body.phone, login: body.login, password: body.password };
    let who = Registration { name: body.name, building: body.building, door: body.door, consent: body.consent, invite: body.invite };
    created(&call, ops::register(&call, &body.community, account, who).await)
}

/// Who am I, and where
#[utoipa::path(get, path = "/me", tag = "accounts", responses((status = 200, body = Me), (status = 401)))]
async fn me(Caller(call): Caller) -> Answer<Me> {
    json(&call, accounts::serve(&call, "rest.me", Mode::Read, (), ops::me).await)
}

/// A list that fits on one page.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Whole<T> {
    /// All of it.
    pub items: Vec<T>,
    /// Always null.
    pub next: Option<String>,
}

impl<T> From<Vec<T>> for Whole<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}

/// All districts
#[utoipa::path(get, path = "/districts", tag = "communities", responses((status = 200, body = Whole<DistrictCard>)))]
async fn list_districts(call: Call) -> Answer<Whole<DistrictCard>> {
    json(&call, accounts::serve(&call, "rest.districts", Mode::Read, (), ops::list_districts).await.map(Whole::from))
}

/// The communities of a district
#[utoipa::path(get, path = "/districts/{slug}/communities", tag = "communities", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<CommunityCard>), (status = 404)))]
async fn list_communities(call: Call, Path(slug): Path<String>) -> Answer<Whole<CommunityCard>> {
    json(&call, accounts::serve(&call, "rest.communities", Mode::Read, slug, ops::list_communities).await.map(Whole::from))
}

/// A community as everybody may see it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CommunityJson {
    #[serde(flatten)]
    card: CommunityCard,
    /// The version of the notice that a registration agrees to.
    notice: &'static str,
}

/// One community
#[utoipa::path(get, path = "/communities/{slug}", tag = "communities", params(("slug" = String, Path)),
    responses((status = 200, body = CommunityJson), (status = 404)))]
async fn get_community(call: Call, Path(slug): Path<String>) -> Answer<CommunityJson> {
    let card = serve(&call, "rest.community", Mode::Read, &slug, (), ops::get_community).await;
    json(&call, card.map(|card| CommunityJson { card, notice: NOTICE }))
}

/// What can be ordered in a community
#[utoipa::path(get, path = "/communities/{slug}/categories", tag = "communities", params(("slug" = String, Path)),
    responses((status = 200, body = Whole<CategoryCard>), (status = 404)))]
async fn list_categories(call: Call, Path(slug): Path<String>) -> Answer<Whole<CategoryCard>> {
    json(&call, serve(&call, "rest.categories", Mode::Read, &slug, (), ops::list_categories).await.map(Whole::from))
}

/// The opening hours of a week, each day as people write it: `08:30-12:00, 13:30-17:30`; empty when closed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HoursJson {
    mon: String,
    tue: String,
    wed: String,
    thu: String,
    fri: String,
    sat: String,
    sun: String,
}

/// Set the opening hours: for admins; clocks that run are not moved
#[utoipa::path(put, path = "/communities/{slug}/hours", tag = "communities", request_body = HoursJson, params(("slug" = String, Path)),
    responses((status = 200, body = CommunityCard), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn set_hours(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<HoursJson>) -> Answer<CommunityCard> {
    let HoursJson { mon, tue, wed, thu, fri, sat, sun } = body;
    let days = [mon, tue, wed, thu, fri, sat, sun];
    json(&call, serve_once(&call, "rest.communities.hours", &slug, days, ops::set_hours).await)
}

/// How the desk is reached and what it checks.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskJson {
    /// Its phone; left out for none.
    #[serde(default)]
    phone: String,
    /// Of how many closed wishes in a hundred somebody is called back, 0 to 100.
    call_back_percent: i32,
}

/// Set the desk's phone and its share of call backs: for admins
#[utoipa::path(put, path = "/communities/{slug}/desk", tag = "communities", request_body = DeskJson, params(("slug" = String, Path)),
    responses((status = 200, body = CommunityCard), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn set_desk(Caller(call): Caller, Path(slug): Path<String>, Body(body): Body<DeskJson>) -> Answer<CommunityCard> {
    let new = NewDesk { phone: body.phone, call_back_percent: body.call_back_percent.to_string() };
    json(&call, serve_once(&call, "rest.communities.desk", &slug, new, ops::set_desk).await)
}

/// How long a category may take: at most as long as the district says.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitsJson {
    /// To the answer.
    answer: LimitJson,
    /// From there to delivery.
    deliver: LimitJson,
}

/// So many of a unit.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitJson {
    /// At least 1.
    amount: i64,
    /// `minute`, `hour`, `day`, `open_minute`, `open_hour` (of opening hours) or `open_day` (a working day).
    unit: String,
}

/// Set the limits of a category: for admins; clocks that run are not moved
#[utoipa::path(put, path = "/communities/{slug}/categories/{id}/limits", tag = "communities", request_body = LimitsJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = CategoryCard), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn set_limits(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<LimitsJson>) -> Answer<CategoryCard> {
    let id = CategoryId(id.get(&call)?);
    let LimitsJson { answer, deliver } = body;
    let new = NewLimits {
        answer: answer.amount.to_string(),
        answer_unit: answer.unit,
        deliver: deliver.amount.to_string(),
        deliver_unit: deliver.unit,
    };
    json(&call, serve_once(&call, "rest.categories.limits", &slug, (id, new), ops::set_limits).await)
}

/// Whom to look for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct ResidentsQuery {
    /// Part of a name or building, or a whole phone.
    q: Option<String>,
}

/// Residents for whom an order can be filed, with an account or without: for the desk and grid workers
#[utoipa::path(get, path = "/communities/{slug}/residents", tag = "members", params(("slug" = String, Path), ResidentsQuery),
    responses((status = 200, body = Whole<ResidentCard>), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn find_residents(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Query(asked): Query<ResidentsQuery>,
) -> Answer<Whole<ResidentCard>> {
    let q = words(&call, asked.q.as_deref())?.unwrap_or_default();
    json(&call, serve(&call, "rest.residents.find", Mode::Read, &slug, q, ops::find_residents).await.map(Whole::from))
}

/// A record of somebody who has no account.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordJson {
    /// The name.
    name: String,
    /// A mobile number.
    #[serde(default)]
    phone: String,
    /// The building.
    building: String,
    /// The door.
    door: String,
    /// The grid, by a name of it.
    #[serde(default)]
    grid: String,
    /// The year of birth.
    born: Option<i32>,
    /// `alone`, `disabled`, `low_income`, `children_away`.
    #[serde(default)]
    needs: Vec<String>,
    /// The version of the notice that the person agreed to; when a record is corrected, it stays as it was.
    #[schema(example = "2026-11.4")]
    #[serde(default)]
    consent: String,
    /// The same for the needs, agreed to apart.
    #[serde(default)]
    needs_consent: String,
}

impl From<RecordJson> for NewRecord {
    fn from(json: RecordJson) -> Self {
        let RecordJson { name, phone, building, door, grid, born, needs, consent, needs_consent } = json;
        Self {
            name,
            phone,
            building,
            door,
            grid,
            born: born.map(|born| born.to_string()).unwrap_or_default(),
            needs,
            consent,
            needs_consent,
        }
    }
}

/// Keep a record of somebody without an account
#[utoipa::path(post, path = "/communities/{slug}/residents", tag = "members", request_body = RecordJson, params(("slug" = String, Path)),
    responses((status = 201, body = ResidentCard), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn keep_record(
    Caller(call): Caller,
    Path(slug): Path<String>,
    Body(body): Body<RecordJson>,
) -> Result<(StatusCode, axum::Json<ResidentCard>), Refusal> {
    created(&call, serve_once(&call, "rest.residents.keep", &slug, NewRecord::from(body), ops::keep_record).await)
}

/// Correct the record of somebody without an account, who said so: for the desk
#[utoipa::path(put, path = "/communities/{slug}/residents/{id}", tag = "members", request_body = RecordJson,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = ResidentCard), (status = 401), (status = 403), (status = 404), (status = 422)))]
async fn correct_record(
    Caller(call): Caller,
    Path((slug, id)): Path<(String, PathId)>,
    Body(body): Body<RecordJson>,
) -> Answer<ResidentCard> {
    let id = MemberId(id.get(&call)?);
    json(&call, serve_once(&call, "rest.residents.correct", &slug, (id, NewRecord::from(body)), ops::correct_record).await)
}

/// How the list of members is narrowed.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub struct MembersQuery {
    /// Part of a name or building.
    q: Option<String>,
    /// Only this role.
    role: Option<String>,
    /// `true`: only those whom nobody verified yet.
    unverified: Option<String>,
    /// Where to go on: `next` of the page before.
    cursor: Option<String>,
    /// Most rows, 1 to 100.
    limit: Option<String>,
}

/// The members, newest first: for staff and admins; residents by a masked name, and nobody's door
#[utoipa::path(get, path = "/communities/{slug}/members", tag = "members", params(("slug" = String, Path), MembersQuery),
    responses((status = 200, body = Page<Member>), (status = 401), (status = 403), (status = 404)))]
async fn list_members(Caller(call): Caller, Path(slug): Path<String>, Query(asked): Query<MembersQuery>) -> Answer<Page<Member>> {
    let query = MemberQuery {
        q: words(&call, asked.q.as_deref())?.unwrap_or_default(),
        role: parameter(&call, "role", asked.role.as_deref(), Role::from_code)?,
        unverified: parameter(&call, "unverified", asked.unverified.as_deref(), |v| v.parse().ok())?.unwrap_or(false),
        cursor: parameter(&call, "cursor", asked.cursor.as_deref(), |v| v.parse().ok())?,
        limit: parameter(&call, "limit", asked.limit.as_deref(), |v| v.parse().ok())?,
    };
    json(&call, serve(&call, "rest.members.list", Mode::Read, &slug, query, ops::list_members).await)
}

/// One member in full: for the desk and grid workers. That they looked is on record, once a day, and the member reads it
#[utoipa::path(get, path = "/communities/{slug}/members/{id}", tag = "members", params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Person), (status = 401), (status = 403), (status = 404)))]
async fn get_person(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>) -> Answer<Person> {
    let id = MemberId(id.get(&call)?);
    json(&call, serve(&call, "rest.members.get", Mode::Write, &slug, id, ops::get_person).await)
}

/// What is changed about a member; what is left out stays.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    /// The roles from now on (admins).
    roles: Option<Vec<Role>>,
    /// The kind of volunteer (admins); `null` takes it away.
    #[serde(default)]
    #[schema(value_type = Option<VolunteerKind>)]
    volunteer_kind: Patch<VolunteerKind>,
    /// `true`: staff have seen who it is.
    verified: Option<bool>,
    /// In what grid they live, by its id or a name of it; `null` where that is not known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    grid: Patch<String>,
}

/// Verify a member, say in what grid they live, or give and take roles
#[utoipa::path(patch, path = "/communities/{slug}/members/{id}", tag = "members", request_body = MemberPatch,
    params(("slug" = String, Path), ("id" = uuid::Uuid, Path)),
    responses((status = 200, body = Member), (status = 401), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn change_member(Caller(call): Caller, Path((slug, id)): Path<(String, PathId)>, Body(body): Body<MemberPatch>) -> Answer<Member> {
    let id = MemberId(id.get(&call)?);
    let change =
        MemberChange { roles: body.roles.map(Roles::new), volunteer_kind: body.volunteer_kind, verified: body.verified, grid: body.grid };
    json(&call, serve_once(&call, "rest.members.change", &slug, (id, change), ops::change_member).await)
}
