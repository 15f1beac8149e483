//! The one source of time, handed in from outside: the system's, or one that a test or the demo moves.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time in UTC, in whole microseconds (PostgreSQL keeps no more).
#[derive(Debug, Clone, Default)]
pub struct Clock {
    held: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `start` until it is moved. Each reading is a microsecond later than the one before,
    /// so that histories keep their order.
    pub fn held(start: DateTime<Utc>) -> Self {
        Self { held: Some(Arc::new(AtomicI64::new(start.timestamp_micros()))) }
    }

    /// Now.
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask the system for the time")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.held {
            None => Utc::now().trunc_subsecs(6),
            Some(held) => DateTime::from_timestamp_micros(held.fetch_add(1, Ordering::Relaxed)).unwrap_or_default(),
        }
    }

    /// Moves a held clock forward; the system's clock cannot be moved.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(held) = &self.held {
            held.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::Relaxed);
        }
    }

    /// Sets a held clock to a moment.
    pub fn set(&self, to: DateTime<Utc>) {
        if let Some(held) = &self.held {
            held.store(to.timestamp_micros(), Ordering::Relaxed);
        }
    }
}
