//! Lists of wishes: one's own, those one holds, the wall, the desk's inbox.

use super::looks::{self, cards};
use super::photos::photos;
use crate::communities;
use crate::communities::model::{CategoryCard, CategoryId, Framed, Page};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::figures::Counted;
use crate::kernel::ids::MemberId;
use crate::wishes::clock::{self, Due};
use crate::wishes::history;
use crate::wishes::model::{Cursor, Mine, Stage, Wish, WishCard, WishId, WishLine, WishList, WishPage, WishQuery};
use crate::wishes::moves::replay;
use crate::wishes::policy;
use crate::wishes::store::{self, Shelf};
use chrono::{DateTime, Utc};

type Result<T> = std::result::Result<T, Failure>;

/// A list of wishes: one's own and those of whom one speaks for, those one holds, all (the desk), or the wall.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here, [`Fault::Refused`] for members nobody has verified yet.
pub async fn list(ctx: Ctx, query: WishQuery) -> Result<Page<WishCard>> {
    let shelf = shelf(&ctx, &query)?;
    page(&ctx, &shelf, &query).await
}

/// A framed list of one's own, or of those that one holds.
///
/// # Errors
/// As [`list`].
pub async fn my_list(ctx: Ctx, query: WishQuery) -> Result<Framed<WishList>> {
    let shelf = shelf(&ctx, &query)?;
    framed(ctx, shelf, query).await
}

/// The wall: the public cards, for verified members.
///
/// # Errors
/// As [`list`].
pub async fn wall(ctx: Ctx, query: WishQuery) -> Result<Framed<WishList>> {
    communities::policy::inside(&ctx.actor)?;
    if !policy::may_see_wall(&ctx.actor) {
        return Err(Fault::Refused.into());
    }
    framed(ctx, Shelf::Wall, query).await
}

/// The desk's inbox.
///
/// # Errors
/// [`Fault::Refused`] for all but staff and admins.
pub async fn desk(ctx: Ctx, query: WishQuery) -> Result<Framed<WishList>> {
    communities::policy::keep_people(&ctx.actor)?;
    framed(ctx, Shelf::All, query).await
}

/// Whose answer is due soonest.
///
/// # Errors
/// [`Fault::Refused`] for all but staff and admins.
pub async fn next_waiting(ctx: Ctx, (): ()) -> Result<Option<WishId>> {
    communities::policy::keep_people(&ctx.actor)?;
    let query = WishQuery { stage: Some(Stage::Placed), soonest_first: true, ..WishQuery::default() };
    Ok(store::list(&ctx, &Shelf::All, &query, 1).await?.first().map(|wish| wish.id))
}

fn shelf(ctx: &Ctx, query: &WishQuery) -> Result<Shelf> {
    communities::policy::inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    if query.to_call_back {
        // On the wall, a hit would tell who is not satisfied.
        communities::policy::keep_people(&ctx.actor)?;
    }
    match query.mine {
        Some(Mine::Placed) => Ok(Shelf::Of(ctx.actor.stands_for.iter().copied().chain([member]).collect())),
        Some(Mine::Held) => Ok(Shelf::HeldBy(member)),
        None if ctx.actor.at_desk() => Ok(Shelf::All),
        None if policy::may_see_wall(&ctx.actor) => Ok(Shelf::Wall),
        None => Err(Fault::Refused.into()),
    }
}

async fn page(ctx: &Ctx, shelf: &Shelf, query: &WishQuery) -> Result<Page<WishCard>> {
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let mut wishes = store::list(ctx, shelf, query, limit).await?;
    let more = wishes.len() as u64 > limit;
    wishes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = more
        .then(|| wishes.last().map(|wish| Cursor { id: wish.id, due_at: wish.due.due_at.filter(|_| query.soonest_first) }.to_string()))
        .flatten();
    Ok(Page { items: cards(ctx, wishes).await?, next })
}

async fn framed(ctx: Ctx, shelf: Shelf, query: WishQuery) -> Result<Framed<WishList>> {
    let total = store::count(&ctx, &shelf, &query).await?;
    let page = page(&ctx, &shelf, &query).await?;
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    let to_call_back = if matches!(shelf, Shelf::All) { Some(store::count_to_call(&ctx).await?) } else { None };
    let duty = if matches!(shelf, Shelf::All) { Some(communities::ops::duty(&ctx).await?) } else { None };
    communities::ops::frame(&ctx, WishList { page, total, to_call_back, duty, categories }).await
}

/// The public cards that wait for somebody, the newest first, and how many there are: for everybody, so nothing but what
/// the community wrote for everybody to read.
///
/// # Errors
/// When the database does.
pub async fn list_waiting_cards(ctx: &Ctx, most: usize) -> Result<(Vec<(CategoryCard, String, DateTime<Utc>)>, u64)> {
    let query = WishQuery { stage: Some(Stage::Accepted), ..WishQuery::default() };
    let wishes = store::list(ctx, &Shelf::Wall, &query, most as u64).await?;
    let categories = communities::find_categories(ctx, wishes.iter().map(|wish| wish.category).collect()).await?;
    let card = |wish: Wish| Some((categories.get(&wish.category)?.clone(), wish.public_card?, wish.placed_at));
    let cards = wishes.into_iter().take(most).filter_map(card).collect();
    Ok((cards, store::count(ctx, &Shelf::Wall, &query).await?))
}

