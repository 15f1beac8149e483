//! The figures of a period.

use crate::communities::model::{Class, Kind};
use crate::kernel::period::Period;
use crate::kernel::said::{Said, Text, text};
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
    /// The service class, for services.
    pub class: Option<Class>,
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

/// What volunteers did in a period, and the posts as they stand now. Counted from the records themselves: whoever served on two
/// days is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Volunteering {
    /// How many people have confirmed hours in the period.
    pub active: usize,
    /// Confirmed minutes of shifts that began in the period.
    pub minutes: i64,
    /// Missed shifts of the period.
    pub missed: i64,
    /// Objections that were made in the period, to appointments and to stars.
    pub objections: u64,
    /// The posts on the board now, by kind, in the order of the presets.
    pub kinds: Vec<KindOfPost>,
}

/// The posts of a kind that are on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct KindOfPost {
    /// The code of the preset, or `own`.
    pub kind: String,
    /// What it is called.
    pub name: Said,
    /// Posts with a free place.
    pub open: usize,
    /// Posts without one.
    pub filled: usize,
    /// Places.
    pub places: i32,
    /// Places that are taken.
    pub taken: i32,
}

/// The figures of a period: of orders, and of volunteers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AllFigures {
    /// Of orders.
    #[serde(flatten)]
    pub orders: Figures,
    /// Of volunteers.
    pub volunteering: Volunteering,
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
    /// What volunteers did in the month; nothing on the page for the wall.
    pub volunteering: Volunteering,
}

/// The month's page for the wall: what everybody reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WallSheet {
    /// Which month.
    pub period: Period,
    /// Up to which day it is counted.
    pub to: NaiveDate,
    /// The month, without what would tell of a few people.
    pub whole: Tally,
    /// The month before, in the same way.
    pub before: Tally,
    /// What each desk did, the most orders first.
    pub desks: Vec<DeskLine>,
}

/// What one desk did: questions, small wishes, and each class of services are one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskLine {
    /// What is asked there.
    pub name: Said,
    /// Orders placed.
    pub placed: i64,
    /// Answers in time, in percent; none where fewer than [`FEWEST`] were to be answered.
    pub answered: Option<i64>,
    /// Deliveries in time, in the same way.
    pub delivered: Option<i64>,
    /// Satisfied of all who graded, to the nearest five percent; none before the month is over, and where fewer than
    /// [`FEWEST_GRADES`] graded.
    pub satisfied: Option<i64>,
}

/// Of fewer grades no share is told per desk: the rule for small cells, twice over, because others know who was there.
pub const FEWEST_GRADES: i64 = 2 * FEWEST;

const OTHERS: Text = text("其他", "Other");

impl WallSheet {
    /// What everybody may read of a month; `over` where it goes on no more.
    pub fn of(month: MonthOfFigures, over: bool) -> Self {
        let MonthOfFigures { period, figures, before, .. } = month;
        let Figures { to, whole, categories, .. } = figures;
        Self { period, to, whole: whole.for_everybody(), before: before.for_everybody(), desks: desks(&categories, over) }
    }
}

/// The categories, put together to desks. Those with too few orders are one line, with the next smallest where that is not
/// enough: what is left of the whole tells nothing either.
fn desks(categories: &[CategoryFigures], over: bool) -> Vec<DeskLine> {
    let mut desks: Vec<(Said, Tally)> = Vec::new();
    for line in categories {
        let name: Said = line.class.map_or_else(|| line.kind.name(), Class::name).into();
        match desks.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => sum.add(&line.tally),
            None => desks.push((name, line.tally.clone())),
        }
    }
    // A grade of an order of the month before makes no desk of this one.
    desks.retain(|(_, tally)| tally.placed > 0);
    desks.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.placed));
    let mut rest = Tally::default();
    let mut folded = false;
    while desks.last().is_some_and(|(_, tally)| tally.placed < FEWEST || (folded && rest.placed < FEWEST)) {
        if let Some((_, tally)) = desks.pop() {
            rest.add(&tally);
            folded = true;
        }
    }
    if rest.placed >= FEWEST {
        desks.push((OTHERS.into(), rest));
    }
    desks.into_iter().map(|(name, tally)| DeskLine::of(name, &tally, over)).collect()
}

