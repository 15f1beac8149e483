//! Server functions of communities, for our own pages.

use super::model::{Framed, FrontDoor, Home, Member, MyAccount, Page};
use crate::kernel::actor::Role;
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::model::{MemberChange, MemberQuery, NewAccount, Patch, Registration, VolunteerKind},
    super::{ops, serve, serve_once},
    crate::accounts,
    crate::kernel::{actor::Roles, ctx::Call, db::Mode, web},
};

/// The front door, narrowed to what holds `q`.
#[server(prefix = "/api", endpoint = "communities.front_door")]
pub async fn get_front_door(q: String) -> Result<FrontDoor, Fault> {
    web::answer(accounts::serve(&Call::here()?, "communities.front_door", Mode::Read, q, ops::front_door).await)
}

/// The page of my account.
#[server(prefix = "/api", endpoint = "communities.account")]
pub async fn get_account() -> Result<MyAccount, Fault> {
    web::answer(accounts::serve(&Call::here()?, "communities.account", Mode::Read, (), ops::my_account).await)
}

/// A community's home page.
#[server(prefix = "/api", endpoint = "communities.home")]
pub async fn get_home(community: String) -> Result<Framed<Home>, Fault> {
    web::answer(serve(&Call::here()?, "communities.home", Mode::Read, &community, (), ops::home).await)
}

/// Registers a resident, logs them in, and leads home.
#[server(prefix = "/api", endpoint = "communities.register")]
pub async fn register(
    community: String,
    name: String,
    building: String,
    door: String,
    #[server(default)] phone: String,
    #[server(default)] login: String,
    #[server(default)] password: String,
    #[server(default)] consent: String,
) -> Result<(), Fault> {
    let call = Call::here()?;
    let account = NewAccount { phone: phone.clone(), login, password: password.clone() };
    web::answer(ops::register(&call, &community, account, Registration { name, building, door, consent }).await)?;
    if call.identity.is_none() {
        let tokens = web::answer(accounts::ops::log_in(&call, phone, password).await)?;
        web::set_cookies(accounts::cookies::set(&tokens));
    }
    web::go_to(&format!("/c/{community}?welcome=1"));
    Ok(())
}

/// The people page.
#[server(prefix = "/api", endpoint = "communities.people")]
pub async fn list_people(
    community: String,
    #[server(default)] q: String,
    #[server(default)] role: Option<Role>,
    #[server(default)] unverified: bool,
    #[server(default)] cursor: Option<MemberId>,
) -> Result<Framed<Page<Member>>, Fault> {
    let query = MemberQuery { q, role, unverified, cursor, limit: None };
    web::answer(serve(&Call::here()?, "communities.people", Mode::Read, &community, query, ops::people).await)
}

/// Says that a member is who they say.
#[server(prefix = "/api", endpoint = "communities.verify")]
pub async fn verify(community: String, member: MemberId) -> Result<(), Fault> {
    let change = MemberChange { verified: Some(true), ..MemberChange::default() };
    let call = Call::here()?;
    web::answer(serve_once(&call, "communities.verify", &community, (member, change), ops::change_member).await)?;
    Ok(())
}

/// Gives and takes roles.
#[server(prefix = "/api", endpoint = "communities.set_roles")]
pub async fn set_roles(
    community: String,
    member: MemberId,
    #[server(default)] roles: Vec<Role>,
    #[server(default)] volunteer_kind: String,
) -> Result<(), Fault> {
    let volunteer_kind = VolunteerKind::from_code(&volunteer_kind).map_or(Patch::Clear, Patch::Set);
    let change = MemberChange { roles: Some(Roles::new(roles)), volunteer_kind, verified: None };
    let call = Call::here()?;
    web::answer(serve_once(&call, "communities.set_roles", &community, (member, change), ops::change_member).await)?;
    Ok(())
}
