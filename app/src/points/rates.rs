//! What deeds are worth, and which version of that holds on which day. Pure.

use super::ledger::{Deed, What};
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::said::{Text, text};
use crate::kernel::text::plain_digits;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The most points of an hour or a wish, and of a day.
pub const MOST: (i32, i32) = (100, 1000);

/// What stands before an id that is a key in a form: one that begins with a digit is read as the place in a list.
pub const BEFORE_ID: &str = "id-";

const POINTS: Text = text("要写 0 到 {} 的整数。", "A whole number from 0 to {}.");
const AT_LEAST_ONE: Text = text("要写 1 到 {} 的整数。", "A whole number from 1 to {}.");
const DAY: Text = text("要写明天或者以后的一天，像 2026-11-22 这样。", "A day after today, like 2026-11-22.");
const UNKNOWN: Text = text("没有这一项。", "There is no such thing here.");

/// What deeds are worth: the most particular rate holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Rates {
    /// An hour of a post.
    pub hour: i32,
    /// An hour of a post of this kind (the code of a preset, or `own`).
    pub kinds: BTreeMap<String, i32>,
    /// An hour of this post.
    #[cfg_attr(feature = "ssr", schema(value_type = BTreeMap<String, i32>))]
    pub posts: BTreeMap<Uuid, i32>,
    /// A granted wish.
    pub wish: i32,
    /// A granted wish of this category (its code).
    pub categories: BTreeMap<String, i32>,
    /// The most that a day brings.
    pub most_a_day: i32,
}

impl Rates {
    /// What holds until a community writes its own: version 0. What was booked by it names it, so it is never changed.
    pub fn standard() -> Self {
        Self { hour: 10, kinds: BTreeMap::new(), posts: BTreeMap::new(), wish: 5, categories: BTreeMap::new(), most_a_day: 60 }
    }

    /// Points of an hour, or of a wish.
    pub fn of(&self, deed: &Deed) -> i32 {
        match deed.what {
            What::Shift => *self.posts.get(&deed.about).or_else(|| self.kinds.get(&deed.code)).unwrap_or(&self.hour),
            What::Wish => *self.categories.get(&deed.code).unwrap_or(&self.wish),
        }
    }
}

/// Which version holds from when to when, the days counted in; without an end where it holds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The version.
    pub version: i32,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Every version that was ever agreed to, and their terms in the order in which they were agreed.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The versions but 0.
    pub versions: BTreeMap<i32, Rates>,
    /// The terms.
    pub terms: Vec<Term>,
}

impl Book {
    /// What holds on that day: the last that was agreed for it.
    pub fn at(&self, day: NaiveDate) -> (i32, Rates) {
        let holds = |term: &&Term| term.from <= day && term.to.is_none_or(|to| day <= to);
        let version = self.terms.iter().rev().find(holds).map_or(0, |term| term.version);
        (version, self.version(version).unwrap_or_else(Rates::standard))
    }

    /// The rates of a version.
    pub fn version(&self, version: i32) -> Option<Rates> {
        if version == 0 { Some(Rates::standard()) } else { self.versions.get(&version).cloned() }
    }

    /// The number of the next version.
    pub fn next(&self) -> i32 {
        self.versions.keys().last().map_or(1, |last| last + 1)
    }

    /// The book as it were with one more term.
    #[must_use]
    pub fn with(mut self, term: Term) -> Self {
        self.terms.push(term);
        self
    }
}

/// What is typed to set rates; a particular one that is empty is the common one's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewRates {
    /// The first day.
    pub from: String,
    /// Points of an hour.
    pub hour: String,
    /// Points of an hour, by kind of post.
    pub kinds: BTreeMap<String, String>,
    /// Points of an hour, by post: its id, in forms after [`BEFORE_ID`].
    pub posts: BTreeMap<String, String>,
    /// Points of a granted wish.
    pub wish: String,
    /// Points of a granted wish, by category.
    pub categories: BTreeMap<String, String>,
    /// The most that a day brings.
    pub most_a_day: String,
}

/// What there is to give points for here.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Kinds of posts.
    pub kinds: Vec<String>,
    /// Posts.
    pub posts: Vec<Uuid>,
    /// Codes of categories.
    pub categories: Vec<String>,
}

impl NewRates {
    /// Checks and cleans: the rates, and from what day they hold.
    ///
    /// # Errors
    /// All problems at once, each beside its field (`kinds[patrol]`).
    pub fn check(&self, today: NaiveDate, known: &Known) -> Result<(Rates, NaiveDate), Fault> {
        let mut problems = Problems::default();
        let from = self.from.trim().parse::<NaiveDate>().ok().filter(|from| *from > today);
        let from = problems.take(from.ok_or_else(|| Problem::new("from", "from", DAY)));
        let hour = problems.take(number("hour".to_owned(), &self.hour, 0..=MOST.0));
        let kinds = problems.take(each("kinds", &self.kinds, |code| known.kinds.contains(code).then(|| code.clone())));
        let posts = problems.take(each("posts", &self.posts, |id| {
            let id = id.strip_prefix(BEFORE_ID).unwrap_or(id);
            id.parse().ok().filter(|id| known.posts.contains(id))
        }));
        let wish = problems.take(number("wish".to_owned(), &self.wish, 0..=MOST.0));
        let code = |code: &String| known.categories.contains(code).then(|| code.clone());
        let categories = problems.take(each("categories", &self.categories, code));
        let most_a_day = problems.take(number("most_a_day".to_owned(), &self.most_a_day, 1..=MOST.1));
        let particular = kinds.zip(posts).zip(categories);
        let all = problems.finish(from.zip(hour).zip(wish).zip(most_a_day).zip(particular))?;
        let ((((from, hour), wish), most_a_day), ((kinds, posts), categories)) = all;
        Ok((Rates { hour, kinds, posts, wish, categories, most_a_day }, from))
    }
}

fn number(field: String, typed: &str, within: std::ops::RangeInclusive<i32>) -> Result<i32, Problem> {
    let said = if *within.start() == 0 { POINTS } else { AT_LEAST_ONE };
    let wrong = || Problem { field: field.into(), code: "points".into(), said: said.fill(&[within.end()]) };
    let digits = Some(plain_digits(typed)).filter(|_| !typed.contains('-'));
    digits.and_then(|digits| digits.parse().ok()).filter(|n| within.contains(n)).ok_or_else(wrong)
}

/// The particular rates that are not empty.
fn each<K: Ord>(list: &str, typed: &BTreeMap<String, String>, known: impl Fn(&String) -> Option<K>) -> Result<BTreeMap<K, i32>, Problem> {
    let filled = typed.iter().filter(|(_, points)| !points.trim().is_empty());
    let one = |(key, points): (&String, &String)| {
        let field = format!("{list}[{key}]");
        let points = number(field.clone(), points, 0..=MOST.0)?;
        let key = known(key).ok_or_else(|| Problem { field: field.into(), code: "unknown".into(), said: UNKNOWN.into() })?;
        Ok((key, points))
    };
    filled.map(one).collect()
}
