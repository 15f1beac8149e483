//! What of a wish counts, on the day it happens: a pure function of its history and the community's calendar. The day
//! figures are written with each event, and counted again from the whole history; both by this.
//!
//! - Everything is counted when it happens and never taken back: a wish that is delivered, reopened and delivered again was
//!   delivered twice and reopened once.
//! - Each limit that runs ends once, in time or late: in time when the answer (accepted or declined) or the delivery
//!   comes within it; late when it runs out, whether something came of it later or not. What is taken back before is
//!   neither.
//! - Times are those the resident waits, day and night, pauses too: from placing to acceptance, and from acceptance (or
//!   reopening) to delivery.

use super::clock::{self, Awaited};
use super::model::{CallBack, LOW, WishEvent};
use crate::communities::calendar::Calendar;
use crate::communities::model::CategoryId;
use crate::kernel::actor::Channel;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

/// What is counted of wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Orders placed.
    Placed,
    /// Orders taken by the community.
    Accepted,
    /// Orders that were not possible.
    Declined,
    /// Orders taken back.
    Withdrawn,
    /// Deliveries.
    Delivered,
    /// Closed by the resident, or in their name.
    Confirmed,
    /// Closed by themselves, without a word.
    Lapsed,
    /// Reopened: it was not solved.
    Reopened,
    /// Limits that were kept.
    InTime(Awaited),
    /// Limits that ran out.
    Late(Awaited),
    /// How long people waited, by [`bucket`].
    Waited(Awaited),
    /// Grades, 1 to 5, by the way they came.
    Grade(Channel),
    /// Residents who were to be called back.
    CallOwed,
    /// Call backs that ended.
    CalledBack,
    /// Grades that residents said when they were called back.
    SaidGrade,
    /// The grade on file less the one that the resident said when called, −4 to 4; where others had taken it down.
    GapTakenDown,
    /// The same, where residents had graded themselves.
    GapOwn,
}

impl Measure {
    /// The name at rest.
    pub fn code(self) -> &'static str {
        use Awaited::{Answer, Delivery};
        match self {
            Self::Placed => "wishes.placed",
            Self::Accepted => "wishes.accepted",
            Self::Declined => "wishes.declined",
            Self::Withdrawn => "wishes.withdrawn",
            Self::Delivered => "wishes.delivered",
            Self::Confirmed => "wishes.confirmed",
            Self::Lapsed => "wishes.lapsed",
            Self::Reopened => "wishes.reopened",
            Self::InTime(Answer) => "wishes.answer_in_time",
            Self::InTime(Delivery) => "wishes.delivery_in_time",
            Self::Late(Answer) => "wishes.answer_late",
            Self::Late(Delivery) => "wishes.delivery_late",
            Self::Waited(Answer) => "wishes.answer_waited",
            Self::Waited(Delivery) => "wishes.delivery_waited",
            Self::Grade(Channel::Phone) => "wishes.grade.phone",
            Self::Grade(Channel::Text) => "wishes.grade.text",
            Self::Grade(Channel::Desk) => "wishes.grade.desk",
            Self::Grade(Channel::Visit) => "wishes.grade.visit",
            Self::Grade(Channel::Card) => "wishes.grade.card",
            // In the resident's own name, whatever they wrote with.
            Self::Grade(Channel::Web | Channel::Api | Channel::Cli | Channel::Clock) => "wishes.grade.own",
            Self::CallOwed => "wishes.call_owed",
            Self::CalledBack => "wishes.called_back",
            Self::SaidGrade => "wishes.grade_said",
            Self::GapTakenDown => "wishes.gap.taken_down",
            Self::GapOwn => "wishes.gap.own",
        }
    }
}

/// The ratio of one bucket of times to the one before: the middle of a bucket is within 5 % of every time in it.
const RATIO: f64 = 1.1;

/// The bucket of a time: 0 holds what took less than 1.1 seconds, each further one a tenth longer times. By multiplying, so
/// that every machine draws the same edges.
pub fn bucket(waited: TimeDelta) -> i32 {
    #[expect(clippy::cast_precision_loss, reason = "seconds of a century fit a double exactly")]
    let seconds = waited.num_seconds().max(1) as f64;
    let (mut edge, mut bucket) = (RATIO, 0);
    while edge <= seconds {
        edge *= RATIO;
        bucket += 1;
    }
    bucket
}

/// The time in the middle of a bucket, in seconds.
pub fn middle(bucket: i32) -> f64 {
    RATIO.powi(bucket) * RATIO.sqrt()
}

