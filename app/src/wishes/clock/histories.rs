//! The clocks of random histories against a slow reading that is obviously right: what a person would do who goes through
//! the history with a finger, and then counts minute after minute on a wall calendar.

use super::*;
use crate::communities::calendar::Limit;
use crate::communities::calendar::by_hand::is_open;
use crate::communities::hours::Week;
use crate::communities::model::{CategoryId, LimitUnit};
use crate::kernel::ids::MemberId;
use crate::wishes::model::Rating;
use chrono::{Days, FixedOffset, TimeDelta};
use std::collections::BTreeMap;
use uuid::Uuid;

type Entry = (DateTime<Utc>, WishEvent);

struct Chance(u64);

impl Chance {
    /// One of so many, from 0 on.
    fn of(&mut self, many: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % many
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.of(i64::try_from(from.len()).unwrap())).unwrap()].clone()
    }

    /// Tens of minutes, so that half and four fifths of a limit fall on whole minutes.
    fn limit(&mut self) -> Limit {
        let tens = u32::try_from(10 * (1 + self.of(60))).unwrap();
        match self.of(3) {
            0 => Limit::minutes(tens),
            1 => Limit::open_minutes(tens),
            _ => Limit::open_days(1 + tens % 3),
        }
    }

    fn limits(&mut self) -> Option<Limits> {
        (self.of(12) > 0).then(|| Limits { answer: self.limit(), deliver: self.limit() })
    }
}

/// A week over the end of the year, with holidays, days that make up for them, and other hours from some moment on.
fn calendar(chance: &mut Chance, begin: DateTime<Utc>) -> Calendar<FixedOffset> {
    let weeks = [
        Week::same("08:30-17:30".parse().unwrap(), 0..5),
        Week::same("00:00-23:50".parse().unwrap(), 0..7),
        Week::same("22:00-23:40".parse().unwrap(), 2..4),
    ];
    let moved = begin + TimeDelta::minutes(chance.of(10 * 1440));
    let hours = vec![(DateTime::UNIX_EPOCH, chance.pick(&weeks)), (moved, chance.pick(&weeks))];
    let mut exceptions: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for _ in 0..chance.of(8) {
        let day = begin.date_naive() + Days::new(chance.of(20).unsigned_abs());
        let entered = if chance.of(2) == 0 { DateTime::UNIX_EPOCH } else { begin + TimeDelta::minutes(chance.of(5 * 1440)) };
        exceptions.entry(day).or_default().push((entered, chance.of(2) == 0));
    }
    for entered in exceptions.values_mut() {
        entered.sort_unstable();
    }
    Calendar { hours, exceptions, zone: FixedOffset::east_opt(8 * 3600).unwrap() }
}

