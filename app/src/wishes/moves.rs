//! How a wish moves. One struct a stage, one method a move: an illegal move does not compile.
//!
//! ```
//! use app::wishes::moves::{Placed, Moved};
//! fn legal(placed: Placed) -> Moved {
//!     placed.decline("…".to_owned())
//! }
//! ```
//! ```compile_fail
//! use app::wishes::moves::{Accepted, Moved};
//! fn illegal(accepted: Accepted) -> Moved {
//!     accepted.decline("…".to_owned())
//! }
//! ```
//! A move uses its stage up, so nothing moves twice from one reading:
//!
//! ```
//! use app::wishes::moves::{Placed, Moved};
//! fn once(placed: Placed) -> Moved {
//!     placed.withdraw()
//! }
//! ```
//! ```compile_fail
//! use app::wishes::moves::{Placed, Moved};
//! fn twice(placed: Placed) -> (Moved, Moved) {
//!     (placed.withdraw(), placed.withdraw())
//! }
//! ```

use super::model::{Call, CallBack, LOW, Move, Rating, Stage, Wish, WishEvent};
use super::stage::too_late;
use crate::communities::calendar::Limits;
use crate::communities::model::CategoryId;
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use crate::kernel::stages::not_in_stage;
use chrono::{DateTime, Utc};

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
                if wish.stage == Stage::$name { Ok(Self(wish)) } else { Err(not_in_stage(wish.stage.name())) }
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
    pub fn accept(self, category: CategoryId, limits: Option<Limits>, public_card: Option<String>) -> Moved {
        let event = WishEvent::Accepted { category, public_card: public_card.clone(), limits };
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
    /// Nobody said a word: it closes by itself, without a grade.
    pub fn lapse(self) -> Moved {
        self.moved(Stage::Lapsed, WishEvent::Lapsed, |_| {})
    }

    /// The resident closes it.
    pub fn confirm(self, rating: Rating) -> Moved {
        let grade = rating.grade;
        self.moved(Stage::Confirmed, WishEvent::Confirmed(rating), |wish| {
            wish.grade = Some(grade);
            wish.call_back = owed_after(grade);
        })
    }
}

/// Who is not satisfied is called back.
fn owed_after(grade: i16) -> Option<CallBack> {
    (grade <= LOW).then_some(CallBack::LowGrade)
}

/// Closed, and nobody is to be called back or was.
#[derive(Debug)]
pub struct Drawable(Wish);

impl TryFrom<Wish> for Drawable {
    type Error = Fault;
    fn try_from(wish: Wish) -> Result<Self, Fault> {
        let closed = matches!(wish.stage, Stage::Confirmed | Stage::Lapsed);
        if closed && wish.call_back.is_none() && !wish.is_cleared() { Ok(Self(wish)) } else { Err(not_in_stage(wish.stage.name())) }
    }
}

impl Drawable {
    /// The lot falls on it.
    pub fn draw(self) -> Moved {
        let stage = self.0.stage;
        moved(self.0, stage, WishEvent::CallBackDrawn, |wish| wish.call_back = Some(CallBack::Sample))
    }
}

/// The resident is to be called back.
#[derive(Debug)]
pub struct Answered(Wish, CallBack);

impl TryFrom<Wish> for Answered {
    type Error = Fault;
    fn try_from(wish: Wish) -> Result<Self, Fault> {
        match wish.call_back {
            Some(why) if why.is_owed() => Ok(Self(wish, why)),
            _ => Err(not_in_stage(wish.stage.name())),
        }
    }
}

impl Answered {
    /// Somebody called; where nobody answered, it is still owed.
    pub fn called(self, call: Call) -> Moved {
        let Self(wish, why) = self;
        let (stage, after) = (wish.stage, why.after(call.outcome));
        moved(wish, stage, WishEvent::CalledBack(call), |wish| wish.call_back = Some(after))
    }
}

/// Delivered, or closed within seven days.
#[derive(Debug)]
pub struct Reopenable(Wish);

impl Reopenable {
    /// Reads a wish that may be reopened now.
    ///
    /// # Errors
    /// When its stage, or the time since confirming, does not allow it.
    pub fn at(wish: Wish, now: DateTime<Utc>) -> Result<Self, Fault> {
        if Move::Reopen.is_legal(&wish, now) { Ok(Self(wish)) } else { Err(not_in_stage(wish.stage.name())) }
    }

