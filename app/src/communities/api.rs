//! Server functions of communities, for our own pages.

use super::model::{
    CategoryId, Delegates, DelegationId, FilePage, Framed, FrontDoor, Home, HouseholdCard, InvitationCard, Member, MyAccount, Page,
    PersonPage, RegisterForm, Settings,
};
use crate::kernel::actor::Role;
use crate::kernel::fault::Fault;
use crate::kernel::ids::MemberId;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::model::{MemberChange, MemberQuery, NewAccount, NewDesk, NewLimits, NewRecord, Patch, Registration, VolunteerKind},
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

/// The page of registering; `invite` is what its address carries.
#[server(prefix = "/api", endpoint = "communities.register_form")]
pub async fn get_register_form(community: String, #[server(default)] invite: String) -> Result<Framed<RegisterForm>, Fault> {
    web::answer(serve(&Call::here()?, "communities.register_form", Mode::Read, &community, invite, ops::register_form).await)
}

/// The invitation of the community.
#[server(prefix = "/api", endpoint = "communities.invitation")]
pub async fn get_invitation(community: String) -> Result<Framed<Option<InvitationCard>>, Fault> {
    web::answer(serve(&Call::here()?, "communities.invitation", Mode::Read, &community, (), ops::invitation_page).await)
}

/// Makes an invitation; the one before is void.
#[server(prefix = "/api", endpoint = "communities.make_invitation")]
pub async fn make_invitation(community: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "communities.make_invitation", &community, (), ops::make_invitation).await).map(|_| ())
}

/// Makes the invitation void.
#[server(prefix = "/api", endpoint = "communities.end_invitation")]
pub async fn end_invitation(community: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "communities.end_invitation", &community, (), ops::end_invitation).await)
}

/// Whoever registered before is verified by the invitation.
#[server(prefix = "/api", endpoint = "communities.come_by")]
pub async fn come_by(community: String, #[server(default)] invite: String) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "communities.come_by", &community, invite, ops::come_by).await)?;
    web::go_to(&format!("/c/{community}?welcome=1"));
    Ok(())
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
    #[server(default)] invite: String,
) -> Result<(), Fault> {
    let call = Call::here()?;
    let account = NewAccount { phone: phone.clone(), login, password: password.clone() };
    web::answer(ops::register(&call, &community, account, Registration { name, building, door, consent, invite }).await)?;
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

/// The page of one member, in full.
#[server(prefix = "/api", endpoint = "communities.person")]
pub async fn get_person(community: String, member: MemberId) -> Result<Framed<PersonPage>, Fault> {
    web::answer(serve(&Call::here()?, "communities.person", Mode::Write, &community, member, ops::person).await)
}

/// The page of settings.
#[server(prefix = "/api", endpoint = "communities.settings")]
pub async fn get_settings(community: String) -> Result<Framed<Settings>, Fault> {
    web::answer(serve(&Call::here()?, "communities.settings", Mode::Read, &community, (), ops::settings).await)
}

/// Sets the opening hours of the week.
#[server(prefix = "/api", endpoint = "communities.set_hours")]
pub async fn set_hours(
    community: String,
    #[server(default)] mon: String,
    #[server(default)] tue: String,
    #[server(default)] wed: String,
    #[server(default)] thu: String,
    #[server(default)] fri: String,
    #[server(default)] sat: String,
    #[server(default)] sun: String,
) -> Result<(), Fault> {
    let days = [mon, tue, wed, thu, fri, sat, sun];
    web::answer(serve_once(&Call::here()?, "communities.set_hours", &community, days, ops::set_hours).await).map(|_| ())
}

/// Sets the desk's phone and its share of call backs.
#[server(prefix = "/api", endpoint = "communities.set_desk")]
pub async fn set_desk(
    community: String,
    #[server(default)] phone: String,
    #[server(default)] call_back_percent: String,
) -> Result<(), Fault> {
    let new = NewDesk { phone, call_back_percent };
    web::answer(serve_once(&Call::here()?, "communities.set_desk", &community, new, ops::set_desk).await).map(|_| ())
}

/// Sets the limits of a category, and leads back to the list.
#[server(prefix = "/api", endpoint = "communities.set_limits")]
pub async fn set_limits(
    community: String,
    category: CategoryId,
    #[server(default)] answer: String,
    #[server(default)] answer_unit: String,
    #[server(default)] deliver: String,
    #[server(default)] deliver_unit: String,
) -> Result<(), Fault> {
    let input = (category, NewLimits { answer, answer_unit, deliver, deliver_unit });
    web::answer(serve_once(&Call::here()?, "communities.set_limits", &community, input, ops::set_limits).await)?;
    web::go_to(&format!("/c/{community}/settings#limits-{category}"));
    Ok(())
}

/// The page on which somebody is found for whom an order is filed.
#[server(prefix = "/api", endpoint = "communities.file")]
pub async fn find_residents(
    community: String,
    #[server(default)] q: String,
    #[server(default)] join: Option<MemberId>,
) -> Result<Framed<FilePage>, Fault> {
    web::answer(serve(&Call::here()?, "communities.file", Mode::Read, &community, (q, join), ops::file_page).await)
}

/// Keeps a record of somebody without an account, and leads on to their order.
#[server(prefix = "/api", endpoint = "communities.keep_record")]
pub async fn keep_record(
    community: String,
    #[server(default)] name: String,
    #[server(default)] phone: String,
    #[server(default)] building: String,
    #[server(default)] door: String,
    #[server(default)] grid: String,
    #[server(default)] born: String,
    #[server(default)] needs: Vec<String>,
    #[server(default)] consent: String,
    #[server(default)] needs_consent: String,
) -> Result<(), Fault> {
    let new = NewRecord { name, phone, building, door, grid, born, needs, consent, needs_consent };
    let kept = web::answer(serve_once(&Call::here()?, "communities.keep_record", &community, new, ops::keep_record).await)?;
    web::go_to(&format!("/c/{community}/wishes/new?for={}", kept.id));
    Ok(())
}

/// Corrects the record of somebody without an account, and leads back to what is kept of them.
#[server(prefix = "/api", endpoint = "communities.correct_record")]
pub async fn correct_record(
    community: String,
    record: MemberId,
    #[server(default)] name: String,
    #[server(default)] phone: String,
    #[server(default)] building: String,
    #[server(default)] door: String,
    #[server(default)] grid: String,
    #[server(default)] born: String,
    #[server(default)] needs: Vec<String>,
    #[server(default)] needs_consent: String,
) -> Result<(), Fault> {
    let typed = NewRecord { name, phone, building, door, grid, born, needs, consent: String::new(), needs_consent };
    web::answer(serve_once(&Call::here()?, "communities.correct_record", &community, (record, typed), ops::correct_record).await)?;
    web::go_to(&format!("/c/{community}/my-data?for={record}&corrected=1"));
    Ok(())
}

/// The reader is on duty today, or no longer.
#[server(prefix = "/api", endpoint = "communities.set_duty")]
pub async fn set_duty(community: String, on: bool) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "communities.set_duty", &community, on, ops::set_duty).await).map(|_| ())
}

