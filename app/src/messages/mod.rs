//! Messages: what somebody was told reaches them outside as well, if they chose so.
//!
//! - Everybody chooses for themselves: everything, only what is late, or nothing; by e-mail (confirmed by a code), and by the
//!   ways that the community set up (webhooks, behind which a text message gateway or a chat program hangs). Without a choice
//!   nothing leaves Linli.
//! - A notice becomes a message a minute after it was written, so that whoever reads it at once is not told twice. At quiet
//!   hours it waits. What was read meanwhile is not sent.
//! - A message carries the sentence of the notice and a link: what kind of order, how far it is, at most the family name of
//!   whoever takes care of it; never a door, or what an order says. A phone goes to
//!   those webhooks alone that an admin set up to get phones, of people who chose them.
//! - It is sent beside all other work: whoever does not answer holds up their own messages, and those of others by seconds.
//!   Each try has the same id; waits double, and after [`model::MOST_TRIES`] it is given up. Admins read what became of each, and try again.
//! - A webhook is an address of the public net, over TLS; the operator may allow others.
//!
//! Stages: waiting → sent, skipped or failed; failed → waiting, by an admin.
//!
//! Reading order: [`model`] → [`quiet`] → `ops` → `sending` → [`view`].

/// What these hold is for whom it goes to, and never for a log.
#[cfg(feature = "ssr")]
macro_rules! unlogged {
    ($($name:ident)*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })*
    };
}

pub mod api;
pub mod model;
pub mod quiet;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod letter;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
mod policy;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
pub mod sending;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod target;
