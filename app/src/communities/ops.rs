//! The use cases of communities: finding one, and what stands around its pages; its people, its setting up and its settings below.

mod cards;
mod delegates;
mod due;
mod duty;
mod imported;
mod invitations;
mod leaving;
mod people;
mod records;
mod set_up;
mod settings;

pub use cards::{card_page, check_card, count_card_try, get_card, make_card};
pub use delegates::{delegates_page, end_delegation, list_delegates, offer_delegation, take_on};
pub use due::{Backlog, backlog, forget_changes, list_changes, list_due, put_off};
pub use duty::{duty, set_duty};
pub use imported::{
    Known, close_categories, hold_members, keep_records, list_called, make_volunteer, open_categories, recruit, take_back_records,
    take_back_volunteer,
};
pub use invitations::{come_by, end_invitation, find_invitation, invitation_page, make_invitation, register_form};
pub use leaving::{close_account, correct, kept_of, leave, stays, who_leaves};
pub use people::{Settler, change_member, get_person, grant, list_hands, list_members, people, person, register, settle};
pub use records::{
    account_in_use, correct_record, file_page, find_residents, get_resident, get_resident_to_speak_for, join_record, keep_record,
};
pub use set_up::{create_community, create_district, scope_of, set_holiday};
pub use settings::{set_desk, set_hours, set_limits, settings, take_audit, tell_outside};

use super::model::{CategoryCard, CommunityCard, DistrictCard, Frame, Framed, FrontDoor, Home, MyAccount};
use super::store;
use crate::accounts::model::{Me, MembershipCard};
use crate::accounts::{self, PersonCtx};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::AccountId;
use crate::kernel::notices;

type Result<T> = std::result::Result<T, Failure>;

/// The front door: districts and communities that match, and where the reader is at home.
///
/// # Errors
/// When the database does.
pub async fn front_door(ctx: PersonCtx, q: String) -> Result<FrontDoor> {
    let q: String = q.trim().chars().take(40).collect();
    let mut districts = Vec::new();
    for district in store::list_districts(ctx.tx()).await? {
        let communities = store::list_communities(ctx.tx(), &district, &q).await?;
        if q.is_empty() || !communities.is_empty() {
            districts.push((store::district_card(&district), communities));
        }
    }
    let mine = match ctx.identity {
        Some(who) => store::memberships_of(ctx.tx(), who.account).await?,
        None => Vec::new(),
    };
    Ok(FrontDoor { districts, mine })
}

/// The page of my account, also for a passer-by, who can set how pages look.
///
/// # Errors
/// When the database does.
pub async fn my_account(ctx: PersonCtx, (): ()) -> Result<MyAccount> {
    if ctx.identity.is_none() {
        return Ok(MyAccount { mine: Vec::new(), sessions: None, login: None, phone: None });
    }
    let (account, login, phone) = accounts::ops::who_am_i(&ctx).await?;
    let mine = store::memberships_of(ctx.tx(), account).await?;
    let sessions = accounts::ops::list_sessions(ctx, ()).await?;
    Ok(MyAccount { mine, sessions: Some(sessions), login, phone })
}

/// Whether any community is demo data.
///
/// # Errors
/// When the database does.
pub async fn is_demo(ctx: PersonCtx, (): ()) -> Result<bool> {
    store::any_demo(ctx.tx()).await
}

/// All districts.
///
/// # Errors
/// When the database does.
pub async fn list_districts(ctx: PersonCtx, (): ()) -> Result<Vec<DistrictCard>> {
    Ok(store::list_districts(ctx.tx()).await?.iter().map(store::district_card).collect())
}

/// The communities of a district.
///
/// # Errors
/// [`Fault::NotFound`] for a slug of nothing.
pub async fn list_communities(ctx: PersonCtx, district: String) -> Result<Vec<CommunityCard>> {
    let district = store::find_district(ctx.tx(), &district).await?.ok_or(Fault::NotFound)?;
    store::list_communities(ctx.tx(), &district, "").await
}

/// Who am I, and where.
///
/// # Errors
/// [`Fault::SignIn`] for nobody.
pub async fn me(ctx: PersonCtx, (): ()) -> Result<Me> {
    let (account, login, phone) = accounts::ops::who_am_i(&ctx).await?;
    Ok(Me { account, login, phone, memberships: store::memberships_of(ctx.tx(), account).await? })
}

/// Where this account is a member, for the answer to a log-in.
///
/// # Errors
/// When the database does.
pub async fn memberships(ctx: PersonCtx, account: AccountId) -> Result<Vec<MembershipCard>> {
    store::memberships_of(ctx.tx(), account).await
}

/// The community as everybody may see it.
///
/// # Errors
/// When the database does.
pub async fn get_community(ctx: Ctx, (): ()) -> Result<CommunityCard> {
    let row = store::find_community(ctx.tx().platform(), &ctx.place.slug).await?.ok_or(Fault::NotFound)?;
    store::get_card(ctx.tx().platform(), row).await
}

/// The open categories, for everybody.
///
/// # Errors
/// When the database does.
pub async fn list_categories(ctx: Ctx, (): ()) -> Result<Vec<CategoryCard>> {
    store::list_categories(&ctx).await
}

/// What stands around a page of this community.
///
/// # Errors
/// When the database does.
pub async fn frame<T>(ctx: &Ctx, body: T) -> Result<Framed<T>> {
    let community = get_community(ctx.clone(), ()).await?;
    let name = match ctx.actor.member {
        Some(id) => Some(store::get_member(ctx, id).await?.name),
        None => None,
    };
    let frame = Frame {
        community,
        name,
        unread: notices::count_unread(ctx).await?,
        logged_in: ctx.actor.account.is_some(),
        roles: ctx.actor.roles.clone(),
        verified: ctx.actor.verified,
        today: ctx.today(),
        now: ctx.now,
    };
    Ok(Framed { frame, body })
}

/// The community's home page, for everybody.
///
/// # Errors
/// When the database does.
pub async fn home(ctx: Ctx, (): ()) -> Result<Framed<Home>> {
    let grids = store::list_grids(&ctx).await?.into_iter().map(|row| (row.name_zh, row.name_en)).collect();
    let categories = store::list_categories(&ctx).await?;
    frame(&ctx, Home { grids, categories }).await
}
