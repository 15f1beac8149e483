//! When a community is open, and when a limit runs out on its calendar. Pure: from the same start, limit and calendar
//! comes the same end, whatever the time is now. A clock goes by what was known when it began: a holiday that is entered
//! later, or other opening hours, move no clock that runs.

use super::hours::{Span, Week};
use super::model::LimitUnit;
use crate::kernel::said::{Lang, Said, Text, text};
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

    /// How many minutes it is, of day and night or of opening hours.
    fn length(self, week: &Week) -> i64 {
        let one = if self.unit == LimitUnit::OpenDay { week.day_minutes() } else { 1 };
        i64::from(self.amount) * one
    }

    /// Whether this never ends later than the other, whenever it begins. Opening hours never end before as many hours of
    /// day and night do, and may end much later.
    pub fn is_within(self, other: Self, week: &Week) -> bool {
        let no_longer = self.length(week) <= other.length(week);
        no_longer && (self.unit == LimitUnit::Minute || other.unit != LimitUnit::Minute)
    }

    /// As people write it: so many of the largest unit of [`UNITS`] that fits without a rest.
    pub fn written(self) -> (u32, &'static Unit) {
        let fits = |unit: &&Unit| unit.of == self.unit && self.amount.is_multiple_of(unit.size);
        UNITS.iter().filter(fits).max_by_key(|unit| unit.size).map_or((self.amount, &UNITS[0]), |unit| (self.amount / unit.size, unit))
    }

    /// What people wrote: at least one of a unit of [`UNITS`].
    pub fn read(amount: u32, unit: &str) -> Option<Self> {
        let unit = UNITS.iter().find(|one| one.code == unit)?;
        Some(Self { amount: amount.checked_mul(unit.size)?, unit: unit.of })
    }

    /// What people wrote as [`Limit::said`] says it, in either language, with spaces or without.
    pub fn typed(typed: &str) -> Option<Self> {
        let plain = |words: &str| words.split_whitespace().collect::<String>().to_lowercase();
        let typed = plain(typed);
        let read = |unit: &Unit, pattern: &str| {
            let pattern = plain(pattern);
            let (before, after) = pattern.split_once("{}")?;
            let amount = typed.strip_prefix(before)?.strip_suffix(after)?.parse().ok().filter(|amount| *amount > 0)?;
            Self::read(amount, unit.code)
        };
        UNITS.iter().find_map(|unit| read(unit, unit.said.zh).or_else(|| read(unit, unit.said.en)))
    }

    /// In words: 30 分钟, 7 天, 办公时间内 5 分钟, 1 个工作日.
    pub fn said(self) -> Said {
        let (amount, unit) = self.written();
        unit.said.fill(&[&amount])
    }

    /// In words, in the reader's language.
    pub fn t(self, lang: Lang) -> String {
        self.said().t(lang).to_owned()
    }
}

/// A unit in which people write a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Its name in forms and JSON.
    pub code: &'static str,
    /// Its name for people.
    pub name: Text,
    /// So many of it.
    said: Text,
    /// How it is kept: so many of that.
    of: LimitUnit,
    size: u32,
}

const fn unit(code: &'static str, name: Text, said: Text, of: LimitUnit, size: u32) -> Unit {
    Unit { code, name, said, of, size }
}

/// The units in which people write limits.
pub const UNITS: [Unit; 6] = [
    unit("minute", text("分钟", "minutes"), text("{} 分钟", "{} min"), LimitUnit::Minute, 1),
    unit("hour", text("小时", "hours"), text("{} 小时", "{} h"), LimitUnit::Minute, 60),
    unit("day", text("天", "days"), text("{} 天", "{} d"), LimitUnit::Minute, 24 * 60),
    unit(
        "open_minute",
        text("办公时间内的分钟", "minutes of opening hours"),
        text("办公时间内 {} 分钟", "{} min of opening hours"),
        LimitUnit::OpenMinute,
        1,
    ),
    unit(
        "open_hour",
        text("办公时间内的小时", "hours of opening hours"),
        text("办公时间内 {} 小时", "{} h of opening hours"),
        LimitUnit::OpenMinute,
        60,
    ),
    unit("open_day", text("个工作日", "working days"), text("{} 个工作日", "{} working day(s)"), LimitUnit::OpenDay, 1),
];

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
    /// The hours of a week, each with when they were set, in that order; the first hold from the beginning.
    pub hours: Vec<(DateTime<Utc>, Week)>,
    /// Days that are not as the week says: holidays (`false`), and working days that make up for them (`true`), each with
    /// when it was entered, in that order.
    pub exceptions: BTreeMap<NaiveDate, Vec<(DateTime<Utc>, bool)>>,
    /// The time zone.
    pub zone: Z,
}

