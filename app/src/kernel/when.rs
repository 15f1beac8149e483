//! A moment as people of the community's time zone say it.

use super::said::{Lang, Text, text};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

/// A moment with its offset in the district's time zone, in JSON as RFC 3339. Time zones are resolved on the server, so
/// that the browser carries no tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub DateTime<FixedOffset>);

const TODAY: Text = text("今天 {}", "today {}");
const YESTERDAY: Text = text("昨天 {}", "yesterday {}");

const ZH_DAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const EN_DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const EN_MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Moment {
    /// The wall clock in the district's time zone.
    pub fn local(&self) -> NaiveDateTime {
        self.0.naive_local()
    }

    /// As people say it on `today`: 今天 14:05, 昨天 09:30, 11月22日 周日.
    pub fn said(&self, lang: Lang, today: NaiveDate) -> String {
        let time = format!("{:02}:{:02}", self.local().hour(), self.local().minute());
        let day = self.local().date();
        if day == today {
            lang.fill(TODAY, &[&time])
        } else if day.succ_opt() == Some(today) {
            lang.fill(YESTERDAY, &[&time])
        } else {
            format!("{} {time}", said_day(lang, day, today))
        }
    }

    /// With its day, whatever day it is read on: 11月22日 周日 14:05.
    pub fn dated(&self, lang: Lang) -> String {
        let day = self.local().date();
        format!("{} {:02}:{:02}", said_day(lang, day, day), self.local().hour(), self.local().minute())
    }

    /// In full, for hover and print: 2026-11-22 14:05.
    pub fn full(&self) -> String {
        self.0.format("%Y-%m-%d %H:%M").to_string()
    }
}

/// A day as people say it; the year only where it is another one.
pub fn said_day(lang: Lang, day: NaiveDate, today: NaiveDate) -> String {
    let weekday = day.weekday().num_days_from_monday() as usize;
    let year = (day.year() != today.year()).then(|| day.year());
    match lang {
        Lang::Zh => {
            let year = year.map_or(String::new(), |y| format!("{y}年"));
            format!("{year}{}月{}日 {}", day.month(), day.day(), ZH_DAYS.get(weekday).unwrap_or(&""))
        }
        Lang::En => {
            let year = year.map_or(String::new(), |y| format!(" {y}"));
            let month = EN_MONTHS.get(day.month0() as usize).unwrap_or(&"");
            format!("{} {} {month}{year}", EN_DAYS.get(weekday).unwrap_or(&""), day.day())
        }
    }
}

/// The month of a day as people say it, with its year.
pub fn said_month(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{} 年 {} 月", day.year(), day.month()),
        Lang::En => format!("{} {}", EN_MONTHS.get(day.month0() as usize).unwrap_or(&""), day.year()),
    }
}

/// A day in full, for what is kept: 2026年11月22日.
pub fn said_date(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => format!("{} {} {}", day.day(), EN_MONTHS.get(day.month0() as usize).unwrap_or(&""), day.year()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32, hour: u32) -> Moment {
        Moment(format!("2026-11-{day:02}T{hour:02}:05:00+08:00").parse().unwrap())
    }

    #[test]
    fn near_days_are_named_and_far_ones_dated() {
        let today = at(22, 0).local().date();
        assert_eq!(at(22, 14).said(Lang::Zh, today), "今天 14:05");
        assert_eq!(at(21, 9).said(Lang::En, today), "yesterday 09:05");
        assert_eq!(at(15, 9).said(Lang::Zh, today), "11月15日 周日 09:05");
        assert_eq!(at(15, 9).said(Lang::En, today), "Sun 15 Nov 09:05");
        assert_eq!((said_date(Lang::Zh, today), said_date(Lang::En, today)), ("2026年11月22日".to_owned(), "22 Nov 2026".to_owned()));
        assert_eq!((said_month(Lang::Zh, today), said_month(Lang::En, today)), ("2026 年 11 月".to_owned(), "Nov 2026".to_owned()));
    }
}
