//! Posts, claims, objections and offers of shifts in the database: rows to models and back. Decides nothing.

use super::entity::{claim, objection, post, swap};
use super::model::{BoardQuery, Claim, ClaimId, ClaimStage, Objection, ObjectionId, Outcome, Post, PostId, PostStage, Shown, Terms};
use super::moves::Moved;
use super::swaps::{Swap, SwapId, SwapStage};
use super::times::Shift;
use crate::communities::hours::DAYS;
use crate::communities::model::VolunteerKind;
use crate::kernel::authz::{Action, Permit};
use crate::kernel::ctx::Ctx;
use crate::kernel::db::holds;
use crate::kernel::fault::Failure;
use crate::kernel::ids::{AccountId, MemberId, TenantId};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

pub async fn find(ctx: &Ctx, id: PostId) -> Result<Option<Post>> {
    ctx.tx().find::<post::Entity>().filter(post::Column::Id.eq(id)).one().await?.map(model).transpose()
}

/// A page of posts at these stages, newest first, with one more than the limit where there are more.
pub async fn list(ctx: &Ctx, stages: &[PostStage], query: &BoardQuery, limit: u64) -> Result<Vec<Post>> {
    let mut only = Condition::all().add(post::Column::Stage.is_in(stages.iter().map(|stage| stage.code())));
    let q: String = query.q.trim().chars().take(60).collect();
    if !q.is_empty() {
        only = only.add(holds(&q, &[post::Column::Title, post::Column::Skills, post::Column::Place]));
    }
    if !query.kind.is_empty() {
        // PostgreSQL takes no NUL.
        only = only.add(post::Column::Kind.eq(query.kind.replace('\0', "")));
    }
    if let Ok(grid) = query.grid.parse::<Uuid>() {
        only = only.add(Condition::any().add(post::Column::GridId.eq(grid)).add(post::Column::GridId.is_null()));
    }
    if let Some(at) = DAYS.iter().position(|day| *day == query.day) {
        only = only.add(holds(&at.to_string(), &[post::Column::Weekdays]));
    }
    if let Some(cursor) = query.cursor {
        only = only.add(post::Column::Id.lt(cursor));
    }
    let find = ctx.tx().find::<post::Entity>().filter(only).descending(post::Column::Id).limit(limit + 1);
    find.all().await?.into_iter().map(model).collect()
}

/// The community's own presets, newest first.
pub async fn list_presets(ctx: &Ctx) -> Result<Vec<Post>> {
    let find = ctx.tx().find::<post::Entity>().filter(post::Column::IsPreset.eq(true)).descending(post::Column::Id).limit(50);
    find.all().await?.into_iter().map(model).collect()
}

pub async fn list_these(ctx: &Ctx, ids: Vec<PostId>) -> Result<Vec<Post>> {
    ctx.tx().find::<post::Entity>().filter(post::Column::Id.is_in(ids)).all().await?.into_iter().map(model).collect()
}

/// The posts at these stages.
pub async fn list_at(ctx: &Ctx, stages: &[PostStage]) -> Result<Vec<Post>> {
    let at = post::Column::Stage.is_in(stages.iter().map(|stage| stage.code()));
    ctx.tx().find::<post::Entity>().filter(at).all().await?.into_iter().map(model).collect()
}

/// How many objections were made in these times, the end not in it.
pub async fn count_objections(ctx: &Ctx, (from, to): Shift) -> Result<u64> {
    let find = ctx.tx().find::<objection::Entity>().filter(objection::Column::At.gte(from));
    find.filter(objection::Column::At.lt(to)).count().await
}

/// Every post, for what must hold of all of them.
pub async fn list_all(ctx: &Ctx) -> Result<Vec<Post>> {
    ctx.tx().find::<post::Entity>().all().await?.into_iter().map(model).collect()
}

pub fn new_row(post: &Post) -> Result<post::ActiveModel> {
    let terms = terms_row(&post.terms)?;
    Ok(post::ActiveModel {
        id: Set(post.id),
        taken: Set(post.taken),
        stage: Set(post.stage.code().to_owned()),
        version: Set(post.version),
        moved_at: Set(post.moved_at),
        ..terms
    })
}

/// The row of a post that stands as it should afterwards.
pub fn changed_row(post: &Post) -> Result<post::ActiveModel> {
    Ok(post::ActiveModel { id: sea_orm::ActiveValue::NotSet, ..new_row(post)? })
}

