//! Shifts in the database: rows to models and back. Decides nothing.

use super::entity::{calendar, reminder, shift};
use super::model::{Served, Shift, ShiftId, ShiftQuery, ShiftStage, Span};
use super::moves::Moved;
use super::policy::Remind;
use crate::kernel::authz::{Action, Permit};
use crate::kernel::ctx::Ctx;
use crate::kernel::db::Find;
use crate::kernel::fault::Failure;
use crate::kernel::ids::{AccountId, MemberId};
use crate::posts::model::ClaimId;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::IntoCondition as _;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, FromQueryResult};

type Result<T> = std::result::Result<T, Failure>;

pub async fn find(ctx: &Ctx, id: ShiftId) -> Result<Option<Shift>> {
    ctx.tx().find::<shift::Entity>().filter(shift::Column::Id.eq(id)).one().await?.map(model).transpose()
}

/// A page of shifts, of this member or of everybody, newest first, with one more than the limit where there are more. Those
/// that wait for the desk come the longest waiting first.
pub async fn list(ctx: &Ctx, member: Option<MemberId>, query: &ShiftQuery, limit: u64) -> Result<Vec<Shift>> {
    let mut only = Condition::all();
    if let Some(member) = member {
        only = only.add(shift::Column::MemberId.eq(member));
    }
    if let Some(stage) = query.stage {
        only = only.add(shift::Column::Stage.eq(stage.code()));
    }
    let oldest_first = query.stage == Some(ShiftStage::Reported);
    if let Some(cursor) = query.cursor {
        only = only.add(if oldest_first { shift::Column::Id.gt(cursor) } else { shift::Column::Id.lt(cursor) });
    }
    let find = ctx.tx().find::<shift::Entity>().filter(only).limit(limit + 1);
    let find = if oldest_first { find.ascending(shift::Column::Id) } else { find.descending(shift::Column::Id) };
    models(find).await
}

/// Every shift of this member here, oldest first.
pub async fn list_of(ctx: &Ctx, member: MemberId) -> Result<Vec<Shift>> {
    models(ctx.tx().find::<shift::Entity>().filter(shift::Column::MemberId.eq(member)).ascending(shift::Column::Id)).await
}

/// These shifts.
pub async fn list_these(ctx: &Ctx, ids: Vec<ShiftId>) -> Result<Vec<Shift>> {
    models(ctx.tx().find::<shift::Entity>().filter(shift::Column::Id.is_in(ids))).await
}

/// What counts: of this member, or of everybody; what began in these times, or all.
pub async fn list_confirmed(ctx: &Ctx, member: Option<MemberId>, span: Option<Span>) -> Result<Vec<Shift>> {
    let mut only = shift::Column::Stage.eq(ShiftStage::Confirmed.code()).into_condition();
    if let Some(member) = member {
        only = only.add(shift::Column::MemberId.eq(member));
    }
    if let Some((from, to)) = span {
        only = only.add(shift::Column::BeganAt.gte(from)).add(shift::Column::BeganAt.lt(to));
    }
    models(ctx.tx().find::<shift::Entity>().filter(only)).await
}

#[derive(Debug, FromQueryResult)]
struct OfMember {
    member_id: MemberId,
    n: i64,
}

/// Everybody's confirmed minutes and missed shifts that began in these times; of this member alone, where one is named.
pub async fn sums(ctx: &Ctx, members: Option<&[MemberId]>, spans: &[Span]) -> Result<Vec<Served>> {
    let mut all = Vec::new();
    if spans.is_empty() {
        return Ok(all);
    }
    let find = |stage: ShiftStage| {
        let find = ctx.tx().find::<shift::Entity>().filter(began_in(spans)).filter(shift::Column::Stage.eq(stage.code()));
        match members {
            Some(members) => find.filter(shift::Column::MemberId.is_in(members.iter().copied())),
            None => find,
        }
    };
    let minutes: Vec<OfMember> = find(ShiftStage::Confirmed).sums([shift::Column::MemberId], shift::Column::Minutes).await?;
    all.extend(minutes.into_iter().map(|sum| Served { member: sum.member_id, minutes: sum.n, missed: 0 }));
    let missed: Vec<OfMember> = find(ShiftStage::Missed).counts([shift::Column::MemberId]).await?;
    all.extend(missed.into_iter().map(|sum| Served { member: sum.member_id, minutes: 0, missed: sum.n }));
    Ok(all)
}