/// Something that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// When.
    pub at: DateTime<Utc>,
    /// Under what category the wish stood then.
    pub category: CategoryId,
    /// What.
    pub measure: Measure,
    /// Which part of it: a grade, a bucket, a gap; else 0.
    pub part: i32,
}

/// One step of a history: when, by what channel, what.
pub type Step<'e> = (DateTime<Utc>, &'e str, &'e WishEvent);

/// What the last step of a history counts.
pub fn of_last<Z: TimeZone>(history: &[Step<'_>], calendar: &Calendar<Z>) -> Vec<Counts> {
    let Some((&(at, channel, event), before)) = history.split_last() else { return Vec::new() };
    let past = Past::of(before);
    let category = match event {
        WishEvent::Placed { category, .. } | WishEvent::Accepted { category, .. } => Some(*category),
        _ => past.category,
    };
    // A history that does not begin with its placing counts nothing.
    let Some(category) = category else { return Vec::new() };
    let mut counts = Vec::new();
    let mut count = |measure, part| counts.push(Counts { at, category, measure, part });
    let mut ends = |awaited| {
        if past.late {
            return;
        }
        let due = clock::read(before.iter().map(|(at, _, event)| (*at, *event)), calendar).due;
        match if awaited == Awaited::Answer { due.answer_by } else { due.deliver_by } {
            Some(by) if at <= by => count(Measure::InTime(awaited), 0),
            Some(_) => count(Measure::Late(awaited), 0),
            None => {}
        }
    };
    match event {
        WishEvent::Accepted { .. } | WishEvent::Declined { .. } => ends(Awaited::Answer),
        WishEvent::Delivered { .. } => ends(Awaited::Delivery),
        _ => {}
    }
    let waited = |since: Option<DateTime<Utc>>| bucket(at - since.unwrap_or(at));
    match event {
        WishEvent::Placed { .. } => count(Measure::Placed, 0),
        WishEvent::Accepted { .. } => {
            count(Measure::Accepted, 0);
            count(Measure::Waited(Awaited::Answer), waited(past.since));
        }
        WishEvent::Declined { .. } => count(Measure::Declined, 0),
        WishEvent::Delivered { .. } => {
            count(Measure::Delivered, 0);
            count(Measure::Waited(Awaited::Delivery), waited(past.since));
        }
        WishEvent::Confirmed(rating) => {
            count(Measure::Confirmed, 0);
            count(Measure::Grade(Channel::taken_down(channel).unwrap_or(Channel::Web)), rating.grade.into());
            if rating.grade <= LOW {
                count(Measure::CallOwed, 0);
            }
        }
        WishEvent::Lapsed => count(Measure::Lapsed, 0),
        WishEvent::Reopened { .. } => count(Measure::Reopened, 0),
        WishEvent::Withdrawn => count(Measure::Withdrawn, 0),
        WishEvent::Overdue { awaited } if past.awaits == Some(*awaited) && !past.late => count(Measure::Late(*awaited), 0),
        WishEvent::CallBackDrawn => count(Measure::CallOwed, 0),
        WishEvent::CalledBack(call) => {
            if !CallBack::Sample.after(call.outcome).is_owed() {
                count(Measure::CalledBack, 0);
            }
            if let Some(said) = call.grade {
                count(Measure::SaidGrade, said.into());
                if let Some((grade, taken_down)) = past.grade {
                    count(if taken_down { Measure::GapTakenDown } else { Measure::GapOwn }, i32::from(grade - said));
                }
            }
        }
        _ => {}
    }
    counts
}

/// What a whole history counts.
pub fn of<Z: TimeZone>(history: &[Step<'_>], calendar: &Calendar<Z>) -> Vec<Counts> {
    (1..=history.len()).filter_map(|upto| history.get(..upto)).flat_map(|upto| of_last(upto, calendar)).collect()
}

/// What of a history matters for what its next step counts.
#[derive(Debug, Default)]
struct Past {
    category: Option<CategoryId>,
    /// What is awaited, and since when.
    awaits: Option<Awaited>,
    since: Option<DateTime<Utc>>,
    /// Whether that has been counted as late.
    late: bool,
    /// The grade on file, and whether somebody else took it down.
    grade: Option<(i16, bool)>,
}

impl Past {
    fn of(history: &[Step<'_>]) -> Self {
        let mut past = Self::default();
        for (at, channel, event) in history {
            let runs = match event {
                WishEvent::Placed { .. } => Some(Awaited::Answer),
                WishEvent::Accepted { .. } | WishEvent::Reopened { .. } => Some(Awaited::Delivery),
                _ => None,
            };
            if runs.is_some() {
                (past.awaits, past.since, past.late, past.grade) = (runs, Some(*at), false, None);
            }
            match event {
                WishEvent::Placed { category, .. } | WishEvent::Accepted { category, .. } => past.category = Some(*category),
                WishEvent::Overdue { awaited } if past.awaits == Some(*awaited) => past.late = true,
                WishEvent::Confirmed(rating) => past.grade = Some((rating.grade, Channel::taken_down(channel).is_some())),
                WishEvent::Declined { .. } | WishEvent::Delivered { .. } | WishEvent::Withdrawn => past.awaits = None,
                _ => {}
            }
        }
        past
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::communities::calendar::{Limit, Limits};
    use crate::communities::hours::Week;
    use crate::wishes::model::{Call, Outcome, Rating};
    use chrono::FixedOffset;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    const LAMPS: CategoryId = CategoryId(Uuid::from_u128(1));
    const REPAIRS: CategoryId = CategoryId(Uuid::from_u128(2));
    const LIMITS: Option<Limits> = Some(Limits { answer: Limit::minutes(30), deliver: Limit::minutes(120) });

    fn calendar() -> Calendar<FixedOffset> {
        let hours = vec![(DateTime::UNIX_EPOCH, Week::same("08:30-17:30".parse().unwrap(), 0..5))];
        Calendar { hours, exceptions: BTreeMap::new(), zone: FixedOffset::east_opt(8 * 3600).unwrap() }
    }

    fn at(minute: i64) -> DateTime<Utc> {
        "2026-11-20T01:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
    }

    fn placed() -> WishEvent {
        WishEvent::Placed { category: LAMPS, limits: LIMITS }
    }

    fn accepted() -> WishEvent {
        WishEvent::Accepted { category: REPAIRS, public_card: None, limits: LIMITS }
    }

    fn delivered() -> WishEvent {
        WishEvent::Delivered { note: "好了".to_owned() }
    }

    fn reopened() -> WishEvent {
        WishEvent::Reopened { reason: "没好".to_owned() }
    }

    fn graded(grade: i16) -> WishEvent {
        WishEvent::Confirmed(Rating { grade, ..Rating::default() })
    }

    fn said(outcome: Outcome, grade: Option<i16>) -> WishEvent {
        WishEvent::CalledBack(Call { outcome, grade, words: None })
    }

    /// What a history counts: category, measure and part, in the order in which it happens.
    fn counted(history: &[(i64, &str, WishEvent)]) -> Vec<(CategoryId, &'static str, i32)> {
        let steps: Vec<Step<'_>> = history.iter().map(|(minute, channel, event)| (at(*minute), *channel, event)).collect();
        of(&steps, &calendar()).into_iter().map(|one| (one.category, one.measure.code(), one.part)).collect()
    }

    fn without_times(counts: Vec<(CategoryId, &'static str, i32)>) -> Vec<&'static str> {
        counts.into_iter().map(|(_, code, _)| code.trim_start_matches("wishes.")).filter(|code| !code.ends_with("waited")).collect()
    }

    #[test]
    fn what_happens_counts_under_the_category_it_stands_in_then() {
        let ten_minutes = bucket(TimeDelta::minutes(10));
        let hour = bucket(TimeDelta::minutes(60));
        let history = [
            (0, "web", placed()),
            (10, "web", accepted()),
            (20, "web", WishEvent::Claimed),
            (70, "web", delivered()),
            (80, "web", graded(5)),
        ];
        assert_eq!(
            counted(&history),
            [
                (LAMPS, "wishes.placed", 0),
                (REPAIRS, "wishes.answer_in_time", 0),
                (REPAIRS, "wishes.accepted", 0),
                (REPAIRS, "wishes.answer_waited", ten_minutes),
                (REPAIRS, "wishes.delivery_in_time", 0),
                (REPAIRS, "wishes.delivered", 0),
                (REPAIRS, "wishes.delivery_waited", hour),
                (REPAIRS, "wishes.confirmed", 0),
                (REPAIRS, "wishes.grade.own", 5),
            ]
        );
    }

    #[test]
    fn a_limit_that_ran_out_counts_as_late_once_when_it_ran_out_or_when_the_answer_comes() {
        let overdue = |awaited| WishEvent::Overdue { awaited };
        let rung = [(0, "web", placed()), (30, "clock", overdue(Awaited::Answer)), (45, "web", accepted())];
        assert_eq!(without_times(counted(&rung)), ["placed", "answer_late", "accepted"]);
        let not_rung = [(0, "web", placed()), (45, "web", WishEvent::Declined { reason: "没有".to_owned() })];
        assert_eq!(without_times(counted(&not_rung)), ["placed", "answer_late", "declined"]);
        // Where clocks of servers differ, a mark of the first clock may stand after its end: the second has not run out.
        let late_mark = [(0, "web", placed()), (30, "web", accepted()), (31, "clock", overdue(Awaited::Answer)), (60, "web", delivered())];
        assert_eq!(without_times(counted(&late_mark)), ["placed", "answer_in_time", "accepted", "delivery_in_time", "delivered"]);
        let still_open = [(0, "web", placed()), (1, "web", accepted()), (121, "clock", overdue(Awaited::Delivery))];
        assert_eq!(without_times(counted(&still_open)).last(), Some(&"delivery_late"));
        let taken_back = [(0, "web", placed()), (10, "web", WishEvent::Withdrawn)];
        assert_eq!(without_times(counted(&taken_back)), ["placed", "withdrawn"]);
    }

    #[test]
    fn what_is_reopened_runs_again_and_is_counted_again() {
        let history = [
            (0, "web", placed()),
            (1, "web", accepted()),
            (200, "web", delivered()),
            (210, "web", reopened()),
            (220, "web", delivered()),
            (230, "clock", WishEvent::Lapsed),
        ];
        let second = bucket(TimeDelta::minutes(10));
        assert!(counted(&history).contains(&(REPAIRS, "wishes.delivery_waited", second)));
        assert_eq!(
            without_times(counted(&history)),
            ["placed", "answer_in_time", "accepted", "delivery_late", "delivered", "reopened", "delivery_in_time", "delivered", "lapsed"]
        );
    }

    #[test]
    fn a_pause_moves_the_limit_and_not_the_time_people_wait() {
        let pause = WishEvent::Paused { reason: "等配件".to_owned(), until: at(1000) };
        let history = [(0, "web", placed()), (1, "web", accepted()), (2, "web", pause), (1100, "web", delivered())];
        let counts = counted(&history);
        assert!(counts.contains(&(REPAIRS, "wishes.delivery_in_time", 0)));
        assert!(counts.contains(&(REPAIRS, "wishes.delivery_waited", bucket(TimeDelta::minutes(1099)))));
    }

    #[test]
    fn a_grade_counts_by_its_way_and_a_call_back_beside_it() {
        let brought = [(0, "web", placed()), (1, "web", accepted()), (2, "web", delivered())];
        let after = |more: &[(i64, &'static str, WishEvent)]| {
            let all: Vec<_> = brought.iter().cloned().chain(more.iter().cloned()).collect();
            let counts = counted(&all).into_iter().map(|(_, code, part)| (code.trim_start_matches("wishes."), part));
            counts.skip(7).collect::<Vec<_>>()
        };
        let no_answer = (4, "phone", said(Outcome::NoAnswer, None));
        assert_eq!(
            after(&[
                (3, "phone", graded(5)),
                (3, "clock", WishEvent::CallBackDrawn),
                no_answer.clone(),
                (5, "phone", said(Outcome::Reached, Some(2)))
            ]),
            [("confirmed", 0), ("grade.phone", 5), ("call_owed", 0), ("called_back", 0), ("grade_said", 2), ("gap.taken_down", 3),]
        );
        assert_eq!(
            after(&[(3, "web", graded(2)), no_answer, (5, "phone", said(Outcome::Reached, Some(3)))]),
            [("confirmed", 0), ("grade.own", 2), ("call_owed", 0), ("called_back", 0), ("grade_said", 3), ("gap.own", -1),]
        );
        // Nobody had graded: there is no gap.
        assert_eq!(
            after(&[
                (3, "clock", WishEvent::Lapsed),
                (3, "clock", WishEvent::CallBackDrawn),
                (5, "phone", said(Outcome::Reached, Some(4)))
            ]),
            [("lapsed", 0), ("call_owed", 0), ("called_back", 0), ("grade_said", 4),]
        );
    }

    #[test]
    fn the_middle_of_a_bucket_is_within_a_twentieth_of_every_time_in_it() {
        for seconds in (2..5000).chain((5000..20_000_000).step_by(9973)) {
            let middle = middle(bucket(TimeDelta::seconds(seconds)));
            let off = (middle / f64::from(i32::try_from(seconds).unwrap()) - 1.0).abs();
            assert!(off < 0.05, "{seconds} s is taken for {middle} s");
        }
        assert_eq!((bucket(TimeDelta::seconds(-5)), bucket(TimeDelta::zero())), (0, 0));
    }
}
