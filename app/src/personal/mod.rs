//! A person's own data: all that a community keeps of somebody, given out to them, corrected, and removed when they go.
//!
//! - A member is given all of it, on a page and as JSON; for somebody without an account the desk gives it out, which is on
//!   record.
//! - Members correct their name, building and door. Whoever corrects the name is looked at again by the desk.
//! - A member who goes takes what they wrote in their own orders with them (what they wrote while helping others stays there): what is open is taken back, what was brought is closed, names, doors,
//!   phones, needs and words are removed. What happened stays, by a name that says nothing: the history is never rewritten,
//!   and what it counts does not change.
//! - Whoever closes their account types their password, leaves every community, and cannot log in any more. A community's
//!   only admin stays until there is another.
//!
//! Every slice removes what it keeps itself; this one says in which order: drafts of tables, e-mail, diary, wishes, member, account.
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
