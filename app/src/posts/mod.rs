//! Volunteer posts (岗位): set up by need (设岗), claimed (认岗), appointed (定岗), made public (公示明岗), and served.
//!
//! - Where posts are missing is read from the wishes that nobody took or that came late; one click drafts a post from a row.
//! - The admin sets a post up from a preset, from one of the community's own, or from scratch, as a draft; opened, it stands on
//!   the community's board, which everybody reads. What changes while somebody claims or holds it, they are told; its times
//!   then stay as they are.
//! - A volunteer of a kind that the post asks for claims it with a promise in their own words, before its limit for claims. Nobody
//!   has two shifts at once, in whatever communities: a clash is shown to them, and to nobody else.
//! - The admin appoints or declines, never on their own claim. There are never more holders than places; who is appointed
//!   beyond them waits, and moves up by themselves in the order in which they were appointed.
//! - An appointment is public for some days. Any verified resident may object in their own name, to the admins alone, never to
//!   themselves. An open objection holds the appointment until it is answered: dismissed, the appointment takes effect
//!   after its days; upheld, it ends.
//! - Who holds a post stands in the roster under the name by which they chose to be shown, and has a card whose code leads to a page that
//!   says whether it is valid today.
//! - Whoever claims a post that is served every week says on which days they come; so its holders have shifts of their own. One of
//!   them offers a shift to another, for one of the other's or for nothing; once the other agrees, the shifts have changed
//!   hands wherever they are counted: what is expected, overlaps, reminders, calendar.
//! - A post ends on its last day by itself, or before when the admin says so and why; so does everything that was claimed of it.
//! - Whoever leaves takes promise, objections and name along; their claims end first.
//!
//! ```text
//! Post:   Draft ─open─▶ Open ◀──▶ Filled (as places are taken)
//!           └──────────── end ─────┴─▶ Ended
//!
//! Claim:  Claimed ─appoint─▶ Published ─days are over, no open objection─▶ Serving ─step down, dismiss, end─▶ Ended
//!           │  └─no place─▶ Waiting ─a place is free─▶ Published ─objection upheld, step down, dismiss, end─▶ Ended
//!           └─ decline, withdraw, end (Waiting too) ─▶ Declined, Withdrawn
//! ```
//!
//! Reading order: [`model`] (what people write) → [`times`] (when, and what clashes) → [`swaps`] (what changes hands) → [`stage`] and [`moves`] (how it goes on)
//! → [`told`] (who hears of it) → [`policy`] (who may) → `ops` → `store`.

pub mod api;
pub mod model;
pub mod moves;
pub mod need;
pub mod policy;
pub mod presets;
pub mod stage;
pub mod swaps;
pub mod times;
pub mod told;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod store;

#[cfg(test)]
mod tests;
