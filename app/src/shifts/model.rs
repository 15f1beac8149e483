//! What a shift is, what people write about it, what they see, and what happens to it.

use crate::kernel::fault::{Fault, Problem, Problems};
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::said::{Text, text};
use crate::kernel::text::Bounds;
use crate::kernel::when::Moment;
use crate::posts::model::{ClaimId, PostId};
use crate::{communities, id};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

pub use super::stage::{ShiftStage, Step};
pub use crate::posts::times::Planned;

id! {
    /// A shift.
    ShiftId
}

/// What was done, or why it is entered only now.
pub const NOTE: Bounds = Bounds::line("note", 2, 200);
/// Why hours are disputed, or a record is taken back.
pub const REASON: Bounds = Bounds::lines("reason", 2, 300);
/// Why one did not come.
pub const WORD: Bounds = Bounds::lines("word", 2, 300);

const DAY: Text = text("日期要写成 2026-11-22 这样。", "A day looks like 2026-11-22.");
const TIME: Text = text("时间要写成 14:30 这样。", "A time looks like 14:30.");
const BACKWARDS: Text = text(
    "结束要晚于开始。服务过了半夜的，请按两天分两次写。",
    "It must end after it begins. What went past midnight is entered as two, one a day.",
);

/// What is typed to enter hours later, or to correct them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewTime {
    /// The day.
    pub day: String,
    /// When it began, local.
    pub from: String,
    /// When it ended, local.
    pub to: String,
    /// What was done, or why it is entered only now.
    pub note: String,
}

/// The private link of one's calendar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CalendarLink {
    /// Where it is, after the host; none where there is none.
    pub path: Option<String>,
}

/// What happens to the link of a calendar: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CalendarEvent {
    /// It was made; the one before opens nothing any more.
    Made,
    /// It opens nothing any more.
    Ended,
}

/// What somebody served in some times, and missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// Who.
    pub member: MemberId,
    /// Confirmed minutes.
    pub minutes: i64,
    /// Missed shifts.
    pub missed: i64,
}

/// Times of service: from when to when, the end not in it.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

impl NewTime {
    /// Checks and cleans: from when to when, and the note.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check<Z: TimeZone>(&self, zone: &Z) -> Result<(Span, String), Fault> {
        let mut problems = Problems::default();
        let day = problems.take(self.day.trim().parse::<NaiveDate>().map_err(|_| Problem::new("day", "day", DAY)));
        let from = problems.take(time("from", &self.from));
        let to = problems.take(time("to", &self.to));
        let note = problems.take(NOTE.check(&self.note));
        let span = day.zip(from).zip(to).and_then(|((day, from), to)| {
            let at = |time| zone.from_local_datetime(&day.and_time(time)).earliest().map(|at| at.with_timezone(&Utc));
            let backwards = || Problem::new("to", "backwards", BACKWARDS);
            problems.take(at(from).zip(at(to)).filter(|(from, to)| from < to).ok_or_else(backwards))
        });
        problems.finish(span.zip(note))
    }
}

/// What is typed to stop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewEnd {
    /// When it ended, local, on the day on which it began or the one after; empty for now.
    pub until: String,
    /// What was done; needed where it ended before now.
    pub note: String,
}

impl NewEnd {
    /// Checks and cleans: when it ended, and the note.
    ///
    /// # Errors
    /// All problems at once.
    pub fn check<Z: TimeZone>(&self, from: DateTime<Utc>, now: DateTime<Utc>, zone: &Z) -> Result<(DateTime<Utc>, String), Fault> {
        let mut problems = Problems::default();
        if self.until.trim().is_empty() {
            let note = problems.take(NOTE.check_optional(Some(&self.note)));
            return problems.finish(note).map(|note| (now, note.unwrap_or_default()));
        }
        let until = problems.take(time("until", &self.until));
        let note = problems.take(NOTE.check(&self.note));
        let end = until.and_then(|until| {
            let began = from.with_timezone(zone).naive_local();
            let day = if until > began.time() { Some(began.date()) } else { began.date().succ_opt() };
            let at = day.and_then(|day| zone.from_local_datetime(&day.and_time(until)).earliest());
            problems.take(at.map(|at| at.with_timezone(&Utc)).ok_or_else(|| Problem::new("until", "time", TIME)))
        });
        problems.finish(end.zip(note))
    }
}

/// A time of the day as people type it.
///
/// # Errors
/// The problem of that field.
pub fn time(field: &'static str, typed: &str) -> Result<NaiveTime, Problem> {
    let narrow = |c: char| match c {
        '：' => ':',
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    let plain: String = typed.trim().chars().map(narrow).collect();
    NaiveTime::parse_from_str(&plain, "%H:%M").map_err(|_| Problem::new(field, "time", TIME))
}

/// A shift as it stands: its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// By which claim.
    pub claim: ClaimId,
    /// Of which post.
    pub post: PostId,
    /// Who.
    pub member: MemberId,
    /// Whose account: a person's hours are theirs in every community. None once they have gone.
    pub account: Option<AccountId>,
    /// When it began.
    pub from: DateTime<Utc>,
    /// When it ended; none while it runs.
    pub to: Option<DateTime<Utc>>,
    /// Where it stands.
    pub stage: ShiftStage,
    /// Counted up by every move.
    pub version: i32,
    /// What was done, or why it was entered later; may be empty.
    pub note: String,
    /// What the desk says: why it is disputed, or taken back; may be empty.
    pub reason: String,
    /// What whoever did not come says to that; may be empty.
    pub word: String,
    /// When it last moved.
    pub moved_at: DateTime<Utc>,
}

