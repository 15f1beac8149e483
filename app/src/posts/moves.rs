//! How a claim moves. One struct a stage, one method a move: an illegal move does not compile.
//!
//! ```
//! use app::posts::moves::{Claimed, Moved};
//! fn legal(claimed: Claimed) -> Moved {
//!     claimed.withdraw()
//! }
//! ```
//! ```compile_fail
//! use app::posts::moves::{Placed, Moved};
//! fn illegal(placed: Placed) -> Moved {
//!     placed.withdraw()
//! }
//! ```
//! A move uses its stage up, so nothing moves twice from one reading:
//!
//! ```
//! use app::posts::moves::{Claimed, Moved};
//! fn once(claimed: Claimed) -> Moved {
//!     claimed.queue()
//! }
//! ```
//! ```compile_fail
//! use app::posts::moves::{Claimed, Moved};
//! fn twice(claimed: Claimed) -> (Moved, Moved) {
//!     (claimed.queue(), claimed.queue())
//! }
//! ```

use super::model::{Claim, ClaimEvent, ClaimStage};
use super::times::Shift;
use crate::kernel::fault::Fault;
use crate::kernel::stages::not_in_stage;
use crate::standing;
use chrono::{DateTime, Utc};

/// What a move makes of a claim: how it stands afterwards, what happened, and what must still hold when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// How it stands afterwards.
    pub claim: Claim,
    /// What happened.
    pub event: ClaimEvent,
    /// The stage it was read in.
    pub from: ClaimStage,
    /// The version it was read in.
    pub seen: i32,
}

fn moved(mut claim: Claim, to: ClaimStage, event: ClaimEvent, change: impl FnOnce(&mut Claim)) -> Moved {
    let (from, seen) = (claim.stage, claim.version);
    claim.stage = to;
    claim.version += 1;
    change(&mut claim);
    Moved { claim, event, from, seen }
}

standing! {
    /// Waiting for the admin.
    Claimed: Claim at ClaimStage::{Claimed}
}
standing! {
    /// Appointed, and waiting for a place.
    Waiting: Claim at ClaimStage::{Waiting}
}
standing! {
    /// Public, for some days.
    Published: Claim at ClaimStage::{Published}
}
standing! {
    /// Not yet public: it may still be taken back.
    Pending: Claim at ClaimStage::{Claimed, Waiting}
}
standing! {
    /// In effect.
    Serving: Claim at ClaimStage::{Serving}
}
standing! {
    /// Takes a place.
    Placed: Claim at ClaimStage::{Published, Serving}
}

impl Claimed {
    /// There is a place: it is public from now on.
    pub fn appoint(self, public_until: DateTime<Utc>) -> Moved {
        moved(self.0, ClaimStage::Published, ClaimEvent::Appointed, |claim| claim.public_until = Some(public_until))
    }

    /// There is none: it waits.
    pub fn queue(self) -> Moved {
        moved(self.0, ClaimStage::Waiting, ClaimEvent::Queued, |_| {})
    }

    /// Whoever made it takes it back.
    pub fn withdraw(self) -> Moved {
        Pending(self.0).withdraw()
    }
}

impl Waiting {
    /// A place is free: it is public from now on.
    pub fn move_up(self, public_until: DateTime<Utc>) -> Moved {
        moved(self.0, ClaimStage::Published, ClaimEvent::MovedUp, |claim| claim.public_until = Some(public_until))
    }
}

impl Pending {
    /// It will not be, and why.
    pub fn decline(self, reason: String) -> Moved {
        moved(self.0, ClaimStage::Declined, ClaimEvent::Declined, |claim| claim.reason = reason)
    }

    /// Whoever made it takes it back.
    pub fn withdraw(self) -> Moved {
        moved(self.0, ClaimStage::Withdrawn, ClaimEvent::Withdrawn, |_| {})
    }

    /// The post is over before anybody said a word.
    pub fn end(self, reason: String) -> Moved {
        moved(self.0, ClaimStage::Declined, ClaimEvent::PostEnded, |claim| claim.reason = reason)
    }
}

impl Published {
    /// Its days are over, and nobody's objection is open.
    pub fn take_effect(self) -> Moved {
        moved(self.0, ClaimStage::Serving, ClaimEvent::TookEffect, |_| {})
    }

    /// An objection was upheld.
    pub fn strike(self, reason: String) -> Moved {
        moved(self.0, ClaimStage::Ended, ClaimEvent::Struck, |claim| claim.reason = reason)
    }
}

impl Serving {
    /// These shifts change hands: one that is given, one that is taken over.
    pub fn swap(self, gives: Option<Shift>, takes: Option<Shift>) -> Moved {
        moved(self.0, ClaimStage::Serving, ClaimEvent::Swapped, |claim| {
            if let Some(shift) = gives {
                claim.covers.give(shift);
            }
            if let Some(shift) = takes {
                claim.covers.take(shift);
            }
        })
    }
}

impl Placed {
    /// Whoever holds it leaves.
    pub fn step_down(self, reason: String) -> Moved {
        moved(self.0, ClaimStage::Ended, ClaimEvent::SteppedDown, |claim| claim.reason = reason)
    }

    /// The admin takes the post away.
    pub fn dismiss(self, reason: String) -> Moved {
        moved(self.0, ClaimStage::Ended, ClaimEvent::Dismissed, |claim| claim.reason = reason)
    }

    /// The post is over.
    pub fn end(self, reason: String) -> Moved {
        moved(self.0, ClaimStage::Ended, ClaimEvent::PostEnded, |claim| claim.reason = reason)
    }
}

/// Whoever made it has gone: what they wrote is removed. It must be over.
///
/// # Errors
/// While it is not.
pub fn clear(claim: Claim) -> Result<Moved, Fault> {
    if claim.stage.is_live() {
        return Err(not_in_stage(claim.stage.name()));
    }
    let stage = claim.stage;
    Ok(moved(claim, stage, ClaimEvent::Cleared, |claim| {
        (claim.promise, claim.skills, claim.reason, claim.account) = (String::new(), String::new(), String::new(), None);
    }))
}

/// What a history says of where a claim stands, from its first event to its last; none where it does not begin with claiming.
pub fn replay(history: &[ClaimEvent]) -> Option<(ClaimStage, i32)> {
    let (ClaimEvent::Claimed { .. }, rest) = history.split_first()? else { return None };
    let stage = rest.iter().fold(ClaimStage::Claimed, |stage, event| match event {
        ClaimEvent::Claimed { .. } => ClaimStage::Claimed,
        ClaimEvent::Queued => ClaimStage::Waiting,
        ClaimEvent::Appointed | ClaimEvent::MovedUp => ClaimStage::Published,
        ClaimEvent::TookEffect => ClaimStage::Serving,
        ClaimEvent::Withdrawn => ClaimStage::Withdrawn,
        ClaimEvent::SteppedDown | ClaimEvent::Dismissed | ClaimEvent::Struck => ClaimStage::Ended,
        ClaimEvent::PostEnded if stage.takes_place() => ClaimStage::Ended,
        ClaimEvent::PostEnded | ClaimEvent::Declined => ClaimStage::Declined,
        ClaimEvent::Swapped | ClaimEvent::Cleared => stage,
    });
    i32::try_from(history.len()).ok().map(|version| (stage, version))
}
