//! A wish's history as its reader may see it.

use super::clock;
use super::figures;
use super::model::{Wish, WishEvent, WishId, WishLine};
use super::policy::{Sight, sight};
use crate::accounts::model::masked_name;
use crate::communities;
use crate::kernel::actor::{Channel, Role};
use crate::kernel::ctx::Ctx;
use crate::kernel::events::{self, Entry};
use crate::kernel::fault::Failure;
use crate::kernel::figures::{Count, Counted, Counter};
use crate::kernel::ids::MemberId;
use std::collections::BTreeMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

/// The history of a wish, oldest first, with who did each step; without what people wrote.
///
/// # Errors
/// When the database does, or an event does not read.
pub async fn read(ctx: &Ctx, wish: &Wish) -> Result<Vec<(Entry, WishEvent)>> {
    events::of(ctx, "wish", wish.id.0).await?.into_iter().map(event_of).collect()
}

/// As [`read`], with what people wrote.
///
/// # Errors
/// As [`read`].
pub async fn read_with_words(ctx: &Ctx, wish: &Wish) -> Result<Vec<(Entry, WishEvent)>> {
    events::with_words(ctx, "wish", wish.id.0).await?.into_iter().map(event_of).collect()
}

/// What happened, read from its row.
///
/// # Errors
/// When it does not read.
pub fn event_of(entry: Entry) -> Result<(Entry, WishEvent)> {
    let event = serde_json::from_value(entry.fact.clone()).map_err(|e| Failure::Broken(format!("event {}: {e}", entry.id)))?;
    Ok((entry, event))
}

/// What the history of a wish says of its clocks.
///
/// # Errors
/// As [`read`].
pub async fn clocks(ctx: &Ctx, wish: &Wish) -> Result<clock::Reading> {
    let history = read(ctx, wish).await?;
    Ok(clock::read(history.iter().map(|(entry, event)| (entry.at, event)), &communities::calendar(ctx).await?))
}

/// What the history of a wish says with this as its end: how the clocks stand then, and what counts.
///
/// # Errors
/// As [`read`].
pub async fn ending(ctx: &Ctx, wish: &Wish, last: &WishEvent) -> Result<(clock::Reading, Vec<Count>)> {
    let begins = matches!(last, WishEvent::Placed { .. });
    let history = if begins { Vec::new() } else { read(ctx, wish).await? };
    let calendar = communities::calendar(ctx).await?;
    if let Some((newest, _)) = history.last() {
        ctx.go_on_after(newest.at);
    }
    let mut steps = steps(&history);
    steps.push((ctx.event_at(), ctx.channel.code(), last));
    let reading = clock::read(steps.iter().map(|(at, _, event)| (*at, *event)), &calendar);
    let counts = figures::of_last(&steps, &calendar).into_iter().map(|counts| (counter(ctx, counts), 1)).collect();
    Ok((reading, counts))
}

/// What the histories of these wishes count, added to `counted`.
///
/// # Errors
/// As [`read`].
pub async fn count(ctx: &Ctx, wishes: Vec<WishId>, counted: &mut Counted) -> Result<()> {
    let calendar = communities::calendar(ctx).await?;
    let mut histories: BTreeMap<Uuid, Vec<(Entry, WishEvent)>> = BTreeMap::new();
    for entry in events::of_each(ctx, wishes.into_iter().map(|id| id.0).collect()).await? {
        let (entry, event) = event_of(entry)?;
        histories.entry(entry.subject).or_default().push((entry, event));
    }
    for history in histories.values() {
        for counts in figures::of(&steps(history), &calendar) {
            *counted.entry(counter(ctx, counts)).or_default() += 1;
        }
    }
    Ok(())
}

fn steps(history: &[(Entry, WishEvent)]) -> Vec<figures::Step<'_>> {
    history.iter().map(|(entry, event)| (entry.at, entry.channel.as_str(), event)).collect()
}

/// Under what counter this counts.
pub fn counter(ctx: &Ctx, counts: figures::Counts) -> Counter {
    let day = ctx.moment(counts.at).local().date();
    Counter { day, about: counts.category.0, measure: counts.measure.code().to_owned(), part: counts.part }
}

/// The neighbours who need the same now.
///
/// # Errors
/// When the database does.
pub async fn followers(ctx: &Ctx, wish: WishId) -> Result<Vec<MemberId>> {
    let said = events::newest_of(ctx, &["followed"], vec![wish.0], MOST_FOLLOWERS).await?;
    let mut last: BTreeMap<MemberId, bool> = BTreeMap::new();
    for entry in said {
        let on = matches!(serde_json::from_value(entry.fact), Ok(WishEvent::Followed { on: true }));
        if let Some(actor) = entry.actor {
            last.entry(actor).or_insert(on);
        }
    }
    Ok(last.into_iter().filter(|(_, on)| *on).map(|(member, _)| member).collect())
}

/// How far back it is read who follows.
const MOST_FOLLOWERS: u64 = 1000;

