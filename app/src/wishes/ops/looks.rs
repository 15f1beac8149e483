//! Looking at one wish, as each reader may see it.

use super::photos::photos;
use crate::accounts::model::masked_name;
use crate::communities;
use crate::communities::model::{Framed, Member, MemberEvent};
use crate::kernel::authz::Subject as _;
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::kernel::notices;
use crate::wishes::clock::Due;
use crate::wishes::history;
use crate::wishes::model::{
    ClockCard, Contact, LookLine, MOST_PHOTOS, Move, OneWish, Wish, WishCard, WishEvent, WishId, WishLine, WishPage, WishQuery,
};
use crate::wishes::policy::{self, Look, Sight};
use crate::wishes::store::{self, Shelf};
use chrono::{DateTime, Utc};

type Result<T> = std::result::Result<T, Failure>;

/// The wish, if this reader sees anything of it.
pub(super) async fn seen(ctx: &Ctx, id: WishId) -> Result<Wish> {
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
    with_contact(&ctx, wish).await
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
    let page = with_contact(&ctx, wish.clone()).await?;
    if !ctx.again {
        notices::mark_read(&ctx, Some(wish.id.0)).await?;
    }
    let lines = history::lines(&ctx, &wish).await?;
    let categories = if page.card.can.contains(&Move::Accept) {
        let mut open = communities::ops::list_categories(ctx.clone(), ()).await?;
        // One that was closed since stays the order's own.
        let own = page.card.category.clone();
        if !open.iter().any(|category| category.id == own.id) {
            open.insert(0, own);
        }
        open.into_iter().filter(|category| category.kind == kind).collect()
    } else {
        Vec::new()
    };
    let hands = if page.card.can.contains(&Move::Dispatch) { communities::ops::list_hands(&ctx, resident).await? } else { Vec::new() };
    communities::ops::frame(&ctx, OneWish { wish: page, lines, categories, hands }).await
}

/// How many of one's newest wishes, and how many looks, are shown.
const LOOKS: u64 = 100;

/// Who looked at the reader's name, phone, door or photos, for which of their wishes if for one, and when; newest first.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list_looks(ctx: Ctx, (): ()) -> Result<Vec<LookLine>> {
    communities::policy::inside(&ctx.actor)?;
    list_looks_at(&ctx, ctx.actor.member.ok_or(Fault::NotFound)?).await
}

/// The same of a member.
///
/// # Errors
/// When the database does.
pub async fn list_looks_at(ctx: &Ctx, member: MemberId) -> Result<Vec<LookLine>> {
    let wishes = store::list(ctx, &Shelf::Of(vec![member]), &WishQuery::default(), LOOKS).await?;
    // What was looked at before somebody's account was joined to their record is theirs as well.
    let joined = events::of(ctx, Member::KIND, member.0).await?.into_iter().filter_map(|entry| match serde_json::from_value(entry.fact) {
        Ok(MemberEvent::Joined { from }) => Some(from.0),
        _ => None,
    });
    let about = wishes.iter().map(|wish| wish.id.0).chain([member.0]).chain(joined).collect();
    let looks = events::newest_of(ctx, &["looked", "photos_seen", "given_out"], about, LOOKS).await?;
    let names = communities::list_names(ctx, looks.iter().filter_map(|look| look.actor)).await?;
    let line = |look: events::Entry| {
        let wish = wishes.iter().find(|wish| wish.id.0 == look.subject);
        LookLine {
            wish: wish.map(|wish| wish.id),
            title: wish.map(|wish| wish.title.clone()),
            who: look.actor.and_then(|id| names.get(&id)).map(|(name, _)| masked_name(name)),
            role: look.actor.and_then(|id| history::role_in(member, id, &names)),
            kind: look.fact.get("kind").and_then(|kind| kind.as_str()).unwrap_or_default().to_owned(),
            at: ctx.moment(look.at),
        }
    };
    Ok(looks.into_iter().map(line).collect())
}

/// The page of who looked.
///
/// # Errors
/// As [`list_looks`].
pub async fn looks_page(ctx: Ctx, (): ()) -> Result<Framed<Vec<LookLine>>> {
    let looks = list_looks(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, looks).await
}

