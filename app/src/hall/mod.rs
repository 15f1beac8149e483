//! The hall: what the community shows to whoever comes by. One page for a television across the room, without a log-in:
//! today's opening hours, who is on duty (whoever said so themselves), public cards that wait for somebody, and how the
//! month goes.
//!
//! - Never a name that did not agree: the only names are of those who said today that they are on duty.
//! - Of grades the screen tells what the sheet for the wall tells: nothing of fewer than five people.
//! - It follows what changes, and without scripts it reads itself again every five minutes.
//!
//! Reading order: [`model`] → `ops` → [`view`].

pub mod api;
pub mod model;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
pub mod rest;