/// The lines that this reader may see, but who needs the same: everyone in it sees the whole; on the wall, what happened and when, but no words.
pub async fn lines(ctx: &Ctx, wish: &Wish) -> Result<Vec<WishLine>> {
    let history = read_with_words(ctx, wish).await?;
    let whole = sight(&ctx.actor, wish) == Sight::Whole;
    // Collected first: a borrowing closure held over the await makes the future less general than a task needs.
    let people: Vec<MemberId> = history.iter().flat_map(|(entry, event)| [entry.actor, dispatched_to(event)]).flatten().collect();
    let names = communities::list_names(ctx, people).await?;
    let name = |id: MemberId| names.get(&id).map(|(name, _)| masked_name(name));
    let shown = history.into_iter().filter(|(_, event)| !matches!(event, WishEvent::Followed { .. }) && (whole || !private(event)));
    Ok(shown
        .map(|(entry, event)| WishLine {
            id: entry.id.0,
            kind: kind(&event).to_owned(),
            actor: entry.actor.filter(|_| whole).and_then(name),
            // That somebody acts for the resident is not for neighbours to know.
            role: if by_delegate(wish, &entry, &event) && !whole {
                Some(Role::Resident)
            } else {
                entry.actor.and_then(|id| role_in(wish.resident, id, &names))
            },
            delegate: whole && by_delegate(wish, &entry, &event),
            mine: entry.actor.is_some() && entry.actor == ctx.actor.member,
            channel: entry.channel,
            at: ctx.moment(entry.at),
            to: dispatched_to(&event).filter(|_| whole).and_then(name),
            grade: grade(&event),
            outcome: if let WishEvent::CalledBack(call) = &event { Some(call.outcome) } else { None },
            words: words(event).filter(|_| whole),
        })
        .collect())
}

/// What a neighbour who sees the card does not see of the history.
fn private(event: &WishEvent) -> bool {
    use WishEvent::{CallBackDrawn, CalledBack, Commented, Looked, PhotoAdded, PhotoRemoved, PhotosSeen};
    matches!(event, Commented { .. } | Looked | PhotoAdded { .. } | PhotoRemoved { .. } | PhotosSeen | CallBackDrawn | CalledBack(_))
}

fn grade(event: &WishEvent) -> Option<i16> {
    match event {
        WishEvent::Confirmed(rating) => Some(rating.grade),
        WishEvent::CalledBack(call) => call.grade,
        _ => None,
    }
}

/// Whether somebody did in the resident's place what only the resident does, and nobody took it down: a delegate.
fn by_delegate(wish: &Wish, entry: &Entry, event: &WishEvent) -> bool {
    use WishEvent::{Confirmed, Placed, Reopened, Withdrawn};
    let residents = matches!(event, Placed { .. } | Confirmed(_) | Reopened { .. } | Withdrawn);
    residents && entry.actor.is_some_and(|actor| actor != wish.resident) && Channel::taken_down(&entry.channel).is_none()
}

/// As what someone acted on this wish.
pub fn role_in(
    resident: MemberId,
    id: MemberId,
    names: &std::collections::HashMap<MemberId, (String, crate::kernel::actor::Roles)>,
) -> Option<Role> {
    if id == resident {
        return Some(Role::Resident);
    }
    let roles = &names.get(&id)?.1;
    [Role::Staff, Role::Admin, Role::Volunteer, Role::Merchant, Role::GridWorker].into_iter().find(|role| roles.has(*role))
}

/// What happened, for programs.
pub fn kind(event: &WishEvent) -> &'static str {
    match event {
        WishEvent::Placed { .. } => "placed",
        WishEvent::Accepted { .. } => "accepted",
        WishEvent::Declined { .. } => "declined",
        WishEvent::Claimed => "claimed",
        WishEvent::Dispatched { .. } => "dispatched",
        WishEvent::Released { .. } => "released",
        WishEvent::Delivered { .. } => "delivered",
        WishEvent::Confirmed(_) => "confirmed",
        WishEvent::Lapsed => "lapsed",
        WishEvent::Reopened { .. } => "reopened",
        WishEvent::Withdrawn => "withdrawn",
        WishEvent::Paused { .. } => "paused",
        WishEvent::Resumed => "resumed",
        WishEvent::Reminded { .. } => "reminded",
        WishEvent::Overdue { .. } => "overdue",
        WishEvent::Followed { .. } => "followed",
        WishEvent::CallBackDrawn => "call_back_drawn",
        WishEvent::CalledBack(_) => "called_back",
        WishEvent::Commented { .. } => "commented",
        WishEvent::Looked => "looked",
        WishEvent::PhotoAdded { .. } => "photo_added",
        WishEvent::PhotoRemoved { .. } => "photo_removed",
        WishEvent::PhotosSeen => "photos_seen",
        WishEvent::Cleared => "cleared",
    }
}

fn dispatched_to(event: &WishEvent) -> Option<MemberId> {
    if let WishEvent::Dispatched { to } = event { Some(*to) } else { None }
}

fn words(event: WishEvent) -> Option<String> {
    match event {
        WishEvent::Declined { reason } | WishEvent::Reopened { reason } | WishEvent::Paused { reason, .. } => Some(reason),
        WishEvent::Released { reason } => reason,
        WishEvent::Delivered { note } => Some(note),
        WishEvent::Confirmed(rating) => rating.words,
        WishEvent::CalledBack(call) => call.words,
        WishEvent::Commented { text } => Some(text),
        WishEvent::Accepted { public_card, .. } => public_card,
        WishEvent::Placed { .. }
        | WishEvent::Claimed
        | WishEvent::Dispatched { .. }
        | WishEvent::Withdrawn
        | WishEvent::Resumed
        | WishEvent::Lapsed
        | WishEvent::Reminded { .. }
        | WishEvent::Overdue { .. }
        | WishEvent::CallBackDrawn
        | WishEvent::Followed { .. }
        | WishEvent::Looked
        | WishEvent::PhotoAdded { .. }
        | WishEvent::PhotoRemoved { .. }
        | WishEvent::PhotosSeen
        | WishEvent::Cleared => None,
    }
}
