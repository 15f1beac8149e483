//! Whoever leaves: what they claim and hold ends, and what was written about it is removed.

use super::objecting::take_effect;
use super::{Turn, settle};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::posts::entity::objection;
use crate::posts::model::{Claim, ClaimCard, ClaimStage, Objection, ObjectionCard, ObjectionEvent};
use crate::posts::moves::{self, Pending, Placed};
use crate::posts::policy::{ClearClaim, ClearObjection, Follow};
use crate::posts::store;
use sea_orm::{ActiveValue::Set, ColumnTrait as _};

type Result<T> = std::result::Result<T, Failure>;

/// What this member claimed, and what they said against others.
///
/// # Errors
/// When the database does.
pub async fn kept_of(ctx: &Ctx, member: MemberId) -> Result<(Vec<ClaimCard>, Vec<ObjectionCard>)> {
    let claims = super::lists::claim_cards(ctx, store::list_claims_by(ctx, vec![member]).await?).await?;
    let objections = super::lists::objection_cards(ctx, store::list_objections_by(ctx, member).await?).await?;
    Ok((claims, objections))
}

/// Ends what a member who goes claims and holds, and removes what they wrote, and what was written against them.
///
/// # Errors
/// [`Fault::Refused`] for all but that member and the desk.
pub async fn clear(ctx: &Ctx, member: MemberId) -> Result<()> {
    for objection in store::list_objections_by(ctx, member).await? {
        clear_objection(ctx, objection).await?;
    }
    for claim in store::list_claims_by(ctx, vec![member]).await? {
        clear_claim(ctx, claim).await?;
    }
    Ok(())
}

async fn clear_claim(ctx: &Ctx, claim: Claim) -> Result<()> {
    let mut turn = Turn::of(ctx, claim.post).await?;
    let mut claim = again(&turn, &claim)?;
    if claim.stage.is_live() {
        let moved = match claim.stage {
            ClaimStage::Claimed | ClaimStage::Waiting => Pending::try_from(claim.clone())?.withdraw(),
            _ => Placed::try_from(claim.clone())?.step_down(String::new()),
        };
        turn.put::<Follow>(ctx, &claim, moved).await?;
        claim = again(&turn, &claim)?;
    }
    for objection in store::list_objections(ctx, vec![claim.id]).await? {
        remove_words(ctx, &objection).await?;
    }
    let moved = moves::clear(claim.clone())?;
    turn.put::<ClearClaim>(ctx, &claim, moved).await?;
    turn.finish(ctx).await
}

fn again(turn: &Turn, claim: &Claim) -> Result<Claim> {
    Ok(turn.claims.iter().find(|one| one.id == claim.id).cloned().ok_or(Fault::NotFound)?)
}

/// Nobody is there any more who said it: an open one is settled, and holds nothing up.
async fn clear_objection(ctx: &Ctx, objection: Objection) -> Result<()> {
    let claim = store::find_claim(ctx, objection.claim).await?.ok_or(Fault::NotFound)?;
    let mut turn = Turn::of(ctx, claim.post).await?;
    let claim = again(&turn, &claim)?;
    if objection.answer.is_none() {
        settle(ctx, &objection, &turn.post).await?;
        take_effect(ctx, &mut turn, &claim).await?;
    }
    remove_words(ctx, &objection).await?;
    turn.finish(ctx).await
}

async fn remove_words(ctx: &Ctx, objection: &Objection) -> Result<()> {
    if objection.words.is_empty() {
        return Ok(());
    }
    let row = objection::ActiveModel { words: Set(String::new()), answer: Set(String::new()), ..Default::default() };
    let said = objection::Column::Words.eq(objection.words.as_str());
    ctx.permit::<ClearObjection>(objection)?.change(row, said, &ObjectionEvent::Cleared).await
}