/// The row that says how many places are taken.
pub fn taken_row(post: &Post) -> post::ActiveModel {
    post::ActiveModel { taken: Set(post.taken), stage: Set(post.stage.code().to_owned()), version: Set(post.version), ..Default::default() }
}

fn terms_row(terms: &Terms) -> Result<post::ActiveModel> {
    let weekdays = (0..7).filter(|day| terms.times.is_on(*day)).map(|day| day.to_string()).collect::<String>();
    Ok(post::ActiveModel {
        kind: Set(terms.kind.clone()),
        title: Set(terms.title.clone()),
        purpose: Set(terms.purpose.clone()),
        place: Set(terms.place.clone()),
        grid_id: Set(terms.grid),
        duties: Set(terms.duties.clone()),
        skills: Set(terms.skills.clone()),
        who: Set(terms.who.iter().map(|kind| kind.code()).collect::<Vec<_>>().join(",")),
        categories: Set(terms.categories.join(",")),
        places: Set(terms.places),
        times: Set(at_rest(&terms.times)?),
        weekdays: Set(weekdays),
        first_day: Set(terms.from),
        last_day: Set(terms.to),
        claim_by: Set(terms.claim_by),
        public_days: Set(terms.public_days),
        is_preset: Set(terms.is_preset),
        ..Default::default()
    })
}

fn at_rest(times: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(times).map_err(|e| Failure::Broken(format!("times do not serialize: {e}")))
}

fn times<T: serde::de::DeserializeOwned>(at_rest: serde_json::Value) -> Result<T> {
    serde_json::from_value(at_rest).map_err(|e| Failure::Broken(format!("times do not read: {e}")))
}

fn model(row: post::Model) -> Result<Post> {
    let broken = |what: &str| Failure::Broken(format!("post {}: {what}", row.id));
    let stage = PostStage::from_code(&row.stage).ok_or_else(|| broken("stage"))?;
    let terms = Terms {
        kind: row.kind,
        title: row.title,
        purpose: row.purpose,
        place: row.place,
        grid: row.grid_id,
        duties: row.duties,
        skills: row.skills,
        who: row.who.split(',').filter_map(VolunteerKind::from_code).collect(),
        categories: row.categories.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        places: row.places,
        times: times(row.times)?,
        from: row.first_day,
        to: row.last_day,
        claim_by: row.claim_by,
        public_days: row.public_days,
        is_preset: row.is_preset,
    };
    Ok(Post { id: row.id, terms, stage, version: row.version, taken: row.taken, moved_at: row.moved_at })
}

pub async fn find_claim(ctx: &Ctx, id: ClaimId) -> Result<Option<Claim>> {
    ctx.tx().find::<claim::Entity>().filter(claim::Column::Id.eq(id)).one().await?.map(claim_model).transpose()
}

/// The claims of a post, oldest first.
pub async fn list_claims(ctx: &Ctx, post: PostId) -> Result<Vec<Claim>> {
    claims(ctx, claim::Column::PostId.eq(post)).await
}

/// These claims.
pub async fn list_these_claims(ctx: &Ctx, ids: Vec<ClaimId>) -> Result<Vec<Claim>> {
    claims(ctx, claim::Column::Id.is_in(ids)).await
}

/// The claims of these members, oldest first.
pub async fn list_claims_by(ctx: &Ctx, members: Vec<MemberId>) -> Result<Vec<Claim>> {
    claims(ctx, claim::Column::MemberId.is_in(members)).await
}

/// The claims at these stages, oldest first.
pub async fn list_claims_at(ctx: &Ctx, stages: &[ClaimStage]) -> Result<Vec<Claim>> {
    claims(ctx, claim::Column::Stage.is_in(stages.iter().map(|stage| stage.code()))).await
}

/// Who holds these posts now.
pub async fn list_serving(ctx: &Ctx, posts: Vec<PostId>) -> Result<Vec<Claim>> {
    let serving = claim::Column::Stage.eq(ClaimStage::Serving.code());
    let only = Condition::all().add(claim::Column::PostId.is_in(posts)).add(serving);
    claims(ctx, only).await
}

async fn claims(ctx: &Ctx, only: impl sea_orm::sea_query::IntoCondition) -> Result<Vec<Claim>> {
    let find = ctx.tx().find::<claim::Entity>().filter(only.into_condition()).ascending(claim::Column::Id);
    find.all().await?.into_iter().map(claim_model).collect()
}

