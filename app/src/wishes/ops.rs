//! The use cases of wishes. Each reads the wish, asks for its permit, makes the move, and writes both with the event.

use super::history;
use super::model::{
    CARD, COMMENT, CheckedWish, Contact, Mine, Move, NOTE, NewWish, OneWish, REASON, Rating, Stage, Wish, WishCard, WishEvent, WishId,
    WishLine, WishList, WishPage, WishQuery, unknown_category,
};
use super::policy::{self, Accept, Claim, Comment, Confirm, Decline, Deliver, Dispatch, Look, Place, Release, Reopen, Sight, Withdraw};
use super::stage::{Accepted, Claimed, Delivered, Moved, Placed, Reopenable, Withdrawable};
use super::store::{self, Shelf};
use crate::accounts;
use crate::accounts::model::masked_name;
use crate::communities;
use crate::communities::model::{CategoryCard, CategoryId, Framed, Home, Page};
use crate::kernel::actor::Role;
use crate::kernel::authz::{Action, someone_was_faster};
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault, Problem};
use crate::kernel::ids::MemberId;
use crate::kernel::said::{Text, text};

type Result<T> = std::result::Result<T, Failure>;

/// A wish and, if the caller insists on what was seen, its version.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// Which wish.
    pub id: WishId,
    /// The version that was seen.
    pub version: Option<i32>,
}

/// The page on which a wish is placed: what can be ordered here, for residents.
///
/// # Errors
/// [`Fault::Refused`] for those who are not residents here.
pub async fn place_form(ctx: Ctx, (): ()) -> Result<Framed<Home>> {
    communities::policy::inside(&ctx.actor)?;
    policy::may_place(&ctx.actor)?;
    communities::ops::home(ctx, ()).await
}

/// A resident places a wish.
///
/// # Errors
/// All problems of the form at once; [`Fault::Refused`] for those who are not residents here.
pub async fn place(ctx: Ctx, new: NewWish) -> Result<WishPage> {
    communities::policy::inside(&ctx.actor)?;
    policy::may_place(&ctx.actor)?;
    let CheckedWish { kind, category, title, text } = new.check()?;
    category_of(&ctx, category, kind).await?;
    let wish = Wish {
        id: WishId::new(ctx.now),
        resident: ctx.actor.member.ok_or(Fault::Refused)?,
        kind,
        category,
        title,
        text,
        public_card: None,
        stage: Stage::Placed,
        version: 1,
        holder: None,
        placed_at: ctx.now,
        moved_at: ctx.now,
        grade: None,
    };
    ctx.permit::<Place>(&wish)?.create(store::new_row(&wish), &WishEvent::Placed { category }).await?;
    page(&ctx, wish).await
}

async fn category_of(ctx: &Ctx, id: CategoryId, kind: crate::communities::model::Kind) -> Result<CategoryCard> {
    let found = communities::find_category(ctx, id).await?.filter(|category| category.kind == kind);
    found.ok_or_else(|| unknown_category().into())
}

/// The community takes the order; the desk may set the category and write the public card.
///
/// # Errors
/// Of every move: [`Fault::NotFound`], [`Fault::Refused`], a stage or version that is not as seen, and problems of the form.
pub async fn accept(ctx: Ctx, (at, public_card, category): (At, Option<String>, Option<CategoryId>)) -> Result<WishPage> {
    let wish = read::<Accept>(&ctx, at).await?;
    let public_card = CARD.check_optional(public_card.as_deref())?;
    if let Some(category) = category {
        category_of(&ctx, category, wish.kind).await?;
    }
    let moved = Placed::try_from(wish.clone())?.accept(category, public_card);
    write::<Accept>(ctx, &wish, moved).await
}

/// The community says that it is not possible for now, and why.
///
/// # Errors
/// As [`accept`].
pub async fn decline(ctx: Ctx, (at, reason): (At, String)) -> Result<WishPage> {
    let wish = read::<Decline>(&ctx, at).await?;
    let reason = REASON.check(&reason)?;
    let moved = Placed::try_from(wish.clone())?.decline(reason);
    write::<Decline>(ctx, &wish, moved).await
}

/// Someone takes it on.
///
/// # Errors
/// As [`accept`]; the loser of a race reads that someone was faster.
pub async fn claim(ctx: Ctx, at: At) -> Result<WishPage> {
    let wish = read::<Claim>(&ctx, at).await?;
    let by = ctx.actor.member.ok_or(Fault::Refused)?;
    let moved = Accepted::try_from(wish.clone())?.claim(by);
    write::<Claim>(ctx, &wish, moved).await
}

const NOT_A_HELPER: Text =
    text("请从名单里选一位能接单的人，不能是居民本人。", "Please choose someone from the list who takes orders, and not the resident.");