/// The cards of these wishes, as this reader may see them.
pub(super) async fn cards(ctx: &Ctx, wishes: Vec<Wish>) -> Result<Vec<WishCard>> {
    let categories = communities::find_categories(ctx, wishes.iter().map(|wish| wish.category).collect()).await?;
    let knows_whose = |wish: &&Wish| ctx.actor.at_desk() || ctx.actor.stands_for(wish.resident);
    let residents: Vec<MemberId> = wishes.iter().filter(knows_whose).map(|wish| wish.resident).collect();
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
                clock: clock_card(ctx, &wish.due),
                mine: ctx.actor.is(wish.resident),
                filed: policy::takes_down(&ctx.actor, &wish),
                call_back: wish.call_back.filter(|_| ctx.actor.at_desk()),
                delegate: ctx.actor.stands_for(wish.resident),
                held: wish.holder.is_some_and(|holder| ctx.actor.is(holder)),
                resident: names.get(&wish.resident).map(|(name, _)| masked_name(name)),
                placed_at: ctx.moment(wish.placed_at),
                moved_at: ctx.moment(wish.moved_at),
                title: Some(wish.title).filter(|title| whole && !title.is_empty()),
                public_card: wish.public_card,
            })
        })
        .collect()
}

pub(super) fn clock_card(ctx: &Ctx, due: &Due) -> Option<ClockCard> {
    due.answer_by.or(due.deliver_by)?;
    Some(ClockCard {
        answer_by: due.answer_by.map(|at| ctx.moment(at)),
        deliver_by: due.deliver_by.map(|at| ctx.moment(at)),
        paused: due.is_paused(ctx.now),
        paused_until: due.paused_until.filter(|_| due.is_paused(ctx.now)).map(|at| ctx.moment(at)),
        used_percent: due.since.zip(due.due_at).map(|(since, at)| used_percent(since, at, ctx.now)),
        remaining_s: due.due_at.map(|at| (at - ctx.now).num_seconds()),
    })
}

fn used_percent(since: DateTime<Utc>, until: DateTime<Utc>, now: DateTime<Utc>) -> u8 {
    let (used, whole) = ((now - since).num_seconds(), (until - since).num_seconds().max(1));
    u8::try_from((used * 100 / whole).clamp(0, 100)).unwrap_or_default()
}

/// The moves that this reader may make now.
fn can(ctx: &Ctx, wish: &Wish) -> Vec<Move> {
    Move::ALL.into_iter().filter(|step| step.is_legal(wish, ctx.now) && policy::may_move(&ctx.actor, wish, *step).is_ok()).collect()
}

async fn with_contact(ctx: &Ctx, wish: Wish) -> Result<WishPage> {
    let contact = contact(ctx, &wish).await?;
    let photos = photos(ctx, &wish).await?;
    let side = policy::photo_side(&ctx.actor, &wish).ok();
    let adds_photo = side.filter(|side| photos.iter().filter(|photo| photo.side == *side).count() < MOST_PHOTOS);
    Ok(WishPage { contact, photos, adds_photo, ..page(ctx, wish).await? })
}

/// The wish without how to reach the resident: what a move answers may be kept for its repetition, and must not show
/// then what may be seen only now.
pub(super) async fn page(ctx: &Ctx, wish: Wish) -> Result<WishPage> {
    let whole = policy::sight(&ctx.actor, &wish) == Sight::Whole;
    let names = communities::list_names(ctx, wish.holder).await?;
    let holder = wish.holder.filter(|_| whole).and_then(|id| names.get(&id)).map(|(name, _)| masked_name(name));
    let (text, grade) = (wish.text.clone(), wish.grade);
    let followers = history::followers(ctx, wish.id).await?;
    let follows = ctx.actor.member.filter(|_| policy::may_follow(&ctx.actor, &wish)).map(|reader| followers.contains(&reader));
    let followers = followers.len() as u64;
    let mut cards = cards(ctx, vec![wish]).await?;
    let card = cards.pop().ok_or_else(|| Failure::Broken("a wish without a card".to_owned()))?;
    Ok(WishPage {
        card,
        text: Some(text).filter(|text| whole && !text.is_empty()),
        holder,
        contact: None,
        grade,
        followers,
        follows,
        photos: Vec::new(),
        adds_photo: None,
    })
}

/// How to reach the resident, for those who may; their look is on record, once a day.
async fn contact(ctx: &Ctx, wish: &Wish) -> Result<Option<Contact>> {
    let Some(reader) = ctx.actor.member.filter(|_| policy::may_see_contact(&ctx.actor, wish)) else { return Ok(None) };
    let own = reader == wish.resident;
    let looked = own || events::happened(ctx, wish.id.0, "looked", reader, ctx.start_of_today()).await?;
    // A page that asks for itself again shows what was looked at today, and looks at nothing anew.
    if !looked && ctx.again {
        return Ok(None);
    }
    let resident = communities::get_member(ctx, wish.resident).await?;
    let phone = communities::find_phone(ctx, &resident).await?;
    if !looked {
        ctx.permit::<Look>(wish)?.note(&WishEvent::Looked).await?;
    }
    Ok(Some(Contact { name: resident.name, phone, building: resident.building, door: resident.door }))
}
