//! Server functions of a person's own data, for our own pages.

use super::model::MyData;
use crate::communities::model::Framed;
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::model::Going,
    super::ops,
    crate::accounts::cookies,
    crate::communities::model::Corrected,
    crate::communities::{self, serve, serve_once},
    crate::kernel::{ctx::Call, db::Mode, web},
};

/// All that this community keeps of the reader, or of somebody without an account.
#[server(prefix = "/api", endpoint = "personal.page")]
pub async fn get_my_data(community: String, #[server(default)] resident: Option<MemberId>) -> Result<Framed<MyData>, Fault> {
    // Given out by the desk, it is on record.
    let mode = if resident.is_some() { Mode::Write } else { Mode::Read };
    web::answer(serve(&Call::here()?, "personal.page", mode, &community, resident, ops::page).await)
}

/// Corrects one's own name, building and door.
#[server(prefix = "/api", endpoint = "personal.correct")]
pub async fn correct(
    community: String,
    #[server(default)] name: String,
    #[server(default)] building: String,
    #[server(default)] door: String,
) -> Result<(), Fault> {
    let typed = Corrected { name, building, door };
    web::answer(serve_once(&Call::here()?, "personal.correct", &community, typed, communities::ops::correct).await)?;
    web::go_to(&format!("/c/{community}/my-data?corrected=1"));
    Ok(())
}

/// Leaves this community, or lets somebody without an account leave it.
#[server(prefix = "/api", endpoint = "personal.leave")]
pub async fn leave(community: String, #[server(default)] resident: Option<MemberId>, #[server(default)] sure: bool) -> Result<(), Fault> {
    let going = Going { record: resident, sure };
    web::answer(serve_once(&Call::here()?, "personal.leave", &community, going, ops::leave).await)?;
    web::go_to(&if resident.is_some() { format!("/c/{community}/people?gone=1") } else { "/account?left=1".to_owned() });
    Ok(())
}

/// Closes the account of whoever is logged in.
#[server(prefix = "/api", endpoint = "personal.close_account")]
pub async fn close_account(#[server(default)] password: String) -> Result<(), Fault> {
    web::answer(ops::close_account(&Call::here()?, &password).await)?;
    web::set_cookies(cookies::clear());
    web::go_to("/account/close?closed=1");
    Ok(())
}

/// Joins a record to the account of the same person, and leads to them.
#[server(prefix = "/api", endpoint = "personal.join")]
pub async fn join(community: String, record: MemberId, member: MemberId) -> Result<(), Fault> {
    let input = (record, member);
    web::answer(serve_once(&Call::here()?, "personal.join", &community, input, ops::join).await)?;
    web::go_to(&format!("/c/{community}/people"));
    Ok(())
}