/// The desk hands it to a member who takes orders, never to the resident.
///
/// # Errors
/// As [`accept`].
pub async fn dispatch(ctx: Ctx, (at, to): (At, MemberId)) -> Result<WishPage> {
    let wish = read::<Dispatch>(&ctx, at).await?;
    let not_a_helper = || Failure::from(Problem::new("member", "not_a_helper", NOT_A_HELPER));
    let member = match communities::get_member(&ctx, to).await {
        Err(Failure::Fault(Fault::NotFound)) => return Err(not_a_helper()),
        found => found?,
    };
    if member.id == wish.resident || !member.roles.any(&[Role::Volunteer, Role::Merchant, Role::GridWorker, Role::Staff, Role::Admin]) {
        return Err(not_a_helper());
    }
    let moved = Accepted::try_from(wish.clone())?.dispatch(to);
    write::<Dispatch>(ctx, &wish, moved).await
}

/// Whoever holds it gives it back and says why; the desk may free it.
///
/// # Errors
/// As [`accept`].
pub async fn release(ctx: Ctx, (at, reason): (At, String)) -> Result<WishPage> {
    let wish = read::<Release>(&ctx, at).await?;
    let reason = REASON.check(&reason)?;
    let moved = Claimed::try_from(wish.clone())?.release(Some(reason));
    write::<Release>(ctx, &wish, moved).await
}

/// Whoever holds it, or the desk for them, says that it was brought.
///
/// # Errors
/// As [`accept`].
pub async fn deliver(ctx: Ctx, (at, note): (At, String)) -> Result<WishPage> {
    let wish = read::<Deliver>(&ctx, at).await?;
    let note = NOTE.check(&note)?;
    let moved = Claimed::try_from(wish.clone())?.deliver(note);
    write::<Deliver>(ctx, &wish, moved).await
}

/// The resident closes it with a grade.
///
/// # Errors
/// As [`accept`].
pub async fn confirm(ctx: Ctx, (at, rating): (At, Rating)) -> Result<WishPage> {
    let wish = read::<Confirm>(&ctx, at).await?;
    let rating = rating.check()?;
    let moved = Delivered::try_from(wish.clone())?.confirm(rating);
    write::<Confirm>(ctx, &wish, moved).await
}

/// The resident says that it is not solved.
///
/// # Errors
/// As [`accept`].
pub async fn reopen(ctx: Ctx, (at, reason): (At, String)) -> Result<WishPage> {
    let wish = read::<Reopen>(&ctx, at).await?;
    let reason = REASON.check(&reason)?;
    let moved = Reopenable::at(wish.clone(), ctx.now)?.reopen(reason);
    write::<Reopen>(ctx, &wish, moved).await
}

/// The resident takes it back.
///
/// # Errors
/// As [`accept`].
pub async fn withdraw(ctx: Ctx, at: At) -> Result<WishPage> {
    let wish = read::<Withdraw>(&ctx, at).await?;
    let moved = Withdrawable::try_from(wish.clone())?.withdraw();
    write::<Withdraw>(ctx, &wish, moved).await
}

/// Somebody who takes part says something; the wish stays where it is.
///
/// # Errors
/// As [`accept`].
pub async fn comment(ctx: Ctx, (at, text): (At, String)) -> Result<WishPage> {
    let wish = read::<Comment>(&ctx, at).await?;
    let text = COMMENT.check(&text)?;
    ctx.permit::<Comment>(&wish)?.note(&WishEvent::Commented { text }).await?;
    page(&ctx, wish).await
}

/// Reads the wish for a move: who may not see it finds nothing, who may not move it is refused, and a version that
/// moved on is told so.
async fn read<A: Action<On = Wish>>(ctx: &Ctx, at: At) -> Result<Wish> {
    let wish = seen(ctx, at.id).await?;
    A::check(&ctx.actor, &wish)?;
    match at.version {
        Some(version) if version != wish.version => Err(someone_was_faster().into()),
        _ => Ok(wish),
    }
}

/// Writes a move and shows how the wish stands now. `before` is what the permit is asked for.
async fn write<A: Action<On = Wish>>(ctx: Ctx, before: &Wish, moved: Moved) -> Result<WishPage> {
    store::write(ctx.permit::<A>(before)?, &moved, ctx.now).await?;
    page(&ctx, Wish { moved_at: ctx.now, ..moved.wish }).await
}

/// The wish, if this reader sees anything of it.
async fn seen(ctx: &Ctx, id: WishId) -> Result<Wish> {
    communities::policy::inside(&ctx.actor)?;
    let wish = store::find(ctx, id).await?.ok_or(Fault::NotFound)?;
    if policy::sight(&ctx.actor, &wish) == Sight::None { Err(Fault::NotFound.into()) } else { Ok(wish) }
}

