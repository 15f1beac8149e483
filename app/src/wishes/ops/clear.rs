//! Clearing what a resident wrote, when they go.

use super::lists::every;
use super::photos;
use super::put;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::wishes::model::{Call, Outcome, Stage, Wish};
use crate::wishes::moves::{Answered, Claimed, Delivered, Settled, Withdrawable};
use crate::wishes::policy::{Clear, Release};
use crate::wishes::store::Shelf;

type Result<T> = std::result::Result<T, Failure>;

/// Everything of a member who goes: what they ordered and is open is taken back, what was brought is closed, what was
/// written about any of it is removed for good; and what they hold is free for others.
///
/// # Errors
/// [`crate::kernel::fault::Fault::Refused`] for all but the resident themselves and the desk.
pub async fn clear(ctx: &Ctx, member: MemberId) -> Result<()> {
    for wish in every(ctx, &Shelf::Of(vec![member])).await? {
        let ctx = ctx.clone().after(wish.moved_at);
        let wish = settled(&ctx, wish).await?;
        let moved = Settled::try_from(wish.clone())?.clear();
        let wish = put::<Clear>(&ctx, &wish, moved).await?;
        ctx.permit::<Clear>(&wish)?.remove_words().await?;
        photos::clear(&ctx, &wish).await?;
    }
    for wish in every(ctx, &Shelf::HeldBy(member)).await? {
        if wish.stage == Stage::Claimed {
            let ctx = ctx.clone().after(wish.moved_at);
            let moved = Claimed::try_from(wish.clone())?.release(None);
            put::<Release>(&ctx, &wish, moved).await?;
        }
    }
    Ok(())
}

/// The wish when nothing is awaited any more.
async fn settled(ctx: &Ctx, mut wish: Wish) -> Result<Wish> {
    match wish.stage {
        Stage::Placed | Stage::Accepted | Stage::Claimed => {
            let moved = Withdrawable::try_from(wish.clone())?.withdraw();
            wish = put::<Clear>(ctx, &wish, moved).await?;
        }
        Stage::Delivered => {
            let moved = Delivered::try_from(wish.clone())?.lapse();
            wish = put::<Clear>(ctx, &wish, moved).await?;
        }
        Stage::Confirmed | Stage::Lapsed | Stage::Declined | Stage::Withdrawn => {}
    }
    if wish.owes_call() {
        let call = Call { outcome: Outcome::Declined, grade: None, words: None };
        let moved = Answered::try_from(wish.clone())?.called(call);
        wish = put::<Clear>(ctx, &wish, moved).await?;
    }
    Ok(wish)
}
