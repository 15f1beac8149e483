//! What every slice stands on and what knows no slice: ids, texts, time, who is asking, what they may do, the
//! database behind its locks, the history, and what can go wrong.
//!
//! Reading order: [`fault`] (what goes wrong, and who may read about it) → [`actor`] (who is asking) → `db`
//! (the transaction that carries the tenant) → `authz` (proof before a write) → `events` (what happened) →
//! `ctx` (how a call becomes all of these).

pub mod actor;
pub mod fault;
pub mod ids;
pub mod period;
pub mod said;
pub mod stages;
pub mod text;
pub mod when;

#[cfg(feature = "ssr")]
pub mod authz;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod ctx;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod events;
#[cfg(feature = "ssr")]
pub mod figures;
#[cfg(feature = "ssr")]
pub mod idempotency;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod notices;
#[cfg(feature = "ssr")]
pub mod picture;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
pub mod seals;
#[cfg(feature = "ssr")]
pub mod sheets;
#[cfg(feature = "ssr")]
pub mod table;
#[cfg(feature = "ssr")]
pub mod web;