/// A history as it may happen: only moves that the stage allows, with talk, looks and reminders strewn in.
fn history(chance: &mut Chance, begin: DateTime<Utc>) -> Vec<Entry> {
    let category = CategoryId(Uuid::nil());
    let reason = || "等一等".to_owned();
    let mut at = begin + TimeDelta::minutes(chance.of(7 * 1440));
    let mut history = vec![(at, WishEvent::Placed { category, limits: chance.limits() })];
    let mut stage = "placed";
    let mut until = at;
    for _ in 0..chance.of(14) {
        at += TimeDelta::minutes(chance.pick(&[0, 1, 7, 60, 300, 1440]));
        let paused = at < until;
        let timed = ["placed", "accepted", "claimed"].contains(&stage);
        let event = match chance.of(9) {
            0 => WishEvent::Commented { text: reason() },
            1 => WishEvent::Looked,
            2 if timed && !paused => {
                until = at + TimeDelta::minutes(1 + chance.of(2000));
                WishEvent::Paused { reason: reason(), until }
            }
            2 | 3 if timed && paused => WishEvent::Resumed,
            4 if timed => {
                let awaited = if stage == "placed" { Awaited::Answer } else { Awaited::Delivery };
                match chance.pick(&MARKS) {
                    100 => WishEvent::Overdue { awaited },
                    percent => WishEvent::Reminded { awaited, percent },
                }
            }
            5 if timed && chance.of(4) == 0 => WishEvent::Withdrawn,
            _ => match stage {
                "placed" if chance.of(8) == 0 => WishEvent::Declined { reason: reason() },
                "placed" => WishEvent::Accepted { category, public_card: None, limits: chance.limits() },
                "accepted" if chance.of(2) == 0 => WishEvent::Claimed,
                "accepted" => WishEvent::Dispatched { to: MemberId(Uuid::nil()) },
                "claimed" if chance.of(3) == 0 => WishEvent::Released { reason: None },
                "claimed" => WishEvent::Delivered { note: reason() },
                "delivered" if chance.of(3) == 0 => WishEvent::Confirmed(Rating { grade: 4, ..Rating::default() }),
                "delivered" if chance.of(3) == 0 => WishEvent::Lapsed,
                "delivered" | "closed" => WishEvent::Reopened { reason: reason() },
                _ => WishEvent::Looked,
            },
        };
        stage = match event {
            WishEvent::Accepted { .. } | WishEvent::Released { .. } | WishEvent::Reopened { .. } => "accepted",
            WishEvent::Claimed | WishEvent::Dispatched { .. } => "claimed",
            WishEvent::Delivered { .. } => "delivered",
            WishEvent::Confirmed(_) | WishEvent::Lapsed => "closed",
            WishEvent::Declined { .. } | WishEvent::Withdrawn => "over",
            _ => stage,
        };
        if ends_pauses(&event) {
            until = until.min(at);
        }
        history.push((at, event));
    }
    history
}

/// A pause is of the clock that ran: what ends that clock, or the pause, ends the pause.
fn ends_pauses(event: &WishEvent) -> bool {
    begins(event).is_some() || ends(event) || matches!(event, WishEvent::Resumed)
}

fn begins(event: &WishEvent) -> Option<Awaited> {
    match event {
        WishEvent::Placed { .. } => Some(Awaited::Answer),
        WishEvent::Accepted { .. } | WishEvent::Reopened { .. } => Some(Awaited::Delivery),
        _ => None,
    }
}

fn ends(event: &WishEvent) -> bool {
    let over = matches!(event, WishEvent::Confirmed(_) | WishEvent::Lapsed | WishEvent::Withdrawn | WishEvent::Declined { .. });
    over || matches!(event, WishEvent::Delivered { .. })
}

/// What runs at the end of a history: what is awaited, since when, and which events came after it began.
fn running(history: &[Entry]) -> Option<(Awaited, DateTime<Utc>, &[Entry])> {
    let begun = history.iter().rposition(|(_, event)| begins(event).is_some())?;
    let (at, event) = &history[begun];
    let since = &history[begun + 1..];
    if since.iter().any(|(_, event)| ends(event)) { None } else { Some((begins(event)?, *at, since)) }
}

/// The limit that counts: the last one that was said.
fn limit(history: &[Entry], awaited: Awaited) -> Option<Limit> {
    let said = |event: &WishEvent| match event {
        WishEvent::Placed { limits, .. } | WishEvent::Accepted { limits, .. } => *limits,
        _ => None,
    };
    let limits = history.iter().rev().find_map(|(_, event)| said(event))?;
    Some(if awaited == Awaited::Answer { limits.answer } else { limits.deliver })
}

/// Whether somebody who looks at the clock in this minute sees it stand still.
fn stands_still(since: &[Entry], minute: DateTime<Utc>) -> bool {
    let last = since.iter().rposition(|(at, event)| *at <= minute && matches!(event, WishEvent::Paused { .. }));
    let Some(last) = last else { return false };
    let WishEvent::Paused { until, .. } = since[last].1 else { return false };
    let ended = since[last + 1..].iter().any(|(at, event)| *at <= minute && ends_pauses(event));
    minute < until && !ended
}

