//! Notices: what a member was told, newest first. They are written where something happens (`kernel::notices`, beside the
//! event, by its permit) and read here.
//!
//! - A notice is for one member and is shown to nobody else.
//! - Looking at what it is about marks it as read; so does saying that one has read them all.
//! - Every page of a community shows how many are new.
//!
//! Reading order: [`model`] → `ops` → `view`.

pub mod api;
pub mod model;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
pub mod rest;
