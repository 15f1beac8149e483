//! Serving: in, out, entered later, corrected, taken back.

use super::{ShiftAt, alone, beside, has_room, read, tell, write};
use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Text, text};
use crate::kernel::stages::not_in_stage;
use crate::posts;
use crate::posts::model::{ClaimId, ClaimStage};
use crate::posts::ops::Held;
use crate::shifts::model::{NewEnd, NewTime, Shift, ShiftCard, ShiftEvent, ShiftId, ShiftStage};
use crate::shifts::moves::{self, Disputed, Pending, Running};
use crate::shifts::policy::{Begin, CheckOut, ClearShift, Correct, Withdraw, may_begin};
use crate::shifts::rules::may_be_entered;
use crate::shifts::store;
use chrono::{DateTime, Utc};

type Result<T> = std::result::Result<T, Failure>;

const RUNNING: Text =
    text("还有一次服务没有签退。请先签退，再签到。", "There is a shift that was not checked out of. Please check out of it first.");
const TOO_SHORT: Text = text("还不到一分钟。点错了，可以撤销。", "It is not a minute yet. If it was a mistake, take it back.");
const NOT_YET: Text = text("这个岗位 {} 才开始。", "This post begins on {}.");

/// Whoever holds the post begins, or the desk begins for them.
///
/// # Errors
/// [`Fault::NotFound`] for a post that is not theirs; a post that is over, or has not begun; rules: `running` where they did not
/// stop, `overlap`.
pub async fn check_in(ctx: Ctx, claim: ClaimId) -> Result<ShiftCard> {
    let (held, span) = held(&ctx, claim).await?;
    if held.claim.stage != ClaimStage::Serving {
        return Err(not_in_stage(held.claim.stage.name()).into());
    }
    let first = held.post.terms.from;
    if ctx.today() < first {
        return Err(Fault::Rule { code: "not_begun".into(), said: NOT_YET.fill(&[&first]) }.into());
    }
    may_be_entered((ctx.now, ctx.now), span, ctx.now)?;
    let others = beside(&ctx, held.claim.account, (ctx.now, ctx.now), None).await?;
    if others.iter().any(|other| other.stage == ShiftStage::Running) {
        return Err(Fault::Rule { code: "running".into(), said: RUNNING.into() }.into());
    }
    has_room(&ctx, (ctx.now, ctx.now), &others)?;
    let now = ctx.now;
    begin(ctx, &held, (now, None), ShiftStage::Running, String::new()).await
}

/// Whoever serves stops, now or, where they forgot, when they say; or the desk stops for them.
///
/// # Errors
/// Of every step: [`Fault::NotFound`], [`Fault::Refused`], a stage or version that is not as seen, and problems of the form.
/// Rules: `too_short`, `future`, `overlap`, `too_much`.
pub async fn check_out(ctx: Ctx, (at, end): (ShiftAt, NewEnd)) -> Result<ShiftCard> {
    let shift = read::<CheckOut>(&ctx, at).await?;
    let running = Running::try_from(shift.clone())?;
    let (to, note) = end.check(shift.from, ctx.now, &ctx.place.zone)?;
    if (to - shift.from).num_minutes() < 1 {
        return Err(Fault::Rule { code: "too_short".into(), said: TOO_SHORT.into() }.into());
    }
    let span = (shift.from, to);
    may_be_entered(span, (shift.from, None), ctx.now)?;
    has_room(&ctx, span, &beside(&ctx, shift.account, span, Some(shift.id)).await?)?;
    write::<CheckOut>(ctx, &shift, running.check_out(to, note)).await
}

