//! When a community is open, and when a limit runs out on its calendar. Pure: from the same start, limit and calendar
//! comes the same end, whatever the time is now. A clock goes by what was known when it began: a holiday that is entered
//! later moves no clock that runs.

use super::model::LimitUnit;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// How long something may take. At rest `30 minute`, `5 open_minute`, `1 open_day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Limit {
    /// So many, at least one.
    pub amount: u32,
    /// Of these.
    pub unit: LimitUnit,
}

impl Limit {
    /// So many minutes, day and night.
    pub const fn minutes(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::Minute }
    }

    /// So many minutes of opening hours.
    pub const fn open_minutes(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::OpenMinute }
    }

    /// So many working days.
    pub const fn open_days(amount: u32) -> Self {
        Self { amount, unit: LimitUnit::OpenDay }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit.code())
    }
}

impl FromStr for Limit {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (amount, unit) = text.split_once(' ').ok_or(())?;
        let amount = amount.parse().ok().filter(|amount| *amount > 0).ok_or(())?;
        Ok(Self { amount, unit: LimitUnit::from_code(unit).ok_or(())? })
    }
}

/// The two limits of a category: to the community's answer, and from there to the doorstep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Limits {
    /// From placing to the community's answer.
    pub answer: Limit,
    /// From the answer, or from reopening, to delivery.
    pub deliver: Limit,
}

/// A time that is not counted, from its first moment to the first one after it.
pub type Gap = (DateTime<Utc>, DateTime<Utc>);

/// When a community is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar<Z> {
    /// When the desk opens, local time.
    pub opens: NaiveTime,
    /// When it closes, local time.
    pub closes: NaiveTime,
    /// On which days of the week, Monday first.
    pub week: [bool; 7],
    /// Days that are not as the week says: holidays (`false`), and working days that make up for them (`true`), each with
    /// when it was entered, in that order.
    pub exceptions: BTreeMap<NaiveDate, Vec<(DateTime<Utc>, bool)>>,
    /// The time zone.
    pub zone: Z,
}

/// A calendar that is never open would be searched for ever: after so many days there is no end.
const HORIZON: u64 = 3660;

impl<Z: TimeZone> Calendar<Z> {
    /// Whether the desk is open on this day, by what was `known` then.
    pub fn is_open(&self, day: NaiveDate, known: DateTime<Utc>) -> bool {
        let entered = self.exceptions.get(&day).into_iter().flatten();
        let exception = entered.take_while(|(at, _)| *at <= known).last().map(|(_, open)| *open);
        exception.unwrap_or_else(|| self.week.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or(false))
    }

    /// When the limit runs out that began at `start`; gaps (in their order, none inside another) are not counted. `None` where the desk never opens.
    ///
    /// A working day is the opening hours of one day: what begins at 15:00 ends at 15:00 of the next day that is open.
    pub fn end(&self, start: DateTime<Utc>, limit: Limit, gaps: &[Gap]) -> Option<DateTime<Utc>> {
        self.part(start, limit, gaps, 100)
    }

    /// When so many percent of the limit have run out.
    pub fn part(&self, start: DateTime<Utc>, limit: Limit, gaps: &[Gap], percent: i64) -> Option<DateTime<Utc>> {
        let amount = i64::from(limit.amount);
        let (seconds, open) = match limit.unit {
            LimitUnit::Minute => (amount * 60, false),
            LimitUnit::OpenMinute => (amount * 60, true),
            LimitUnit::OpenDay => (amount * (self.closes - self.opens).num_seconds(), true),
        };
        let mut left = TimeDelta::seconds(seconds * percent / 100);
        for (from, to) in self.windows(start, open) {
            let mut from = from;
            for (gap_from, gap_to) in gaps {
                let until = from.max(*gap_from).min(to);
                if until - from >= left {
                    return Some(from + left);
                }
                left -= until - from;
                from = until.max(*gap_to).min(to);
            }
            if to - from >= left {
                return Some(from + left);
            }
            left -= to - from;
        }
        None
    }

