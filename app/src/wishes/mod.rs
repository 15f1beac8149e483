//! Wishes: a resident orders, the community takes the order, someone claims it and brings it, the resident says how it was.
//!
//! - **Micro-wish** (微心愿), **service order** (of one of six classes) and **question** go the same way.
//! - The community writes the *public card*, without name, door, phone or illness. It is all that the wall and other
//!   members see; whoever writes one that tells these is warned (`dignity`). Whoever holds a wish sees name, phone and door from the claim to the closing, and each look is on record.
//! - The resident shows in up to three photos what it is about, the holder in three what was done; whoever sees the whole wish
//!   sees them, and each look is on record.
//! - Whoever leaves takes their words and photos along: the wish is settled first, and *cleared* then (`ops::clear`); it
//!   moves no more.
//! - While somebody writes, open wishes that are like it are offered (`likeness`); whoever says "me too" hears when it is done.
//! - Nobody claims their own wish, and a wish has one holder.
//! - Two clocks run: to the community's answer, and from there (or from reopening) to delivery. They are read from the
//!   history and the community's calendar alone; staff may pause one, with a reason that the resident reads.
//! - At half, four fifths and the whole of a limit the resident and whoever must act are told, at the end the admins too;
//!   each once (`ops::ring`).
//! - A resident's delegate orders, follows and confirms for them; both names stand in the history. Whoever has the household's
//!   card and the end of its phone number sees stages and clocks, and nothing else.
//! - Who is not satisfied is called back, and of the others some are drawn by lot every week (`ops::draw`); what they say then
//!   stands beside the grade on file.
//! - The resident has the last word: confirm with a grade, or reopen: "it is not solved". Seven days after delivery
//!   without a word it lapses: it closes by itself, without a grade, and may be reopened as if it were confirmed.
//!
//! ```text
//!             ┌──────────── release, reopen ───────────┐
//!             ▼                                        │
//! Placed ─▶ Accepted ─claim, dispatch─▶ Claimed ─deliver─▶ Delivered ─confirm─▶ Confirmed
//!   │  │       │                           │                  │ reopen             │ reopen, 7 days
//!   │  └───────┴──────── withdraw ─────────┴─▶ Withdrawn      └─▶ Accepted ◀───────┘
//!   └─decline─▶ Declined (kept on file: not possible for now)
//!
//! Delivered ─lapse, seven days─▶ Lapsed ─reopen, 7 days─▶ Accepted
//! ```
//!
//! Reading order: [`model`] (what people write) → [`stage`] and [`moves`] (how it goes on) → [`clock`] (by when) → [`told`] (who hears of it) and [`figures`] (what counts) → [`policy`] (who may) → `ops` → `store`.

pub mod api;
pub mod clock;
pub mod dignity;
pub mod figures;
pub mod likeness;
pub mod model;
pub mod moves;
pub mod policy;
pub mod stage;
pub mod told;
pub mod unmet;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod store;

#[cfg(test)]
mod tests;
