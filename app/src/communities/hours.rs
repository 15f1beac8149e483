//! The opening hours of a week: for each day the spans in which the desk is open. Pure; the same rule in browser and
//! server. At rest a day is `08:30-12:00,13:30-17:30`, and the seven, Monday first, are parted by `;`.

use crate::kernel::fault::Problem;
use crate::kernel::said::{Lang, Text, text};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// From when to when, local time; the end is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Span {
    /// The first minute.
    #[cfg_attr(feature = "ssr", schema(value_type = String, example = "08:30:00"))]
    pub from: NaiveTime,
    /// The first minute after it.
    #[cfg_attr(feature = "ssr", schema(value_type = String, example = "12:00:00"))]
    pub to: NaiveTime,
}

/// A week, Monday first; each day's spans in their order, none into another. A day without spans is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Week(pub [Vec<Span>; 7]);

const UNREAD: Text = text(
    "时间请写成 08:30-12:00，几段之间用逗号隔开；不开门就空着。",
    "Please write times like 08:30-12:00, with commas between spans; leave it empty when closed.",
);
const BACKWARDS: Text = text("{} 这一段，结束要晚于开始。", "The span {} must end later than it begins.");
const OVERLAP: Text = text("{} 和前一段重叠了。", "The span {} overlaps the one before it.");
const NEVER: Text = text("一周里至少要有一段开门的时间。", "There must be at least one opening time in the week.");

/// The days as fields of a form.
pub const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The days' names.
pub const DAY_NAMES: [Text; 7] = [
    text("周一", "Monday"),
    text("周二", "Tuesday"),
    text("周三", "Wednesday"),
    text("周四", "Thursday"),
    text("周五", "Friday"),
    text("周六", "Saturday"),
    text("周日", "Sunday"),
];

impl Week {
    /// The same span on these days of the week, 0 for Monday.
    pub fn same(span: Span, days: std::ops::Range<usize>) -> Self {
        Self(std::array::from_fn(|day| if days.contains(&day) { vec![span] } else { Vec::new() }))
    }

    /// Reads what was typed for each day.
    ///
    /// # Errors
    /// The first problem of each day, beside its field; or that it would never be open.
    pub fn typed(days: &[String; 7]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut week = Self::default();
        for ((field, typed), spans) in DAYS.into_iter().zip(days).zip(&mut week.0) {
            match typed_day(field, typed) {
                Ok(read) => *spans = read,
                Err(problem) => problems.push(problem),
            }
        }
        match problems.is_empty() {
            true if week.0.iter().all(Vec::is_empty) => Err(vec![Problem::new("mon", "never_open", NEVER)]),
            true => Ok(week),
            false => Err(problems),
        }
    }

    /// The spans of a day of the week, 0 for Monday.
    pub fn on(&self, day: usize) -> &[Span] {
        self.0.get(day).map_or(&[], Vec::as_slice)
    }

    /// The same week on these days alone, 0 for Monday.
    #[must_use]
    pub fn only(&self, days: &[usize]) -> Self {
        let mut week = self.clone();
        week.0.iter_mut().enumerate().filter(|(day, _)| !days.contains(day)).for_each(|(_, spans)| spans.clear());
        week
    }

    /// The spans of the first day that has any: a working day that makes up for another has these.
    pub fn first(&self) -> &[Span] {
        self.0.iter().find(|spans| !spans.is_empty()).map_or(&[], Vec::as_slice)
    }

    /// How long a working day is, in whole minutes: all of the week's hours over its open days.
    pub fn day_minutes(&self) -> i64 {
        let open = self.0.iter().filter(|spans| !spans.is_empty()).count();
        let all: i64 = self.0.iter().flatten().map(|span| (span.to - span.from).num_minutes()).sum();
        i64::try_from(open).ok().and_then(|open| all.checked_div(open)).unwrap_or_default()
    }

    /// In words: days with the same hours together, the closed ones left out.
    pub fn said(&self, lang: Lang) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut from = 0;
        while let Some(spans) = self.0.get(from) {
            let same = self.0.iter().skip(from).take_while(|other| *other == spans).count().max(1);
            if !spans.is_empty() {
                let name = |day: usize| DAY_NAMES.get(day).map_or("", |name| lang.t(*name));
                let to = from + same - 1;
                let days = match (lang, to > from) {
                    (_, false) => name(from).to_owned(),
                    (Lang::Zh, true) => format!("{}至{}", name(from), name(to)),
                    (Lang::En, true) => format!("{} to {}", name(from), name(to)),
                };
                let times: Vec<String> = spans.iter().map(Span::to_string).collect();
                parts.push(format!("{days} {}", times.join(lang.pick("、", ", "))));
            }
            from += same;
        }
        parts.join(lang.pick("；", "; "))
    }
}