    /// It is not solved.
    pub fn reopen(self, reason: String) -> Moved {
        moved(self.0, Stage::Accepted, WishEvent::Reopened { reason }, |wish| {
            wish.holder = None;
            wish.grade = None;
            wish.call_back = None;
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
            other => Err(not_in_stage(other.name())),
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

/// Nothing is awaited any more, of anybody.
#[derive(Debug)]
pub struct Settled(Wish);

impl TryFrom<Wish> for Settled {
    type Error = Fault;
    fn try_from(wish: Wish) -> Result<Self, Fault> {
        if wish.stage.is_closed() && !wish.owes_call() { Ok(Self(wish)) } else { Err(not_in_stage(wish.stage.name())) }
    }
}

impl Settled {
    /// The resident has gone: what was written about it is removed.
    pub fn clear(self) -> Moved {
        let stage = self.0.stage;
        moved(self.0, stage, WishEvent::Cleared, |wish| {
            (wish.title, wish.text, wish.public_card) = (String::new(), String::new(), None);
        })
    }
}

/// Something is awaited, and a clock runs for it; or stands still.
#[derive(Debug)]
pub struct Timed(Wish);

impl Timed {
    /// Reads a wish whose clock runs now.
    ///
    /// # Errors
    /// When nothing is awaited, or the clock stands still already.
    pub fn running(wish: Wish, now: DateTime<Utc>) -> Result<Self, Fault> {
        match wish.due.due_at {
            _ if Move::Pause.is_legal(&wish, now) => Ok(Self(wish)),
            Some(due) if due <= now => Err(too_late()),
            _ => Err(not_in_stage(wish.stage.name())),
        }
    }

    /// Reads a wish whose clock stands still now.
    ///
    /// # Errors
    /// When it does not.
    pub fn paused(wish: Wish, now: DateTime<Utc>) -> Result<Self, Fault> {
        if Move::Resume.is_legal(&wish, now) { Ok(Self(wish)) } else { Err(not_in_stage(wish.stage.name())) }
    }

    /// Its clock stands still until then.
    pub fn pause(self, reason: String, until: DateTime<Utc>) -> Moved {
        let stage = self.0.stage;
        moved(self.0, stage, WishEvent::Paused { reason, until }, |_| {})
    }

    /// Its clock runs again.
    pub fn resume(self) -> Moved {
        let stage = self.0.stage;
        moved(self.0, stage, WishEvent::Resumed, |_| {})
    }
}

/// What a history says of how a wish stands: replayed from its first event to its last.
pub fn replay(placed: Wish, history: &[(Option<MemberId>, WishEvent)]) -> Wish {
    history.iter().fold(Wish { version: 0, ..placed }, |mut wish, (actor, event)| {
        let stage = match event {
            WishEvent::Placed { category, .. } => {
                wish.category = *category;
                Some(Stage::Placed)
            }
            WishEvent::Accepted { category, public_card, .. } => {
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
                (wish.holder, wish.grade, wish.call_back) = (None, None, None);
                Some(Stage::Accepted)
            }
            WishEvent::Delivered { .. } => Some(Stage::Delivered),
            WishEvent::Confirmed(rating) => {
                (wish.grade, wish.call_back) = (Some(rating.grade), owed_after(rating.grade));
                Some(Stage::Confirmed)
            }
            WishEvent::Lapsed => Some(Stage::Lapsed),
            WishEvent::Withdrawn => {
                wish.holder = None;
                Some(Stage::Withdrawn)
            }
            WishEvent::CallBackDrawn => {
                wish.call_back = Some(CallBack::Sample);
                Some(wish.stage)
            }
            WishEvent::CalledBack(call) => {
                wish.call_back = wish.call_back.map(|why| why.after(call.outcome));
                Some(wish.stage)
            }
            WishEvent::Cleared => {
                wish.public_card = None;
                Some(wish.stage)
            }
            WishEvent::Paused { .. } | WishEvent::Resumed => Some(wish.stage),
            WishEvent::Reminded { .. }
            | WishEvent::Overdue { .. }
            | WishEvent::Commented { .. }
            | WishEvent::Followed { .. }
            | WishEvent::Looked
            | WishEvent::PhotoAdded { .. }
            | WishEvent::PhotoRemoved { .. }
            | WishEvent::PhotosSeen => None,
        };
        if let Some(stage) = stage {
            wish.stage = stage;
            wish.version += 1;
        }
        wish
    })
}
