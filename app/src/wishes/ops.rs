//! The use cases of wishes. Each reads the wish, asks for its permit, makes the move, and writes both with the event.

mod alike;
mod call_backs;
mod cards;
mod clear;
mod lists;
mod looks;
mod past;
mod photos;
mod rings;
mod unmet;
mod watch;

pub use alike::{find_alike, follow};
pub use call_backs::{call_back, draw};
pub use cards::{PASS_FOR, by_card, card_status, open_card};
pub use clear::clear;
pub use lists::{
    Granted, check_histories, count_all, desk, find_waiting, list, list_granted, list_held, list_of, list_waiting_cards, my_list,
    next_waiting, wall, who_ordered,
};
pub use looks::{get, list_events, list_looks, list_looks_at, looks_page, one};
pub use past::{Doing, Lived, load};
pub use photos::{add_photo, deliver_with_photos, get_photo, place_with_photos, remove_photo};
pub use rings::{ring, unheard};
pub use unmet::{UnmetWish, list_unmet};
pub use watch::{Watch, Watched, watch};

use super::clock::Due;
use super::dignity;
use super::history;
use super::model::{
    CARD, COMMENT, CheckedWish, NOTE, NewWish, PAUSE_DAYS, PlaceForm, REASON, Rating, Stage, Wish, WishEvent, WishId, WishPage,
    unknown_category,
};
use super::moves::{Accepted, Claimed, Delivered, Moved, Placed, Reopenable, Timed, Withdrawable};
use super::policy::{self, Accept, Claim, Comment, Confirm, Decline, Deliver, Dispatch, Pause, Place, Release, Reopen, Resume, Withdraw};
use super::store;
use crate::communities;
use crate::communities::model::{CategoryCard, CategoryId, Framed};
use crate::kernel::actor::{Channel, Role};
use crate::kernel::authz::{self, Action, Permit};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault, Problem, Problems};
use crate::kernel::ids::MemberId;
use crate::kernel::jobs::Later;
use crate::kernel::said::{Text, text};
use chrono::TimeDelta;
use looks::{page, seen};

type Result<T> = std::result::Result<T, Failure>;

/// A wish and, if the caller insists on what was seen, its version.
pub type At = authz::At<WishId>;

/// The page on which a wish is placed: what can be ordered here, for residents, or for somebody by their delegate or whoever files.
///
/// # Errors
/// [`Fault::Refused`] for those who may not; [`Fault::NotFound`] for a resident of elsewhere.
pub async fn place_form(ctx: Ctx, resident: Option<MemberId>) -> Result<Framed<PlaceForm>> {
    communities::policy::inside(&ctx.actor)?;
    let resident = match resident {
        None => policy::may_place(&ctx.actor).map(|()| None)?,
        Some(id) => Some(communities::ops::get_resident_to_speak_for(&ctx, id).await?),
    };
    let categories = communities::ops::list_categories(ctx.clone(), ()).await?;
    let delegate = resident.as_ref().is_some_and(|resident| ctx.actor.stands_for(resident.id));
    communities::ops::frame(&ctx, PlaceForm { resident, delegate, categories }).await
}

