//! Reading: one's own shifts, what the desk sees; and what must hold of all of them.

use crate::communities;
use crate::communities::model::{Framed, Page};
use crate::kernel::authz::Subject as _;
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use crate::posts;
use crate::posts::ops::Held;
use crate::posts::times::Times;
use crate::shifts::model::{
    Desk, Expected, Hold, Mine, MyShifts, Planned, Served, Shift, ShiftCard, ShiftEvent, ShiftQuery, ShiftStage, Span, Step,
};
use crate::shifts::policy::{keep, may_step};
use crate::shifts::rules::{GRACE, MOST_A_DAY, by_day};
use crate::shifts::{moves, rules, store};
use chrono::{Days, TimeDelta};
use std::collections::{BTreeMap, HashMap};

type Result<T> = std::result::Result<T, Failure>;

/// For how many days ahead the next times of a post are shown, and how many of them.
const AHEAD: (u64, usize) = (14, 5);

/// The shifts here: everybody's for the desk, one's own for others.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list(ctx: Ctx, query: ShiftQuery) -> Result<Page<ShiftCard>> {
    communities::policy::inside(&ctx.actor)?;
    let member = if keep(&ctx.actor).is_ok() { None } else { ctx.actor.member };
    page(&ctx, member, query).await
}

async fn page(ctx: &Ctx, member: Option<MemberId>, query: ShiftQuery) -> Result<Page<ShiftCard>> {
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    let mut shifts = store::list(ctx, member, &query, limit).await?;
    let more = shifts.len() as u64 > limit;
    shifts.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = shifts.last().filter(|_| more).map(|last| last.id.to_string());
    Ok(Page { items: cards(ctx, shifts).await?, next })
}

/// One's own posts with their next times, one's confirmed minutes, and one's shifts.
///
/// # Errors
/// [`Fault::NotFound`] for those who are not members here.
pub async fn list_mine(ctx: Ctx, query: ShiftQuery) -> Result<Mine> {
    communities::policy::inside(&ctx.actor)?;
    let member = ctx.actor.member.ok_or(Fault::NotFound)?;
    let today = ctx.today();
    let hold = |held: Held| {
        let all = held.planned(&ctx, today, today + Days::new(AHEAD.0));
        let next = all.into_iter().filter(|(_, to)| *to > ctx.now).take(AHEAD.1).map(|span| planned(&ctx, span)).collect();
        let terms = held.post.terms;
        let as_it_comes = terms.times == Times::Open;
        Hold { claim: held.claim.id, post: held.post.id, title: terms.title, place: terms.place, as_it_comes, next }
    };
    let holds = posts::ops::list_held(&ctx, Some(member)).await?.into_iter().map(hold).collect();
    let minutes_here = store::sum_here(&ctx, member).await?;
    let minutes = match ctx.actor.account {
        Some(account) => store::sum_everywhere(&ctx, account).await?,
        None => minutes_here,
    };
    let (national_stars, _) = rules::national_stars(minutes);
    Ok(Mine { holds, minutes_here, minutes, national_stars, shifts: page(&ctx, Some(member), query).await? })
}

/// The page of it.
///
/// # Errors
/// As [`list_mine`].
pub async fn mine_page(ctx: Ctx, query: ShiftQuery) -> Result<Framed<MyShifts>> {
    let mine = list_mine(ctx.clone(), query).await?;
    let calendar = super::find_calendar(ctx.clone(), ()).await?;
    communities::ops::frame(&ctx, MyShifts { mine, calendar }).await
}

/// Who is expected today, in the order of the times, for the desk.
///
/// # Errors
/// [`Fault::Refused`] for all but the desk.
pub async fn list_expected(ctx: Ctx, (): ()) -> Result<Vec<Expected>> {
    keep(&ctx.actor)?;
    let today = ctx.today();
    let held = posts::ops::list_held(&ctx, None).await?;
    let names = communities::list_names(&ctx, held.iter().map(|held| held.claim.member)).await?;
    let begin = ctx.start_of_today();
    let there = store::list_within(&ctx, (begin, begin + TimeDelta::days(1))).await?;
    let mut expected = Vec::new();
    for held in &held {
        let name = names.get(&held.claim.member).map(|(name, _)| name.clone()).unwrap_or_default();
        let theirs: Vec<&Shift> = there.iter().filter(|shift| shift.claim == held.claim.id).collect();
        let runs = theirs.iter().any(|shift| shift.stage == ShiftStage::Running);
        for (from, to) in held.planned(&ctx, today, today) {
            let there = |shift: &&&Shift| {
                let (served_from, served_to) = shift.span(ctx.now);
                served_from < to && (served_to > from || shift.stage == ShiftStage::Running)
            };
            let stage = theirs.iter().find(there).map(|shift| shift.stage);
            let own = ctx.actor.is(held.claim.member);
            expected.push((
                from,
                Expected {
                    claim: held.claim.id,
                    name: name.clone(),
                    post: held.post.id,
                    title: held.post.terms.title.clone(),
                    planned: planned(&ctx, (from, to)),
                    stage,
                    can_check_in: stage.is_none() && !runs && ctx.now < to,
                    can_miss: stage.is_none() && !own && ctx.now >= from + TimeDelta::minutes(GRACE),
                },
            ));
        }
    }
    expected.sort_by(|(a, one), (b, other)| (a, &one.title, one.claim).cmp(&(b, &other.title, other.claim)));
    Ok(expected.into_iter().map(|(_, one)| one).collect())
}

