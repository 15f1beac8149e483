//! How a quarter moves: computed → public → sealed; and back to computed where what was counted changed. Pure.

use super::model::{Quarter, QuarterEvent, QuarterStage};
use crate::kernel::fault::Fault;
use crate::kernel::said::{Text, text};
use crate::standing;
use chrono::{DateTime, Utc};

const SEALED: Text = text("{} 已经存档，不再重新计算。", "{} is sealed, and is not computed again.");
const STILL_PUBLIC: Text = text("公示期还没有满，满了才能存档。", "Its public days are not over; it can be sealed after them.");

standing! {
    /// A quarter that was counted, for the admins' eyes.
    Computed: Quarter at QuarterStage::{Computed}
}

standing! {
    /// A quarter that is public.
    Published: Quarter at QuarterStage::{Published}
}

/// A quarter as it stands afterwards, with what happened.
#[derive(Debug)]
pub struct Moved {
    /// The quarter.
    pub quarter: Quarter,
    /// What happened.
    pub event: QuarterEvent,
}

fn moved(mut quarter: Quarter, stage: QuarterStage, now: DateTime<Utc>, event: QuarterEvent) -> Moved {
    quarter.stage = stage;
    quarter.version += 1;
    quarter.moved_at = now;
    Moved { quarter, event }
}

/// Counts it again, by these thresholds, with so many people who have stars: whatever was public is so no longer.
///
/// # Errors
/// A rule, `sealed`, for one that is final.
pub fn compute(mut quarter: Quarter, rules: i32, people: usize, now: DateTime<Utc>) -> Result<Moved, Fault> {
    let code = quarter.days.quarter_code();
    if quarter.stage == QuarterStage::Sealed {
        return Err(Fault::Rule { code: "sealed".into(), said: SEALED.fill(&[&code]) });
    }
    quarter.computation += 1;
    quarter.rules = rules;
    quarter.public_until = None;
    Ok(moved(quarter, QuarterStage::Computed, now, QuarterEvent::Computed { quarter: code, rules, people }))
}

impl Computed {
    /// Makes it public.
    pub fn publish(self, until: DateTime<Utc>, now: DateTime<Utc>) -> Moved {
        let mut quarter = self.0;
        let code = quarter.days.quarter_code();
        quarter.public_until = Some(until);
        moved(quarter, QuarterStage::Published, now, QuarterEvent::Published { quarter: code })
    }
}

impl Published {
    /// Makes it final.
    ///
    /// # Errors
    /// A rule, `still_public`, before its days are over.
    pub fn seal(self, now: DateTime<Utc>) -> Result<Moved, Fault> {
        if self.0.public_until.is_none_or(|until| until > now) {
            return Err(Fault::Rule { code: "still_public".into(), said: STILL_PUBLIC.into() });
        }
        let code = self.0.days.quarter_code();
        Ok(moved(self.0, QuarterStage::Sealed, now, QuarterEvent::Sealed { quarter: code }))
    }
}

/// Where a quarter stands, and its version, after all this.
pub fn replay(history: &[QuarterEvent]) -> Option<(QuarterStage, i32)> {
    let stage = match history.last()? {
        QuarterEvent::Computed { .. } => QuarterStage::Computed,
        QuarterEvent::Published { .. } => QuarterStage::Published,
        QuarterEvent::Sealed { .. } => QuarterStage::Sealed,
    };
    Some((stage, i32::try_from(history.len()).ok()?))
}