/// Every shift that this person may come to serve, in whatever community: of each claim its community, and its shifts.
pub async fn list_shifts_of(ctx: &Ctx, account: AccountId) -> Result<Vec<(TenantId, Vec<Shift>)>> {
    let live = claim::Column::Stage.is_in(ClaimStage::LIVE.map(ClaimStage::code));
    let rows = ctx.tx().platform().find_own::<claim::Entity>(account).await?.filter(live).all().await?;
    rows.into_iter()
        .map(|row| {
            let zone: chrono_tz::Tz = row.zone.parse().map_err(|_| Failure::Broken(format!("{} is no time zone", row.zone)))?;
            let (community, days) = (row.tenant_id, (row.first_day, row.last_day));
            Ok((community, claim_model(row)?.shifts(days, &zone)))
        })
        .collect()
}

pub fn new_claim_row(ctx: &Ctx, claim: &Claim, terms: &Terms) -> Result<claim::ActiveModel> {
    Ok(claim::ActiveModel {
        id: Set(claim.id),
        post_id: Set(claim.post),
        member_id: Set(claim.member),
        account_id: Set(claim.account),
        promise: Set(claim.promise.clone()),
        skills: Set(claim.skills.clone()),
        shown: Set(claim.shown.code().to_owned()),
        stage: Set(claim.stage.code().to_owned()),
        version: Set(claim.version),
        claimed_at: Set(claim.claimed_at),
        moved_at: Set(claim.moved_at),
        public_ends_at: Set(claim.public_until),
        reason: Set(claim.reason.clone()),
        times: Set(at_rest(&claim.times)?),
        covers: Set(at_rest(&claim.covers)?),
        first_day: Set(terms.from),
        last_day: Set(terms.to),
        zone: Set(ctx.place.zone.name().to_owned()),
        ..Default::default()
    })
}

/// Writes a move with its event, if the claim still stands as it was read.
pub async fn write<A: Action<On = Claim>>(permit: Permit<'_, A>, moved: &Moved) -> Result<()> {
    let claim = &moved.claim;
    let row = claim::ActiveModel {
        account_id: Set(claim.account),
        promise: Set(claim.promise.clone()),
        skills: Set(claim.skills.clone()),
        stage: Set(claim.stage.code().to_owned()),
        version: Set(claim.version),
        moved_at: Set(claim.moved_at),
        public_ends_at: Set(claim.public_until),
        reason: Set(claim.reason.clone()),
        covers: Set(at_rest(&claim.covers)?),
        ..Default::default()
    };
    let guard = Condition::all().add(claim::Column::Stage.eq(moved.from.code())).add(claim::Column::Version.eq(moved.seen));
    permit.change(row, guard, &moved.event).await
}

fn claim_model(row: claim::Model) -> Result<Claim> {
    let broken = |what: &str| Failure::Broken(format!("claim {}: {what}", row.id));
    Ok(Claim {
        id: row.id,
        post: row.post_id,
        member: row.member_id,
        account: row.account_id,
        shown: Shown::from_code(&row.shown).ok_or_else(|| broken("shown"))?,
        stage: ClaimStage::from_code(&row.stage).ok_or_else(|| broken("stage"))?,
        times: times(row.times)?,
        covers: times(row.covers)?,
        promise: row.promise,
        skills: row.skills,
        version: row.version,
        claimed_at: row.claimed_at,
        moved_at: row.moved_at,
        public_until: row.public_ends_at,
        reason: row.reason,
    })
}

pub async fn find_objection(ctx: &Ctx, id: ObjectionId) -> Result<Option<Objection>> {
    ctx.tx().find::<objection::Entity>().filter(objection::Column::Id.eq(id)).one().await?.map(objection_model).transpose()
}

/// The objections to these claims, oldest first.
pub async fn list_objections(ctx: &Ctx, claims: Vec<ClaimId>) -> Result<Vec<Objection>> {
    objections(ctx, objection::Column::ClaimId.is_in(claims)).await
}

/// Every objection, oldest first.
pub async fn list_all_objections(ctx: &Ctx) -> Result<Vec<Objection>> {
    let find = ctx.tx().find::<objection::Entity>().ascending(objection::Column::Id);
    find.all().await?.into_iter().map(objection_model).collect()
}

