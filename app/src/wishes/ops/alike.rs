//! Wishes that are like what somebody writes, and saying "me too".

use super::looks::{page, seen};
use crate::communities;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::stages::not_in_stage;
use crate::wishes::history;
use crate::wishes::likeness::{ALIKE, bigrams, likeness};
use crate::wishes::model::{AlikeCard, TITLE, Wish, WishEvent, WishId, WishPage, WishQuery};
use crate::wishes::policy::{self, Follow};
use crate::wishes::store::{self, Shelf};

type Result<T> = std::result::Result<T, Failure>;

/// Among how many of the newest open cards, and of one's own wishes, it is looked.
const NEWEST: u64 = 300;
/// How many are offered.
const MOST: usize = 3;

/// Open wishes that are like this title: one's own, and for those who may see the wall its cards; the most like first.
///
/// # Errors
/// As [`communities::policy::inside`].
pub async fn find_alike(ctx: Ctx, title: String) -> Result<Vec<AlikeCard>> {
    communities::policy::inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    let typed = bigrams(&title.chars().take(TITLE.max).collect::<String>());
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let own = store::list(&ctx, &Shelf::Of(vec![member]), &WishQuery::default(), NEWEST).await?;
    let wall = if policy::may_see_wall(&ctx.actor) { store::list_open_cards(&ctx, NEWEST).await? } else { Vec::new() };
    let own = own.into_iter().filter(|wish| !wish.stage.is_closed()).map(|wish| (wish.id, wish.title, true));
    let others = wall.into_iter().filter(|wish| wish.resident != member);
    let others = others.filter_map(|wish: Wish| Some((wish.id, wish.public_card?, false)));
    let mut alike: Vec<(f64, AlikeCard)> = own
        .chain(others)
        .map(|(id, headline, mine)| (likeness(&typed, &bigrams(&headline)), AlikeCard { id, headline, mine }))
        .filter(|(much, _)| *much >= ALIKE)
        .collect();
    alike.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    Ok(alike.into_iter().take(MOST).map(|(_, card)| card).collect())
}

/// A neighbour says that they need the same, or do so no more; said twice it is said once.
///
/// # Errors
/// [`Fault::NotFound`] for those who do not see the wish, [`Fault::Refused`] for those who take part in it, and a stage in
/// which it is not open.
pub async fn follow(ctx: Ctx, (id, on): (WishId, bool)) -> Result<WishPage> {
    let wish = seen(&ctx, id).await?;
    let permit = ctx.permit::<Follow>(&wish)?;
    if !policy::may_follow(&ctx.actor, &wish) {
        return Err(not_in_stage(wish.stage.name()).into());
    }
    let follows = history::followers(&ctx, id).await?.into_iter().any(|one| ctx.actor.is(one));
    if follows != on {
        permit.note(&WishEvent::Followed { on }).await?;
    }
    page(&ctx, wish).await
}
