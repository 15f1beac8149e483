//! Accounts: one person, one account, several communities. Logging in and staying so.
//!
//! - A person logs in with a phone or a chosen name. No such user, a wrong password and a closed account get the same
//!   words after the same work; failures are throttled, successes never.
//! - A log-in is a *session*: a ten-minute access token and a refresh token that is replaced at each use. A second use
//!   of an old one ends the whole session (with ten seconds' grace for parallel tabs, who get the same successor).
//! - Each command looks the session up, so that logging out counts at once.
//! - Phones are sealed at rest and looked up by a keyed hash; see `kernel::keys`.
//!
//! Reading order: [`model`] → `ops` → `password` → `store`; `door` is how a command of a person begins.

pub mod api;
pub mod model;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
pub mod cookies;
#[cfg(feature = "ssr")]
pub(crate) mod door;
#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
mod password;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod tries;

#[cfg(feature = "ssr")]
pub(crate) use door::identify;
#[cfg(feature = "ssr")]
pub use door::{PersonCtx, serve};
#[cfg(feature = "ssr")]
pub use password::hash as hash_password;
#[cfg(feature = "ssr")]
pub use store::{Grant, account_of_login, alone, create as create_account, is_closed, phone_lookups, phone_of};
#[cfg(feature = "ssr")]
pub use tries::{Try, count as count_try};
