//! Figures: what a community has done in a time, counted from its history and from nothing else.
//!
//! - The day figures are written with each event (`kernel::figures`, `wishes::figures`); here they are read: sums, shares
//!   with their numerator and denominator, medians from buckets. Words come first, then numbers.
//! - Staff and admins read all of it. What hangs on the wall of the community everybody may read: there, grades of fewer
//!   than five people are not told.
//! - Desks and categories are counted, never a person.
//! - `linli figures verify` counts everything again and compares; `rebuild` adds what is missing, while others go on
//!   counting and nobody reads half of it.
//!
//! Reading order: [`model`] → [`told`] (in words) → `ops` → `view`.

pub mod api;
pub mod model;
pub mod told;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
mod policy;
#[cfg(feature = "ssr")]
pub mod rest;
