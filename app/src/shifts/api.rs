//! Server functions of shifts, for our own pages. Each step leads back to the page it was made on.

use super::model::{Desk, MyShifts, NewEnd, NewTime, ShiftId, ShiftQuery};
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use crate::posts::model::ClaimId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::ops::{self, ShiftAt},
    crate::communities::{serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// One's own shifts.
#[server(prefix = "/api", endpoint = "shifts.mine")]
pub async fn get_mine(community: String, #[server(default)] asked: ShiftQuery) -> Result<Framed<MyShifts>, Fault> {
    web::answer(serve(&Call::here()?, "shifts.mine", Mode::Read, &community, asked, ops::mine_page).await)
}

/// Makes a private link to one's calendar; the one before opens nothing any more.
#[server(prefix = "/api", endpoint = "shifts.renew_calendar")]
pub async fn renew_calendar(community: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "shifts.renew_calendar", &community, (), ops::renew_calendar).await).map(|_| ())
}

/// Lets the link open nothing any more.
#[server(prefix = "/api", endpoint = "shifts.end_calendar")]
pub async fn end_calendar(community: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "shifts.end_calendar", &community, (), ops::end_calendar).await)
}

/// What the desk sees.
#[server(prefix = "/api", endpoint = "shifts.desk")]
pub async fn get_desk(community: String, #[server(default)] asked: ShiftQuery) -> Result<Framed<Desk>, Fault> {
    web::answer(serve(&Call::here()?, "shifts.desk", Mode::Read, &community, asked, ops::desk_page).await)
}

/// Begins.
#[server(prefix = "/api", endpoint = "shifts.check_in")]
pub async fn check_in(community: String, claim: ClaimId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "shifts.check_in", &community, claim, ops::check_in).await).map(|_| ())
}

/// Stops.
#[server(prefix = "/api", endpoint = "shifts.check_out")]
pub async fn check_out(community: String, shift: ShiftId, version: Option<i32>, #[server(flatten)] end: NewEnd) -> Result<(), Fault> {
    let input = (ShiftAt { id: shift, version }, end);
    web::answer(serve_once(&Call::here()?, "shifts.check_out", &community, input, ops::check_out).await).map(|_| ())
}

/// Enters hours later.
#[server(prefix = "/api", endpoint = "shifts.enter")]
pub async fn enter(community: String, claim: ClaimId, #[server(flatten)] new: NewTime) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "shifts.enter", &community, (claim, new), ops::enter).await).map(|_| ())
}

/// Says when it really was.
#[server(prefix = "/api", endpoint = "shifts.correct")]
pub async fn correct(community: String, shift: ShiftId, version: Option<i32>, #[server(flatten)] new: NewTime) -> Result<(), Fault> {
    let input = (ShiftAt { id: shift, version }, new);
    web::answer(serve_once(&Call::here()?, "shifts.correct", &community, input, ops::correct).await).map(|_| ())
}

/// Takes it back.
#[server(prefix = "/api", endpoint = "shifts.withdraw")]
pub async fn withdraw(community: String, shift: ShiftId, version: Option<i32>) -> Result<(), Fault> {
    let at = ShiftAt { id: shift, version };
    web::answer(serve_once(&Call::here()?, "shifts.withdraw", &community, at, ops::withdraw).await).map(|_| ())
}

/// Says that it was so.
#[server(prefix = "/api", endpoint = "shifts.confirm")]
pub async fn confirm(community: String, shift: ShiftId, version: Option<i32>) -> Result<(), Fault> {
    let at = ShiftAt { id: shift, version };
    web::answer(serve_once(&Call::here()?, "shifts.confirm", &community, at, ops::confirm).await).map(|_| ())
}

/// Says of many at once that they were so: each `id.version`.
#[server(prefix = "/api", endpoint = "shifts.confirm_all")]
pub async fn confirm_all(community: String, #[server(default)] shifts: Vec<String>) -> Result<(), Fault> {
    let all = shifts.iter().map(|one| one.parse().map_err(|()| Fault::NotFound)).collect::<Result<Vec<ShiftAt>, Fault>>()?;
    web::answer(serve_once(&Call::here()?, "shifts.confirm_all", &community, all, ops::confirm_all).await).map(|_| ())
}

/// Asks, and says why.
#[server(prefix = "/api", endpoint = "shifts.dispute")]
pub async fn dispute(community: String, shift: ShiftId, version: Option<i32>, #[server(default)] reason: String) -> Result<(), Fault> {
    let input = (ShiftAt { id: shift, version }, reason);
    web::answer(serve_once(&Call::here()?, "shifts.dispute", &community, input, ops::dispute).await).map(|_| ())
}

/// Records that somebody did not come to a shift that began then (RFC 3339).
#[server(prefix = "/api", endpoint = "shifts.miss")]
pub async fn miss(community: String, claim: ClaimId, from: String) -> Result<(), Fault> {
    let from = from.parse().map_err(|_| Fault::NotFound)?;
    web::answer(serve_once(&Call::here()?, "shifts.miss", &community, (claim, from), ops::miss).await).map(|_| ())
}

/// Says why one did not come.
#[server(prefix = "/api", endpoint = "shifts.explain")]
pub async fn explain(community: String, shift: ShiftId, version: Option<i32>, #[server(default)] word: String) -> Result<(), Fault> {
    let input = (ShiftAt { id: shift, version }, word);
    web::answer(serve_once(&Call::here()?, "shifts.explain", &community, input, ops::explain).await).map(|_| ())
}

/// Takes back that somebody did not come.
#[server(prefix = "/api", endpoint = "shifts.revoke")]
pub async fn revoke(community: String, shift: ShiftId, version: Option<i32>, #[server(default)] reason: String) -> Result<(), Fault> {
    let input = (ShiftAt { id: shift, version }, reason);
    web::answer(serve_once(&Call::here()?, "shifts.revoke", &community, input, ops::revoke).await).map(|_| ())
}
