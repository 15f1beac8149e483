//! The diary (民情日记): grid workers and the desk note a visit or a call in two lines, so that nothing that was said at a
//! door is lost.
//!
//! - An entry says who was met, by what way, and what was said; it may be about nobody in particular.
//! - What it says is read by those who may file orders, and by nobody else; it is not changed afterwards.
//! - One press makes an order of it, for the resident whom it is about, by the way they were met; once.
//! - A month is summed up in sentences: how many visits and calls, how many people, how many orders. Never per person
//!   who wrote.
//!
//! Reading order: [`model`] → `policy` → `ops` → [`view`].

pub mod api;
pub mod model;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
mod policy;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod store;