/// One wish, as this reader may see it. Seeing name, phone and door is on record, once a day and reader.
///
/// # Errors
/// [`Fault::NotFound`] when there is none for this reader.
pub async fn get(ctx: Ctx, id: WishId) -> Result<WishPage> {
    let wish = seen(&ctx, id).await?;
    page(&ctx, wish).await
}

/// The history of a wish, as this reader may see it.
///
/// # Errors
/// As [`get`].
pub async fn list_events(ctx: Ctx, id: WishId) -> Result<Vec<WishLine>> {
    let wish = seen(&ctx, id).await?;
    history::lines(&ctx, &wish).await
}

/// The page of one wish.
///
/// # Errors
/// As [`get`].
pub async fn one(ctx: Ctx, id: WishId) -> Result<Framed<OneWish>> {
    let wish = seen(&ctx, id).await?;
    let resident = wish.resident;
    let kind = wish.kind;
    // First the page, because it records the look that the history then shows.
    let page = page(&ctx, wish.clone()).await?;
    let lines = history::lines(&ctx, &wish).await?;
    let categories = if page.card.can.contains(&Move::Accept) {
        communities::ops::list_categories(ctx.clone(), ()).await?.into_iter().filter(|category| category.kind == kind).collect()
    } else {
        Vec::new()
    };
    let hands = if page.card.can.contains(&Move::Dispatch) { communities::ops::list_hands(&ctx, resident).await? } else { Vec::new() };
    communities::ops::frame(&ctx, OneWish { wish: page, lines, categories, hands }).await
}

/// A list of wishes: one's own, those one holds, all (the desk), or the wall.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here, [`Fault::Refused`] for members nobody has verified yet.
pub async fn list(ctx: Ctx, query: WishQuery) -> Result<Page<WishCard>> {
    communities::policy::inside(&ctx.actor)?;
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let mut wishes = store::list(&ctx, shelf(&ctx, &query)?, &query, limit).await?;
    let more = wishes.len() as u64 > limit;
    wishes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = more.then(|| wishes.last().map(|wish| wish.id.to_string())).flatten();
    Ok(Page { items: cards(&ctx, wishes).await?, next })
}

fn shelf(ctx: &Ctx, query: &WishQuery) -> Result<Shelf> {
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    match query.mine {
        Some(Mine::Placed) => Ok(Shelf::PlacedBy(member)),
        Some(Mine::Held) => Ok(Shelf::HeldBy(member)),
        None if ctx.actor.at_desk() => Ok(Shelf::All),
        None if policy::may_see_wall(&ctx.actor) => Ok(Shelf::Wall),
        None => Err(Fault::Refused.into()),
    }
}

/// A framed list of one's own, or of those that one holds.
///
/// # Errors
/// As [`list`].
pub async fn my_list(ctx: Ctx, query: WishQuery) -> Result<Framed<WishList>> {
    framed_list(ctx, query).await
}

/// The wall: the public cards, for verified members.
///
/// # Errors
/// [`Fault::Refused`] for members nobody has verified yet.
pub async fn wall(ctx: Ctx, query: WishQuery) -> Result<Framed<WishList>> {
    communities::policy::inside(&ctx.actor)?;
    if !policy::may_see_wall(&ctx.actor) {
        return Err(Fault::Refused.into());
    }
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let mut wishes = store::list(&ctx, Shelf::Wall, &query, limit).await?;
    let total = store::count(&ctx, Shelf::Wall, &query).await?;
    let more = wishes.len() as u64 > limit;
    wishes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = more.then(|| wishes.last().map(|wish| wish.id.to_string())).flatten();
    let page = Page { items: cards(&ctx, wishes).await?, next };
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, WishList { page, total, categories }).await
}

/// The desk's inbox.
///
/// # Errors
/// [`Fault::Refused`] for all but staff and admins.
pub async fn desk(ctx: Ctx, query: WishQuery) -> Result<Framed<WishList>> {
    communities::policy::keep_people(&ctx.actor)?;
    framed_list(ctx, query).await
}

/// Whoever waits longest for an answer.
///
/// # Errors
/// [`Fault::Refused`] for all but staff and admins.
pub async fn next_waiting(ctx: Ctx, (): ()) -> Result<Option<WishId>> {
    communities::policy::keep_people(&ctx.actor)?;
    let query = WishQuery { stage: Some(Stage::Placed), oldest_first: true, ..WishQuery::default() };
    Ok(store::list(&ctx, Shelf::All, &query, 1).await?.first().map(|wish| wish.id))
}

