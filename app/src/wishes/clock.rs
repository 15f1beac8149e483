//! The clocks of a wish, read from its history and the community's calendar and from nothing else: comments, looks and
//! edits do not touch them. The first runs from placing to the community's answer, the second from the answer, or from
//! reopening, to delivery. A pause stops whichever runs, until its day or until it is ended. From the same history comes
//! what happens next by itself: the marks at which people are told, and closing after seven days without a word.

use super::model::WishEvent;
use super::stage::LAPSE_AFTER;
use crate::communities::calendar::{Calendar, Gap, Limits};
use chrono::{DateTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// What a clock waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// The community's answer: the first clock.
    Answer,
    /// Delivery: the second.
    Delivery,
}

/// At how much of a limit, in percent, people are told; the last is the limit itself.
pub const MARKS: [u8; 3] = [50, 80, 100];

/// What happens by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// So much of a limit has run out.
    Mark {
        /// Of which.
        awaited: Awaited,
        /// One of [`MARKS`].
        percent: u8,
    },
    /// Nobody said a word for so long after delivery that it closes.
    Lapse,
}

/// How the clocks of a wish stand; kept in its row, so that lists can sort by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// Since when the limit that runs now runs.
    pub since: Option<DateTime<Utc>>,
    /// When it runs out; `None` when nothing is awaited.
    pub due_at: Option<DateTime<Utc>>,
    /// By when the community answers, or should have.
    pub answer_by: Option<DateTime<Utc>>,
    /// By when it is delivered, or should have been; the last time where it was reopened.
    pub deliver_by: Option<DateTime<Utc>>,
    /// Until when it is paused, where it is.
    pub paused_until: Option<DateTime<Utc>>,
}

impl Due {
    /// Whether the clock stands still now.
    pub fn is_paused(&self, now: DateTime<Utc>) -> bool {
        self.paused_until.is_some_and(|until| now < until)
    }
}

/// What a history says of the clocks: how they stand, and what happens next by itself, when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reading {
    /// How they stand.
    pub due: Due,
    /// What happens next.
    pub next: Option<(DateTime<Utc>, Ring)>,
}

/// What runs, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Running {
    Clock(Awaited, DateTime<Utc>),
    /// It was brought, and the resident's word is awaited.
    Brought(DateTime<Utc>),
    Nothing,
}

/// Reads the clocks from a history, oldest first. A wish placed before there were limits has none.
pub fn read<'e, Z: TimeZone>(history: impl IntoIterator<Item = (DateTime<Utc>, &'e WishEvent)>, calendar: &Calendar<Z>) -> Reading {
    let mut running = Running::Nothing;
    let mut limits: Option<Limits> = None;
    let mut gaps: Vec<Gap> = Vec::new();
    let mut rung = 0;
    let mut due = Due::default();
    for (at, event) in history {
        let before = running;
        match event {
            WishEvent::Placed { limits: given, .. } => (limits, running) = (*given, Running::Clock(Awaited::Answer, at)),
            WishEvent::Accepted { limits: given, .. } => {
                (limits, running) = (given.or(limits), Running::Clock(Awaited::Delivery, at));
            }
            WishEvent::Reopened { .. } => running = Running::Clock(Awaited::Delivery, at),
            WishEvent::Delivered { .. } => running = Running::Brought(at),
            WishEvent::Declined { .. } | WishEvent::Confirmed(_) | WishEvent::Lapsed | WishEvent::Withdrawn => running = Running::Nothing,
            WishEvent::Paused { until, .. } => gaps.push((at, *until)),
            WishEvent::Resumed => {}
            WishEvent::Reminded { awaited, percent } => {
                rung = rung.max(rings(running, *awaited, *percent));
                continue;
            }
            WishEvent::Overdue { awaited } => {
                rung = rung.max(rings(running, *awaited, 100));
                continue;
            }
            _ => continue,
        }
        // Whatever ends a clock ends its pause.
        if !matches!(event, WishEvent::Paused { .. })
            && let Some((_, until)) = gaps.last_mut()
        {
            *until = (*until).min(at);
        }
        if running != before {
            rung = 0;
        }
        let end = |start, limit| calendar.end(start, limit, &gaps);
        match (running, limits) {
            (Running::Clock(Awaited::Answer, start), Some(limits)) => due.answer_by = end(start, limits.answer),
            (Running::Clock(Awaited::Delivery, start), Some(limits)) => due.deliver_by = end(start, limits.deliver),
            _ => {}
        }
        (due.since, due.due_at) = match running {
            Running::Clock(Awaited::Answer, start) => (Some(start), due.answer_by),
            Running::Clock(Awaited::Delivery, start) => (Some(start), due.deliver_by),
            Running::Brought(_) | Running::Nothing => (None, None),
        };
        due.paused_until = gaps.last().map(|(_, until)| *until).filter(|until| due.since.is_some() && *until > at);
    }
    Reading { due, next: next(running, limits, &gaps, rung, calendar) }
}