    /// The times that count, from `start` on, in their order.
    fn windows(&self, start: DateTime<Utc>, open: bool) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let first = start.with_timezone(&self.zone).date_naive();
        let around = (!open).then_some((start, DateTime::<Utc>::MAX_UTC));
        let days = if open { HORIZON } else { 0 };
        let opened = (0..days).filter_map(move |plus| {
            let day = first.checked_add_days(Days::new(plus)).filter(|day| self.is_open(*day, start))?;
            let (from, to) = (self.moment(day, self.opens)?, self.moment(day, self.closes)?);
            (to > start).then_some((from.max(start), to))
        });
        around.into_iter().chain(opened)
    }

    /// A local time; where clocks were set forward over it, an hour later.
    fn moment(&self, day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
        let at = |local| self.zone.from_local_datetime(&local).earliest().map(|at| at.with_timezone(&Utc));
        let local = day.and_time(time);
        at(local).or_else(|| at(local + TimeDelta::hours(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    fn calendar(week: &str, exceptions: &[(&str, bool)]) -> Calendar<FixedOffset> {
        Calendar {
            opens: NaiveTime::from_hms_opt(8, 30, 0).unwrap(),
            closes: NaiveTime::from_hms_opt(17, 30, 0).unwrap(),
            week: std::array::from_fn(|day| week.as_bytes()[day] == b'x'),
            exceptions: exceptions.iter().map(|(day, open)| (day.parse().unwrap(), vec![(DateTime::UNIX_EPOCH, *open)])).collect(),
            zone: FixedOffset::east_opt(8 * 3600).unwrap(),
        }
    }

    fn at(local: &str) -> DateTime<Utc> {
        format!("{local}:00+08:00").parse::<DateTime<FixedOffset>>().unwrap().to_utc()
    }

    /// Obviously right and slow: minute after minute.
    fn counted(calendar: &Calendar<FixedOffset>, start: DateTime<Utc>, limit: Limit, gaps: &[Gap]) -> DateTime<Utc> {
        let day = (calendar.closes - calendar.opens).num_minutes();
        let (minutes, open) = match limit.unit {
            LimitUnit::Minute => (i64::from(limit.amount), false),
            LimitUnit::OpenMinute => (i64::from(limit.amount), true),
            LimitUnit::OpenDay => (i64::from(limit.amount) * day, true),
        };
        let (mut now, mut seen) = (start, 0);
        while seen < minutes {
            let local = now.with_timezone(&calendar.zone);
            let hours = calendar.is_open(local.date_naive(), start) && local.time() >= calendar.opens && local.time() < calendar.closes;
            let paused = gaps.iter().any(|(from, to)| *from <= now && now < *to);
            seen += i64::from((!open || hours) && !paused);
            now += TimeDelta::minutes(1);
        }
        now
    }

    #[test]
    fn a_limit_is_kept_as_it_is_written() {
        for limit in [Limit::minutes(30), Limit::open_minutes(5), Limit::open_days(1)] {
            assert_eq!(limit.to_string().parse(), Ok(limit));
        }
        for bad in ["", "0 minute", "-1 minute", "5", "5 hours", "x minute"] {
            assert!(bad.parse::<Limit>().is_err(), "{bad}");
        }
    }

    #[test]
    fn working_time_stops_at_night_at_weekends_and_on_holidays() {
        // 2026-10-01 to 07 are holidays; Saturday the 10th makes up for one.
        let mut days: Vec<(String, bool)> = (1..=7).map(|day| (format!("2026-10-{day:02}"), false)).collect();
        days.push(("2026-10-10".to_owned(), true));
        let days: Vec<(&str, bool)> = days.iter().map(|(day, open)| (day.as_str(), *open)).collect();
        let calendar = calendar("xxxxx..", &days);
        let end = |start, limit| calendar.end(at(start), limit, &[]).unwrap();
        assert_eq!(end("2026-11-20T17:28", Limit::open_minutes(5)), at("2026-11-23T08:33"));
        assert_eq!(end("2026-11-21T03:00", Limit::open_minutes(5)), at("2026-11-23T08:35"));
        assert_eq!(end("2026-11-20T15:00", Limit::open_days(1)), at("2026-11-23T15:00"));
        assert_eq!(end("2026-09-30T15:00", Limit::open_days(1)), at("2026-10-08T15:00"));
        assert_eq!(end("2026-10-09T15:00", Limit::open_days(1)), at("2026-10-10T15:00"));
        assert_eq!(end("2026-12-31T23:50", Limit::minutes(30)), at("2027-01-01T00:20"));
        assert_eq!(end("2026-11-20T08:30", Limit::open_minutes(540)), at("2026-11-20T17:30"));
    }

    #[test]
    fn a_holiday_that_is_entered_later_moves_no_clock_that_runs() {
        let mut calendar = calendar("xxxxx..", &[]);
        let entered = vec![(at("2026-11-20T12:00"), false), (at("2026-11-21T12:00"), true)];
        calendar.exceptions.insert("2026-11-23".parse().unwrap(), entered);
        let end = |start| calendar.end(at(start), Limit::open_days(1), &[]).unwrap();
        assert_eq!(end("2026-11-20T11:00"), at("2026-11-23T11:00"));
        assert_eq!(end("2026-11-20T13:00"), at("2026-11-24T13:00"));
        assert_eq!(end("2026-11-21T13:00"), at("2026-11-23T17:30"));
    }

    #[test]
    fn a_desk_that_never_opens_has_no_end_and_day_and_night_go_on() {
        let never = calendar(".......", &[]);
        assert_eq!(never.end(at("2026-11-20T15:00"), Limit::open_minutes(1), &[]), None);
        assert_eq!(never.end(at("2026-11-20T15:00"), Limit::minutes(1), &[]), Some(at("2026-11-20T15:01")));
    }

    /// A thousand random starts, limits, holidays and pauses against the slow count.
    #[test]
    fn whatever_the_start_and_the_pauses_the_end_is_that_of_the_slow_count() {
        let mut seed = 42_u64;
        let mut chance = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let begin = at("2026-12-20T00:00");
        for _ in 0..1000 {
            let days: Vec<(String, bool)> =
                (0..chance(6)).map(|_| ((begin.date_naive() + Days::new(chance(30))).to_string(), chance(2) == 0)).collect();
            let days: Vec<(&str, bool)> = days.iter().map(|(day, open)| (day.as_str(), *open)).collect();
            let calendar = calendar(["xxxxx..", "xxxxxxx", "x......", ".xx.x.x"][usize::try_from(chance(4)).unwrap()], &days);
            let start = begin + TimeDelta::minutes(i64::try_from(chance(14 * 1440)).unwrap());
            let limit = match chance(3) {
                0 => Limit::minutes(1 + u32::try_from(chance(8000)).unwrap()),
                1 => Limit::open_minutes(1 + u32::try_from(chance(2000)).unwrap()),
                _ => Limit::open_days(1 + u32::try_from(chance(5)).unwrap()),
            };
            let mut gaps: Vec<Gap> = Vec::new();
            let mut from = start;
            for _ in 0..chance(4) {
                from += TimeDelta::minutes(i64::try_from(chance(3000)).unwrap());
                let to = from + TimeDelta::minutes(i64::try_from(chance(3000)).unwrap());
                gaps.push((from, to));
                from = to;
            }
            assert_eq!(
                calendar.end(start, limit, &gaps),
                Some(counted(&calendar, start, limit, &gaps)),
                "{start} {limit} {gaps:?} {calendar:?}"
            );
        }
    }

    #[test]
    fn parts_of_a_limit_come_in_their_order() {
        let calendar = calendar("xxxxx..", &[]);
        let part = |percent| calendar.part(at("2026-11-20T16:30"), Limit::open_minutes(120), &[], percent).unwrap();
        assert_eq!([part(50), part(80), part(100)], [at("2026-11-20T17:30"), at("2026-11-23T09:06"), at("2026-11-23T09:30")]);
    }
}
