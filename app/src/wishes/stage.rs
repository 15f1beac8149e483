//! Where a wish stands and how it moves. One struct a stage, one method a move: an illegal move does not compile.
//!
//! ```
//! use app::wishes::stage::{Placed, Moved};
//! fn legal(placed: Placed) -> Moved {
//!     placed.decline("…".to_owned())
//! }
//! ```
//! ```compile_fail
//! use app::wishes::stage::{Accepted, Moved};
//! fn illegal(accepted: Accepted) -> Moved {
//!     accepted.decline("…".to_owned())
//! }
//! ```
//! A move uses its stage up, so nothing moves twice from one reading:
//!
//! ```
//! use app::wishes::stage::{Placed, Moved};
//! fn once(placed: Placed) -> Moved {
//!     placed.withdraw()
//! }
//! ```
//! ```compile_fail
//! use app::wishes::stage::{Placed, Moved};
//! fn twice(placed: Placed) -> (Moved, Moved) {
//!     (placed.withdraw(), placed.withdraw())
//! }
//! ```

use super::model::{Rating, Wish, WishEvent};
use crate::communities::model::CategoryId;
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
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
    /// The resident has taken it back.
    Withdrawn,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 7] =
        [Self::Placed, Self::Accepted, Self::Declined, Self::Claimed, Self::Delivered, Self::Confirmed, Self::Withdrawn];
    /// The five steps of a wish that goes well.
    pub const STEPS: [Self; 5] = [Self::Placed, Self::Accepted, Self::Claimed, Self::Delivered, Self::Confirmed];

    /// The name at rest and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Claimed => "claimed",
            Self::Delivered => "delivered",
            Self::Confirmed => "confirmed",
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
            Self::Delivered => text("已送到", "Delivered"),
            Self::Confirmed => text("已确认", "Confirmed"),
            Self::Withdrawn => text("已撤回", "Withdrawn"),
        }
    }

    /// Whether nothing more is awaited.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Declined | Self::Confirmed | Self::Withdrawn)
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
    /// Say something.
    Comment,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 10] = [
        Self::Accept,
        Self::Decline,
        Self::Claim,
        Self::Dispatch,
        Self::Release,
        Self::Deliver,
        Self::Confirm,
        Self::Reopen,
        Self::Withdraw,
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
            Self::Reopen => stage == Stage::Delivered || (stage == Stage::Confirmed && now < wish.moved_at + REOPEN_WITHIN),
            Self::Withdraw => matches!(stage, Stage::Placed | Stage::Accepted | Stage::Claimed),
            Self::Comment => true,
        }
    }
}

/// How long after confirming a resident may still say that it is not solved.
pub const REOPEN_WITHIN: TimeDelta = TimeDelta::days(7);

const NOT_NOW: Text = text(
    "现在是“{}”，这一步暂时不能办。请看看最新情况。",
    "It stands at “{}”, so this step cannot be taken now. Please look at how it stands.",
);

/// The move does not fit the stage.
pub fn not_in_stage(stage: Stage) -> Fault {
    let said = crate::kernel::said::Said {
        zh: crate::kernel::said::Lang::Zh.fill(NOT_NOW, &[&stage.name().zh]).into(),
        en: crate::kernel::said::Lang::En.fill(NOT_NOW, &[&stage.name().en]).into(),
    };
    Fault::Rule { code: "not_in_stage".into(), said }
}

/// What a move makes of a wish: how it stands afterwards, what happened, and what must still hold when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// How it stands afterwards.
    pub wish: Wish,
    /// What happened.
    pub event: WishEvent,
    /// The stage it was read in.
    pub from: Stage,
    /// The version it was read in.
    pub seen: i32,
}

/// Declares a stage's struct and how a wish is read into it.
macro_rules! stage {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(Wish);

        impl TryFrom<Wish> for $name {
            type Error = Fault;
            fn try_from(wish: Wish) -> Result<Self, Fault> {
                if wish.stage == Stage::$name { Ok(Self(wish)) } else { Err(not_in_stage(wish.stage)) }
            }
        }

        impl $name {
            fn moved(self, to: Stage, event: WishEvent, change: impl FnOnce(&mut Wish)) -> Moved {
                moved(self.0, to, event, change)
            }
        }
    };
}

fn moved(mut wish: Wish, to: Stage, event: WishEvent, change: impl FnOnce(&mut Wish)) -> Moved {
    let (from, seen) = (wish.stage, wish.version);
    wish.stage = to;
    wish.version += 1;
    change(&mut wish);
    Moved { wish, event, from, seen }
}

stage! {
    /// Waiting for the community.
    Placed
}
stage! {
    /// Waiting for someone to take it on.
    Accepted
}
stage! {
    /// In someone's hands.
    Claimed
}
stage! {
    /// Waiting for the resident's word.
    Delivered
}

impl Placed {
    /// The community takes the order; the desk may set the category and write the public card.
    pub fn accept(self, category: Option<CategoryId>, public_card: Option<String>) -> Moved {
        let category = category.unwrap_or(self.0.category);
        let event = WishEvent::Accepted { category, public_card: public_card.clone() };
        self.moved(Stage::Accepted, event, |wish| {
            wish.category = category;
            wish.public_card = public_card;
        })
    }