/// A resident places a wish, or their delegate does, or the desk or a grid worker files it for one.
///
/// # Errors
/// All problems of the form at once; [`Fault::Refused`] for those who are not residents here, or may not file.
pub async fn place(ctx: Ctx, new: NewWish) -> Result<WishPage> {
    let (author, filed, CheckedWish { kind, category, title, text }) = checked(&ctx, &new).await?;
    let taken_down = filed.is_some_and(|resident| !ctx.actor.stands_for(resident));
    let ctx = if taken_down { ctx.taken_down(way(&new.channel)?) } else { ctx };
    communities::ops::stays(&ctx, filed.unwrap_or(author)).await?;
    let category = open_category(&ctx, category, kind).await?;
    let event = WishEvent::Placed { category: category.id, limits: Some(category.limits) };
    let wish = Wish {
        id: WishId::new(ctx.now),
        resident: filed.unwrap_or(author),
        kind,
        category: category.id,
        title,
        text,
        public_card: None,
        stage: Stage::Placed,
        version: 1,
        holder: None,
        // A delegate writes themselves: the event says who, and nothing outlives the delegation.
        filed_by: taken_down.then_some(author),
        placed_at: ctx.now,
        moved_at: ctx.now,
        grade: None,
        call_back: None,
        due: Due::default(),
    };
    let permit = ctx.permit::<Place>(&wish)?;
    let mut placed = Moved { from: wish.stage, seen: wish.version, event, wish };
    beside(&ctx, &permit, None, &mut placed).await?;
    permit.create(store::new_row(&placed.wish), &placed.event).await?;
    page(&ctx, placed.wish).await
}

/// Who writes, for whom if not for themselves, and what, where all of that may be.
async fn checked(ctx: &Ctx, new: &NewWish) -> Result<(MemberId, Option<MemberId>, CheckedWish)> {
    communities::policy::inside(&ctx.actor)?;
    let author = ctx.actor.member.ok_or(Fault::Refused)?;
    let filed = match new.resident.trim() {
        "" => policy::may_place(&ctx.actor).map(|()| None)?,
        resident => Some(resident_of(ctx, resident).await?),
    };
    Ok((author, filed, new.check()?))
}

const RESIDENT: Text =
    text("请先选好替谁点单；给自己点单，请用“我要点单”。", "Please choose for whom; to order for yourself, place an order as yourself.");
const WAY: Text = text(
    "请选居民是怎么来的：电话、短信、服务台、走访或便民卡。",
    "Please choose how they came: phone, text, the desk, a visit or a card.",
);

/// For whom somebody files: a resident of this community, and not oneself.
async fn resident_of(ctx: &Ctx, typed: &str) -> Result<MemberId> {
    let nobody = || Failure::from(Problem::new("resident", "resident", RESIDENT));
    if ctx.actor.stands_for.is_empty() {
        communities::policy::may_file(&ctx.actor)?;
    }
    let id = typed.parse().map(MemberId).map_err(|_| nobody())?;
    match communities::ops::get_resident_to_speak_for(ctx, id).await {
        Ok(found) if !ctx.actor.is(found.id) => Ok(found.id),
        Ok(_) | Err(Failure::Fault(Fault::NotFound)) => Err(nobody()),
        Err(other) => Err(other),
    }
}

/// The way by which somebody came who does not write themselves.
fn way(code: &str) -> Result<Channel> {
    Channel::taken_down(code).ok_or_else(|| Problem::new("channel", "channel", WAY).into())
}

/// The command as it was said: by the resident themselves, or taken down by whoever speaks for them.
fn as_said(ctx: Ctx, wish: &Wish, channel: &str) -> Result<Ctx> {
    if policy::takes_down(&ctx.actor, wish) { Ok(ctx.taken_down(way(channel)?)) } else { Ok(ctx) }
}

async fn open_category(ctx: &Ctx, id: CategoryId, kind: crate::communities::model::Kind) -> Result<CategoryCard> {
    let found = communities::find_open_category(ctx, id).await?.filter(|category| category.kind == kind);
    found.ok_or_else(|| unknown_category().into())
}

/// How the desk takes an order.
#[derive(Debug, Clone, Default)]
pub struct Acceptance {
    /// What others may read.
    pub public_card: Option<String>,
    /// Another category of the same kind.
    pub category: Option<CategoryId>,
    /// The card tells more than it should, and whoever wrote it looked and wants it so.
    pub as_it_is: bool,
}