impl Shift {
    /// From when to when; what runs, until now.
    pub fn span(&self, now: DateTime<Utc>) -> Span {
        (self.from, self.to.unwrap_or(now).max(self.from))
    }

    /// How long, in whole minutes.
    pub fn minutes(&self, now: DateTime<Utc>) -> i64 {
        let (from, to) = self.span(now);
        (to - from).num_minutes()
    }
}

/// A shift as whoever served it and the desk see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ShiftCard {
    /// Its id.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub id: ShiftId,
    /// Of which post.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub post: PostId,
    /// What the post is called.
    pub title: String,
    /// Who served it.
    pub name: String,
    /// When it began.
    #[cfg_attr(feature = "ssr", schema(value_type = chrono::DateTime<chrono::Utc>))]
    pub from: Moment,
    /// When it ended; none while it runs.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<chrono::DateTime<chrono::Utc>>))]
    pub to: Option<Moment>,
    /// How long, in whole minutes; what runs, until now.
    pub minutes: i64,
    /// Where it stands.
    pub stage: ShiftStage,
    /// Counted up by every move.
    pub version: i32,
    /// What was done, or why it was entered later.
    pub note: String,
    /// What the desk says.
    pub reason: String,
    /// What whoever did not come says.
    pub word: String,
    /// What the reader may do with it now.
    pub can: Vec<Step>,
}

/// A post that somebody holds, with its next times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Hold {
    /// The claim.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub claim: ClaimId,
    /// Which post.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub post: PostId,
    /// What it is called.
    pub title: String,
    /// Where.
    pub place: String,
    /// Whether it has no set times.
    pub as_it_comes: bool,
    /// Its next times within two weeks, at most five.
    pub next: Vec<Planned>,
}

/// One's own shifts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Mine {
    /// The posts that one holds here.
    pub holds: Vec<Hold>,
    /// Confirmed minutes here.
    pub minutes_here: i64,
    /// Confirmed minutes in every community.
    pub minutes: i64,
    /// Stars of the national rating, 0 to 5, by the minutes in every community.
    pub national_stars: u8,
    /// The shifts here, newest first.
    pub shifts: communities::model::Page<ShiftCard>,
}

/// The page of one's own shifts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyShifts {
    /// What one serves.
    pub mine: Mine,
    /// Where one's calendar is.
    pub calendar: CalendarLink,
}

/// Somebody who is expected today, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Expected {
    /// By which claim.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub claim: ClaimId,
    /// Who.
    pub name: String,
    /// Which post.
    #[cfg_attr(feature = "ssr", schema(value_type = uuid::Uuid))]
    pub post: PostId,
    /// What it is called.
    pub title: String,
    /// From when to when.
    #[serde(flatten)]
    pub planned: Planned,
    /// How the shift that they served, or missed, stands; none where there is none yet.
    pub stage: Option<ShiftStage>,
    /// Whether the reader may check them in now.
    pub can_check_in: bool,
    /// Whether the reader may record now that they did not come.
    pub can_miss: bool,
}

/// What the desk sees of shifts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// Who is expected today, in the order of the times.
    pub today: Vec<Expected>,
    /// How many shifts stand at each stage that waits for somebody.
    pub waiting: Vec<(ShiftStage, u64)>,
    /// The shifts that were asked for.
    pub shifts: communities::model::Page<ShiftCard>,
}

/// What is asked of a list of shifts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftQuery {
    /// Only those that stand so.
    pub stage: Option<ShiftStage>,
    /// Where to go on.
    pub cursor: Option<ShiftId>,
    /// Most rows.
    pub limit: Option<u64>,
}

/// What happens to a shift: history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShiftEvent {
    /// Began.
    CheckedIn {
        /// By which claim.
        claim: ClaimId,
    },
    /// Written down later.
    Entered {
        /// By which claim.
        claim: ClaimId,
    },
    /// Somebody did not come.
    Missed {
        /// By which claim they were expected.
        claim: ClaimId,
    },
    /// Stopped.
    CheckedOut,
    /// It was at another time.
    Corrected,
    /// It was so.
    Confirmed,
    /// The desk asks.
    Disputed,
    /// Taken back by whoever served.
    Withdrawn,
    /// Whoever did not come said why.
    Explained,
    /// Taken back by the desk.
    Revoked,
    /// Whoever served has gone: what they wrote is removed.
    Cleared,
}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for ShiftEvent {}

#[cfg(feature = "ssr")]
impl crate::kernel::events::Fact for CalendarEvent {}
