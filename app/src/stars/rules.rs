//! What a star takes, and which version of that holds for which quarter. Pure.

use super::counting::Count;
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::period::Period;
use crate::kernel::said::{Said, Text, text};
use crate::kernel::text::plain_digits;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most points, hours and missed shifts of a threshold.
pub const MOST: (i64, i64, i64) = (10_000, 500, 100);

/// The keys of one to five stars in a form: one that begins with a digit is read as the place in a list.
pub const KEYS: [&str; 5] = ["s1", "s2", "s3", "s4", "s5"];

const WHOLE: Text = text("要写 0 到 {} 的整数。", "A whole number from 0 to {}.");
const NOT_LESS: Text = text("不能比少一颗星的要求低。", "Not less than one star fewer takes.");
const NOT_MORE: Text = text("不能比少一颗星的放得更宽。", "Not more than one star fewer allows.");
const FROM: Text = text("要写以后的一个季度，像 2027Q1 这样。", "A quarter to come, like 2027Q1.");

/// What a star takes in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Threshold {
    /// Points, at least.
    pub points: i64,
    /// Confirmed hours, at least.
    pub hours: i64,
    /// Missed shifts, at most.
    pub most_missed: i64,
}

impl Threshold {
    fn is_reached(&self, count: Count) -> bool {
        count.points >= self.points && count.minutes >= self.hours * 60 && count.missed <= self.most_missed
    }
}

/// What one to five stars take, in this order; each at least what the one before takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Thresholds(pub [Threshold; 5]);

impl Thresholds {
    /// What holds until a community writes its own: version 0. Quarters name it, so it is never changed.
    pub fn standard() -> Self {
        let of = |(points, hours, most_missed)| Threshold { points, hours, most_missed };
        Self([(20, 1, 5), (60, 3, 3), (120, 6, 2), (200, 10, 1), (300, 15, 0)].map(of))
    }

    /// How many stars: the highest whose thresholds are all reached.
    pub fn stars(&self, count: Count) -> u8 {
        let reached = self.0.iter().take_while(|threshold| threshold.is_reached(count)).count();
        u8::try_from(reached).unwrap_or(u8::MAX)
    }

    /// What this many stars take; none for none.
    pub fn of(&self, stars: u8) -> Option<Threshold> {
        usize::from(stars).checked_sub(1).and_then(|at| self.0.get(at)).copied()
    }
}

/// A version of the thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Version {
    /// Its number; 0 is the standard.
    pub version: i32,
    /// The first day for which it was made; none for the standard.
    pub from: Option<NaiveDate>,
    /// What stars take.
    pub thresholds: Thresholds,
}

/// What holds for this quarter, of the versions in their order: the last that was agreed for it.
pub fn at(versions: &[Version], quarter: Period) -> Version {
    let holds = |version: &&Version| version.from.is_some_and(|from| from <= quarter.from);
    versions.iter().rev().find(holds).copied().unwrap_or_else(standard)
}

/// The version of this number.
pub fn numbered(versions: &[Version], number: i32) -> Option<Version> {
    if number == 0 { Some(standard()) } else { versions.iter().find(|version| version.version == number).copied() }
}

fn standard() -> Version {
    Version { version: 0, from: None, thresholds: Thresholds::standard() }
}

/// How many stars a year is: the mean of its quarters, rounded half up; none without quarters.
pub fn yearly(quarters: &[u8]) -> Option<u8> {
    let n = quarters.len();
    let sum: usize = quarters.iter().map(|stars| usize::from(*stars)).sum();
    (2 * sum + n).checked_div(2 * n).and_then(|stars| u8::try_from(stars).ok())
}

/// What is typed to set thresholds: by [`KEYS`], from which quarter on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewThresholds {
    /// The first quarter: `2027Q1`.
    pub from: String,
    /// Points.
    pub points: BTreeMap<String, String>,
    /// Hours.
    pub hours: BTreeMap<String, String>,
    /// The most missed shifts.
    pub missed: BTreeMap<String, String>,
}

impl NewThresholds {
    /// Checks and cleans: the thresholds, and from what day they hold.
    ///
    /// # Errors
    /// All problems at once, each beside its field (`points[s3]`).
    pub fn check(&self, today: NaiveDate) -> Result<(Thresholds, NaiveDate), Fault> {
        let mut problems = Problems::default();
        let from = Period::quarter_named(&self.from).ok().filter(|quarter| quarter.from > today);
        let from = problems.take(from.map(|quarter| quarter.from).ok_or_else(|| Problem::new("from", "from", FROM)));
        let mut column = |name: &str, typed: &BTreeMap<String, String>, most: i64, falls: bool| {
            let mut read: [Option<i64>; 5] = [None; 5];
            let mut before: Option<i64> = None;
            for (key, place) in KEYS.iter().zip(read.iter_mut()) {
                let wrong = |code: &'static str, said: Said| Problem { field: format!("{name}[{key}]").into(), code: code.into(), said };
                let number = number(typed.get(*key).map_or("", String::as_str), most);
                let number = number.ok_or_else(|| wrong("number", WHOLE.fill(&[&most])));
                let in_order = number.and_then(|number| match before {
                    Some(before) if falls && number > before => Err(wrong("order", NOT_MORE.into())),
                    Some(before) if !falls && number < before => Err(wrong("order", NOT_LESS.into())),
                    _ => Ok(number),
                });
                *place = problems.take(in_order);
                before = place.or(before);
            }
            read
        };
        let points = column("points", &self.points, MOST.0, false);
        let hours = column("hours", &self.hours, MOST.1, false);
        let missed = column("missed", &self.missed, MOST.2, true);
        let one = |((points, hours), most_missed): ((&Option<i64>, &Option<i64>), &Option<i64>)| {
            Some(Threshold { points: (*points)?, hours: (*hours)?, most_missed: (*most_missed)? })
        };
        let all: Option<Vec<Threshold>> = points.iter().zip(&hours).zip(&missed).map(one).collect();
        let all = all.and_then(|all| <[Threshold; 5]>::try_from(all).ok());
        problems.finish(from.zip(all)).map(|(from, all)| (Thresholds(all), from))
    }
}

fn number(typed: &str, most: i64) -> Option<i64> {
    let digits = Some(plain_digits(typed)).filter(|_| !typed.contains('-'))?;
    digits.parse().ok().filter(|number| (0..=most).contains(number))
}
