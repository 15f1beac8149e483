//! Shifts (履岗): what whoever holds a post served of it, and what the community says to that.
//!
//! - Whoever holds a post checks in when they begin and out when they stop: on their phone, or at the desk by word or call. What
//!   was forgotten is entered later with a note, for up to a month. Travel does not count. Nothing asks where anybody is.
//! - Nobody is at two places at once, nor serves more than eight hours a day, in whatever communities: such hours are refused,
//!   and what they clash with is shown to nobody but them.
//! - The desk confirms, never its own; or disputes with a reason. Whoever served corrects what is disputed, or takes it back.
//!   Hours count once they are confirmed. What was confirmed may still be disputed, where a mistake is found.
//! - Whoever holds a post is reminded of a shift a day and two hours before, each once.
//! - Who did not come to a shift of their post is recorded by the desk; their word stands beside it, and the desk may take it back.
//! - Whoever leaves takes their words along; the hours stay, of nobody.
//!
//! ```text
//! Shift:  Running ─check out─▶ Reported ─confirm─▶ Confirmed
//!           │         enter ─────▲  │ ▲ └─dispute─▶ Disputed ◀─dispute─ Confirmed
//!           └──────── withdraw ◀────┘ └──correct────────┴─ confirm, withdraw
//!
//!         Missed ─revoke─▶ Withdrawn
//! ```
//!
//! Reading order: [`model`] (what people write) → [`rules`] (what fits beside what) → [`stage`] and [`moves`] (how it goes on) →
//! [`told`] (who hears of it) → [`policy`] (who may) → `ops` → `store`.

pub mod api;
pub mod model;
pub mod moves;
pub mod reminding;
pub mod rules;
pub mod stage;
pub mod told;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod store;

#[cfg(all(test, feature = "ssr"))]
mod tests;
