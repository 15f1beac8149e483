//! What counts in a quarter, of everybody. Pure.

use super::rules::Thresholds;
use crate::kernel::ids::MemberId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::{Add, Sub};

/// What somebody did in some days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Count {
    /// Points, as the ledger says.
    pub points: i64,
    /// Confirmed minutes.
    pub minutes: i64,
    /// Missed shifts.
    pub missed: i64,
}

impl Add for Count {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { points: self.points + other.points, minutes: self.minutes + other.minutes, missed: self.missed + other.missed }
    }
}

impl Sub for Count {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { points: self.points - other.points, minutes: self.minutes - other.minutes, missed: self.missed - other.missed }
    }
}

/// What everybody did in some days.
pub type Tally = BTreeMap<MemberId, Count>;

/// What counts of somebody in a quarter, and how many stars that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Who.
    pub member: MemberId,
    /// All that counts.
    pub count: Count,
    /// How much of it came late, for quarters that were sealed before; less than nothing where something there no longer counts.
    pub late: Count,
    /// The stars.
    pub stars: u8,
    /// Whether they are no volunteer, or work for the community: there are no stars for them, then or later.
    pub is_barred: bool,
}

/// What counts in a quarter. `own` is what was done in its days; `sealed` is what was done in the days of all sealed quarters, as
/// it stands now, and `already` what those quarters counted: what lies between the two came late.
pub fn counted(own: &Tally, sealed: &Tally, already: &Tally, thresholds: &Thresholds, earns: impl Fn(MemberId) -> bool) -> Vec<Counted> {
    let mut members: Vec<MemberId> = own.keys().chain(sealed.keys()).chain(already.keys()).copied().collect();
    members.sort_unstable();
    members.dedup();
    let of = |tally: &Tally, member| tally.get(&member).copied().unwrap_or_default();
    let one = |member| {
        let late = of(sealed, member) - of(already, member);
        let count = of(own, member) + late;
        let is_barred = !earns(member);
        let stars = if is_barred { 0 } else { thresholds.stars(count) };
        Counted { member, count, late, stars, is_barred }
    };
    let nothing = Count::default();
    members.into_iter().map(one).filter(|one| one.count != nothing || one.late != nothing).collect()
}