/// What the desk sees: who is expected today, and the shifts that were asked for, else those that wait for its word.
///
/// # Errors
/// As [`list_expected`].
pub async fn desk_page(ctx: Ctx, query: ShiftQuery) -> Result<Framed<Desk>> {
    let today = list_expected(ctx.clone(), ()).await?;
    let mut waiting = Vec::new();
    for stage in [ShiftStage::Reported, ShiftStage::Disputed, ShiftStage::Running, ShiftStage::Missed] {
        waiting.push((stage, store::count_at(&ctx, stage).await?));
    }
    let query = ShiftQuery { stage: query.stage.or(Some(ShiftStage::Reported)), ..query };
    let shifts = page(&ctx, None, query).await?;
    communities::ops::frame(&ctx, Desk { today, waiting, shifts }).await
}

/// What counts: of this member, or of everybody; what began in these times, or all.
///
/// # Errors
/// When the database does.
pub async fn list_confirmed(ctx: &Ctx, member: Option<MemberId>, span: Option<Span>) -> Result<Vec<Shift>> {
    store::list_confirmed(ctx, member, span).await
}

/// Confirmed minutes and missed shifts that began in these times, by member, each in lines of its own; of these members alone,
/// where some are named.
///
/// # Errors
/// When the database does.
pub async fn sums(ctx: &Ctx, members: Option<&[MemberId]>, spans: &[Span]) -> Result<Vec<Served>> {
    store::sums(ctx, members, spans).await
}

/// How many shifts that began in these times wait for the desk's word.
///
/// # Errors
/// When the database does.
pub async fn count_waiting(ctx: &Ctx, span: Span) -> Result<u64> {
    store::count_waiting(ctx, span).await
}

/// What this member served here, or missed.
///
/// # Errors
/// When the database does.
pub async fn kept_of(ctx: &Ctx, member: MemberId) -> Result<Vec<ShiftCard>> {
    cards(ctx, store::list_of(ctx, member).await?).await
}

fn planned(ctx: &Ctx, (from, to): Span) -> Planned {
    Planned { from: ctx.moment(from), to: ctx.moment(to) }
}

pub(super) async fn card(ctx: &Ctx, shift: Shift) -> Result<ShiftCard> {
    Ok(cards(ctx, vec![shift]).await?.pop().ok_or(Fault::NotFound)?)
}

async fn cards(ctx: &Ctx, shifts: Vec<Shift>) -> Result<Vec<ShiftCard>> {
    if shifts.is_empty() {
        return Ok(Vec::new());
    }
    let titles = posts::ops::list_titles(ctx, shifts.iter().map(|shift| shift.post).collect()).await?;
    let names = communities::list_names(ctx, shifts.iter().map(|shift| shift.member)).await?;
    let card = |shift: Shift| {
        let can = |step: &Step| step.is_legal(shift.stage) && may_step(&ctx.actor, &shift, *step).is_ok();
        ShiftCard {
            can: Step::ALL.iter().copied().filter(can).collect(),
            title: titles.get(&shift.post).cloned().unwrap_or_default(),
            name: names.get(&shift.member).map(|(name, _)| name.clone()).unwrap_or_default(),
            from: ctx.moment(shift.from),
            to: shift.to.map(|to| ctx.moment(to)),
            minutes: shift.minutes(ctx.now),
            id: shift.id,
            post: shift.post,
            stage: shift.stage,
            version: shift.version,
            note: shift.note,
            reason: shift.reason,
            word: shift.word,
        }
    };
    Ok(shifts.into_iter().map(card).collect())
}

/// What must hold of every shift here, whatever happened: each as its history says, nobody at two places at once, at most eight
/// hours a day.
///
/// # Errors
/// What does not hold.
pub async fn check(ctx: Ctx, (): ()) -> Result<()> {
    let broken = |what: String| Err(Failure::Broken(what));
    let mut by_person: BTreeMap<MemberId, Vec<Span>> = BTreeMap::new();
    for shift in store::list_all(&ctx).await? {
        let history = events::of(&ctx, Shift::KIND, shift.id.0).await?;
        let history =
            history.into_iter().map(|entry| serde_json::from_value(entry.fact)).collect::<std::result::Result<Vec<ShiftEvent>, _>>();
        let history = history.map_err(|e| Failure::Broken(format!("shift {}: {e}", shift.id)))?;
        if moves::replay(&history) != Some((shift.stage, shift.version)) {
            return broken(format!("shift {} stands at {:?}, its history says {history:?}", shift.id, shift.stage));
        }
        if shift.stage.is_served() {
            by_person.entry(shift.member).or_default().push(shift.span(ctx.now));
        }
    }
    for (member, mut spans) in by_person {
        spans.sort_unstable();
        if spans.iter().zip(spans.iter().skip(1)).any(|(one, other)| other.0 < one.1) {
            return broken(format!("member {member} is at two places at once: {spans:?}"));
        }
        let mut days = HashMap::new();
        for (day, minutes) in spans.iter().flat_map(|span| by_day(*span, &ctx.place.zone)) {
            *days.entry(day).or_insert(0) += minutes;
        }
        // What runs still is cut when it ends.
        let runs = spans.iter().any(|span| span.1 == ctx.now);
        if let Some((day, minutes)) = days.into_iter().find(|(_, minutes)| *minutes > MOST_A_DAY && !runs) {
            return broken(format!("member {member} serves {minutes} minutes on {day}"));
        }
    }
    Ok(())
}