/// How many shifts that began in these times wait for the desk's word.
pub async fn count_waiting(ctx: &Ctx, span: Span) -> Result<u64> {
    let waits = shift::Column::Stage.eq(ShiftStage::Reported.code());
    ctx.tx().find::<shift::Entity>().filter(began_in(&[span])).filter(waits).count().await
}

fn began_in(spans: &[Span]) -> Condition {
    let within = |(from, to): &Span| Condition::all().add(shift::Column::BeganAt.gte(*from)).add(shift::Column::BeganAt.lt(*to));
    spans.iter().fold(Condition::any(), |any, span| any.add(within(span)))
}

/// Every shift, for what must hold of all of them.
pub async fn list_all(ctx: &Ctx) -> Result<Vec<Shift>> {
    models(ctx.tx().find::<shift::Entity>()).await
}

/// What was served or missed here and touches these times.
pub async fn list_within(ctx: &Ctx, (from, to): Span) -> Result<Vec<Shift>> {
    let there = shift::Column::Stage.ne(ShiftStage::Withdrawn.code());
    models(ctx.tx().find::<shift::Entity>().filter(near((from, to)).add(there))).await
}

fn near((from, to): Span) -> Condition {
    let not_over = Condition::any().add(shift::Column::EndedAt.is_null()).add(shift::Column::EndedAt.gte(from));
    Condition::all().add(shift::Column::BeganAt.lte(to)).add(not_over)
}

/// What this person served around these times, two days before and after, in whatever community.
pub async fn list_served_near(ctx: &Ctx, account: AccountId, (from, to): Span) -> Result<Vec<Shift>> {
    const AROUND: TimeDelta = TimeDelta::days(2);
    let served = shift::Column::Stage.is_in(ShiftStage::SERVED.map(ShiftStage::code));
    let find = ctx.tx().platform().find_own::<shift::Entity>(account).await?;
    models(find.filter(near((from - AROUND, to + AROUND)).add(served))).await
}

async fn models(find: Find<'_, shift::Entity>) -> Result<Vec<Shift>> {
    find.all().await?.into_iter().map(model).collect()
}

/// How many shifts stand so.
pub async fn count_at(ctx: &Ctx, stage: ShiftStage) -> Result<u64> {
    ctx.tx().find::<shift::Entity>().filter(shift::Column::Stage.eq(stage.code())).count().await
}

#[derive(Debug, FromQueryResult)]
struct Sum {
    n: Option<i64>,
}

/// The confirmed minutes of this member here.
pub async fn sum_here(ctx: &Ctx, member: MemberId) -> Result<i64> {
    sum(ctx.tx().find::<shift::Entity>().filter(shift::Column::MemberId.eq(member))).await
}

/// The confirmed minutes of this person, in whatever community.
pub async fn sum_everywhere(ctx: &Ctx, account: AccountId) -> Result<i64> {
    sum(ctx.tx().platform().find_own::<shift::Entity>(account).await?).await
}

async fn sum(find: Find<'_, shift::Entity>) -> Result<i64> {
    let confirmed = find.filter(shift::Column::Stage.eq(ShiftStage::Confirmed.code()));
    let sums: Vec<Sum> = confirmed.sums([], shift::Column::Minutes).await?;
    Ok(sums.first().and_then(|sum| sum.n).unwrap_or_default())
}

/// What opens this member's calendar: none where there never was one, none within where nothing opens it any more.
pub async fn find_calendar(ctx: &Ctx, member: MemberId) -> Result<Option<Option<String>>> {
    let row = ctx.tx().find::<calendar::Entity>().filter(calendar::Column::MemberId.eq(member)).one().await?;
    row.map(|row| row.token_sealed.map(|sealed| ctx.keys.open(&sealed)).transpose()).transpose()
}

