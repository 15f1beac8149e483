//! What the desk says to what was served, and what whoever served answers.

use super::serving::new_shift;
use super::{ShiftAt, alone, read, tell, write};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::AccountId;
use crate::kernel::said::{Text, text};
use crate::posts;
use crate::posts::model::{ClaimId, ClaimStage};
use crate::shifts::model::{REASON, ShiftCard, ShiftEvent, ShiftId, ShiftStage, WORD};
use crate::shifts::moves::{Awaited, Missed, Stated};
use crate::shifts::policy::{Confirm, Dispute, Explain, Miss, Revoke, keep};
use crate::shifts::rules::{DAYS_BACK, GRACE};
use crate::shifts::store;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, Failure>;

/// The most shifts that are confirmed at once: a page of a list.
pub const MOST_AT_ONCE: usize = 100;

const TOO_MANY: Text = text("一次最多确认 {} 条。", "At most {} can be confirmed at once.");
const NOT_PLANNED: Text = text("这个岗位那时没有班。", "This post has no shift at that time.");
const TOO_EARLY: Text = text("开始 {} 分钟以后，才能记缺岗。", "Only {} minutes after it began can a shift be recorded as missed.");
const SERVED: Text = text("这个班已经有记录了。", "There is a record of this shift already.");

fn rule(code: &'static str, said: impl Into<crate::kernel::said::Said>) -> Failure {
    Fault::Rule { code: code.into(), said: said.into() }.into()
}

/// The desk says that it was so: it counts.
///
/// # Errors
/// Of every step: [`Fault::NotFound`], [`Fault::Refused`] (also of one's own), a stage or version that is not as seen, and
/// problems of the form.
pub async fn confirm(ctx: Ctx, at: ShiftAt) -> Result<ShiftCard> {
    let shift = read::<Confirm>(&ctx, at).await?;
    let moved = Awaited::try_from(shift.clone())?.confirm();
    write::<Confirm>(ctx, &shift, moved).await
}

/// The desk says of many at once that they were so: all of them count, or none. Says how many.
///
/// # Errors
/// As [`confirm`], for any of them; a problem where there are more than `MOST_AT_ONCE`.
pub async fn confirm_all(ctx: Ctx, all: Vec<ShiftAt>) -> Result<usize> {
    keep(&ctx.actor)?;
    if all.len() > MOST_AT_ONCE {
        return Err(Problem::new("shifts", "too_many", TOO_MANY.fill(&[&MOST_AT_ONCE])).into());
    }
    let seen = store::list_these(&ctx, all.iter().map(|at| at.id).collect()).await?;
    let seen: BTreeMap<ShiftId, Option<AccountId>> = seen.into_iter().map(|shift| (shift.id, shift.account)).collect();
    let of = |at: ShiftAt| Ok((*seen.get(&at.id).ok_or(Fault::NotFound)?, at));
    let mut turns = all.into_iter().map(of).collect::<Result<Vec<_>>>()?;
    // Whoever confirms hours of the same people meanwhile, wherever, waits for them in the same order.
    turns.sort_by_key(|(account, at)| (*account, at.id));
    turns.dedup_by_key(|(_, at)| at.id);
    let many = turns.len();
    for (_, at) in turns {
        confirm(ctx.clone(), at).await?;
    }
    Ok(many)
}

/// The desk asks, and says why; what was confirmed counts no more until it is settled.
///
/// # Errors
/// As [`confirm`].
pub async fn dispute(ctx: Ctx, (at, reason): (ShiftAt, String)) -> Result<ShiftCard> {
    let shift = read::<Dispute>(&ctx, at).await?;
    let moved = Stated::try_from(shift.clone())?.dispute(REASON.check(&reason)?);
    write::<Dispute>(ctx, &shift, moved).await
}

/// Whoever did not come says why; once more replaces it.
///
/// # Errors
/// As [`confirm`].
pub async fn explain(ctx: Ctx, (at, word): (ShiftAt, String)) -> Result<ShiftCard> {
    let shift = read::<Explain>(&ctx, at).await?;
    let moved = Missed::try_from(shift.clone())?.explain(WORD.check(&word)?);
    write::<Explain>(ctx, &shift, moved).await
}

/// The desk takes back that somebody did not come, and says why.
///
/// # Errors
/// As [`confirm`].
pub async fn revoke(ctx: Ctx, (at, reason): (ShiftAt, String)) -> Result<ShiftCard> {
    let shift = read::<Revoke>(&ctx, at).await?;
    let moved = Missed::try_from(shift.clone())?.revoke(REASON.check(&reason)?);
    write::<Revoke>(ctx, &shift, moved).await
}

/// The desk records that somebody did not come to a shift that began then.
///
/// # Errors
/// [`Fault::Refused`] for all but the desk, and of oneself; [`Fault::NotFound`] for a claim of nothing; rules: `not_planned`,
/// `too_early`, `served` where there is a record of that time already.
pub async fn miss(ctx: Ctx, (claim, from): (ClaimId, DateTime<Utc>)) -> Result<ShiftCard> {
    keep(&ctx.actor)?;
    let (seen, _) = posts::ops::get_held(&ctx, claim).await?;
    alone(&ctx, seen.claim.account, seen.claim.member).await?;
    let (held, _) = posts::ops::get_held(&ctx, claim).await?;
    let day = ctx.moment(from).local().date();
    let planned = held.planned(&ctx, day, day).into_iter().find(|(begin, _)| *begin == from);
    let serving = held.claim.stage == ClaimStage::Serving;
    let (_, to) = planned.filter(|_| serving).ok_or_else(|| rule("not_planned", NOT_PLANNED))?;
    if ctx.now < from + TimeDelta::minutes(GRACE) {
        return Err(rule("too_early", TOO_EARLY.fill(&[&GRACE])));
    }
    if ctx.now - from > TimeDelta::days(DAYS_BACK) {
        return Err(rule("not_planned", NOT_PLANNED));
    }
    let there = store::list_within(&ctx, (from, to)).await?;
    if there
        .iter()
        .any(|one| one.member == held.claim.member && one.claim == claim && one.span(ctx.now).0 < to && one.span(ctx.now).1 > from)
    {
        return Err(rule("served", SERVED));
    }
    let shift = new_shift(&ctx, &held, (from, Some(to)), ShiftStage::Missed, String::new());
    let event = ShiftEvent::Missed { claim };
    let permit = ctx.permit::<Miss>(&shift)?;
    tell(&ctx, &permit, &shift, &event).await?;
    permit.create(store::new_row(&shift), &event).await?;
    super::lists::card(&ctx, shift).await
}
