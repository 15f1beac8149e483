//! Stars (星级): how a volunteer's quarter was, in one to five stars, by thresholds that anybody may read.
//!
//! - A community's *thresholds* say what each star takes: points, hours, and how many missed shifts at most. They have versions;
//!   each holds from a quarter to come.
//! - An admin *closes* a quarter that is over: computes it, makes it public for some days, answers what residents object, seals it.
//!   A computation counts what the ledger of points and the confirmed hours say at that moment, all at once or not at all; where
//!   they say something else later, the quarter is computed and made public again before it can be sealed.
//! - What is sealed stays. What comes late for a sealed quarter (hours confirmed afterwards, a rule that was applied again)
//!   counts in the next one that is closed: over all quarters, exactly what was done is counted.
//! - A year's stars are the mean of its sealed quarters, rounded half up, once its last quarter is sealed.
//! - Stars are for volunteers alone. Whoever did not agree to be shown sees their own, and nobody else does but the admins.
//!
//! Reading order: [`model`] (what people see and type) → [`rules`] (what a star takes) → [`counting`] (what counts in a quarter)
//! → `moves` → [`policy`] (who may) → `ops` → `store`.

pub mod api;
pub mod counting;
pub mod model;
pub mod rules;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
mod moves;
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
