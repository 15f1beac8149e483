//! The audit (操作记录): who did what in this community, for its admins; and whether the history is still as it was written.
//!
//! - Every change leaves an event; here they are listed, newest first, narrowed by what they are about, by who did it, and by
//!   day, and given out as a table to keep. What people wrote in them stands with the wish it belongs to, not here.
//! - Every event gets a seal, in a chain (`kernel::seals`). `linli audit verify` looks through all of it and names each event
//!   that was changed, removed, swapped or put in. Who has gone keeps their place in the chain; their words have left it.
//!
//! Reading order: [`model`] → `ops` → [`view`].

pub mod api;
pub mod model;
pub mod names;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod detail;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
pub mod rest;
