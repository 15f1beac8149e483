//! What people see of stars, and what happens to a quarter.

use super::counting::{Count, Counted};
use super::rules::Version;
use crate::kernel::ids::MemberId;
use crate::kernel::period::Period;
use crate::kernel::said::Said;
use crate::kernel::text::Bounds;
use crate::kernel::when::Moment;
use crate::posts::model::ClaimId;
use crate::{id, named};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

id! {
    /// A quarter that is closed, or being closed.
    QuarterId
}

id! {
    /// What a computation counted of somebody.
    LineId
}

id! {
    /// A version of the thresholds.
    RulesId
}

id! {
    /// An objection to somebody's stars.
    StarObjectionId
}

/// For how many days a quarter is public before it can be sealed, where nothing else is said; and at most.
pub const PUBLIC_DAYS: (i64, i64) = (5, 30);
/// What an objection says.
pub const OBJECTION: Bounds = Bounds::lines("words", 5, 500);
/// What is answered.
pub const ANSWER: Bounds = Bounds::lines("answer", 2, 500);

named! {
    /// Where the closing of a quarter stands.
    QuarterStage {
        /// Counted, for the admins' eyes.
        Computed = "computed", "已计算，还没公示", "Computed, not public yet";
        /// Public, open to objections.
        Published = "published", "公示中", "Public";
        /// Final.
        Sealed = "sealed", "已存档", "Sealed";
    }
}

named! {
    /// How somebody's stars are shown to others.
    Showing {
        /// Not at all.
        Hidden = "hidden", "不公开，只有我和管理员看得到", "Not at all: I and the admins alone see them";
        /// By the first character of the name.
        Masked = "masked", "公开，名字只写姓，比如“张*”", "Shown by my family name alone";
        /// By the whole name.
        Whole = "whole", "公开，写全名", "Shown by my whole name";
    }
}

named! {
    /// How an objection ended.
    StarOutcome {
        /// What was counted has been put right.
        Upheld = "upheld", "异议成立，记录已改正", "Upheld: the record was put right";
        /// It was right.
        Overruled = "overruled", "异议不成立，星级不变", "Not upheld: the stars stand";
        /// It needs no answer any more: whoever objected, or is meant, has gone.
        Settled = "settled", "不用再答复", "Needs no answer any more";
    }
}

/// A quarter as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarter {
    /// Its id.
    pub id: QuarterId,
    /// Its days.
    pub days: Period,
    /// Where its closing stands.
    pub stage: QuarterStage,
    /// Counted up by every move.
    pub version: i32,
    /// Which computation holds.
    pub computation: i32,
    /// By which version of the thresholds.
    pub rules: i32,
    /// Until when it is public; none while it is not.
    pub public_until: Option<DateTime<Utc>>,
    /// When it last moved.
    pub moved_at: DateTime<Utc>,
}

/// What a computation counted of somebody: its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: LineId,
    /// Of which quarter.
    pub quarter: QuarterId,
    /// What was counted.
    pub counted: Counted,
}

/// An objection as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its id.
    pub id: StarObjectionId,
    /// To which quarter.
    pub quarter: QuarterId,
    /// To which line of it.
    pub line: LineId,
    /// By whom.
    pub by: MemberId,
    /// Against whom.
    pub against: MemberId,
    /// What it says; empty once one of them has gone.
    pub words: String,
    /// Since when.
    pub at: DateTime<Utc>,
    /// How it ended, and what was answered; none while it is open.
    pub answer: Option<(StarOutcome, String)>,
}

impl Objection {
    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.answer.is_none()
    }
}

/// A quarter, or a year, of which there are stars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct QuarterCard {
    /// Which: `2026Q3`; `2026` for a year.
    pub quarter: String,
    /// Where it stands.
    pub stage: QuarterStage,
    /// Until when it is public.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub until: Option<Moment>,
}

/// Somebody's stars as everybody may see them, for they agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StarCard {
    /// By which one objects; none for a year.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<uuid::Uuid>))]
    pub line: Option<LineId>,
    /// Their name, as they chose.
    pub name: String,
    /// The stars.
    pub stars: u8,
    /// What counted.
    pub count: Count,
}

/// The stars of a quarter, as everybody may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StarBoard {
    /// What there is, the newest first.
    pub quarters: Vec<QuarterCard>,
    /// What is shown; none where nothing is public yet.
    pub shown: Option<QuarterCard>,
    /// By building, the most stars first.
    pub buildings: Vec<StarBuilding>,
    /// How many more have stars and did not choose to be shown.
    pub hidden: usize,
    /// Whether the reader may object to what is public.
    pub can_object: bool,
}

/// The stars of a building.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StarBuilding {
    /// What it is called; empty where somebody has given none.
    pub building: String,
    /// Whoever lives there.
    pub people: Vec<StarCard>,
}

/// What is asked of the board.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// Which quarter, or year; empty for the newest.
    pub quarter: String,
}

/// A quarter of one's own, with all that its stars come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyQuarter {
    /// Which: `2026Q3`.
    pub quarter: String,
    /// Where it stands; none for the one that is not over.
    pub stage: Option<QuarterStage>,
    /// The stars; so far, where it is not over.
    pub stars: u8,
    /// All that counts.
    pub count: Count,
    /// How much of it came late for quarters before.
    pub late: Count,
    /// By which thresholds.
    pub rules: Version,
}

/// A year of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyYear {
    /// Which.
    pub year: i32,
    /// The stars.
    pub stars: u8,
    /// From how many sealed quarters.
    pub quarters: usize,
}