/// Enters hours later, with a note: whoever served, or the desk for them.
///
/// # Errors
/// As [`check_in`] and [`check_out`]; rules: `too_old`, `not_held`.
pub async fn enter(ctx: Ctx, (claim, new): (ClaimId, NewTime)) -> Result<ShiftCard> {
    let (held, theirs) = held(&ctx, claim).await?;
    let (span, note) = new.check(&ctx.place.zone)?;
    may_be_entered(span, theirs, ctx.now)?;
    has_room(&ctx, span, &beside(&ctx, held.claim.account, span, None).await?)?;
    begin(ctx, &held, (span.0, Some(span.1)), ShiftStage::Reported, note).await
}

/// Says when it really was: whoever served, of what the desk asked about.
///
/// # Errors
/// As [`enter`].
pub async fn correct(ctx: Ctx, (at, new): (ShiftAt, NewTime)) -> Result<ShiftCard> {
    let shift = read::<Correct>(&ctx, at).await?;
    let disputed = Disputed::try_from(shift.clone())?;
    let (span, note) = new.check(&ctx.place.zone)?;
    let (_, theirs) = posts::ops::get_held(&ctx, shift.claim).await?;
    may_be_entered(span, theirs, ctx.now)?;
    has_room(&ctx, span, &beside(&ctx, shift.account, span, Some(shift.id)).await?)?;
    write::<Correct>(ctx, &shift, disputed.correct(span, note)).await
}

/// Whoever served takes it back, before it counts.
///
/// # Errors
/// As [`check_out`].
pub async fn withdraw(ctx: Ctx, at: ShiftAt) -> Result<ShiftCard> {
    let shift = read::<Withdraw>(&ctx, at).await?;
    let moved = Pending::try_from(shift.clone())?.withdraw();
    write::<Withdraw>(ctx, &shift, moved).await
}

/// Removes what a member who goes wrote, and what was written to them; what runs is taken back.
///
/// # Errors
/// [`Fault::Refused`] for all but that member and the desk.
pub async fn clear(ctx: &Ctx, member: MemberId) -> Result<()> {
    super::calendar::end(ctx, member).await?;
    for shift in store::list_of(ctx, member).await? {
        ctx.go_on_after(shift.moved_at);
        store::write(ctx.permit::<ClearShift>(&shift)?, &moves::clear(shift)).await?;
    }
    Ok(())
}

/// The post that is theirs by this claim, in their turn.
async fn held(ctx: &Ctx, claim: ClaimId) -> Result<(Held, (DateTime<Utc>, Option<DateTime<Utc>>))> {
    communities::policy::inside(&ctx.actor)?;
    let (seen, _) = posts::ops::get_held(ctx, claim).await?;
    may_begin(&ctx.actor, seen.claim.member)?;
    alone(ctx, seen.claim.account, seen.claim.member).await?;
    posts::ops::get_held(ctx, claim).await
}

async fn begin(
    ctx: Ctx,
    held: &Held,
    (from, to): (DateTime<Utc>, Option<DateTime<Utc>>),
    stage: ShiftStage,
    note: String,
) -> Result<ShiftCard> {
    let claim = &held.claim;
    let event =
        if stage == ShiftStage::Running { ShiftEvent::CheckedIn { claim: claim.id } } else { ShiftEvent::Entered { claim: claim.id } };
    let shift = new_shift(&ctx, held, (from, to), stage, note);
    let permit = ctx.permit::<Begin>(&shift)?;
    tell(&ctx, &permit, &shift, &event).await?;
    permit.create(store::new_row(&shift), &event).await?;
    super::lists::card(&ctx, shift).await
}

/// A shift by this claim.
pub(super) fn new_shift(
    ctx: &Ctx,
    held: &Held,
    (from, to): (DateTime<Utc>, Option<DateTime<Utc>>),
    stage: ShiftStage,
    note: String,
) -> Shift {
    let claim = &held.claim;
    Shift {
        id: ShiftId::new(ctx.now),
        claim: claim.id,
        post: claim.post,
        member: claim.member,
        account: claim.account,
        from,
        to,
        stage,
        version: 1,
        note,
        reason: String::new(),
        word: String::new(),
        moved_at: ctx.event_at(),
    }
}
