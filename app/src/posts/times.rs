//! When a post is served: regular shifts of a week, single dated ones, or as it comes. Pure.

use crate::communities::hours::{self, DAYS, Span, Week};
use crate::kernel::fault::Problem;
use crate::kernel::said::{Lang, Text, text};
use crate::kernel::when::Moment;
use chrono::{DateTime, Datelike as _, NaiveDate, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// The most dated shifts of a post.
pub const MOST_DATED: usize = 60;

/// When a post is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Times {
    /// Every week at these times.
    Weekly {
        /// The spans of each day, Monday first.
        week: Week,
    },
    /// On these days.
    Dated {
        /// The shifts in their order.
        shifts: Vec<OnDay>,
    },
    /// As it comes.
    Open,
}

/// One shift on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OnDay {
    /// The day.
    pub day: NaiveDate,
    /// From when to when.
    pub span: Span,
}

/// From when to when somebody is on a shift; the end is not in it.
pub type Shift = (DateTime<Utc>, DateTime<Utc>);

/// From when to when somebody is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Planned {
    /// From when.
    #[cfg_attr(feature = "ssr", schema(value_type = DateTime<Utc>))]
    pub from: Moment,
    /// Until when.
    #[cfg_attr(feature = "ssr", schema(value_type = DateTime<Utc>))]
    pub to: Moment,
}

impl Planned {
    /// As people say it on `today`: 今天 14:00–16:00.
    pub fn said(&self, lang: Lang, today: NaiveDate) -> String {
        format!("{}–{}", self.from.said(lang, today), self.to.local().format("%H:%M"))
    }
}

const WHEN: Text = text("请选服务时间：每周固定、指定日期，或者不固定。", "Please choose when: every week, on set days, or as it comes.");
const NO_SHIFT: Text = text("请至少写一次，比如 2026-12-01 14:00-16:00。", "Please write at least one, like 2026-12-01 14:00-16:00.");
const LINE: Text =
    text("“{}”没有看懂。每行一次，写成 2026-12-01 14:00-16:00。", "“{}” could not be read. One a line, like 2026-12-01 14:00-16:00.");
const OUTSIDE: Text = text("{} 不在岗位的起止日期里。", "{} is not between the first and the last day of the post.");
const TWICE: Text = text("{} 和前一次重叠了。", "{} overlaps the one before it.");
const TOO_MANY: Text = text("最多写 {} 次，您写了 {} 次。", "At most {} can be set; you wrote {}.");
const NOT_THAT_DAY: Text = text("这个岗位那一天没有班。", "This post has no shift on that day.");
const AS_IT_COMES: Text = text("时间不固定，需要时联系", "as it comes");

impl Times {
    /// Reads what was typed: which of the three, a line for each day of the week, and dated shifts, one a line.
    ///
    /// # Errors
    /// What is wrong, beside its field.
    pub fn typed(when: &str, week: &[String; 7], dated: &str, from: NaiveDate, to: NaiveDate) -> Result<Self, Vec<Problem>> {
        match when {
            "weekly" => Ok(Self::Weekly { week: Week::typed(week)? }),
            "dated" => Ok(Self::Dated { shifts: lines(dated, from, to).map_err(|problem| vec![problem])? }),
            "open" => Ok(Self::Open),
            _ => Err(vec![Problem::new("when", "when", WHEN)]),
        }
    }

