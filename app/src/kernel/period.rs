//! Days from one to another, and months, as links and programs name them.

use super::fault::Problem;
use super::said::{Text, text};
use chrono::{Datelike as _, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The longest period that is summed at a time.
pub const MOST_DAYS: i64 = 366;

const DAY: Text = text("日期要写成 2026-11-22 这样。", "A day looks like 2026-11-22.");
const PERIOD: Text = text(
    "结束的日子不能早于开始的日子，也不能超过 {} 天。",
    "The last day must not be before the first, and at most {} days are summed at a time.",
);
const QUARTER: Text = text("季度要写成 2026Q4 这样。", "A quarter looks like 2026Q4.");
const MONTH: Text = text("月份要写成 2026-11 这样。", "A month looks like 2026-11.");

/// Days, the first and the last counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Period {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Period {
    /// The month of a day.
    pub fn month_of(day: NaiveDate) -> Self {
        let from = day.with_day(1).unwrap_or(day);
        let to = from.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(from);
        Self { from, to }
    }

    /// The month before the one that this begins in.
    #[must_use]
    pub fn month_before(self) -> Self {
        Self::month_of(self.from.checked_sub_days(Days::new(self.from.day().into())).unwrap_or(self.from))
    }

    /// The month after the one that this begins in.
    #[must_use]
    pub fn month_after(self) -> Self {
        Self::month_of(Self::month_of(self.from).to.checked_add_days(Days::new(1)).unwrap_or(self.to))
    }

    /// Its days, in their order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day <= self.to)
    }

    /// The quarter of a day.
    pub fn quarter_of(day: NaiveDate) -> Self {
        let from = day.with_day(1).and_then(|first| first.with_month0(day.month0() / 3 * 3)).unwrap_or(day);
        let to = from.checked_add_months(Months::new(3)).and_then(|next| next.pred_opt()).unwrap_or(from);
        Self { from, to }
    }

    /// The quarter before the one that this begins in.
    #[must_use]
    pub fn quarter_before(self) -> Self {
        let first = Self::quarter_of(self.from).from;
        first.pred_opt().map_or(self, Self::quarter_of)
    }

    /// The quarter as a link names it: `2026Q4`.
    pub fn quarter_code(self) -> String {
        format!("{}Q{}", self.from.year(), self.from.month0() / 3 + 1)
    }

    /// The quarter that a link names.
    ///
    /// # Errors
    /// One that does not read.
    pub fn quarter_named(quarter: &str) -> Result<Self, Problem> {
        let day = quarter.trim().split_once('Q').and_then(|(year, n)| {
            let month = n.parse::<u32>().ok().filter(|n| (1..=4).contains(n) && quarter.trim().len() == 6)? * 3;
            NaiveDate::from_ymd_opt(year.parse().ok()?, month, 1)
        });
        day.map(Self::quarter_of).ok_or_else(|| Problem::new("quarter", "quarter", QUARTER))
    }

    /// The month as a link names it: `2026-11`.
    pub fn code(self) -> String {
        self.from.format("%Y-%m").to_string()
    }

    /// The month that a link names; empty for the one of `today`.
    ///
    /// # Errors
    /// One that does not read.
    pub fn named(month: &str, today: NaiveDate) -> Result<Self, Problem> {
        match month.trim() {
            "" => Ok(Self::month_of(today)),
            month => format!("{month}-01").parse().map(Self::month_of).map_err(|_| Problem::new("month", "month", MONTH)),
        }
    }

    /// From one day to another; where one is empty, the month of the other, or of `today`.
    ///
    /// # Errors
    /// A day that does not read, an end before the beginning, more than [`MOST_DAYS`].
    pub fn between(from: &str, to: &str, today: NaiveDate) -> Result<Self, Problem> {
        let day = |field, text: &str| match text.trim() {
            "" => Ok(None),
            day => day.parse::<NaiveDate>().map(Some).map_err(|_| Problem::new(field, "day", DAY)),
        };
        let (from, to) = (day("from", from)?, day("to", to)?);
        let month = Self::month_of(from.or(to).unwrap_or(today));
        let period = Self { from: from.unwrap_or(month.from), to: to.unwrap_or(month.to) };
        let days = (period.to - period.from).num_days();
        if (0..MOST_DAYS).contains(&days) { Ok(period) } else { Err(Problem::new("to", "period", PERIOD.fill(&[&MOST_DAYS]))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_ends_on_its_last_day_and_goes_on_over_new_year() {
        let december = Period::named("2026-12", day("2026-11-22")).unwrap();
        assert_eq!(december, Period { from: day("2026-12-01"), to: day("2026-12-31") });
        assert_eq!((december.month_before().code(), december.month_after().code()), ("2026-11".to_owned(), "2027-01".to_owned()));
        assert_eq!(Period::named("", day("2028-02-03")).unwrap().to, day("2028-02-29"));
        for bad in ["2026", "2026-13", "x", "2026-11-01"] {
            assert_eq!(Period::named(bad, day("2026-11-22")).unwrap_err().field, "month", "{bad}");
        }
    }

    #[test]
    fn a_quarter_has_three_months_and_goes_on_over_new_year() {
        let quarter = Period::quarter_of(day("2027-02-14"));
        assert_eq!(quarter, Period { from: day("2027-01-01"), to: day("2027-03-31") });
        assert_eq!((quarter.quarter_code(), quarter.quarter_before().quarter_code()), ("2027Q1".to_owned(), "2026Q4".to_owned()));
        for quarter in ["2026Q1", "2026Q2", "2026Q3", "2026Q4"] {
            assert_eq!(Period::quarter_named(quarter).unwrap().quarter_code(), quarter);
        }
        // The last day of a long month is in it too.
        assert_eq!(Period::quarter_of(day("2026-05-31")).quarter_code(), "2026Q2");
        for bad in ["", "2026", "2026Q0", "2026Q5", "2026q1", "26Q1", "2026Q01", "xxxxQ1"] {
            assert_eq!(Period::quarter_named(bad).unwrap_err().field, "quarter", "{bad}");
        }
    }

    #[test]
    fn a_period_has_a_beginning_and_an_end_not_too_far_from_it() {
        let today = day("2026-11-22");
        let days = |from, to| Period::between(from, to, today).map(|period| (period.from.to_string(), period.to.to_string()));
        assert_eq!(days("", "").unwrap(), ("2026-11-01".to_owned(), "2026-11-30".to_owned()));
        assert_eq!(days("2026-01-01", "2026-12-31").unwrap().1, "2026-12-31");
        assert_eq!(days("2026-10-05", "").unwrap().1, "2026-10-31");
        let wrong = |from, to| Period::between(from, to, today).unwrap_err().field.to_string();
        assert_eq!([wrong("2026-11-02", "2026-11-01"), wrong("2025-01-01", "2026-11-01"), wrong("x", "")], ["to", "to", "from"]);
    }
}