/// A calendar that is never open would be searched for ever: after so many days there is no end.
const HORIZON: u64 = 3660;

impl<Z: TimeZone> Calendar<Z> {
    /// The hours of a week, by what was `known` then.
    pub fn week(&self, known: DateTime<Utc>) -> Option<&Week> {
        self.hours.iter().take_while(|(at, _)| *at <= known).last().or(self.hours.first()).map(|(_, week)| week)
    }

    /// When the desk is open on this day, by what was `known` then.
    pub fn spans(&self, day: NaiveDate, known: DateTime<Utc>) -> &[Span] {
        let entered = self.exceptions.get(&day).into_iter().flatten();
        let exception = entered.take_while(|(at, _)| *at <= known).last().map(|(_, open)| *open);
        let Some(week) = self.week(known) else { return &[] };
        let usual = week.on(day.weekday().num_days_from_monday() as usize);
        match exception {
            Some(false) => &[],
            Some(true) if usual.is_empty() => week.first(),
            _ => usual,
        }
    }

    /// When the limit runs out that began at `start`; gaps (in their order, none inside another) are not counted. `None` where the desk never opens.
    ///
    /// A working day is the opening hours of one day: what begins at 15:00 ends at 15:00 of the next day that is open.
    pub fn end(&self, start: DateTime<Utc>, limit: Limit, gaps: &[Gap]) -> Option<DateTime<Utc>> {
        self.part(start, limit, gaps, 100)
    }

