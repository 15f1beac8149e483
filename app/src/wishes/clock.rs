//! The clocks of a wish, read from its history and the community's calendar and from nothing else: comments, looks and
//! edits do not touch them. The first runs from placing to the community's answer, the second from the answer, or from
//! reopening, to delivery. A pause stops whichever runs, until its day or until it is ended.

use super::model::WishEvent;
use crate::communities::calendar::{Calendar, Gap, Limits};
use chrono::{DateTime, TimeZone, Utc};

/// How the clocks of a wish stand; kept in its row, so that lists can sort by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// When the limit that runs now runs out; `None` when nothing is awaited.
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

/// Which clock runs, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Running {
    Answer(DateTime<Utc>),
    Deliver(DateTime<Utc>),
    Neither,
}

/// Reads the clocks from a history, oldest first. A wish placed before there were limits has none.
pub fn read<'e, Z: TimeZone>(history: impl IntoIterator<Item = (DateTime<Utc>, &'e WishEvent)>, calendar: &Calendar<Z>) -> Due {
    let mut running = Running::Neither;
    let mut limits: Option<Limits> = None;
    let mut gaps: Vec<Gap> = Vec::new();
    let mut due = Due::default();
    for (at, event) in history {
        match event {
            WishEvent::Placed { limits: given, .. } => (limits, running) = (*given, Running::Answer(at)),
            WishEvent::Accepted { limits: given, .. } => (limits, running) = (given.or(limits), Running::Deliver(at)),
            WishEvent::Reopened { .. } => running = Running::Deliver(at),
            WishEvent::Declined { .. } | WishEvent::Delivered { .. } | WishEvent::Withdrawn => running = Running::Neither,
            WishEvent::Paused { until, .. } => gaps.push((at, *until)),
            WishEvent::Resumed => {}
            _ => continue,
        }
        // Whatever ends a clock ends its pause.
        if !matches!(event, WishEvent::Paused { .. })
            && let Some((_, until)) = gaps.last_mut()
        {
            *until = (*until).min(at);
        }
        let end = |start, limit| calendar.end(start, limit, &gaps);
        match (running, limits) {
            (Running::Answer(start), Some(limits)) => due.answer_by = end(start, limits.answer),
            (Running::Deliver(start), Some(limits)) => due.deliver_by = end(start, limits.deliver),
            _ => {}
        }
        due.due_at = match running {
            Running::Answer(_) => due.answer_by,
            Running::Deliver(_) => due.deliver_by,
            Running::Neither => None,
        };
        due.paused_until = gaps.last().map(|(_, until)| *until).filter(|until| running != Running::Neither && *until > at);
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::communities::calendar::Limit;
    use crate::communities::model::CategoryId;
    use crate::kernel::ids::MemberId;
    use chrono::{FixedOffset, NaiveTime, TimeDelta};
    use std::collections::BTreeMap;
    use uuid::Uuid;

    const CATEGORY: CategoryId = CategoryId(Uuid::from_u128(8));

    fn calendar() -> Calendar<FixedOffset> {
        Calendar {
            opens: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
            closes: NaiveTime::from_hms_opt(17, 30, 0).unwrap(),
            week: [true, true, true, true, true, false, false],
            exceptions: BTreeMap::new(),
            zone: FixedOffset::east_opt(8 * 3600).unwrap(),
        }
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

    fn clocks(history: &[(DateTime<Utc>, WishEvent)]) -> Due {
        read(history.iter().map(|(at, event)| (*at, event)), &calendar())
    }

    #[test]
    fn the_first_runs_to_the_answer_the_second_from_there_to_delivery() {
        let mut history = vec![placed()];
        assert_eq!(clocks(&history), Due { due_at: Some(at(9, 30)), answer_by: Some(at(9, 30)), ..Due::default() });
        history.push(accepted(16, 30));
        // One hour today, one on Monday.
        let deliver_by = Some(at(3 * 24 + 9, 30));
        assert_eq!(clocks(&history), Due { due_at: deliver_by, answer_by: Some(at(9, 30)), deliver_by, paused_until: None });
        history.push((at(17, 0), WishEvent::Claimed));
        history.push((at(17, 10), WishEvent::Delivered { note: "好了".to_owned() }));
        assert_eq!(clocks(&history), Due { due_at: None, answer_by: Some(at(9, 30)), deliver_by, paused_until: None });
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
    fn a_wish_from_before_there_were_limits_has_no_clock() {
        assert_eq!(clocks(&[(at(9, 0), WishEvent::Placed { category: CATEGORY, limits: None })]), Due::default());
    }
}