    /// Not possible for now: explained to the resident and kept on file.
    pub fn decline(self, reason: String) -> Moved {
        self.moved(Stage::Declined, WishEvent::Declined { reason }, |_| {})
    }

    /// The resident takes it back.
    pub fn withdraw(self) -> Moved {
        self.moved(Stage::Withdrawn, WishEvent::Withdrawn, |_| {})
    }
}

impl Accepted {
    /// Someone takes it on.
    pub fn claim(self, by: MemberId) -> Moved {
        self.moved(Stage::Claimed, WishEvent::Claimed, |wish| wish.holder = Some(by))
    }

    /// The desk hands it to a member.
    pub fn dispatch(self, to: MemberId) -> Moved {
        self.moved(Stage::Claimed, WishEvent::Dispatched { to }, |wish| wish.holder = Some(to))
    }

    /// The resident takes it back.
    pub fn withdraw(self) -> Moved {
        self.moved(Stage::Withdrawn, WishEvent::Withdrawn, |_| {})
    }
}

impl Claimed {
    /// It is free again for others.
    pub fn release(self, reason: Option<String>) -> Moved {
        self.moved(Stage::Accepted, WishEvent::Released { reason }, |wish| wish.holder = None)
    }

    /// It was brought.
    pub fn deliver(self, note: String) -> Moved {
        self.moved(Stage::Delivered, WishEvent::Delivered { note }, |_| {})
    }

    /// The resident takes it back.
    pub fn withdraw(self) -> Moved {
        self.moved(Stage::Withdrawn, WishEvent::Withdrawn, |wish| wish.holder = None)
    }
}

impl Delivered {
    /// The resident closes it.
    pub fn confirm(self, rating: Rating) -> Moved {
        let grade = rating.grade;
        self.moved(Stage::Confirmed, WishEvent::Confirmed(rating), |wish| wish.grade = Some(grade))
    }
}

/// Delivered, or confirmed within seven days.
#[derive(Debug)]
pub struct Reopenable(Wish);

impl Reopenable {
    /// Reads a wish that may be reopened now.
    ///
    /// # Errors
    /// When its stage, or the time since confirming, does not allow it.
    pub fn at(wish: Wish, now: DateTime<Utc>) -> Result<Self, Fault> {
        if Move::Reopen.is_legal(&wish, now) { Ok(Self(wish)) } else { Err(not_in_stage(wish.stage)) }
    }

    /// It is not solved.
    pub fn reopen(self, reason: String) -> Moved {
        moved(self.0, Stage::Accepted, WishEvent::Reopened { reason }, |wish| {
            wish.holder = None;
            wish.grade = None;
        })
    }
}

/// Not yet brought.
#[derive(Debug)]
pub enum Withdrawable {
    /// Before the community answered.
    Placed(Placed),
    /// Before someone took it on.
    Accepted(Accepted),
    /// While someone holds it.
    Claimed(Claimed),
}

impl TryFrom<Wish> for Withdrawable {
    type Error = Fault;
    fn try_from(wish: Wish) -> Result<Self, Fault> {
        match wish.stage {
            Stage::Placed => Ok(Self::Placed(Placed(wish))),
            Stage::Accepted => Ok(Self::Accepted(Accepted(wish))),
            Stage::Claimed => Ok(Self::Claimed(Claimed(wish))),
            other => Err(not_in_stage(other)),
        }
    }
}

impl Withdrawable {
    /// The resident takes it back.
    pub fn withdraw(self) -> Moved {
        match self {
            Self::Placed(wish) => wish.withdraw(),
            Self::Accepted(wish) => wish.withdraw(),
            Self::Claimed(wish) => wish.withdraw(),
        }
    }
}

/// What a history says of how a wish stands: replayed from its first event to its last.
pub fn replay(placed: Wish, history: &[(Option<MemberId>, WishEvent)]) -> Wish {
    history.iter().fold(Wish { version: 0, ..placed }, |mut wish, (actor, event)| {
        let stage = match event {
            WishEvent::Placed { category } => {
                wish.category = *category;
                Some(Stage::Placed)
            }
            WishEvent::Accepted { category, public_card } => {
                (wish.category, wish.public_card) = (*category, public_card.clone());
                Some(Stage::Accepted)
            }
            WishEvent::Declined { .. } => Some(Stage::Declined),
            WishEvent::Claimed => {
                wish.holder = *actor;
                Some(Stage::Claimed)
            }
            WishEvent::Dispatched { to } => {
                wish.holder = Some(*to);
                Some(Stage::Claimed)
            }
            WishEvent::Released { .. } | WishEvent::Reopened { .. } => {
                (wish.holder, wish.grade) = (None, None);
                Some(Stage::Accepted)
            }
            WishEvent::Delivered { .. } => Some(Stage::Delivered),
            WishEvent::Confirmed(rating) => {
                wish.grade = Some(rating.grade);
                Some(Stage::Confirmed)
            }
            WishEvent::Withdrawn => {
                wish.holder = None;
                Some(Stage::Withdrawn)
            }
            WishEvent::Commented { .. } | WishEvent::Looked => None,
        };
        if let Some(stage) = stage {
            wish.stage = stage;
            wish.version += 1;
        }
        wish
    })
}