/// Whose calendar this opens.
pub async fn find_by_token(ctx: &Ctx, token: &str) -> Result<Option<MemberId>> {
    let lookup = ctx.keys.code_lookup(token);
    let row = ctx.tx().find::<calendar::Entity>().filter(calendar::Column::TokenLookup.eq(lookup)).one().await?;
    Ok(row.map(|row| row.member_id))
}

/// The row of a calendar that this opens; nothing, where it is none.
pub fn calendar_row(ctx: &Ctx, member: MemberId, token: Option<&str>) -> Result<calendar::ActiveModel> {
    Ok(calendar::ActiveModel {
        member_id: Set(member),
        token_sealed: Set(token.map(|token| ctx.keys.seal(token)).transpose()?),
        token_lookup: Set(token.map(|token| ctx.keys.code_lookup(token))),
        ..Default::default()
    })
}

/// Whatever opens it: the last link that was made counts.
pub fn any_calendar() -> Condition {
    Condition::all()
}

/// Up to when whoever holds a post by this claim was reminded.
pub async fn find_told_until(ctx: &Ctx, claim: ClaimId) -> Result<Option<DateTime<Utc>>> {
    let row = ctx.tx().find::<reminder::Entity>().filter(reminder::Column::ClaimId.eq(claim)).one().await?;
    Ok(row.map(|row| row.told_at))
}

/// Writes that they were reminded up to now, and when to look again.
pub async fn write_told_until(ctx: &Ctx, permit: Permit<'_, Remind>, claim: ClaimId, next: Option<DateTime<Utc>>) -> Result<()> {
    permit.schedule(next).await?;
    let row = reminder::ActiveModel { told_at: Set(ctx.now), ..Default::default() };
    if permit.change_parts::<reminder::Entity>(row.clone(), reminder::Column::ClaimId.eq(claim)).await? == 0 {
        permit.add::<reminder::Entity>(reminder::ActiveModel { claim_id: Set(claim), ..row }).await?;
    }
    Ok(())
}

pub fn new_row(new: &Shift) -> shift::ActiveModel {
    shift::ActiveModel { id: Set(new.id), claim_id: Set(new.claim), post_id: Set(new.post), member_id: Set(new.member), ..changed_row(new) }
}

fn changed_row(now: &Shift) -> shift::ActiveModel {
    shift::ActiveModel {
        account_id: Set(now.account),
        began_at: Set(now.from),
        ended_at: Set(now.to),
        minutes: Set(now.minutes(now.from)),
        stage: Set(now.stage.code().to_owned()),
        version: Set(now.version),
        note: Set(now.note.clone()),
        reason: Set(now.reason.clone()),
        word: Set(now.word.clone()),
        moved_at: Set(now.moved_at),
        ..Default::default()
    }
}

/// Writes a move with its event, if the shift still stands as it was read.
pub async fn write<A: Action<On = Shift>>(permit: Permit<'_, A>, moved: &Moved) -> Result<()> {
    let guard = Condition::all().add(shift::Column::Stage.eq(moved.from.code())).add(shift::Column::Version.eq(moved.seen));
    permit.change(changed_row(&moved.shift), guard, &moved.event).await
}

fn model(row: shift::Model) -> Result<Shift> {
    let stage = ShiftStage::from_code(&row.stage).ok_or_else(|| Failure::Broken(format!("shift {}: stage", row.id)))?;
    let moved_at: DateTime<Utc> = row.moved_at;
    Ok(Shift {
        id: row.id,
        claim: row.claim_id,
        post: row.post_id,
        member: row.member_id,
        account: row.account_id,
        from: row.began_at,
        to: row.ended_at,
        stage,
        version: row.version,
        note: row.note,
        reason: row.reason,
        word: row.word,
        moved_at,
    })
}
