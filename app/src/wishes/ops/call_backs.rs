//! Calling residents back: those who are not satisfied, and some of the others, drawn by lot every week.

use super::{At, put, read, write};
use crate::communities;
use crate::communities::model::TheCommunity;
use crate::kernel::actor::Channel;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::jobs::{self, Job};
use crate::kernel::keys::random_into;
use crate::kernel::said::{Text, text};
use crate::wishes::history;
use crate::wishes::model::{NewCall, Outcome, WishEvent, WishPage};
use crate::wishes::moves::{Answered, Drawable};
use crate::wishes::policy::{self, Draw};
use crate::wishes::store;
use chrono::{DateTime, Datelike as _, Days, NaiveTime, TimeDelta, TimeZone as _, Utc};
use std::collections::BTreeSet;

type Result<T> = std::result::Result<T, Failure>;

/// On how many days somebody is tried before it may end without an answer.
const TRIES: usize = 3;
const TOO_FEW: Text = text(
    "要在 {} 天里各打一次，才能结束。没有人接，就选“没有人接，下次再打”。",
    "It may end after tries on {} days. Please choose “no answer, to be tried again”.",
);
const OWN_ENTRY: Text =
    text("这个评价是您替居民说的，请换一位同事来回访。", "You gave this grade for the resident, so please let somebody else call back.");

/// Somebody at the desk writes down how a call went. What the resident said stands beside the grade on file.
///
/// # Errors
/// As every move; a rule for whoever took the grade down themselves, and for giving up too soon.
pub async fn call_back(ctx: Ctx, (at, call): (At, NewCall)) -> Result<WishPage> {
    let wish = read::<policy::CallBack>(&ctx, at).await?;
    let call = call.check()?;
    let owed = Answered::try_from(wish.clone())?;
    let (mut tried, mut graded_by) = (BTreeSet::new(), None);
    for (entry, event) in history::read(&ctx, &wish).await? {
        match event {
            WishEvent::Confirmed(_) | WishEvent::Lapsed => {
                tried.clear();
                graded_by = entry.actor;
            }
            WishEvent::CalledBack(_) => drop(tried.insert(ctx.moment(entry.at).local().date())),
            _ => {}
        }
    }
    if graded_by.is_some() && graded_by == ctx.actor.member {
        return Err(Fault::Rule { code: "own_entry".into(), said: OWN_ENTRY.into() }.into());
    }
    if call.outcome == Outcome::GaveUp && tried.len() < TRIES {
        return Err(Fault::Rule { code: "too_few_tries".into(), said: TOO_FEW.fill(&[&TRIES]) }.into());
    }
    write::<policy::CallBack>(ctx.taken_down(Channel::Phone), &wish, owed.called(call)).await
}

/// Draws who is called back: of what was closed in the last whole week, from Monday at nine to Monday at nine, so many in a
/// hundred as the community has set, rounded up. Looks again next Monday.
///
/// # Errors
/// When the database does; then nothing happened, and the job stands.
pub async fn draw(ctx: Ctx, job: Job) -> Result<bool> {
    if !jobs::take(&ctx, &job).await? {
        return Ok(false);
    }
    let share = communities::call_back_percent(&ctx).await?;
    // By the calendar, not by the job: that one may have been put off.
    let until = round_before(&ctx, job.due_at);
    let closed = match until.map(|until| (round_before(&ctx, until - TimeDelta::seconds(1)), until)) {
        Some((Some(from), until)) => store::list_closed(&ctx, from, until).await?,
        _ => Vec::new(),
    };
    let mut draw = drawn(closed, share)?;
    draw.sort_unstable_by_key(|wish| wish.id.0);
    let some = !draw.is_empty();
    for wish in draw {
        let ctx = ctx.clone().after(wish.moved_at);
        let moved = Drawable::try_from(wish.clone())?.draw();
        put::<policy::Ring>(&ctx, &wish, moved).await?;
    }
    // A server that was away for months does not go through each of their weeks.
    let next = next_round(&ctx, job.due_at.max(ctx.now - WEEK));
    ctx.permit::<Draw>(&TheCommunity(ctx.place.id))?.schedule(next).await?;
    Ok(some)
}

const WEEK: TimeDelta = TimeDelta::days(7);

/// So many in a hundred, rounded up, each of them as likely as any other.
fn drawn<T>(mut from: Vec<T>, percent: i32) -> Result<Vec<T>> {
    let percent = usize::try_from(percent).unwrap_or_default();
    let wanted = (from.len() * percent).div_ceil(100);
    let mut chosen = Vec::with_capacity(wanted);
    while chosen.len() < wanted && !from.is_empty() {
        let mut bytes = [0; 8];
        random_into(&mut bytes)?;
        let at = usize::try_from(u64::from_be_bytes(bytes) % from.len() as u64).unwrap_or_default();
        chosen.push(from.swap_remove(at));
    }
    Ok(chosen)
}

/// Mondays at nine in the morning, here, around a moment: some before and some after, in their order.
fn rounds(ctx: &Ctx, around: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let local = ctx.moment(around).local();
    let monday = local.date() - Days::new(local.weekday().num_days_from_monday().into());
    let at = |week: i64| {
        let day = monday + TimeDelta::weeks(week);
        ctx.place.zone.from_local_datetime(&day.and_time(NaiveTime::from_hms_opt(9, 0, 0)?)).earliest().map(|at| at.to_utc())
    };
    (-1..=2).filter_map(at).collect()
}

/// The last round until then.
fn round_before(ctx: &Ctx, then: DateTime<Utc>) -> Option<DateTime<Utc>> {
    rounds(ctx, then).into_iter().rfind(|at| *at <= then)
}

/// The next round after that.
fn next_round(ctx: &Ctx, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    rounds(ctx, after).into_iter().find(|at| *at > after)
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn of_all_that_were_closed_so_many_in_a_hundred_are_drawn_and_none_twice() {
        for (closed, percent, wanted) in [(0, 10, 0), (1, 10, 1), (10, 10, 1), (11, 10, 2), (200, 10, 20), (7, 0, 0), (7, 100, 7)] {
            let mut chosen = drawn((0..closed).collect::<Vec<u32>>(), percent).unwrap();
            chosen.sort_unstable();
            chosen.dedup();
            assert_eq!(chosen.len(), wanted, "{percent} in a hundred of {closed}");
        }
        // Each may be it: in two hundred draws of one of four, nobody is left out (but once in 10^24 times).
        let mut seen = [false; 4];
        for _ in 0..200 {
            seen[drawn(vec![0, 1, 2, 3], 25).unwrap()[0]] = true;
        }
        assert_eq!(seen, [true; 4]);
    }
}
