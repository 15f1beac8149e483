//! Shifts that change hands between those who hold the same post: one for another, or for nothing. Pure.

use super::model::{ClaimId, PostId};
use super::times::{Planned, Shift};
use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::said::{Text, text};
use crate::{id, named};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

id! {
    /// An offer to give a shift away, or to swap it.
    SwapId
}

named! {
    /// Where an offer stands.
    SwapStage {
        /// Waiting for the other's word.
        Offered = "offered", "等对方答复", "Waiting for an answer";
        /// The shifts have changed hands.
        Agreed = "agreed", "换好了", "Agreed";
        /// The other cannot.
        Declined = "declined", "对方不方便", "Declined";
        /// Taken back by whoever made it.
        Withdrawn = "withdrawn", "已撤回", "Taken back";
    }
}

/// In what somebody's shifts differ from those that they claimed: what was agreed with others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covers {
    /// Given away.
    away: Vec<Shift>,
    /// Taken over from others.
    taken: Vec<Shift>,
}

impl Covers {
    /// The shifts of somebody who claimed these and agreed so, in their order.
    pub fn of(&self, claimed: Vec<Shift>) -> Vec<Shift> {
        let mut shifts: Vec<Shift> = claimed.into_iter().filter(|shift| !self.away.contains(shift)).chain(self.taken.clone()).collect();
        shifts.sort_unstable();
        shifts
    }

    /// They give this shift away, which is theirs.
    pub fn give(&mut self, shift: Shift) {
        match self.taken.iter().position(|taken| *taken == shift) {
            Some(at) => drop(self.taken.remove(at)),
            None => self.away.push(shift),
        }
    }

    /// They take this shift over, which was not theirs.
    pub fn take(&mut self, shift: Shift) {
        match self.away.iter().position(|away| *away == shift) {
            Some(at) => drop(self.away.remove(at)),
            None => self.taken.push(shift),
        }
    }
}

/// An offer as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// Its id.
    pub id: SwapId,
    /// Of which post.
    pub post: PostId,
    /// Who makes it.
    pub by: ClaimId,
    /// Who is asked.
    pub with: ClaimId,
    /// The shift that is given.
    pub gives: Shift,
    /// The shift that is asked for; none where the other is asked to step in.
    pub takes: Option<Shift>,
    /// Where it stands.
    pub stage: SwapStage,
    /// Counted up by every move.
    pub version: i32,
    /// When it last moved.
    pub moved_at: DateTime<Utc>,
}

impl Swap {
    /// When the first of its shifts begins: until then it can be answered.
    pub fn until(&self) -> DateTime<Utc> {
        self.takes.map_or(self.gives.0, |takes| takes.0.min(self.gives.0))
    }
}

const GIVES: Text = text("请选您要换的班。", "Please choose the shift that you give.");
const ASKS: Text = text("请选请谁来、换哪一班。", "Please choose whom you ask, and for which shift.");

/// What is typed to offer a shift.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewSwap {
    /// When the shift begins that is given: `2026-12-02T08:00:00Z`.
    pub gives: String,
    /// Whom, by their claim, and for which shift of theirs, by when it begins: `id`, or `id/2026-12-04T01:00:00Z`.
    pub asks: String,
}

/// When the shift begins that is given, who is asked, and when the one begins that is asked for.
pub type Asked = (DateTime<Utc>, ClaimId, Option<DateTime<Utc>>);

impl NewSwap {
    /// Checks what was typed.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check(&self) -> Result<Asked, Fault> {
        let mut problems = Problems::default();
        let gives = problems.take(self.gives.trim().parse().map_err(|_| Problem::new("gives", "gives", GIVES)));
        let (with, takes) = self.asks.trim().split_once('/').map_or((self.asks.trim(), None), |(with, takes)| (with, Some(takes)));
        let takes = takes.map(str::parse::<DateTime<Utc>>).transpose();
        let asks = with.parse::<ClaimId>().ok().zip(takes.ok());
        let asks = problems.take(asks.ok_or_else(|| Problem::new("asks", "asks", ASKS)));
        problems.finish(gives.zip(asks)).map(|(gives, (with, takes))| (gives, with, takes))
    }
}