/// One's own stars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyStars {
    /// How they are shown to others.
    pub showing: Showing,
    /// Whether there are stars for the reader: for volunteers, who are neither staff nor grid workers.
    pub earns: bool,
    /// The quarter that is not over, so far.
    pub so_far: MyQuarter,
    /// Those that are public or sealed, the newest first.
    pub quarters: Vec<MyQuarter>,
    /// The years whose last quarter is sealed, the newest first.
    pub years: Vec<MyYear>,
}

/// The thresholds: what holds, and all that was ever agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RulesCard {
    /// The version that holds for this quarter.
    pub version: i32,
    /// Every version, newest first, the standard last.
    pub versions: Vec<Version>,
    /// Whether the reader may set them.
    pub can_set: bool,
}

/// What can be done next with a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CloseStep {
    /// Counting it, or counting it again.
    Compute,
    /// Making it public.
    Publish,
    /// Making it final.
    Seal,
}

/// A quarter as the admins close it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Closing {
    /// Which: `2026Q3`.
    pub quarter: String,
    /// Its days.
    pub days: Period,
    /// Where it stands; none before it is computed.
    pub stage: Option<QuarterStage>,
    /// Counted up by every move.
    pub version: i32,
    /// Until when it is public.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub until: Option<Moment>,
    /// Shifts of the quarter that wait for the desk's word. What is disputed does not: nobody can hold a quarter up, and what is
    /// settled later counts in the next one.
    pub waiting: u64,
    /// Ledgers into which something is being written at this moment.
    pub settling: u64,
    /// Whether counting it now would give something else than what stands there.
    pub is_stale: bool,
    /// By which thresholds.
    pub rules: Version,
    /// What can be done now, each unless something holds it up.
    pub can: Vec<CloseStep>,
    /// How many have no star, one, up to five.
    pub sums: [usize; 6],
    /// Everybody, the most stars first.
    pub lines: Vec<LineCard>,
    /// The objections, the open ones first.
    pub objections: Vec<StarObjectionCard>,
}

/// Somebody in a quarter, as the admins see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LineCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: LineId,
    /// Who.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Their building.
    pub building: String,
    /// The stars.
    pub stars: u8,
    /// All that counts.
    pub count: Count,
    /// How much of it came late for quarters before.
    pub late: Count,
    /// How they are shown.
    pub showing: Showing,
}

/// What somebody who claims a post did in this community so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RecordCard {
    /// Their claim.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub claim: ClaimId,
    /// Confirmed minutes.
    pub minutes: i64,
    /// Missed shifts.
    pub missed: i64,
    /// The newest quarter whose stars are public: `2026Q3`; none where there is none.
    pub quarter: Option<String>,
    /// Their stars in it.
    pub stars: u8,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct StarObjectionCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: StarObjectionId,
    /// To which quarter.
    pub quarter: String,
    /// By whom.
    pub by: String,
    /// To whose stars; for whoever objected, as they are shown.
    pub against: String,
    /// What it says.
    pub words: String,
    /// Since when.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub at: Moment,
    /// How it ended; none while it is open.
    pub outcome: Option<StarOutcome>,
    /// What was answered.
    pub answer: Option<String>,
    /// Whether the reader may answer it.
    pub can_answer: bool,
}

/// A sheet that honours somebody's stars, to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Honour {
    /// Whose.
    pub name: String,
    /// The stars.
    pub stars: u8,
}

/// The honours of a quarter, or a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Honours {
    /// Which: `2026Q3`; `2026` for a year.
    pub quarter: String,
    /// The day on which it was sealed.
    pub sealed_on: NaiveDate,
    /// The most stars first.
    pub honours: Vec<Honour>,
}

/// Which quarter, and the version that was seen, where the caller insists on it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct At {
    /// Which: `2026Q3`.
    pub quarter: String,
    /// The version.
    pub version: Option<i32>,
}

/// What a quarter, or a year, is called: 2026 年第 3 季度.
pub fn quarter_name(code: &str) -> Said {
    match code.split_once('Q') {
        Some((year, quarter)) => Said { zh: format!("{year} 年第 {quarter} 季度").into(), en: format!("Q{quarter} {year}").into() },
        None => Said { zh: format!("{code} 年").into(), en: code.to_owned().into() },
    }
}

/// What happens to a quarter: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum QuarterEvent {
    /// It was counted.
    Computed {
        /// Which quarter.
        quarter: String,
        /// By which version of the thresholds.
        rules: i32,
        /// How many people have stars.
        people: usize,
    },
    /// It was made public.
    Published {
        /// Which quarter.
        quarter: String,
    },
    /// It was made final.
    Sealed {
        /// Which quarter.
        quarter: String,
    },
}

/// What happens to an objection: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StarObjectionEvent {
    /// It was made.
    Objected {
        /// To which line.
        line: LineId,
    },
    /// The record was put right.
    Upheld,
    /// It was right.
    Overruled,
    /// It needs no answer any more.
    Settled,
    /// What was written was removed.
    Cleared,
}

/// What happens to the thresholds: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RulesEvent {
    /// A version was made, for the quarters from that one on.
    Made {
        /// Its number.
        version: i32,
        /// The first quarter.
        from: String,
    },
}

/// What somebody chooses: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChoiceEvent {
    /// How their stars are shown.
    Chosen {
        /// So.
        showing: Showing,
    },
}

#[cfg(feature = "ssr")]
mod facts {
    use super::{ChoiceEvent, QuarterEvent, RulesEvent, StarObjectionEvent};
    use crate::kernel::events::Fact;

    impl Fact for QuarterEvent {}
    impl Fact for StarObjectionEvent {}
    impl Fact for RulesEvent {}
    impl Fact for ChoiceEvent {}
}
