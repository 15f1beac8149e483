//! Districts, streets, communities and their people. A community is the tenant: whose slug stands in the path.
//!
//! - A district has streets and presets; a community has grids, members, categories, and a history.
//! - A resident registers with name, phone, door and consent, and is *unverified* until staff verify.
//! - Roles are held per community. Admins give and take them, and bring in records of volunteers, which become an account's
//!   when the desk joins the two (of another phone: an admin); every change is an event with who and when, and counts
//!   at the next command, because each command reads them anew.
//! - A resident lets somebody speak for them by a code that they pass on: no list of people is searched.
//! - A category that is closed takes nothing new; what was ordered under it goes on.
//! - A household card's number is enough to order at the desk; with the end of the phone on file it shows how far orders are.
//! - Whoever registers by the community's invitation is verified.
//! - A member may go: what is kept of them as a person is removed, what they did stays under a name that says nothing. Whoever
//!   writes something of them meanwhile, and they, wait for each other (`ops::stays`).
//! - Lists show residents by a masked name and without their door. Who opens one member sees all, and the member reads who did.
//! - A member who is not of this community does not see it from inside: foreign and missing answer alike.
//!
//! Reading order: [`model`] → [`hours`] and [`mod@calendar`] (when a community is open) → [`policy`] → `ops` → `door` (how a command in a community begins) → `store`.

pub mod api;
pub mod calendar;
pub mod hours;
pub mod model;
pub mod presets;
pub mod view;
pub mod words;

#[cfg(feature = "ssr")]
pub(crate) mod door;
#[cfg(feature = "ssr")]
mod entity;
#[cfg(feature = "ssr")]
pub mod ops;
#[cfg(feature = "ssr")]
pub mod policy;
#[cfg(feature = "ssr")]
pub mod rest;
#[cfg(feature = "ssr")]
mod store;

#[cfg(feature = "ssr")]
pub use door::{serve, serve_once};
#[cfg(feature = "ssr")]
pub use store::{
    calendar, call_back_percent, find_by_card, find_categories, find_category, find_members_called, find_open_category, find_phone,
    get_member, list_delegates, list_grids, list_here, list_homes, list_names, list_volunteer_kinds, list_with_role, name_of,
};