/// The objections of this member, oldest first.
pub async fn list_objections_by(ctx: &Ctx, member: MemberId) -> Result<Vec<Objection>> {
    objections(ctx, objection::Column::ById.eq(member)).await
}

async fn objections(ctx: &Ctx, only: sea_orm::sea_query::Expr) -> Result<Vec<Objection>> {
    let find = ctx.tx().find::<objection::Entity>().filter(Condition::all().add(only)).ascending(objection::Column::Id);
    find.all().await?.into_iter().map(objection_model).collect()
}

pub fn new_objection_row(objection: &Objection) -> objection::ActiveModel {
    objection::ActiveModel {
        id: Set(objection.id),
        claim_id: Set(objection.claim),
        by_id: Set(objection.by),
        against_id: Set(objection.against),
        words: Set(objection.words.clone()),
        at: Set(objection.at),
        outcome: Set(None),
        answer: Set(String::new()),
        answered_at: Set(None),
        ..Default::default()
    }
}

fn objection_model(row: objection::Model) -> Result<Objection> {
    let outcome = |code: &str| Outcome::from_code(code).ok_or_else(|| Failure::Broken(format!("objection {}: outcome", row.id)));
    let answer = row.outcome.as_deref().map(outcome).transpose()?.map(|outcome| (outcome, row.answer));
    Ok(Objection { id: row.id, claim: row.claim_id, by: row.by_id, against: row.against_id, words: row.words, at: row.at, answer })
}

pub async fn find_swap(ctx: &Ctx, id: SwapId) -> Result<Option<Swap>> {
    ctx.tx().find::<swap::Entity>().filter(swap::Column::Id.eq(id)).one().await?.map(swap_model).transpose()
}

/// The newest offers by these claims and to them, at most this many.
pub async fn list_swaps(ctx: &Ctx, claims: Vec<ClaimId>, limit: u64) -> Result<Vec<Swap>> {
    let only = Condition::any().add(swap::Column::ById.is_in(claims.clone())).add(swap::Column::WithId.is_in(claims));
    let find = ctx.tx().find::<swap::Entity>().filter(only).descending(swap::Column::Id).limit(limit);
    find.all().await?.into_iter().map(swap_model).collect()
}

/// The open offers of that shift by this claim.
pub async fn list_open_swaps(ctx: &Ctx, by: ClaimId, gives: Shift) -> Result<Vec<Swap>> {
    let only = Condition::all()
        .add(swap::Column::ById.eq(by))
        .add(swap::Column::GivesFromAt.eq(gives.0))
        .add(swap::Column::Stage.eq(SwapStage::Offered.code()));
    ctx.tx().find::<swap::Entity>().filter(only).all().await?.into_iter().map(swap_model).collect()
}

pub fn new_swap_row(swap: &Swap) -> swap::ActiveModel {
    swap::ActiveModel {
        id: Set(swap.id),
        post_id: Set(swap.post),
        by_id: Set(swap.by),
        with_id: Set(swap.with),
        gives_from_at: Set(swap.gives.0),
        gives_to_at: Set(swap.gives.1),
        takes_from_at: Set(swap.takes.map(|(from, _)| from)),
        takes_to_at: Set(swap.takes.map(|(_, to)| to)),
        stage: Set(swap.stage.code().to_owned()),
        version: Set(swap.version),
        moved_at: Set(swap.moved_at),
        ..Default::default()
    }
}

/// The row of an offer that stands so from now on.
pub fn moved_swap_row(swap: &Swap, to: SwapStage, at: DateTime<Utc>) -> swap::ActiveModel {
    swap::ActiveModel { stage: Set(to.code().to_owned()), version: Set(swap.version + 1), moved_at: Set(at), ..Default::default() }
}

/// As long as it stands as it was read.
pub fn swap_as_seen(swap: &Swap) -> Condition {
    Condition::all().add(swap::Column::Stage.eq(swap.stage.code())).add(swap::Column::Version.eq(swap.version))
}

fn swap_model(row: swap::Model) -> Result<Swap> {
    let stage = SwapStage::from_code(&row.stage).ok_or_else(|| Failure::Broken(format!("swap {}: stage", row.id)))?;
    Ok(Swap {
        id: row.id,
        post: row.post_id,
        by: row.by_id,
        with: row.with_id,
        gives: (row.gives_from_at, row.gives_to_at),
        takes: row.takes_from_at.zip(row.takes_to_at),
        stage,
        version: row.version,
        moved_at: row.moved_at,
    })
}
