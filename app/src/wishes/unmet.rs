//! Which wishes nobody took, or came late: read from what happened to them.

use super::clock::Awaited;
use super::model::{Stage, WishEvent};

/// The kinds of event that tell.
pub const TELLING: [&str; 5] = ["accepted", "claimed", "dispatched", "reminded", "overdue"];

/// How a wish went unmet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// It was accepted, and nobody ever took it: its time to be delivered ran out, or it ended without that, or the resident
    /// took it back after half of that time.
    Unclaimed,
    /// An answer or the delivery came late, or is late now.
    Late,
}

/// Whether and how a wish that stands there went unmet. `happened` is its history, in any order.
pub fn unmet<'e>(stage: Stage, happened: impl IntoIterator<Item = &'e WishEvent>) -> Option<Unmet> {
    let (mut accepted, mut taken, mut half, mut late, mut undelivered) = (false, false, false, false, false);
    for event in happened {
        match event {
            WishEvent::Accepted { .. } => accepted = true,
            WishEvent::Claimed | WishEvent::Dispatched { .. } => taken = true,
            WishEvent::Reminded { awaited: Awaited::Delivery, .. } => half = true,
            WishEvent::Overdue { awaited } => {
                late = true;
                undelivered |= *awaited == Awaited::Delivery;
            }
            _ => {}
        }
    }
    let given_up = if stage == Stage::Withdrawn { half } else { stage.is_closed() };
    match () {
        () if accepted && !taken && (undelivered || given_up) => Some(Unmet::Unclaimed),
        () if late => Some(Unmet::Late),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::communities::model::CategoryId;

    #[test]
    fn every_event_that_is_read_is_asked_for() {
        let events = [
            WishEvent::Accepted { category: CategoryId(uuid::Uuid::nil()), public_card: None, limits: None },
            WishEvent::Claimed,
            WishEvent::Dispatched { to: crate::kernel::ids::MemberId(uuid::Uuid::nil()) },
            WishEvent::Reminded { awaited: Awaited::Delivery, percent: 50 },
            WishEvent::Overdue { awaited: Awaited::Answer },
        ];
        let kinds = events.map(|event| serde_json::to_value(event).unwrap()["kind"].as_str().unwrap().to_owned());
        assert_eq!(kinds, TELLING);
    }

    #[test]
    fn what_nobody_took_and_what_came_late_are_told_apart() {
        let accepted = || WishEvent::Accepted { category: CategoryId(uuid::Uuid::nil()), public_card: None, limits: None };
        let half = || WishEvent::Reminded { awaited: Awaited::Delivery, percent: 50 };
        let overdue = |awaited| WishEvent::Overdue { awaited };
        let read = |stage, history: &[WishEvent]| unmet(stage, history);
        assert_eq!(read(Stage::Placed, &[]), None);
        assert_eq!(read(Stage::Placed, &[overdue(Awaited::Answer)]), Some(Unmet::Late));
        assert_eq!(read(Stage::Accepted, &[accepted()]), None, "it may still be taken");
        assert_eq!(read(Stage::Accepted, &[accepted(), half(), overdue(Awaited::Delivery)]), Some(Unmet::Unclaimed));
        assert_eq!(read(Stage::Claimed, &[accepted(), overdue(Awaited::Delivery), WishEvent::Claimed]), Some(Unmet::Late));
        assert_eq!(read(Stage::Confirmed, &[accepted(), WishEvent::Claimed]), None);
        // Taken back at once is a change of mind; after half of the time it is a wish that nobody took.
        assert_eq!(read(Stage::Withdrawn, &[accepted()]), None);
        assert_eq!(read(Stage::Withdrawn, &[accepted(), half()]), Some(Unmet::Unclaimed));
        assert_eq!(read(Stage::Declined, &[]), None, "the community said no, and in time");
        assert_eq!(read(Stage::Declined, &[accepted()]), Some(Unmet::Unclaimed));
    }
}