/// Who speaks for the reader, or for a resident of whoever files.
#[server(prefix = "/api", endpoint = "communities.delegates")]
pub async fn list_delegates(community: String, #[server(default)] resident: Option<MemberId>) -> Result<Framed<Delegates>, Fault> {
    web::answer(serve(&Call::here()?, "communities.delegates", Mode::Read, &community, resident, ops::delegates_page).await)
}

/// A code with which somebody becomes a delegate; the page shows it.
#[server(prefix = "/api", endpoint = "communities.offer_delegation")]
pub async fn offer_delegation(community: String, #[server(default)] resident: Option<MemberId>) -> Result<(), Fault> {
    let call = Call::here()?;
    web::answer(serve_once(&call, "communities.offer_delegation", &community, resident, ops::offer_delegation).await).map(|_| ())
}

/// Types a code and is a delegate.
#[server(prefix = "/api", endpoint = "communities.take_on")]
pub async fn take_on(community: String, #[server(default)] code: String) -> Result<(), Fault> {
    web::answer(ops::take_on(&Call::here()?, &community, code).await)?;
    web::go_to(&format!("/c/{community}/delegates?taken=1#residents"));
    Ok(())
}

/// Ends a delegation, or calls a code back.
#[server(prefix = "/api", endpoint = "communities.end_delegation")]
pub async fn end_delegation(community: String, delegation: DelegationId) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "communities.end_delegation", &community, delegation, ops::end_delegation).await)
}

/// The household card of the reader, or of a resident for whom they may order.
#[server(prefix = "/api", endpoint = "communities.card")]
pub async fn get_card(community: String, #[server(default)] resident: Option<MemberId>) -> Result<Framed<HouseholdCard>, Fault> {
    web::answer(serve(&Call::here()?, "communities.card", Mode::Read, &community, resident, ops::card_page).await)
}

/// Makes a card with a new number.
#[server(prefix = "/api", endpoint = "communities.make_card")]
pub async fn make_card(community: String, #[server(default)] resident: Option<MemberId>) -> Result<(), Fault> {
    web::answer(serve_once(&Call::here()?, "communities.make_card", &community, resident, ops::make_card).await).map(|_| ())
}

/// Says that a member is who they say.
#[server(prefix = "/api", endpoint = "communities.verify")]
pub async fn verify(community: String, member: MemberId, #[server(default)] grid: String) -> Result<(), Fault> {
    let grid = if grid.is_empty() { Patch::Keep } else { Patch::Set(grid) };
    let change = MemberChange { verified: Some(true), grid, ..MemberChange::default() };
    let call = Call::here()?;
    web::answer(serve_once(&call, "communities.verify", &community, (member, change), ops::change_member).await)?;
    Ok(())
}

/// Says in what grid a member lives.
#[server(prefix = "/api", endpoint = "communities.set_grid")]
pub async fn set_grid(community: String, member: MemberId, #[server(default)] grid: String) -> Result<(), Fault> {
    let grid = if grid.is_empty() { Patch::Clear } else { Patch::Set(grid) };
    let change = MemberChange { grid, ..MemberChange::default() };
    let call = Call::here()?;
    web::answer(serve_once(&call, "communities.set_grid", &community, (member, change), ops::change_member).await)?;
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
    let change = MemberChange { roles: Some(Roles::new(roles)), volunteer_kind, ..MemberChange::default() };
    let call = Call::here()?;
    web::answer(serve_once(&call, "communities.set_roles", &community, (member, change), ops::change_member).await)?;
    Ok(())
}