/// What was typed for one day: spans with commas between them.
///
/// # Errors
/// The first problem, beside this field.
pub fn typed_day(field: &'static str, typed: &str) -> Result<Vec<Span>, Problem> {
    let plain: String = typed
        .chars()
        .map(|c| match c {
            '：' => ':',
            '－' | '–' | '—' | '～' | '~' | '至' | '到' => '-',
            '，' | '、' | '；' | ';' => ',',
            digit @ '０'..='９' => char::from_digit(u32::from(digit) - u32::from('０'), 10).unwrap_or(digit),
            other => other,
        })
        .filter(|c| !c.is_whitespace())
        .collect();
    let mut spans: Vec<Span> = Vec::new();
    for part in plain.split(',').filter(|part| !part.is_empty()) {
        let span: Span = part.parse().map_err(|()| Problem::new(field, "hours", UNREAD))?;
        if span.to <= span.from {
            return Err(Problem::new(field, "backwards", BACKWARDS.fill(&[&span])));
        }
        spans.push(span);
    }
    spans.sort_by_key(|span| span.from);
    let clash = spans.iter().zip(spans.iter().skip(1)).find(|(before, after)| after.from < before.to);
    match clash {
        Some((_, after)) => Err(Problem::new(field, "overlap", OVERLAP.fill(&[after]))),
        None => Ok(spans),
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from.format("%H:%M"), self.to.format("%H:%M"))
    }
}

impl FromStr for Span {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (from, to) = text.split_once('-').ok_or(())?;
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| ());
        Ok(Self { from: time(from)?, to: time(to)? })
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |spans: &Vec<Span>| spans.iter().map(Span::to_string).collect::<Vec<_>>().join(",");
        f.write_str(&self.0.each_ref().map(day).join(";"))
    }
}

impl FromStr for Week {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let days: Vec<String> = text.split(';').map(str::to_owned).collect();
        Self::typed(&days.try_into().map_err(|_| ())?).map_err(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(monday: &str) -> Result<Week, Vec<Problem>> {
        let mut days: [String; 7] = std::array::from_fn(|_| String::new());
        days[0] = monday.to_owned();
        Week::typed(&days)
    }

    fn code(monday: &str) -> String {
        typed(monday).unwrap_err()[0].code.to_string()
    }

    #[test]
    fn hours_are_read_as_people_type_them_and_kept_as_they_are_written() {
        let week = typed(" 13：30 至 17:30，８:30–12:00 ").unwrap();
        assert_eq!(week.to_string(), "08:30-12:00,13:30-17:30;;;;;;");
        assert_eq!(week.to_string().parse(), Ok(week.clone()));
        assert_eq!(week.day_minutes(), 3 * 60 + 30 + 4 * 60);
        assert_eq!(typed("9:00-12:00,12:00-13:00").unwrap().on(0).len(), 2);
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        assert_eq!([code("上午"), code("8:30"), code("25:00-26:00")], ["hours", "hours", "hours"]);
        assert_eq!([code("12:00-12:00"), code("17:30-8:30")], ["backwards", "backwards"]);
        assert_eq!(code("8:30-12:00, 11:59-17:30"), "overlap");
        assert_eq!([code(""), code(" ， ")], ["never_open", "never_open"]);
    }

    #[test]
    fn days_with_the_same_hours_are_said_together() {
        let days = ["8:30-12:00,14:00-17:30", "8:30-12:00,14:00-17:30", "8:30-12:00,14:00-17:30", "", "", "9:00-12:00", ""];
        let week = Week::typed(&days.map(str::to_owned)).unwrap();
        assert_eq!(week.said(Lang::Zh), "周一至周三 08:30-12:00、14:00-17:30；周六 09:00-12:00");
        assert_eq!(week.said(Lang::En), "Monday to Wednesday 08:30-12:00, 14:00-17:30; Saturday 09:00-12:00");
        assert_eq!(week.day_minutes(), (3 * 7 + 3) * 60 / 4);
    }
}
