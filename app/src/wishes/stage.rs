//! Where a wish can stand, and the moves that lead on from there.

use super::model::Wish;
use crate::kernel::fault::Fault;
use crate::kernel::said::{Text, text};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// Where a wish stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The resident has placed it.
    Placed,
    /// The community has taken the order.
    Accepted,
    /// Not possible for now; kept on file.
    Declined,
    /// Someone holds it.
    Claimed,
    /// It was brought.
    Delivered,
    /// The resident has confirmed.
    Confirmed,
    /// Nobody said a word for seven days after it was brought: it closed by itself, without a grade.
    Lapsed,
    /// The resident has taken it back.
    Withdrawn,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 8] =
        [Self::Placed, Self::Accepted, Self::Declined, Self::Claimed, Self::Delivered, Self::Confirmed, Self::Lapsed, Self::Withdrawn];
    /// The five steps of a wish that goes well.
    pub const STEPS: [Self; 5] = [Self::Placed, Self::Accepted, Self::Claimed, Self::Delivered, Self::Confirmed];

    /// Where what was brought is closed, by a word or without one.
    pub const GRANTED: [Self; 2] = [Self::Confirmed, Self::Lapsed];

    /// The name at rest and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Claimed => "claimed",
            Self::Delivered => "delivered",
            Self::Confirmed => "confirmed",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The stage of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The name for people.
    pub fn name(self) -> Text {
        match self {
            Self::Placed => text("已提交", "Placed"),
            Self::Accepted => text("已接单", "Accepted"),
            Self::Declined => text("暂时办不了", "Not possible for now"),
            Self::Claimed => text("有人认领", "Claimed"),
            Self::Delivered => text("已办好", "Done"),
            Self::Confirmed => text("已确认", "Confirmed"),
            Self::Lapsed => text("自动办结", "Closed by itself"),
            Self::Withdrawn => text("已撤回", "Withdrawn"),
        }
    }

    /// Whether nothing more is awaited.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Declined | Self::Confirmed | Self::Lapsed | Self::Withdrawn)
    }
}

/// What can be done with a wish that was placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Take the order.
    Accept,
    /// Say that it is not possible for now.
    Decline,
    /// Take it on.
    Claim,
    /// Hand it to a member.
    Dispatch,
    /// Give it back.
    Release,
    /// Say that it was brought.
    Deliver,
    /// Close it with a grade.
    Confirm,
    /// Say that it is not solved.
    Reopen,
    /// Take it back.
    Withdraw,
    /// Let its clock stand still.
    Pause,
    /// Let its clock run again.
    Resume,
    /// Write down how a call back went.
    CallBack,
    /// Say something.
    Comment,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 13] = [
        Self::Accept,
        Self::Decline,
        Self::Claim,
        Self::Dispatch,
        Self::Release,
        Self::Deliver,
        Self::Confirm,
        Self::Reopen,
        Self::Withdraw,
        Self::Pause,
        Self::Resume,
        Self::CallBack,
        Self::Comment,
    ];

    /// The name in paths and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::Claim => "claim",
            Self::Dispatch => "dispatch",
            Self::Release => "release",
            Self::Deliver => "deliver",
            Self::Confirm => "confirm",
            Self::Reopen => "reopen",
            Self::Withdraw => "withdraw",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::CallBack => "call_back",
            Self::Comment => "comment",
        }
    }

    /// Whether the stage allows the move at this time; who may is the policy's matter.
    pub fn is_legal(self, wish: &Wish, now: DateTime<Utc>) -> bool {
        let stage = wish.stage;
        match self {
            Self::Accept | Self::Decline => stage == Stage::Placed,
            Self::Claim | Self::Dispatch => stage == Stage::Accepted,
            Self::Release | Self::Deliver => stage == Stage::Claimed,
            Self::Confirm => stage == Stage::Delivered,
            Self::Reopen => match stage {
                Stage::Delivered => true,
                // Whoever is called back may say so then, too.
                Stage::Confirmed | Stage::Lapsed => now < wish.moved_at + REOPEN_WITHIN || wish.owes_call(),
                _ => false,
            },
            Self::Withdraw => matches!(stage, Stage::Placed | Stage::Accepted | Stage::Claimed),
            Self::Pause => wish.due.due_at.is_some_and(|due| now < due) && !wish.due.is_paused(now),
            Self::Resume => wish.due.due_at.is_some() && wish.due.is_paused(now),
            Self::CallBack => wish.owes_call(),
            Self::Comment => true,
        }
    }
}

/// How long after closing a resident may still say that it is not solved.
pub const REOPEN_WITHIN: TimeDelta = TimeDelta::days(7);

/// How long after delivery without a word a wish closes by itself.
pub const LAPSE_AFTER: TimeDelta = TimeDelta::days(7);

const TOO_LATE: Text = text(
    "已经超过时限，不能再暂停计时。请尽快办，或者留言说明。",
    "Its limit has run out, so its clock can no longer be paused. Please see to it soon, or leave a message that explains.",
);

/// The clock has run out: it stands still no more.
pub fn too_late() -> Fault {
    Fault::Rule { code: "too_late".into(), said: TOO_LATE.into() }
}
