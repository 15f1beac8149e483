//! Certificates of hours (志愿服务时长证明): what a community has confirmed, on paper, with a number by which anybody who holds the
//! paper sees whether it is genuine.
//!
//! - A volunteer has their own made; the desk makes one for whoever has no account. It says how many hours this community has
//!   confirmed, from what day to what day, as they stand at that moment. Where nothing was added since, the one there is stays.
//! - Its number names the community and has ten digits, the last of which checks the others. The number and the first three
//!   characters of the name confirm it: the community, the hours, the days, and whether it still holds. The name is not shown, nor
//!   anything else. Who tries many is slowed down.
//! - The desk declares one void, never its own, and says why: hours were disputed afterwards, say. Whose it is is told.
//! - Whoever leaves takes their name along; then their certificates confirm nothing any more.
//!
//! Reading order: [`model`] → [`policy`] → `ops` → `store`.

pub mod api;
pub mod model;
pub mod view;
pub mod words;

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