    /// Which of the three.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Weekly { .. } => "weekly",
            Self::Dated { .. } => "dated",
            Self::Open => "open",
        }
    }

    /// Whether it is served on this day of the week, 0 for Monday; what comes as it comes is on every one.
    pub fn is_on(&self, weekday: usize) -> bool {
        match self {
            Self::Weekly { week } => !week.on(weekday).is_empty(),
            Self::Dated { shifts } => shifts.iter().any(|shift| weekday_of(shift.day) == weekday),
            Self::Open => true,
        }
    }

    /// What is left of it for somebody who comes on these days of the week alone: codes like `mon`; none for all of it.
    ///
    /// # Errors
    /// A day on which it is not served every week.
    pub fn only(&self, days: &[String]) -> Result<Self, Problem> {
        if days.is_empty() {
            return Ok(self.clone());
        }
        let served = |code: &String| DAYS.iter().position(|day| day == code).filter(|day| self.is_weekly_on(*day));
        let days = days.iter().map(served).collect::<Option<Vec<usize>>>();
        match (self, days) {
            (Self::Weekly { week }, Some(days)) => Ok(Self::Weekly { week: week.only(&days) }),
            _ => Err(Problem::new("days", "days", NOT_THAT_DAY)),
        }
    }

    fn is_weekly_on(&self, weekday: usize) -> bool {
        matches!(self, Self::Weekly { .. }) && self.is_on(weekday)
    }

    /// The days of the week on which it is served every week, by their codes; none where it is not weekly.
    pub fn weekly_days(&self) -> Vec<&'static str> {
        DAYS.into_iter().enumerate().filter(|(day, _)| self.is_weekly_on(*day)).map(|(_, code)| code).collect()
    }

    /// Every shift from the first day to the last, in their order, in this time zone.
    pub fn shifts<Z: TimeZone>(&self, from: NaiveDate, to: NaiveDate, zone: &Z) -> Vec<Shift> {
        let on = |day: NaiveDate, span: &Span| {
            let at = |time| zone.from_local_datetime(&day.and_time(time)).earliest().map(|at| at.with_timezone(&Utc));
            at(span.from).zip(at(span.to))
        };
        let days = from.iter_days().take_while(|day| *day <= to);
        match self {
            Self::Weekly { week } => days.flat_map(|day| week.on(weekday_of(day)).iter().filter_map(move |span| on(day, span))).collect(),
            Self::Dated { shifts } => shifts.iter().filter_map(|shift| on(shift.day, &shift.span)).collect(),
            Self::Open => Vec::new(),
        }
    }

    /// In words.
    pub fn said(&self, lang: Lang) -> String {
        match self {
            Self::Weekly { week } => week.said(lang),
            Self::Dated { shifts } => shifts.iter().map(OnDay::to_string).collect::<Vec<_>>().join(lang.pick("；", "; ")),
            Self::Open => lang.t(AS_IT_COMES).to_owned(),
        }
    }

    /// The dated shifts as they are typed, one a line.
    pub fn lines(&self) -> String {
        match self {
            Self::Dated { shifts } => shifts.iter().map(OnDay::to_string).collect::<Vec<_>>().join("\n"),
            Self::Weekly { .. } | Self::Open => String::new(),
        }
    }
}

impl std::fmt::Display for OnDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.day, self.span)
    }
}

fn weekday_of(day: NaiveDate) -> usize {
    day.weekday().num_days_from_monday() as usize
}

fn lines(typed: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<OnDay>, Problem> {
    let problem = |said| Problem::new("dated", "dated", said);
    let mut shifts = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let unread = || problem(LINE.fill(&[&line.chars().take(40).collect::<String>()]));
        let (day, span) = line.split_once(char::is_whitespace).ok_or_else(unread)?;
        let day: NaiveDate = day.parse().map_err(|_| unread())?;
        let spans = hours::typed_day("dated", span)?;
        if spans.is_empty() {
            return Err(unread());
        }
        if day < from || day > to {
            return Err(problem(OUTSIDE.fill(&[&day])));
        }
        shifts.extend(spans.into_iter().map(|span| OnDay { day, span }));
    }
    shifts.sort_by_key(|shift| (shift.day, shift.span.from));
    let overlap = |(before, after): &(&OnDay, &OnDay)| before.day == after.day && after.span.from < before.span.to;
    match shifts.iter().zip(shifts.iter().skip(1)).find(overlap) {
        Some((_, after)) => Err(problem(TWICE.fill(&[after]))),
        None if shifts.is_empty() => Err(problem(NO_SHIFT.into())),
        None if shifts.len() > MOST_DATED => Err(problem(TOO_MANY.fill(&[&MOST_DATED, &shifts.len()]))),
        None => Ok(shifts),
    }
}

