//! How a shift moves. One struct a standing, one method a move: an illegal move does not compile.
//!
//! ```
//! use app::shifts::moves::{Moved, Running};
//! fn legal(running: Running) -> Moved {
//!     running.withdraw()
//! }
//! ```
//! ```compile_fail
//! use app::shifts::moves::{Missed, Moved};
//! fn illegal(missed: Missed) -> Moved {
//!     missed.withdraw()
//! }
//! ```

use super::model::{Shift, ShiftEvent, ShiftStage, Span};
use crate::standing;
use chrono::{DateTime, Utc};

/// What a move makes of a shift: how it stands afterwards, what happened, and what must still hold when it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// How it stands afterwards.
    pub shift: Shift,
    /// What happened.
    pub event: ShiftEvent,
    /// The stage it was read in.
    pub from: ShiftStage,
    /// The version it was read in.
    pub seen: i32,
}

fn moved(mut shift: Shift, to: ShiftStage, event: ShiftEvent, change: impl FnOnce(&mut Shift)) -> Moved {
    let (from, seen) = (shift.stage, shift.version);
    shift.stage = to;
    shift.version += 1;
    change(&mut shift);
    Moved { shift, event, from, seen }
}

standing! {
    /// Checked in, not yet out.
    Running: Shift at ShiftStage::{Running}
}
standing! {
    /// Not yet counted: it may still be taken back.
    Pending: Shift at ShiftStage::{Running, Reported, Disputed}
}
standing! {
    /// Waits for the desk's word.
    Awaited: Shift at ShiftStage::{Reported, Disputed}
}
standing! {
    /// The desk may ask.
    Stated: Shift at ShiftStage::{Reported, Confirmed}
}
standing! {
    /// The desk asked.
    Disputed: Shift at ShiftStage::{Disputed}
}
standing! {
    /// Nobody came.
    Missed: Shift at ShiftStage::{Missed}
}

impl Running {
    /// It ended then.
    pub fn check_out(self, to: DateTime<Utc>, note: String) -> Moved {
        moved(self.0, ShiftStage::Reported, ShiftEvent::CheckedOut, |shift| (shift.to, shift.note) = (Some(to), note))
    }

    /// It was a mistake.
    pub fn withdraw(self) -> Moved {
        Pending(self.0).withdraw()
    }
}

impl Pending {
    /// Whoever served takes it back.
    pub fn withdraw(self) -> Moved {
        moved(self.0, ShiftStage::Withdrawn, ShiftEvent::Withdrawn, |shift| shift.to = shift.to.or(Some(shift.from)))
    }
}

impl Awaited {
    /// It was so: it counts.
    pub fn confirm(self) -> Moved {
        moved(self.0, ShiftStage::Confirmed, ShiftEvent::Confirmed, |shift| shift.reason = String::new())
    }
}

impl Stated {
    /// The desk asks, and says why.
    pub fn dispute(self, reason: String) -> Moved {
        moved(self.0, ShiftStage::Disputed, ShiftEvent::Disputed, |shift| shift.reason = reason)
    }
}

impl Disputed {
    /// It was at another time: the desk looks again.
    pub fn correct(self, (from, to): Span, note: String) -> Moved {
        moved(self.0, ShiftStage::Reported, ShiftEvent::Corrected, |shift| {
            (shift.from, shift.to, shift.note) = (from, Some(to), note);
        })
    }
}

impl Missed {
    /// Whoever did not come says why.
    pub fn explain(self, word: String) -> Moved {
        moved(self.0, ShiftStage::Missed, ShiftEvent::Explained, |shift| shift.word = word)
    }

    /// The desk takes it back, and says why.
    pub fn revoke(self, reason: String) -> Moved {
        moved(self.0, ShiftStage::Withdrawn, ShiftEvent::Revoked, |shift| shift.reason = reason)
    }
}

/// Whoever served has gone: what they wrote is removed, the hours stay.
pub fn clear(shift: Shift) -> Moved {
    let stage = if shift.stage == ShiftStage::Running { ShiftStage::Withdrawn } else { shift.stage };
    moved(shift, stage, ShiftEvent::Cleared, |shift| {
        (shift.note, shift.reason, shift.word, shift.account) = (String::new(), String::new(), String::new(), None);
        shift.to = shift.to.or(Some(shift.from));
    })
}

/// What a history says of where a shift stands, from its first event to its last; none where it does not begin with one that
/// begins.
pub fn replay(history: &[ShiftEvent]) -> Option<(ShiftStage, i32)> {
    let (first, rest) = history.split_first()?;
    let first = match first {
        ShiftEvent::CheckedIn { .. } => ShiftStage::Running,
        ShiftEvent::Entered { .. } => ShiftStage::Reported,
        ShiftEvent::Missed { .. } => ShiftStage::Missed,
        _ => return None,
    };
    let stage = rest.iter().fold(first, |stage, event| match event {
        ShiftEvent::CheckedIn { .. } => ShiftStage::Running,
        ShiftEvent::Entered { .. } | ShiftEvent::CheckedOut | ShiftEvent::Corrected => ShiftStage::Reported,
        ShiftEvent::Missed { .. } | ShiftEvent::Explained => ShiftStage::Missed,
        ShiftEvent::Confirmed => ShiftStage::Confirmed,
        ShiftEvent::Disputed => ShiftStage::Disputed,
        ShiftEvent::Withdrawn | ShiftEvent::Revoked => ShiftStage::Withdrawn,
        ShiftEvent::Cleared if stage == ShiftStage::Running => ShiftStage::Withdrawn,
        ShiftEvent::Cleared => stage,
    });
    i32::try_from(history.len()).ok().map(|version| (stage, version))
}
