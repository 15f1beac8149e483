//! Points (积分): what volunteers earn by what they do, by rules that anybody may read, in a ledger that only ever grows.
//!
//! - A community's *rates* say what an hour of a post is worth, by kind of post and for single posts; what a granted wish is
//!   worth, by category; and how many points a day can bring. Rates have versions; each holds from a day to come.
//! - Confirmed hours and granted wishes are *deeds*. What they are worth by the rates that held on their day is written into the
//!   ledger; each entry names the deed, the arithmetic and the version. Where a deed changes later (hours are disputed or
//!   corrected, a wish is reopened), an entry puts right the difference; none is ever changed or removed.
//! - The sum is the ledger's; no balance is stored beside it.
//! - New rates never touch the past, unless an admin *recomputes* a quarter by another version: the difference is shown, by
//!   member, before it is agreed to, and that it was is in the history.
//! - Points are for volunteers alone: staff and grid workers earn none. Whoever is no volunteer any more keeps what they have.
//!
//! Deeds say in their own command that somebody's ledger is to be looked at (`Permit::wake`); the worker then writes what is
//! missing between what is due and what is booked. So it happens once, however often it is tried, and in whatever order.
//!
//! Reading order: [`model`] (what people see and type) → [`rates`] (what holds when) → [`ledger`] (what is due, what is
//! missing) → [`policy`] (who may) → `ops` → `store`.

pub mod api;
pub mod ledger;
pub mod model;
pub mod rates;
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
