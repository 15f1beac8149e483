//! What becomes of a claim: appointed, declined, taken back, left, taken away.

use super::{Turn, public_until};
use crate::kernel::authz::{Action, At};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::posts::model::{Claim, ClaimCard, ClaimId, REASON};
use crate::posts::moves::{Claimed, Moved, Pending, Placed};
use crate::posts::policy::{Appoint, Decline, Dismiss, StepDown, Withdraw};
use crate::posts::store;

type Result<T> = std::result::Result<T, Failure>;

/// A claim and, if the caller insists on what was seen, its version.
pub type ClaimAt = At<ClaimId>;

/// An admin appoints: to a place, or where there is none to the waiting list.
///
/// # Errors
/// Of every step: [`Fault::NotFound`], [`Fault::Refused`], a stage or version that is not as seen, and problems of the form.
pub async fn appoint(ctx: Ctx, at: ClaimAt) -> Result<ClaimCard> {
    let (turn, claim) = read::<Appoint>(&ctx, at).await?;
    let claimed = Claimed::try_from(claim.clone())?;
    let free = turn.post.free() > 0;
    let moved = if free { claimed.appoint(public_until(&ctx, &turn.post)) } else { claimed.queue() };
    write::<Appoint>(ctx, turn, &claim, moved).await
}

/// An admin says that it will not be, and why.
///
/// # Errors
/// As [`appoint`].
pub async fn decline(ctx: Ctx, (at, reason): (ClaimAt, String)) -> Result<ClaimCard> {
    let (turn, claim) = read::<Decline>(&ctx, at).await?;
    let moved = Pending::try_from(claim.clone())?.decline(REASON.check(&reason)?);
    write::<Decline>(ctx, turn, &claim, moved).await
}

/// Whoever made it takes it back before the appointment.
///
/// # Errors
/// As [`appoint`].
pub async fn withdraw(ctx: Ctx, at: ClaimAt) -> Result<ClaimCard> {
    let (turn, claim) = read::<Withdraw>(&ctx, at).await?;
    let moved = Pending::try_from(claim.clone())?.withdraw();
    write::<Withdraw>(ctx, turn, &claim, moved).await
}

/// Whoever holds the post leaves it, and says why.
///
/// # Errors
/// As [`appoint`].
pub async fn step_down(ctx: Ctx, (at, reason): (ClaimAt, String)) -> Result<ClaimCard> {
    let (turn, claim) = read::<StepDown>(&ctx, at).await?;
    let moved = Placed::try_from(claim.clone())?.step_down(REASON.check(&reason)?);
    write::<StepDown>(ctx, turn, &claim, moved).await
}

/// An admin takes the post away, and says why.
///
/// # Errors
/// As [`appoint`].
pub async fn dismiss(ctx: Ctx, (at, reason): (ClaimAt, String)) -> Result<ClaimCard> {
    let (turn, claim) = read::<Dismiss>(&ctx, at).await?;
    let moved = Placed::try_from(claim.clone())?.dismiss(REASON.check(&reason)?);
    write::<Dismiss>(ctx, turn, &claim, moved).await
}

/// Takes the turn of a claim's post, and reads the claim as it stands then.
async fn read<A: Action<On = Claim>>(ctx: &Ctx, at: ClaimAt) -> Result<(Turn, Claim)> {
    if ctx.actor.account.is_none() {
        return Err(Fault::SignIn.into());
    }
    let claim = store::find_claim(ctx, at.id).await?.ok_or(Fault::NotFound)?;
    A::check(&ctx.actor, &claim)?;
    let turn = Turn::of(ctx, claim.post).await?;
    let claim = turn.claims.iter().find(|one| one.id == at.id).cloned().ok_or(Fault::NotFound)?;
    at.insist(claim.version)?;
    Ok((turn, claim))
}

async fn write<A: Action<On = Claim>>(ctx: Ctx, mut turn: Turn, before: &Claim, moved: Moved) -> Result<ClaimCard> {
    let (id, post) = (before.id, turn.post.clone());
    turn.put::<A>(&ctx, before, moved).await?;
    let after = turn.claims.iter().find(|one| one.id == id).cloned().ok_or(Fault::NotFound)?;
    turn.finish(&ctx).await?;
    Ok(super::lists::claim_card(&ctx, &after, &post))
}
