//! The figures of a period.

use crate::communities::model::Kind;
use crate::kernel::period::Period;
use crate::kernel::said::Said;
use crate::kernel::when::Moment;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Fewer than so many people are not told of where everybody reads. Source: the platform's rule for small cells.
pub const FEWEST: i64 = 5;
/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Share {
    /// So many.
    pub n: i64,
    /// Of so many.
    pub of: i64,
}

impl Share {
    /// In percent, rounded; none of nothing.
    pub fn percent(self) -> Option<i64> {
        (self.of > 0).then(|| (200 * self.n + self.of) / (2 * self.of))
    }
}

/// How long people waited, from buckets that are a tenth wide: each time is within 5 %.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Waited {
    /// How many waited.
    pub n: i64,
    /// Half of them at most so long, in seconds.
    pub median_s: Option<i64>,
    /// Nine in ten at most so long, in seconds.
    pub p90_s: Option<i64>,
}

/// Grades that were given, from 1 (the worst) to 5.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Grades(pub [i64; 5]);

impl Grades {
    /// How many.
    pub fn count(self) -> i64 {
        self.0.iter().sum()
    }

    /// Satisfied: 4 and 5; basically satisfied: 3; not satisfied: 2 and 1.
    pub fn steps(self) -> [i64; 3] {
        let [one, two, three, four, five] = self.0;
        [four + five, three, one + two]
    }

    /// Satisfied of all who graded.
    pub fn satisfied(self) -> Share {
        Share { n: self.steps()[0], of: self.count() }
    }
}

/// How far grades on file are above those that the same residents said when they were called back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Gap {
    /// How many were asked again.
    pub n: i64,
    /// The grades on file less those that were said, added up.
    pub sum: i64,
}

/// What was counted in a period, of everything or of one category.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Tally {
    /// Orders placed.
    pub placed: i64,
    /// Orders taken.
    pub accepted: i64,
    /// Orders that were not possible.
    pub declined: i64,
    /// Orders taken back.
    pub withdrawn: i64,
    /// Deliveries.
    pub delivered: i64,
    /// Closed by the resident, or in their name.
    pub confirmed: i64,
    /// Closed by themselves, seven days after delivery.
    pub lapsed: i64,
    /// Reopened: it was not solved.
    pub reopened: i64,
    /// Answers within their limit, of all limits that ended: kept or run out.
    pub answered_in_time: Share,
    /// Deliveries within their limit, of all limits that ended.
    pub delivered_in_time: Share,
    /// From placing to acceptance.
    pub waited_for_answer: Waited,
    /// From acceptance, or reopening, to delivery.
    pub waited_for_delivery: Waited,
    /// Grades, whoever wrote them down.
    pub grades: Grades,
    /// Those of them that others took down for the resident.
    pub grades_taken_down: Grades,
    /// Grades that residents said when they were called back; not among the others.
    pub grades_said: Grades,
    /// Residents who were to be called back.
    pub calls_owed: i64,
    /// Call backs that ended.
    pub called_back: i64,
    /// Where others had taken the grade down.
    pub gap_taken_down: Gap,
    /// Where residents had graded themselves.
    pub gap_own: Gap,
}

/// One category's line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CategoryFigures {
    /// The preset's code.
    pub code: String,
    /// What can be ordered under it.
    pub kind: Kind,
    /// Its name.
    pub name: Said,
    /// What was counted.
    pub tally: Tally,
}

/// What a community has done in a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Figures {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// When this was read: a period that is not over goes on counting.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub as_of: Moment,
    /// All categories.
    pub whole: Tally,
    /// Those of which something was counted, the most orders first.
    pub categories: Vec<CategoryFigures>,
}

/// The page of figures: a month, and the one before to compare it with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthOfFigures {
    /// Which month.
    pub period: Period,
    /// The month.
    pub figures: Figures,
    /// The month before.
    pub before: Tally,
}

impl MonthOfFigures {
    /// The same without what would tell of a few people: grades of fewer than [`FEWEST`] and what was said in calls; and a
    /// line a kind, with its orders alone, in place of the categories.
    #[must_use]
    pub fn for_everybody(mut self) -> Self {
        self.figures.whole = self.figures.whole.for_everybody();
        self.before = self.before.for_everybody();
        let lines = std::mem::take(&mut self.figures.categories);
        let of_kind = |kind: Kind| CategoryFigures {
            code: kind.code().to_owned(),
            kind,
            name: kind.name().into(),
            tally: Tally { placed: lines.iter().filter(|line| line.kind == kind).map(|line| line.tally.placed).sum(), ..Tally::default() },
        };
        self.figures.categories = Kind::ALL.iter().copied().map(of_kind).filter(|line| line.tally.placed >= FEWEST).collect();
        self
    }
}

impl Tally {
    /// The same without what would tell of a few people.
    #[must_use]
    pub fn for_everybody(self) -> Self {
        let few = |n: i64| (1..FEWEST).contains(&n);
        // Where few were of another mind, how many they were is not told, nor how many the others.
        let grades = if self.grades.steps().into_iter().any(few) { Grades::default() } else { self.grades };
        let waited = |waited: Waited| if few(waited.n) { Waited::default() } else { waited };
        Self {
            grades,
            waited_for_answer: waited(self.waited_for_answer),
            waited_for_delivery: waited(self.waited_for_delivery),
            grades_taken_down: Grades::default(),
            grades_said: Grades::default(),
            calls_owed: 0,
            called_back: 0,
            gap_taken_down: Gap::default(),
            gap_own: Gap::default(),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_and_of_nothing_there_is_none() {
        assert_eq!(
            [Share { n: 2, of: 3 }, Share { n: 1, of: 3 }, Share { n: 1, of: 200 }, Share { n: 0, of: 0 }].map(Share::percent),
            [Some(67), Some(33), Some(1), None]
        );
    }
}
