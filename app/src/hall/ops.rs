//! What the hall shows.

use super::model::{CARDS, PublicCard, Screen};
use crate::communities;
use crate::figures;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use crate::wishes;

/// The screen, for everybody.
///
/// # Errors
/// When the database does.
pub async fn screen(ctx: Ctx, (): ()) -> Result<Screen, Failure> {
    let (cards, waiting) = wishes::ops::list_waiting_cards(&ctx, CARDS).await?;
    let cards = cards.into_iter().map(|(category, card, placed_at)| PublicCard {
        category: category.said(),
        card,
        placed_at: ctx.moment(placed_at),
    });
    Ok(Screen {
        community: communities::ops::get_community(ctx.clone(), ()).await?,
        now: ctx.moment(ctx.now),
        open: communities::calendar(&ctx).await?.spans(ctx.today(), ctx.now).to_vec(),
        on_duty: communities::ops::duty(&ctx).await?.names,
        cards: cards.collect(),
        waiting,
        month: figures::ops::this_month(&ctx).await?,
    })
}