/// The community takes the order; the desk may set the category and write the public card. A card that tells a name, a
/// door, a phone or an illness is sent back with a warning, once.
///
/// # Errors
/// Of every move: [`Fault::NotFound`], [`Fault::Refused`], a stage or version that is not as seen, and problems of the form.
pub async fn accept(ctx: Ctx, (at, how): (At, Acceptance)) -> Result<WishPage> {
    let wish = read::<Accept>(&ctx, at).await?;
    let public_card = CARD.check_optional(how.public_card.as_deref())?;
    if let Some(card) = public_card.as_deref().filter(|_| !how.as_it_is) {
        let resident = communities::get_member(&ctx, wish.resident).await?;
        let told = dignity::told(card, &resident.name, &resident.door);
        if !told.is_empty() {
            return Err(Problem::new("public_card", "card_tells", dignity::warning(&told)).into());
        }
    }
    let category = match how.category.filter(|other| *other != wish.category) {
        Some(other) => open_category(&ctx, other, wish.kind).await?,
        // What was ordered under a category goes on when it is closed.
        None => communities::find_category(&ctx, wish.category).await?.ok_or_else(unknown_category)?,
    };
    let moved = Placed::try_from(wish.clone())?.accept(category.id, Some(category.limits), public_card);
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
    // Who has no account can do nothing with it.
    if member.id == wish.resident
        || member.account.is_none()
        || !member.roles.any(&[Role::Volunteer, Role::Merchant, Role::GridWorker, Role::Staff, Role::Admin])
    {
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
    let (wish, note) = ready_to_deliver(&ctx, at, &note).await?;
    let moved = Claimed::try_from(wish.clone())?.deliver(note);
    write::<Deliver>(ctx, &wish, moved).await
}

async fn ready_to_deliver(ctx: &Ctx, at: At, note: &str) -> Result<(Wish, String)> {
    let wish = read::<Deliver>(ctx, at).await?;
    Ok((wish, NOTE.check(note)?))
}

/// The resident closes it with a grade; whoever speaks for them says by what `channel` they said so.
///
/// # Errors
/// As [`accept`].
pub async fn confirm(ctx: Ctx, (at, rating, channel): (At, Rating, String)) -> Result<WishPage> {
    let wish = read::<Confirm>(&ctx, at).await?;
    let rating = rating.check()?;
    let ctx = as_said(ctx, &wish, &channel)?;
    let moved = Delivered::try_from(wish.clone())?.confirm(rating);
    write::<Confirm>(ctx, &wish, moved).await
}

/// The resident says that it is not solved; as [`confirm`].
///
/// # Errors
/// As [`accept`].
pub async fn reopen(ctx: Ctx, (at, reason, channel): (At, String, String)) -> Result<WishPage> {
    let wish = read::<Reopen>(&ctx, at).await?;
    let reason = REASON.check(&reason)?;
    let ctx = as_said(ctx, &wish, &channel)?;
    let moved = Reopenable::at(wish.clone(), ctx.now)?.reopen(reason);
    write::<Reopen>(ctx, &wish, moved).await
}

/// The resident takes it back; as [`confirm`].
///
/// # Errors
/// As [`accept`].
pub async fn withdraw(ctx: Ctx, (at, channel): (At, String)) -> Result<WishPage> {
    let wish = read::<Withdraw>(&ctx, at).await?;
    let ctx = as_said(ctx, &wish, &channel)?;
    let moved = Withdrawable::try_from(wish.clone())?.withdraw();
    write::<Withdraw>(ctx, &wish, moved).await
}

const UNTIL: Text = text("请选今天以后的一天，最多 {} 天。", "Please choose a day after today, at most {} days ahead.");

/// The desk lets the clock stand still, says why, and until when: a day (its beginning, here), or a moment in RFC 3339.
///
/// # Errors
/// As [`accept`].
pub async fn pause(ctx: Ctx, (at, reason, until): (At, String, String)) -> Result<WishPage> {
    let wish = read::<Pause>(&ctx, at).await?;
    let mut problems = Problems::default();
    let reason = problems.take(REASON.check(&reason));
    let until = ctx.moment_of(&until).filter(|until| *until > ctx.now && *until <= ctx.now + TimeDelta::days(PAUSE_DAYS));
    let until = problems.take(until.ok_or_else(|| Problem::new("until", "until", UNTIL.fill(&[&PAUSE_DAYS]))));
    let (reason, until) = problems.finish(reason.zip(until))?;
    let moved = Timed::running(wish.clone(), ctx.now)?.pause(reason, until);
    write::<Pause>(ctx, &wish, moved).await
}

/// The desk lets the clock run again.
///
/// # Errors
/// As [`accept`].
pub async fn resume(ctx: Ctx, at: At) -> Result<WishPage> {
    let wish = read::<Resume>(&ctx, at).await?;
    let moved = Timed::paused(wish.clone(), ctx.now)?.resume();
    write::<Resume>(ctx, &wish, moved).await
}

/// Somebody who takes part says something; the wish stays where it is.
///
/// # Errors
/// As [`accept`].
pub async fn comment(ctx: Ctx, (at, text): (At, String)) -> Result<WishPage> {
    let wish = read::<Comment>(&ctx, at).await?;
    let text = COMMENT.check(&text)?;
    communities::ops::stays(&ctx, wish.resident).await?;
    ctx.permit::<Comment>(&wish)?.note(&WishEvent::Commented { text }).await?;
    page(&ctx, wish).await
}

/// Reads the wish for a move: who may not see it finds nothing, who may not move it is refused, and a version that
/// moved on is told so.
async fn read<A: Action<On = Wish>>(ctx: &Ctx, at: At) -> Result<Wish> {
    let wish = seen(ctx, at.id).await?;
    A::check(&ctx.actor, &wish)?;
    at.insist(wish.version)?;
    Ok(wish)
}

/// Writes a move and shows how the wish stands now. `before` is what the permit is asked for.
async fn write<A: Action<On = Wish>>(ctx: Ctx, before: &Wish, moved: Moved) -> Result<WishPage> {
    let ctx = ctx.after(before.moved_at);
    let wish = put::<A>(&ctx, before, moved).await?;
    page(&ctx, wish).await
}

/// Writes a move with all that hangs on it.
async fn put<A: Action<On = Wish>>(ctx: &Ctx, before: &Wish, mut moved: Moved) -> Result<Wish> {
    // Seven days are counted from the closing, however late somebody is called back.
    if !matches!(moved.event, WishEvent::CallBackDrawn | WishEvent::CalledBack(_) | WishEvent::Cleared) {
        moved.wish.moved_at = ctx.now;
    }
    let permit = ctx.permit::<A>(before)?;
    beside(ctx, &permit, before.holder, &mut moved).await?;
    if let Some(holder) = before.holder.filter(|_| Stage::GRANTED.contains(&before.stage) != Stage::GRANTED.contains(&moved.wish.stage)) {
        permit.wake(Later::Ledger, holder.0).await?;
    }
    if matches!(moved.event, WishEvent::Accepted { .. }) {
        permit.wake(Later::Wanted, before.id.0).await?;
    }
    store::write(permit, &moved).await?;
    Ok(moved.wish)
}

/// Writes what hangs on what happens to a wish: how its clocks stand, when to look again, who is told, and what counts.
async fn beside<A: Action<On = Wish>>(ctx: &Ctx, permit: &Permit<'_, A>, held: Option<MemberId>, moved: &mut Moved) -> Result<()> {
    // What happens by itself reads the same history: it is done with, or waits.
    permit.hold().await?;
    let (reading, counts) = history::ending(ctx, &moved.wish, &moved.event).await?;
    moved.wish.due = reading.due;
    permit.schedule(reading.next.map(|(at, _)| at)).await?;
    rings::tell(ctx, permit, moved.wish.holder.or(held), moved).await?;
    permit.count(counts).await
}