/// Minute after minute, until so many percent have passed.
fn counted(calendar: &Calendar<FixedOffset>, start: DateTime<Utc>, since: &[Entry], limit: Limit, percent: u8) -> DateTime<Utc> {
    let week = &calendar.hours.iter().rfind(|(at, _)| *at <= start).unwrap().1;
    let open_days = i64::try_from(week.0.iter().filter(|spans| !spans.is_empty()).count()).unwrap();
    let of_a_day = week.0.iter().flatten().map(|span| (span.to - span.from).num_minutes()).sum::<i64>() / open_days;
    let whole = i64::from(limit.amount) * if limit.unit == LimitUnit::OpenDay { of_a_day } else { 1 };
    let (mut minute, mut left) = (start, whole * i64::from(percent) / 100);
    while left > 0 {
        let local = minute.with_timezone(&calendar.zone);
        let open = is_open(calendar, local.naive_local(), start);
        left -= i64::from((open || limit.unit == LimitUnit::Minute) && !stands_still(since, minute));
        minute += TimeDelta::minutes(1);
    }
    minute
}

/// The first mark of the clock that runs now that nobody has been told of.
fn next_mark(since: &[Entry], awaited: Awaited) -> Option<u8> {
    let told = since.iter().filter_map(|(_, event)| match event {
        WishEvent::Reminded { awaited: of, percent } if *of == awaited => Some(*percent),
        WishEvent::Overdue { awaited: of } if *of == awaited => Some(100),
        _ => None,
    });
    let told = told.max().unwrap_or(0);
    MARKS.into_iter().find(|mark| *mark > told)
}

/// Two hundred histories over New Year, each read again after every one of its events.
#[test]
fn whatever_happens_the_clocks_stand_as_somebody_would_count_them_by_hand() {
    let mut chance = Chance(2026);
    let begin: DateTime<Utc> = "2026-12-26T00:00:00+08:00".parse::<DateTime<FixedOffset>>().unwrap().to_utc();
    let (mut clocks, mut still) = (0, 0);
    for _ in 0..200 {
        let calendar = calendar(&mut chance, begin);
        let whole = history(&mut chance, begin);
        for end in 1..=whole.len() {
            let history = &whole[..end];
            let now = history[end - 1].0;
            let read = read(history.iter().map(|(at, event)| (*at, event)), &calendar);
            let said = format!("{history:#?}\n{calendar:?}");
            let Some((awaited, start, since)) = running(history) else {
                assert_eq!((read.due.since, read.due.due_at, read.due.paused_until), (None, None, None), "{said}");
                let brought = history.iter().rfind(|(_, event)| ends(event)).unwrap();
                let lapse = matches!(brought.1, WishEvent::Delivered { .. }).then(|| (brought.0 + LAPSE_AFTER, Ring::Lapse));
                assert_eq!(read.next, lapse, "{said}");
                continue;
            };
            let limit = limit(history, awaited);
            let due = limit.map(|limit| counted(&calendar, start, since, limit, 100));
            let kept = if awaited == Awaited::Answer { read.due.answer_by } else { read.due.deliver_by };
            assert_eq!((read.due.since, read.due.due_at, kept), (Some(start), due, due), "{said}");
            assert_eq!(read.due.is_paused(now), stands_still(since, now), "{said}");
            let mark = next_mark(since, awaited).zip(limit);
            let mark = mark.map(|(percent, limit)| (counted(&calendar, start, since, limit, percent), Ring::Mark { awaited, percent }));
            assert_eq!(read.next, mark, "{said}");
            clocks += i32::from(due.is_some());
            still += i32::from(stands_still(since, now));
        }
    }
    assert!(clocks > 400 && still > 50, "the histories have clocks ({clocks}) that also stand still ({still})");
}