impl DeskLine {
    fn of(name: Said, tally: &Tally, over: bool) -> Self {
        let share = |share: Share| share.percent().filter(|_| share.of >= FEWEST);
        let satisfied = tally.grades.satisfied();
        let nearest = |percent: i64| (percent * 2 + 5) / 10 * 5;
        // As of the whole: where few were of another mind, neither they nor the others are told.
        let few = tally.grades.steps().into_iter().any(|n| (1..FEWEST).contains(&n));
        Self {
            name,
            placed: tally.placed,
            answered: share(tally.answered_in_time),
            delivered: share(tally.delivered_in_time),
            satisfied: satisfied.percent().filter(|_| over && !few && satisfied.of >= FEWEST_GRADES).map(nearest),
        }
    }
}

impl Tally {
    /// Adds what can be added up and a desk's line tells: orders, shares and grades.
    fn add(&mut self, other: &Self) {
        let add = |share: &mut Share, more: Share| *share = Share { n: share.n + more.n, of: share.of + more.of };
        self.placed += other.placed;
        add(&mut self.answered_in_time, other.answered_in_time);
        add(&mut self.delivered_in_time, other.delivered_in_time);
        for (sum, more) in self.grades.0.iter_mut().zip(other.grades.0) {
            *sum += more;
        }
    }

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

    fn line(kind: Kind, class: Option<Class>, placed: i64, grades: [i64; 5]) -> CategoryFigures {
        let share = Share { n: placed - 1, of: placed };
        let tally = Tally { placed, answered_in_time: share, delivered_in_time: share, grades: Grades(grades), ..Tally::default() };
        CategoryFigures { code: String::new(), kind, class, name: Class::Living.name().into(), tally }
    }

    #[test]
    fn a_desk_is_a_kind_or_a_class_and_small_ones_are_one_line() {
        let service = |class, placed, grades| line(Kind::ServiceOrder, Some(class), placed, grades);
        let lines = [
            service(Class::Living, 30, [5, 0, 0, 4, 15]),
            service(Class::Living, 20, [0, 0, 5, 9, 10]),
            line(Kind::Question, None, 40, [0, 0, 0, 0, 9]),
            service(Class::Legal, 3, [0, 0, 0, 0, 3]),
            line(Kind::MicroWish, None, 2, [2, 0, 0, 0, 0]),
        ];
        let said = |desks: Vec<DeskLine>| -> Vec<(String, i64, Option<i64>, Option<i64>)> {
            desks.into_iter().map(|desk| (desk.name.zh.into_owned(), desk.placed, desk.delivered, desk.satisfied)).collect()
        };
        let row = |name: &str, placed, delivered, satisfied| (name.to_owned(), placed, delivered, satisfied);
        let over = said(desks(&lines, true));
        assert_eq!(over, [row("生活", 50, Some(96), Some(80)), row("提问", 40, Some(98), None), row("其他", 5, Some(60), None)]);
        assert!(said(desks(&lines, false)).iter().all(|(.., satisfied)| satisfied.is_none()), "a month that goes on tells no grades");
        // What is too small even together takes the next smallest along, and is not told where nothing is left.
        let few = [lines[2].clone(), service(Class::Culture, 6, [0; 5]), lines[3].clone()];
        assert_eq!(said(desks(&few, true)), [row("提问", 40, Some(98), None), row("其他", 9, Some(78), None)]);
        assert_eq!(said(desks(&lines[3..4], true)), []);
        // Where few were of another mind, that is not told; and what nobody ordered this month takes nothing along.
        let one =
            [service(Class::Living, 11, [0, 1, 0, 0, 10]), service(Class::Culture, 6, [0; 5]), service(Class::Legal, 0, [0, 0, 0, 0, 3])];
        assert_eq!(said(desks(&one, true)), [row("生活", 11, Some(91), None), row("文化", 6, Some(83), None)]);
    }
}
