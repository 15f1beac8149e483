//! Bringing in tables: residents without an account, volunteers, and categories, from CSV or XLSX.
//!
//! - A table is read, kept sealed as a draft for whoever brought it, and shown row by row: what is new, who is here already, and
//!   what is wrong, in words beside the row. Nothing has happened yet.
//! - It comes in as a whole or not at all: one row that is wrong keeps all of them out. It is looked through again in the moment
//!   it comes in.
//! - For a day it can be taken back. Whoever has ordered something since, was visited, given a card, a delegate or an account stays,
//!   and is named; categories are closed, and what was ordered under them goes on.
//! - A draft is gone after a day, when it came in, and when somebody whom it names goes. Then ids are kept, for a day; then
//!   numbers alone.
//!
//! Stages: draft → applied → undone; draft → dropped.
//!
//! Reading order: [`model`] → [`columns`] → `plan` → `ops` → [`view`].

pub mod api;
pub mod columns;
pub mod model;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
mod plan;
#[cfg(feature = "ssr")]
mod policy;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod store;