/// How far the clock that runs has rung. Where clocks of servers differ, a mark of the one before may stand after its end:
/// it says nothing of this one.
fn rings(running: Running, awaited: Awaited, percent: u8) -> u8 {
    if matches!(running, Running::Clock(runs, _) if runs == awaited) { percent } else { 0 }
}

/// What happens next by itself: the first mark that has not rung yet, or the closing of what was brought.
fn next<Z: TimeZone>(
    running: Running,
    limits: Option<Limits>,
    gaps: &[Gap],
    rung: u8,
    calendar: &Calendar<Z>,
) -> Option<(DateTime<Utc>, Ring)> {
    match running {
        Running::Nothing => None,
        Running::Brought(at) => Some((at + LAPSE_AFTER, Ring::Lapse)),
        Running::Clock(awaited, start) => {
            let limit = match awaited {
                Awaited::Answer => limits?.answer,
                Awaited::Delivery => limits?.deliver,
            };
            let percent = MARKS.into_iter().find(|mark| *mark > rung)?;
            Some((calendar.part(start, limit, gaps, percent.into())?, Ring::Mark { awaited, percent }))
        }
    }
}

#[cfg(test)]
mod histories;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::communities::calendar::Limit;
    use crate::communities::hours::Week;
    use crate::communities::model::CategoryId;
    use crate::kernel::ids::MemberId;
    use chrono::{FixedOffset, TimeDelta};
    use std::collections::BTreeMap;
    use uuid::Uuid;

    const CATEGORY: CategoryId = CategoryId(Uuid::from_u128(8));

    fn calendar() -> Calendar<FixedOffset> {
        let hours = vec![(DateTime::UNIX_EPOCH, Week::same("08:30-17:30".parse().unwrap(), 0..5))];
        Calendar { hours, exceptions: BTreeMap::new(), zone: FixedOffset::east_opt(8 * 3600).unwrap() }
    }

    /// A Friday.
    fn at(hour: i64, minute: i64) -> DateTime<Utc> {
        "2026-11-20T00:00:00+08:00".parse::<DateTime<FixedOffset>>().unwrap().to_utc() + TimeDelta::minutes(hour * 60 + minute)
    }

    const LIMITS: Option<Limits> = Some(Limits { answer: Limit::minutes(30), deliver: Limit::open_minutes(120) });

    fn placed() -> (DateTime<Utc>, WishEvent) {
        (at(9, 0), WishEvent::Placed { category: CATEGORY, limits: LIMITS })
    }

    fn accepted(hour: i64, minute: i64) -> (DateTime<Utc>, WishEvent) {
        (at(hour, minute), WishEvent::Accepted { category: CATEGORY, public_card: None, limits: LIMITS })
    }

    fn reading(history: &[(DateTime<Utc>, WishEvent)]) -> Reading {
        read(history.iter().map(|(at, event)| (*at, event)), &calendar())
    }

    fn clocks(history: &[(DateTime<Utc>, WishEvent)]) -> Due {
        reading(history).due
    }

    #[test]
    fn the_first_runs_to_the_answer_the_second_from_there_to_delivery() {
        let mut history = vec![placed()];
        let answer_by = Some(at(9, 30));
        assert_eq!(clocks(&history), Due { since: Some(at(9, 0)), due_at: answer_by, answer_by, ..Due::default() });
        history.push(accepted(16, 30));
        // One hour today, one on Monday.
        let deliver_by = Some(at(3 * 24 + 9, 30));
        let second = Due { since: Some(at(16, 30)), due_at: deliver_by, answer_by, deliver_by, paused_until: None };
        assert_eq!(clocks(&history), second);
        history.push((at(17, 0), WishEvent::Claimed));
        history.push((at(17, 10), WishEvent::Delivered { note: "好了".to_owned() }));
        assert_eq!(clocks(&history), Due { since: None, due_at: None, ..second });
    }

    #[test]
    fn nothing_but_a_pause_and_reopening_moves_a_clock() {
        let mut history = vec![placed(), accepted(9, 10)];
        let before = clocks(&history);
        history.push((at(9, 20), WishEvent::Commented { text: "在吗".to_owned() }));
        history.push((at(9, 21), WishEvent::Looked));
        history.push((at(9, 22), WishEvent::Claimed));
        history.push((at(9, 23), WishEvent::Released { reason: None }));
        history.push((at(9, 24), WishEvent::Dispatched { to: MemberId(Uuid::from_u128(2)) }));
        assert_eq!(clocks(&history), before);
        history.push((at(9, 40), WishEvent::Delivered { note: "好了".to_owned() }));
        history.push((at(10, 0), WishEvent::Reopened { reason: "没好".to_owned() }));
        assert_eq!(clocks(&history).due_at, Some(at(12, 0)));
    }

    #[test]
    fn a_pause_moves_the_end_by_its_working_time_and_ends_on_its_day_or_before() {
        let pause = |history: &mut Vec<_>| {
            history.push((at(10, 0), WishEvent::Paused { reason: "等配件".to_owned(), until: at(12, 0) }));
        };
        let mut history = vec![placed(), accepted(9, 10)];
        pause(&mut history);
        assert_eq!((clocks(&history).due_at, clocks(&history).paused_until), (Some(at(13, 10)), Some(at(12, 0))));
        // It ran out by itself; a second one counts for itself.
        history.push((at(12, 30), WishEvent::Paused { reason: "还在等".to_owned(), until: at(14, 0) }));
        assert_eq!(clocks(&history).due_at, Some(at(14, 40)));
        history.push((at(13, 0), WishEvent::Resumed));
        assert_eq!((clocks(&history).due_at, clocks(&history).paused_until), (Some(at(13, 40)), None));
        // A delivery ends it too: what is reopened begins anew.
        let mut history = vec![placed(), accepted(9, 10)];
        pause(&mut history);
        history.push((at(10, 30), WishEvent::Delivered { note: "好了".to_owned() }));
        history.push((at(11, 0), WishEvent::Reopened { reason: "没好".to_owned() }));
        assert_eq!((clocks(&history).due_at, clocks(&history).paused_until), (Some(at(13, 0)), None));
    }

    #[test]
    fn each_mark_rings_once_in_its_order_and_anew_for_each_clock() {
        let mark = |at, awaited, percent| Some((at, Ring::Mark { awaited, percent }));
        let mut history = vec![placed()];
        assert_eq!(reading(&history).next, mark(at(9, 15), Awaited::Answer, 50));
        history.push((at(9, 15), WishEvent::Reminded { awaited: Awaited::Answer, percent: 50 }));
        assert_eq!(reading(&history).next, mark(at(9, 24), Awaited::Answer, 80));
        history.push((at(9, 24), WishEvent::Reminded { awaited: Awaited::Answer, percent: 80 }));
        history.push((at(9, 25), WishEvent::Commented { text: "在吗".to_owned() }));
        assert_eq!(reading(&history).next, mark(at(9, 30), Awaited::Answer, 100));
        let before = clocks(&history);
        history.push((at(9, 30), WishEvent::Overdue { awaited: Awaited::Answer }));
        assert_eq!((reading(&history).next, clocks(&history)), (None, before));
        history.push(accepted(10, 0));
        assert_eq!(reading(&history).next, mark(at(11, 0), Awaited::Delivery, 50));
        // A pause moves what has not rung yet, and calls back nothing that has.
        history.push((at(11, 0), WishEvent::Reminded { awaited: Awaited::Delivery, percent: 50 }));
        history.push((at(11, 30), WishEvent::Paused { reason: "等配件".to_owned(), until: at(14, 0) }));
        assert_eq!(reading(&history).next, mark(at(14, 6), Awaited::Delivery, 80));
        history.push((at(15, 0), WishEvent::Delivered { note: "好了".to_owned() }));
        assert_eq!(reading(&history).next, Some((at(15, 0) + LAPSE_AFTER, Ring::Lapse)));
        history.push((at(16, 0), WishEvent::Reopened { reason: "没好".to_owned() }));
        assert_eq!(reading(&history).next, mark(at(17, 0), Awaited::Delivery, 50));
    }

    #[test]
    fn a_mark_of_the_first_clock_that_stands_after_its_end_does_not_silence_the_second() {
        let late = (at(9, 31), WishEvent::Overdue { awaited: Awaited::Answer });
        let next = reading(&[placed(), accepted(9, 30), late]).next;
        assert_eq!(next, Some((at(10, 30), Ring::Mark { awaited: Awaited::Delivery, percent: 50 })));
    }

    #[test]
    fn what_is_closed_rings_no_more() {
        let brought = vec![placed(), accepted(9, 10), (at(9, 20), WishEvent::Delivered { note: "好了".to_owned() })];
        for last in [WishEvent::Lapsed, WishEvent::Confirmed(super::super::model::Rating { grade: 5, ..Default::default() })] {
            assert_eq!(reading(&[brought.clone(), vec![(at(9, 30), last)]].concat()).next, None);
        }
        for last in [WishEvent::Withdrawn, WishEvent::Declined { reason: "没场地".to_owned() }] {
            assert_eq!(reading(&[placed(), (at(9, 30), last)]).next, None);
        }
    }

    #[test]
    fn a_wish_from_before_there_were_limits_has_no_clock_and_still_closes_by_itself() {
        let mut history = vec![(at(9, 0), WishEvent::Placed { category: CATEGORY, limits: None })];
        assert_eq!((clocks(&history).due_at, reading(&history).next), (None, None));
        history.push((at(10, 0), WishEvent::Delivered { note: "好了".to_owned() }));
        assert_eq!(reading(&history).next, Some((at(10, 0) + LAPSE_AFTER, Ring::Lapse)));
    }
}