async fn framed_list(ctx: Ctx, query: WishQuery) -> Result<Framed<WishList>> {
    let total = {
        communities::policy::inside(&ctx.actor)?;
        store::count(&ctx, shelf(&ctx, &query)?, &query).await?
    };
    let page = list(ctx.clone(), query).await?;
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, WishList { page, total, categories }).await
}

/// The cards of these wishes, as this reader may see them.
async fn cards(ctx: &Ctx, wishes: Vec<Wish>) -> Result<Vec<WishCard>> {
    let categories = communities::find_categories(ctx, wishes.iter().map(|wish| wish.category).collect()).await?;
    let residents: Vec<MemberId> = wishes.iter().filter(|_| ctx.actor.at_desk()).map(|wish| wish.resident).collect();
    let names = communities::list_names(ctx, residents).await?;
    wishes
        .into_iter()
        .map(|wish| {
            let category = categories.get(&wish.category).cloned();
            let category = category.ok_or_else(|| Failure::Broken(format!("wish {} has no category", wish.id)))?;
            let whole = policy::sight(&ctx.actor, &wish) == Sight::Whole;
            Ok(WishCard {
                id: wish.id,
                stage: wish.stage,
                version: wish.version,
                kind: wish.kind,
                category,
                can: can(ctx, &wish),
                mine: ctx.actor.is(wish.resident),
                held: wish.holder.is_some_and(|holder| ctx.actor.is(holder)),
                resident: names.get(&wish.resident).map(|(name, _)| masked_name(name)),
                placed_at: ctx.moment(wish.placed_at),
                moved_at: ctx.moment(wish.moved_at),
                title: whole.then_some(wish.title),
                public_card: wish.public_card,
            })
        })
        .collect()
}

/// The moves that this reader may make now.
fn can(ctx: &Ctx, wish: &Wish) -> Vec<Move> {
    Move::ALL.into_iter().filter(|step| step.is_legal(wish, ctx.now) && policy::may_move(&ctx.actor, wish, *step).is_ok()).collect()
}

async fn page(ctx: &Ctx, wish: Wish) -> Result<WishPage> {
    let whole = policy::sight(&ctx.actor, &wish) == Sight::Whole;
    let names = communities::list_names(ctx, wish.holder).await?;
    let holder = wish.holder.filter(|_| whole).and_then(|id| names.get(&id)).map(|(name, _)| masked_name(name));
    let contact = contact(ctx, &wish).await?;
    let (text, grade) = (wish.text.clone(), wish.grade);
    let mut cards = cards(ctx, vec![wish]).await?;
    let card = cards.pop().ok_or_else(|| Failure::Broken("a wish without a card".to_owned()))?;
    Ok(WishPage { card, text: whole.then_some(text), holder, contact, grade })
}

/// How to reach the resident, for those who may; their look is on record, once a day.
async fn contact(ctx: &Ctx, wish: &Wish) -> Result<Option<Contact>> {
    let Some(reader) = ctx.actor.member.filter(|_| policy::may_see_contact(&ctx.actor, wish)) else { return Ok(None) };
    let resident = communities::get_member(ctx, wish.resident).await?;
    let phone = match resident.account {
        Some(account) => accounts::phone_of(ctx.tx().platform(), &ctx.keys, account).await?,
        None => None,
    };
    let own = reader == wish.resident;
    if !own && !events::happened(ctx, wish.id.0, "looked", reader, ctx.start_of_today()).await? {
        ctx.permit::<Look>(wish)?.note(&WishEvent::Looked).await?;
    }
    Ok(Some(Contact { name: resident.name, phone, building: resident.building, door: resident.door }))
}

/// Checks that every wish of this community stands as its history says. For tests and the doctor.
///
/// # Errors
/// [`Failure::Broken`] that names the first wish that does not.
pub async fn check_histories(ctx: Ctx, (): ()) -> Result<u64> {
    let mut checked = 0;
    let mut query = WishQuery::default();
    loop {
        let mut wishes = store::list(&ctx, Shelf::All, &query, 100).await?;
        let more = wishes.len() > 100;
        wishes.truncate(100);
        query.cursor = wishes.last().map(|wish| wish.id);
        for wish in wishes {
            let history: Vec<_> = history::read(&ctx, &wish).await?.into_iter().map(|(entry, event)| (entry.actor, event)).collect();
            let start = Wish { stage: Stage::Placed, holder: None, grade: None, public_card: None, ..wish.clone() };
            if super::stage::replay(start, &history) != wish {
                return Err(Failure::Broken(format!("wish {} does not stand as its history says", wish.id)));
            }
            checked += 1;
        }
        if !more {
            return Ok(checked);
        }
    }
}
