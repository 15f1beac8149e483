//! What people see of points, and what happens to the rates.

use super::ledger::What;
use super::rates::Rates;
use crate::communities::model::Page;
use crate::id;
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::kernel::said::Said;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

id! {
    /// An entry of the ledger.
    EntryId
}

id! {
    /// A term of a version of the rates.
    TermId
}

/// An entry of the ledger, with the arithmetic behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct EntryCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: EntryId,
    /// For what kind of thing.
    pub what: What,
    /// What the post, or the category, is called.
    pub title: Said,
    /// The day on which it counts.
    pub day: NaiveDate,
    /// Whole minutes of a shift; 1 for a wish; 0 for what no longer counts.
    pub n: i64,
    /// Points of an hour, or of a wish.
    pub rate: i32,
    /// By which version of the rates; 0 is the standard.
    pub version: i32,
    /// What it is worth: the sum of its entries up to this one.
    pub due: i64,
    /// More or less than before.
    pub points: i64,
    /// Why it is not simply the rate's.
    pub because: Option<Because>,
}

/// Why an entry is not simply what the rate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Who did it earned nothing then.
    Barred,
    /// It no longer counts: disputed, reopened, or on another day.
    Gone,
    /// It puts right an entry before.
    Corrected,
    /// The day was full.
    DayFull,
}

/// One's own points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyPoints {
    /// The sum of the ledger.
    pub points: i64,
    /// This quarter.
    pub quarter: Period,
    /// The sum of this quarter's days.
    pub points_in_quarter: i64,
    /// Whether what one does now earns: volunteers do, who are neither staff nor grid workers.
    pub earns: bool,
    /// What holds today.
    pub version: i32,
    /// Its rates.
    pub rates: Rates,
    /// The entries, newest first.
    pub entries: Page<EntryCard>,
}

/// What is asked of the ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryQuery {
    /// Where to go on.
    pub cursor: Option<EntryId>,
    /// Most rows.
    pub limit: Option<u64>,
}

/// A version of the rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct VersionCard {
    /// Its number; 0 is the standard.
    pub version: i32,
    /// The first day for which it was made; none for the standard.
    pub from: Option<NaiveDate>,
    /// The rates.
    pub rates: Rates,
}

/// The rates of a community: what holds, and all that was ever agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RatesCard {
    /// The version that holds today.
    pub version: i32,
    /// Every version, newest first, the standard last.
    pub versions: Vec<VersionCard>,
    /// Which quarters were recomputed, and by which version, the latest first.
    pub recomputed: Vec<Recomputed>,
}

/// A quarter that was recomputed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Recomputed {
    /// Which: `2026Q4`.
    pub quarter: String,
    /// By which version.
    pub version: i32,
}

/// What the page of the rates shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatesPage {
    /// The rates.
    pub card: RatesCard,
    /// What the kinds of posts here are called, by code.
    pub kinds: Vec<(String, Said)>,
    /// What the posts here are called, by id.
    pub posts: Vec<(String, Said)>,
    /// What the categories here are called, by code.
    pub categories: Vec<(String, Said)>,
    /// Whether the reader may set rates.
    pub can_set: bool,
    /// The difference that was asked for.
    pub difference: Option<Difference>,
}

/// What a quarter would be by a version of the rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Difference {
    /// Which quarter: `2026Q4`.
    pub quarter: String,
    /// By which version.
    pub version: i32,
    /// The sum of all members as it stands.
    pub before: i64,
    /// The sum of all members as it would be.
    pub after: i64,
    /// Whose points would change, by name.
    pub lines: Vec<DifferenceLine>,
    /// What was shown, in short: to be sent along when it is agreed to.
    pub seen: String,
}

/// Whose points would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DifferenceLine {
    /// Who.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// As it stands.
    pub before: i64,
    /// As it would be.
    pub after: i64,
}

/// Which quarter by which version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DifferenceQuery {
    /// Which quarter: `2026Q4`; empty for none.
    pub quarter: String,
    /// By which version.
    pub version: String,
}

/// What happens to the rates: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TermEvent {
    /// A version was made, for the days from that one on.
    Made {
        /// Its number.
        version: i32,
        /// The first day.
        from: NaiveDate,
    },
    /// A quarter is computed by another version.
    Recomputed {
        /// The quarter.
        quarter: String,
        /// The version.
        version: i32,
        /// Whose points change.
        people: usize,
        /// By how much, in sum.
        points: i64,
    },
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for TermEvent {}
