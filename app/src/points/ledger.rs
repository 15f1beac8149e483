//! What deeds are due, what is booked, and the entries that are missing between the two. Pure.

use super::rates::Book;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What kind of thing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Hours of a post.
    Shift,
    /// A wish.
    Wish,
}

impl What {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Shift, Self::Wish];

    /// The name at rest and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Wish => "wish",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }
}

/// Something that somebody did, and that counts as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What kind of thing.
    pub what: What,
    /// The shift, or the wish.
    pub id: Uuid,
    /// The post, or the category.
    pub about: Uuid,
    /// The kind of post, or the category's code.
    pub code: String,
    /// The day on which it counts, local: on which the shift began, or the wish was closed.
    pub day: NaiveDate,
    /// When: the earlier of a day come first where a day is full.
    pub at: DateTime<Utc>,
    /// Whole minutes of a shift; 1 for a wish.
    pub n: i64,
}

/// Which deed, on which day: where its time is corrected to another day, the old one's points go and the new one's come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What kind of thing.
    pub what: What,
    /// The shift, or the wish.
    pub id: Uuid,
    /// The day.
    pub day: NaiveDate,
}

/// What a deed is worth, and the arithmetic of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    /// The post, or the category.
    pub about: Uuid,
    /// Whole minutes of a shift; 1 for a wish; 0 for what no longer counts.
    pub n: i64,
    /// Points of an hour, or of a wish.
    pub rate: i32,
    /// By which version of the rates.
    pub version: i32,
    /// Points: `minutes × rate ÷ 60`, whole ones, as far as the day has room.
    pub due: i64,
}

/// What stands in the ledger for a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// The post, or the category.
    pub about: Uuid,
    /// The sum of its entries.
    pub points: i64,
    /// Whether it was done by somebody who earned nothing then: it never brings anything.
    pub is_barred: bool,
}

/// An entry to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// For what.
    pub key: Key,
    /// What it is worth now.
    pub worth: Worth,
    /// Points, more or less than before; 0 where a deed brings nothing, and the ledger says so.
    pub points: i64,
    /// Whether it was done by somebody who earns nothing.
    pub is_barred: bool,
}

/// The whole points of `n` at a rate, before the day's limit.
pub fn whole(what: What, n: i64, rate: i32) -> i64 {
    match what {
        What::Shift => n * i64::from(rate) / 60,
        What::Wish => n * i64::from(rate),
    }
}

/// What each deed of one person is worth by the rates of its day. Where a day is full, the earlier come first.
pub fn due(deeds: &[Deed], book: &Book) -> BTreeMap<Key, Worth> {
    let mut sorted: Vec<&Deed> = deeds.iter().collect();
    sorted.sort_by_key(|deed| (deed.day, deed.at, deed.what, deed.id));
    let mut all = BTreeMap::new();
    let mut today: Option<(NaiveDate, i64)> = None;
    for deed in sorted {
        let (version, rates) = book.at(deed.day);
        let already = today.filter(|(day, _)| *day == deed.day).map_or(0, |(_, points)| points);
        let rate = rates.of(deed);
        let due = whole(deed.what, deed.n, rate).min(i64::from(rates.most_a_day) - already);
        today = Some((deed.day, already + due));
        let key = Key { what: deed.what, id: deed.id, day: deed.day };
        all.insert(key, Worth { about: deed.about, n: deed.n, rate, version, due });
    }
    all
}

/// The entries between what is booked and what is due: one for every new deed, and one for every difference. Whoever does not
/// `earn` gets nothing for what is new, then or later; what they have may only shrink.
pub fn missing(due: &BTreeMap<Key, Worth>, booked: &BTreeMap<Key, Booked>, book: &Book, earns: bool) -> Vec<Missing> {
    let gone = |key: &Key, booked: &Booked| Worth { about: booked.about, n: 0, rate: 0, version: book.at(key.day).0, due: 0 };
    let mut all: BTreeMap<Key, Worth> = booked.iter().map(|(key, booked)| (*key, gone(key, booked))).collect();
    all.extend(due);
    let entry = |(key, mut worth): (Key, Worth)| {
        let stands = booked.get(&key);
        let already = stands.map_or(0, |booked| booked.points);
        if !earns || stands.is_some_and(|booked| booked.is_barred) {
            worth.due = worth.due.min(already);
        }
        let points = worth.due - already;
        let is_new = stands.is_none();
        (is_new || points != 0).then_some(Missing { key, worth, points, is_barred: is_new && !earns })
    };
    let mut entries: Vec<Missing> = all.into_iter().filter_map(entry).collect();
    entries.sort_by_key(|entry| (entry.key.day, entry.key));
    entries
}