/// An offer as the two whom it concerns see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SwapCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: SwapId,
    /// Of which post.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub post: PostId,
    /// What the post is called.
    pub title: String,
    /// Whether the reader made it.
    pub is_mine: bool,
    /// The other, under the name by which they chose to be shown.
    pub other: String,
    /// The shift that whoever made it gives.
    pub gives: Planned,
    /// The shift that is asked for; none where the other is asked to step in.
    pub takes: Option<Planned>,
    /// Where it stands.
    pub stage: SwapStage,
    /// Counted up by every move.
    pub version: i32,
    /// Whether it can still be answered or taken back.
    pub is_open: bool,
}

/// Somebody who holds the same post, with their shifts to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Fellow {
    /// Their claim.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub claim: ClaimId,
    /// Under the name by which they chose to be shown.
    pub name: String,
    /// Their shifts to come.
    pub shifts: Vec<Planned>,
}

/// A post of the reader's whose shifts can be swapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Swappable {
    /// The reader's claim.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub claim: ClaimId,
    /// What the post is called.
    pub title: String,
    /// The reader's shifts to come.
    pub shifts: Vec<Planned>,
    /// The others who hold it.
    pub fellows: Vec<Fellow>,
}

/// What the reader can swap, and what was offered to them and by them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Swaps {
    /// The offers that concern the reader, newest first.
    pub offers: Vec<SwapCard>,
    /// The posts whose shifts can be swapped.
    pub posts: Vec<Swappable>,
}

/// What happens to an offer: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SwapEvent {
    /// Somebody offered a shift.
    Offered {
        /// By which claim.
        by: ClaimId,
        /// To which claim.
        with: ClaimId,
    },
    /// The other agreed: the shifts have changed hands.
    Agreed,
    /// The other cannot.
    Declined,
    /// Taken back.
    Withdrawn,
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for SwapEvent {}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn shift(hour: usize) -> Shift {
        let at = DateTime::UNIX_EPOCH + TimeDelta::hours(i64::try_from(hour).unwrap_or_default());
        (at, at + TimeDelta::hours(1))
    }

    #[test]
    fn what_is_typed_is_read_or_said_beside_its_field() {
        let id = ClaimId(Uuid::from_u128(7));
        let typed = |gives: &str, asks: &str| NewSwap { gives: gives.to_owned(), asks: asks.to_owned() }.check();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (given, asked) = ("2026-12-02T16:00:00+08:00", "2026-12-04T01:00:00Z");
        assert_eq!(typed(given, &id.to_string()).unwrap(), (at("2026-12-02T08:00:00Z"), id, None));
        assert_eq!(typed(given, &format!(" {id}/{asked} ")).unwrap(), (at("2026-12-02T08:00:00Z"), id, Some(at(asked))));
        for (gives, asks, fields) in [
            ("", "", vec!["gives", "asks"]),
            ("周三", &id.to_string(), vec!["gives"]),
            (given, "张三", vec!["asks"]),
            (given, &format!("{id}/周五"), vec!["asks"]),
            (given, &format!("{id}/"), vec!["asks"]),
        ] {
            let Fault::Invalid(problems) = typed(gives, asks).unwrap_err() else { panic!("{gives} {asks}") };
            assert_eq!(problems.iter().map(|one| one.field.to_string()).collect::<Vec<_>>(), fields);
        }
    }

    proptest! {
        /// However shifts change hands between some people who hold a post: each is somebody's, and of one alone where it was
        /// of one alone; and what each gave back is forgotten.
        #[test]
        fn every_shift_stays_with_one(moves in proptest::collection::vec((0_usize..12, 0_usize..3), 0..60)) {
            let claimed = |who: usize| (0..12).filter(|hour| hour % 3 == who).map(shift).collect::<Vec<_>>();
            let mut people: Vec<Covers> = vec![Covers::default(); 3];
            let mut whose: Vec<usize> = (0..12).map(|hour| hour % 3).collect();
            for (hour, to) in moves {
                let from = whose[hour];
                if from != to {
                    people[from].give(shift(hour));
                    people[to].take(shift(hour));
                    whose[hour] = to;
                }
            }
            for (who, covers) in people.iter().enumerate() {
                let theirs: Vec<Shift> = (0..12).filter(|hour| whose[*hour] == who).map(shift).collect();
                prop_assert_eq!(covers.of(claimed(who)), theirs.clone());
                if theirs == claimed(who) {
                    prop_assert_eq!(covers, &Covers::default());
                }
            }
        }
    }
}