/// The first shift of the one that is at the same time as one of the other; both in their order.
pub fn clash(one: &[Shift], other: &[Shift]) -> Option<Shift> {
    let (mut ours, mut theirs) = (one.iter().peekable(), other.iter().peekable());
    while let (Some((from, to)), Some((begin, end))) = (ours.peek(), theirs.peek()) {
        if from < end && begin < to {
            return Some((*from, *to));
        }
        if to <= end {
            ours.next()
        } else {
            theirs.next()
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn week(days: &[(usize, &str)]) -> [String; 7] {
        let mut week: [String; 7] = Default::default();
        for (at, spans) in days {
            week[*at] = (*spans).to_owned();
        }
        week
    }

    fn problem(when: &str, days: &[(usize, &str)], dated: &str) -> (String, String) {
        let problems = Times::typed(when, &week(days), dated, day("2026-12-01"), day("2026-12-31")).unwrap_err();
        (problems[0].field.to_string(), problems[0].said.zh.to_string())
    }

    #[test]
    fn a_week_of_shifts_falls_on_its_days_in_the_time_zone() {
        let times = Times::typed("weekly", &week(&[(2, "16:00-18:00")]), "", day("2026-12-01"), day("2026-12-15")).unwrap();
        let zone = FixedOffset::east_opt(8 * 3600).unwrap();
        let shifts = times.shifts(day("2026-12-01"), day("2026-12-15"), &zone);
        let begins: Vec<String> = shifts.iter().map(|(from, _)| from.to_rfc3339()).collect();
        assert_eq!(begins, ["2026-12-02T08:00:00+00:00", "2026-12-09T08:00:00+00:00"]);
        assert!(times.is_on(2) && !times.is_on(3));
        assert_eq!(times.said(Lang::Zh), "周三 16:00-18:00");
    }

    #[test]
    fn dated_shifts_are_read_in_any_order_and_said_in_theirs() {
        let typed = "2026-12-24 14:00-16:00\n\n 2026-12-05 9:00－11:00，14:00-15:00";
        let times = Times::typed("dated", &Default::default(), typed, day("2026-12-01"), day("2026-12-31")).unwrap();
        assert_eq!(times.lines(), "2026-12-05 09:00-11:00\n2026-12-05 14:00-15:00\n2026-12-24 14:00-16:00");
        assert!(times.is_on(5) && times.is_on(3) && !times.is_on(0));
    }

    #[test]
    fn what_does_not_read_is_said_beside_its_field() {
        assert_eq!(problem("", &[], "").0, "when");
        assert_eq!(problem("weekly", &[], "").0, "mon");
        assert_eq!(problem("weekly", &[(4, "18:00-16:00")], "").0, "fri");
        for (typed, says) in [
            ("", "至少写一次"),
            ("明天下午", "没有看懂"),
            ("2026-12-05", "没有看懂"),
            ("2026-12-05 ,", "没有看懂"),
            ("2027-01-05 14:00-16:00", "不在岗位的起止日期里"),
            ("2026-12-05 16:00-14:00", "结束要晚于开始"),
            ("2026-12-05 14:00-16:00\n2026-12-05 15:00-17:00", "重叠"),
        ] {
            let (field, said) = problem("dated", &[], typed);
            assert!(field == "dated" && said.contains(says), "{typed}: {said}");
        }
        let line = |at: usize| format!("2026-12-05 {:02}:{:02}-{:02}:{:02}", at / 4, at % 4 * 15, at / 4, at % 4 * 15 + 10);
        let many = (0..61).map(line).collect::<Vec<_>>().join("\n");
        assert!(problem("dated", &[], &many).1.contains("最多写 60 次，您写了 61 次"));
    }

    #[test]
    fn whoever_comes_on_some_days_alone_has_those_alone() {
        let times =
            Times::typed("weekly", &week(&[(2, "16:00-18:00"), (4, "9:00-10:00")]), "", day("2026-12-01"), day("2026-12-15")).unwrap();
        let only = |days: &[&str]| times.only(&days.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>());
        assert_eq!(times.weekly_days(), ["wed", "fri"]);
        assert_eq!(only(&["fri"]).unwrap().said(Lang::Zh), "周五 09:00-10:00");
        assert_eq!(only(&[]).unwrap(), times);
        assert_eq!(only(&["fri", "wed"]).unwrap(), times);
        for wrong in [["mon"], ["someday"]] {
            assert_eq!(only(&wrong).unwrap_err().field, "days", "{wrong:?}");
        }
        assert_eq!(Times::Open.only(&["wed".to_owned()]).unwrap_err().field, "days");
        assert!(Times::Open.weekly_days().is_empty());
    }

    #[test]
    fn shifts_that_only_touch_do_not_clash() {
        let at = |hour: i64| DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hour);
        assert_eq!(clash(&[(at(8), at(10))], &[(at(10), at(12))]), None);
        assert_eq!(clash(&[(at(8), at(10)), (at(20), at(22))], &[(at(10), at(12)), (at(21), at(23))]), Some((at(20), at(22))));
        assert_eq!(clash(&[], &[(at(1), at(2))]), None);
    }

    proptest! {
        /// Against looking at every pair.
        #[test]
        fn a_clash_is_found_where_there_is_one(
            one in proptest::collection::vec((0_i64..20, 1_i64..5), 0..8),
            other in proptest::collection::vec((0_i64..20, 1_i64..5), 0..8),
        ) {
            // Gaps and lengths make shifts that come one after the other.
            let shifts = |gaps: &[(i64, i64)]| {
                let mut end = DateTime::UNIX_EPOCH;
                let next = |(gap, length): &(i64, i64)| {
                    let from = end + chrono::TimeDelta::hours(*gap);
                    end = from + chrono::TimeDelta::hours(*length);
                    (from, end)
                };
                gaps.iter().map(next).collect::<Vec<Shift>>()
            };
            let (one, other) = (shifts(&one), shifts(&other));
            let pairs = one.iter().any(|(from, to)| other.iter().any(|(begin, end)| from < end && begin < to));
            prop_assert_eq!(clash(&one, &other).is_some(), pairs);
        }
    }
}