    /// When so many percent of the limit have run out.
    pub fn part(&self, start: DateTime<Utc>, limit: Limit, gaps: &[Gap], percent: i64) -> Option<DateTime<Utc>> {
        let mut left = TimeDelta::seconds(limit.length(self.week(start)?) * 60 * percent / 100);
        for (from, to) in self.windows(start, limit.unit != LimitUnit::Minute) {
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
        let days = (0..days).filter_map(move |plus| first.checked_add_days(Days::new(plus)));
        let opened = days.flat_map(move |day| self.spans(day, start).iter().map(move |span| (day, span))).filter_map(move |(day, span)| {
            let (from, to) = (self.moment(day, span.from)?, self.moment(day, span.to)?);
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

/// The plan read by hand, for the tests of the clocks.
#[cfg(test)]
pub(crate) mod by_hand {
    use super::Calendar;
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _, Utc};

    /// Whether the desk is open in this local minute, by what was `known`: which week counts, which day of it this is, and
    /// what was said of the day last.
    pub fn is_open(calendar: &Calendar<FixedOffset>, local: NaiveDateTime, known: DateTime<Utc>) -> bool {
        let mut week = &calendar.hours[0].1;
        for (from, hours) in &calendar.hours {
            if *from <= known {
                week = hours;
            }
        }
        let a_monday = NaiveDate::from_ymd_opt(2026, 12, 21).unwrap();
        let day = (local.date() - a_monday).num_days().rem_euclid(7);
        let mut spans = &week.0[usize::try_from(day).unwrap()];
        for (exception, said) in &calendar.exceptions {
            let mut open = None;
            for (entered, is_open) in said {
                if *exception == local.date() && *entered <= known {
                    open = Some(*is_open);
                }
            }
            if open == Some(false) {
                return false;
            }
            if open == Some(true) && spans.is_empty() {
                spans = week.0.iter().find(|spans| !spans.is_empty()).unwrap();
            }
        }
        let minute = |time: NaiveTime| time.hour() * 60 + time.minute();
        spans.iter().any(|span| (minute(span.from)..minute(span.to)).contains(&minute(local.time())))
    }
}

#[cfg(test)]
mod tests {
    use super::by_hand::is_open;
    use super::*;
    use chrono::FixedOffset;

    fn calendar(week: &str, exceptions: &[(&str, bool)]) -> Calendar<FixedOffset> {
        Calendar {
            hours: vec![(DateTime::UNIX_EPOCH, hours(week, "08:30-17:30"))],
            exceptions: exceptions.iter().map(|(day, open)| (day.parse().unwrap(), vec![(DateTime::UNIX_EPOCH, *open)])).collect(),
            zone: FixedOffset::east_opt(8 * 3600).unwrap(),
        }
    }

    /// The same hours on each day that has an `x`.
    fn hours(week: &str, spans: &str) -> Week {
        let spans: Vec<Span> = spans.split(',').map(|span| span.parse().unwrap()).collect();
        Week(std::array::from_fn(|day| if week.as_bytes()[day] == b'x' { spans.clone() } else { Vec::new() }))
    }

    fn at(local: &str) -> DateTime<Utc> {
        format!("{local}:00+08:00").parse::<DateTime<FixedOffset>>().unwrap().to_utc()
    }

    /// Obviously right and slow: minute after minute.
    fn counted(calendar: &Calendar<FixedOffset>, start: DateTime<Utc>, limit: Limit, gaps: &[Gap]) -> DateTime<Utc> {
        let week = &calendar.hours.iter().rfind(|(at, _)| *at <= start).unwrap_or(&calendar.hours[0]).1;
        let open_days = week.0.iter().filter(|spans| !spans.is_empty()).count();
        let day = week.0.iter().flatten().map(|span| (span.to - span.from).num_minutes()).sum::<i64>() / i64::try_from(open_days).unwrap();
        let (minutes, open) = match limit.unit {
            LimitUnit::Minute => (i64::from(limit.amount), false),
            LimitUnit::OpenMinute => (i64::from(limit.amount), true),
            LimitUnit::OpenDay => (i64::from(limit.amount) * day, true),
        };
        let (mut now, mut seen) = (start, 0);
        while seen < minutes {
            let local = now.with_timezone(&calendar.zone);
            let hours = is_open(calendar, local.naive_local(), start);
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
        assert_eq!(Limit::read(7, "day"), Some(Limit::minutes(7 * 24 * 60)));
        assert_eq!(Limit::minutes(7 * 24 * 60).written().0, 7);
        assert_eq!((Limit::read(1, "week"), Limit::read(u32::MAX, "hour")), (None, None));
        let said = [Limit::minutes(30), Limit::minutes(90), Limit::open_minutes(120), Limit::open_days(1)].map(|limit| limit.t(Lang::Zh));
        assert_eq!(said, ["30 分钟", "90 分钟", "办公时间内 2 小时", "1 个工作日"]);
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
    fn other_opening_hours_move_no_clock_that_runs_and_a_break_at_noon_does_not_count() {
        let mut calendar = calendar("xxxxx..", &[("2026-11-22", true)]);
        calendar.hours.push((at("2026-11-20T12:00"), hours("xxxxx..", "08:30-12:00,14:00-17:30")));
        let end = |start, limit| calendar.end(at(start), limit, &[]).unwrap();
        assert_eq!(end("2026-11-20T11:50", Limit::open_minutes(60)), at("2026-11-20T12:50"));
        assert_eq!(end("2026-11-20T12:00", Limit::open_minutes(60)), at("2026-11-20T15:00"));
        // A Sunday that makes up for a holiday has the hours of the first open day.
        assert_eq!(end("2026-11-20T16:30", Limit::open_minutes(5 * 60)), at("2026-11-22T14:30"));
        assert_eq!(end("2026-11-23T11:00", Limit::open_days(1)), at("2026-11-24T11:00"));
    }

    #[test]
    fn a_community_may_be_stricter_and_never_laxer() {
        let week = hours("xxxxx..", "08:30-12:00,14:00-17:30");
        let within = |limit: Limit, other: Limit| limit.is_within(other, &week);
        assert!(within(Limit::minutes(30), Limit::minutes(30)) && !within(Limit::minutes(31), Limit::minutes(30)));
        assert!(within(Limit::open_minutes(240), Limit::open_days(1)) && within(Limit::open_minutes(420), Limit::open_days(1)));
        assert!(!within(Limit::open_minutes(421), Limit::open_days(1)));
        // Half an hour of day and night is over before half an hour of opening hours is, never the other way round.
        assert!(within(Limit::minutes(30), Limit::open_minutes(30)) && !within(Limit::open_minutes(1), Limit::minutes(1440)));
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
            let week = ["xxxxx..", "xxxxxxx", "x......", ".xx.x.x"][usize::try_from(chance(4)).unwrap()];
            let mut calendar = calendar(week, &days);
            // Other hours from some moment on, in several spans, and shorter on one day.
            let mut other = hours(week, ["08:30-12:00,13:30-17:30", "00:00-23:59", "09:00-09:10"][usize::try_from(chance(3)).unwrap()]);
            if chance(2) == 0 {
                other.0[usize::try_from(chance(7)).unwrap()] = vec!["10:00-11:00".parse().unwrap()];
            }
            calendar.hours.push((begin + TimeDelta::minutes(i64::try_from(chance(14 * 1440)).unwrap()), other));
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