/// All wishes of a resident, newest first, each with its history, as this reader may see them.
///
/// # Errors
/// When the database does.
pub async fn list_of(ctx: &Ctx, resident: MemberId) -> Result<Vec<(WishPage, Vec<WishLine>)>> {
    let mut all = Vec::new();
    for wish in every(ctx, &Shelf::Of(vec![resident])).await? {
        let lines = history::lines(ctx, &wish).await?;
        let photos = photos(ctx, &wish).await?;
        all.push((WishPage { photos, ..looks::page(ctx, wish).await? }, lines));
    }
    Ok(all)
}

/// Those of these members for whom something was ordered.
///
/// # Errors
/// When the database does.
pub async fn who_ordered(ctx: &Ctx, members: &[MemberId]) -> Result<Vec<MemberId>> {
    let mut found = Vec::new();
    for some in members.chunks(500) {
        found.extend(every(ctx, &Shelf::Of(some.to_vec())).await?.into_iter().map(|wish| wish.resident));
    }
    Ok(found)
}

/// All wishes that a member holds or has brought, newest first, as this reader may see them.
///
/// # Errors
/// When the database does.
pub async fn list_held(ctx: &Ctx, holder: MemberId) -> Result<Vec<WishCard>> {
    let wishes = every(ctx, &Shelf::HeldBy(holder)).await?;
    cards(ctx, wishes).await
}

/// A wish that somebody granted.
#[derive(Debug, Clone, Copy)]
pub struct Granted {
    /// Which.
    pub id: WishId,
    /// Under what category.
    pub category: CategoryId,
    /// Who brought it.
    pub holder: MemberId,
    /// When it was closed, by a word or without one.
    pub closed_at: DateTime<Utc>,
}

/// What was brought and closed: by this holder, or by anybody; closed in these times, or ever.
///
/// # Errors
/// When the database does.
pub async fn list_granted(ctx: &Ctx, holder: Option<MemberId>, span: Option<(DateTime<Utc>, DateTime<Utc>)>) -> Result<Vec<Granted>> {
    let granted = |wish: Wish| Some(Granted { id: wish.id, category: wish.category, holder: wish.holder?, closed_at: wish.moved_at });
    Ok(store::list_granted(ctx, holder, span).await?.into_iter().filter_map(granted).collect())
}

/// Whose this wish is, and of what category, while it waits for somebody to take it on.
///
/// # Errors
/// When the database does.
pub async fn find_waiting(ctx: &Ctx, id: WishId) -> Result<Option<(MemberId, CategoryId)>> {
    let waits = |wish: &Wish| wish.stage == Stage::Accepted && wish.holder.is_none();
    Ok(store::find(ctx, id).await?.filter(waits).map(|wish| (wish.resident, wish.category)))
}

/// How many wishes are read at a time where all are read.
const AT_A_TIME: u64 = 100;

/// All wishes of a shelf, newest first.
pub(super) async fn every(ctx: &Ctx, shelf: &Shelf) -> Result<Vec<Wish>> {
    let (mut all, mut from) = (Vec::new(), Some(WishQuery::default()));
    while let Some(query) = from {
        let (mut wishes, next) = some(ctx, shelf, query, AT_A_TIME).await?;
        all.append(&mut wishes);
        from = next;
    }
    Ok(all)
}

/// So many wishes of a shelf, and from where the next ones are asked for, if there are more.
async fn some(ctx: &Ctx, shelf: &Shelf, query: WishQuery, most: u64) -> Result<(Vec<Wish>, Option<WishQuery>)> {
    let mut wishes = store::list(ctx, shelf, &query, most).await?;
    let more = wishes.len() as u64 > most;
    wishes.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let cursor = wishes.last().map(|wish| Cursor { id: wish.id, due_at: None });
    Ok((wishes, more.then_some(WishQuery { cursor, ..query })))
}

/// Checks that every wish of this community stands as its history says. For tests and the doctor.
///
/// # Errors
/// [`Failure::Broken`] that names the first wish that does not.
pub async fn check_histories(ctx: Ctx, (): ()) -> Result<u64> {
    let (mut checked, mut from) = (0, Some(WishQuery::default()));
    let calendar = communities::calendar(&ctx).await?;
    while let Some(query) = from {
        let (wishes, next) = some(&ctx, &Shelf::All, query, AT_A_TIME).await?;
        from = next;
        for wish in wishes {
            let events = history::read_with_words(&ctx, &wish).await?;
            let clocks = clock::read(events.iter().map(|(entry, event)| (entry.at, event)), &calendar).due;
            // Rows from before there was a `since` have none until they move again.
            let kept = Due { since: wish.due.since.or(clocks.since), ..wish.due };
            if clocks != kept {
                return Err(Failure::Broken(format!("the clocks of wish {} do not stand as its history says", wish.id)));
            }
            let history: Vec<_> = events.into_iter().map(|(entry, event)| (entry.actor, event)).collect();
            let start = Wish { stage: Stage::Placed, holder: None, grade: None, call_back: None, public_card: None, ..wish.clone() };
            if replay(start, &history) != wish {
                return Err(Failure::Broken(format!("wish {} does not stand as its history says", wish.id)));
            }
            checked += 1;
        }
    }
    Ok(checked)
}

/// What all wishes of this community count, from their histories. Long where there are many: a hundred thousand take
/// some seconds.
///
/// # Errors
/// When the database does, or a history does not read.
pub async fn count_all(ctx: &Ctx) -> Result<Counted> {
    let (mut counted, mut from) = (Counted::new(), Some(WishQuery::default()));
    while let Some(query) = from {
        let (wishes, next) = some(ctx, &Shelf::All, query, RECOUNTED).await?;
        from = next;
        history::count(ctx, wishes.into_iter().map(|wish| wish.id).collect(), &mut counted).await?;
    }
    Ok(counted)
}

/// How many wishes are counted again at a time.
const RECOUNTED: u64 = 500;
