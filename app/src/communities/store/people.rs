//! Memberships: finding people, and what is shown of them.

use crate::accounts;
use crate::accounts::model::{MembershipCard, Phone};
use crate::communities::entity::{community, membership};
use crate::communities::model::{Member, MemberQuery, Need, Page, VolunteerKind, read_card};
use crate::kernel::actor::{Role, Roles};
use crate::kernel::ctx::Ctx;
use crate::kernel::db::{PlatformTx, TenantTx, begins, holds};
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::{AccountId, MemberId, TenantId};
use crate::kernel::text::clean;
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

pub async fn find_membership(tx: &TenantTx, account: AccountId) -> Result<Option<membership::Model>> {
    tx.find::<membership::Entity>().filter(membership::Column::AccountId.eq(account)).one().await
}

/// Where a person is a member, and as what.
pub async fn memberships_of(tx: &PlatformTx, account: AccountId) -> Result<Vec<MembershipCard>> {
    let own = tx.find_own::<membership::Entity>(account).await?.ascending(membership::Column::CreatedAt).all().await?;
    let ids: Vec<TenantId> = own.iter().map(|row| row.tenant_id).collect();
    let places = tx.find::<community::Entity>().filter(community::Column::Id.is_in(ids)).all().await?;
    Ok(own
        .into_iter()
        .filter_map(|row| {
            let place = places.iter().find(|place| place.id == row.tenant_id)?;
            Some(MembershipCard {
                community: place.slug.clone(),
                name_zh: place.name_zh.clone(),
                name_en: place.name_en.clone(),
                roles: Roles::from_rest(&row.roles),
                verified: row.verified_at.is_some(),
            })
        })
        .collect())
}

/// The member of that id in this community.
///
/// # Errors
/// [`Fault::NotFound`] when there is none here.
pub async fn get_member(ctx: &Ctx, id: MemberId) -> Result<Member> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(id)).one().await?;
    Ok(member(ctx, found.ok_or(Fault::NotFound)?))
}

/// The phone of a member's account, or the one that a record keeps, in the open: for those whom a rule names, who record that
/// they looked.
///
/// # Errors
/// When the database does, or the phone was sealed under another key.
pub async fn find_phone(ctx: &Ctx, member: &Member) -> Result<Option<String>> {
    if let Some(account) = member.account {
        return accounts::phone_of(ctx.tx().platform(), &ctx.keys, account).await;
    }
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(member.id)).one().await?;
    found.and_then(|row| row.phone_sealed).map(|sealed| ctx.keys.open(&sealed)).transpose()
}

/// Whose household card has this number.
///
/// # Errors
/// When the database does.
pub async fn find_by_card(ctx: &Ctx, number: &str) -> Result<Option<Member>> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::CardNo.eq(number)).one().await?;
    Ok(found.map(|row| member(ctx, row)))
}

/// The number of a resident's household card.
pub async fn find_card_number(ctx: &Ctx, id: MemberId) -> Result<Option<String>> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(id)).one().await?;
    Ok(found.and_then(|row| row.card_no))
}

/// The residents of this community, with an account or without, that have `q` in their name or building, this phone in their
/// record, or this number on their card.
pub async fn find_residents(ctx: &Ctx, q: &str, most: u64) -> Result<Vec<Member>> {
    let known = Condition::any().add(membership::Column::VerifiedAt.is_not_null()).add(membership::Column::AccountId.is_null());
    search(ctx, q, has_role("resident"), known, most).await
}

/// The records of people without an account, whatever they are, found in the same way.
pub async fn find_records(ctx: &Ctx, q: &str, most: u64) -> Result<Vec<Member>> {
    let someone = Condition::all().add(membership::Column::Roles.ne(""));
    search(ctx, q, someone, Condition::all().add(membership::Column::AccountId.is_null()), most).await
}

async fn search(ctx: &Ctx, q: &str, who: Condition, known: Condition, most: u64) -> Result<Vec<Member>> {
    let mut any = Condition::any().add(called(q)).add(holds(q, &[membership::Column::Building]));
    if let Ok(phone) = Phone::parse(q) {
        any = any.add(membership::Column::PhoneLookup.eq(ctx.keys.phone_lookup(phone.digits())));
    }
    if let Ok(number) = read_card(q) {
        any = any.add(membership::Column::CardNo.eq(number));
    }
    let find = ctx.tx().find::<membership::Entity>().filter(who).filter(known).filter(any);
    let rows = find.ascending(membership::Column::Name).ascending(membership::Column::Id).limit(most).all().await?;
    Ok(rows.into_iter().map(|row| member(ctx, row)).collect())
}

/// Those of these members who have not gone.
///
/// # Errors
/// When the database does.
pub async fn list_here(ctx: &Ctx, ids: Vec<MemberId>) -> Result<Vec<Member>> {
    let find = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.is_in(ids));
    let rows = find.filter(membership::Column::LeftAt.is_null()).all().await?;
    Ok(rows.into_iter().map(|row| member(ctx, row)).collect())
}

/// The look-up hash of the phone that a record keeps.
pub async fn find_phone_lookup(ctx: &Ctx, id: MemberId) -> Result<Option<String>> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(id)).one().await?;
    Ok(found.and_then(|row| row.phone_lookup))
}

/// The names of these members of this community.
///
/// # Errors
/// When the database does.
pub async fn list_names(ctx: &Ctx, ids: impl IntoIterator<Item = MemberId>) -> Result<HashMap<MemberId, (String, Roles)>> {
    let mut ids: Vec<MemberId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.name, Roles::from_rest(&row.roles)))).collect())
}

pub async fn list_members(ctx: &Ctx, query: &MemberQuery) -> Result<Page<Member>> {
    let limit = query.limit.unwrap_or(20).clamp(1, 100);
    // What was joined to a record is that one now.
    let is_someone = Condition::any().add(membership::Column::AccountId.is_not_null()).add(membership::Column::Roles.ne(""));
    let mut find = ctx.tx().find::<membership::Entity>().filter(is_someone);
    let q = query.q.trim();
    if !q.is_empty() {
        // Not the door: it is not shown, and a hit would tell it.
        find = find.filter(called(q).add(holds(q, &[membership::Column::Building])));
    }
    if let Some(role) = query.role {
        find = find.filter(has_role(role.code()));
    }
    if query.unverified {
        find = find.filter(membership::Column::VerifiedAt.is_null());
    }
    if let Some(cursor) = query.cursor {
        find = find.filter(membership::Column::Id.lt(cursor));
    }
    let mut rows = find.descending(membership::Column::Id).limit(limit + 1).all().await?;
    let more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = more.then(|| rows.last().map(|row| row.id.to_string())).flatten();
    Ok(Page { items: rows.into_iter().map(|row| member(ctx, row)).collect(), next })
}

/// Whoever is looked for by name: by its first character, which lists show, or by two or more. A single one from further in
/// would tell the name to whoever tries them all.
fn called(name: &str) -> Condition {
    let of = &[membership::Column::Name];
    if clean(name, false).chars().nth(1).is_some() { holds(name, of) } else { begins(name, of) }
}

/// Roles are kept as `admin,staff`: a role is the whole text, or stands at an end or between commas.
fn has_role(code: &str) -> Condition {
    let roles = membership::Column::Roles;
    Condition::any()
        .add(roles.eq(code))
        .add(roles.starts_with(format!("{code},")))
        .add(roles.ends_with(format!(",{code}")))
        .add(roles.contains(format!(",{code},")))
}

/// The members who have this role, the first of them first.
///
/// # Errors
/// When the database does.
pub async fn list_with_role(ctx: &Ctx, role: Role) -> Result<Vec<MemberId>> {
    let rows = ctx.tx().find::<membership::Entity>().filter(has_role(role.code())).ascending(membership::Column::Id).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// What kinds of volunteers these members are.
///
/// # Errors
/// When the database does.
pub async fn list_volunteer_kinds(ctx: &Ctx, ids: Vec<MemberId>) -> Result<HashMap<MemberId, VolunteerKind>> {
    let rows = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.is_in(ids)).all().await?;
    let kind = |row: membership::Model| Some((row.id, VolunteerKind::from_code(row.volunteer_kind.as_deref()?)?));
    Ok(rows.into_iter().filter_map(kind).collect())
}

/// In what grid these members live, where that is known.
///
/// # Errors
/// When the database does.
pub async fn list_homes(ctx: &Ctx, ids: Vec<MemberId>) -> Result<HashMap<MemberId, Uuid>> {
    let mut homes = HashMap::new();
    for some in ids.chunks(1000) {
        let rows = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.is_in(some.iter().copied())).all().await?;
        homes.extend(rows.into_iter().filter_map(|row| Some((row.id, row.grid_id?))));
    }
    Ok(homes)
}

/// The members of this name, at most two hundred.
///
/// # Errors
/// When the database does.
pub async fn find_members_called(ctx: &Ctx, name: &str) -> Result<Vec<MemberId>> {
    let rows = ctx.tx().find::<membership::Entity>().filter(called(name)).limit(200).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The members of exactly these names, with the look-up hashes of the phones that records keep.
pub async fn list_called(ctx: &Ctx, names: &[String]) -> Result<Vec<(Member, Option<String>)>> {
    let find = ctx.tx().find::<membership::Entity>().filter(membership::Column::Name.is_in(names));
    let rows = find
        .filter(membership::Column::LeftAt.is_null())
        .filter(membership::Column::Roles.ne(""))
        .ascending(membership::Column::Id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| (row.phone_lookup.clone(), row)).map(|(phone, row)| (member(ctx, row), phone)).collect())
}

/// Members who can be handed a wish: volunteers, merchants, grid workers and the desk.
pub async fn list_hands(ctx: &Ctx) -> Result<Vec<Member>> {
    let helps = ["volunteer", "merchant", "grid_worker", "staff", "admin"];
    let any = helps.into_iter().fold(Condition::any(), |any, code| any.add(has_role(code)));
    let can = membership::Column::AccountId.is_not_null();
    let rows = ctx.tx().find::<membership::Entity>().filter(any).filter(can).ascending(membership::Column::Name).limit(500).all().await?;
    Ok(rows.into_iter().map(|row| member(ctx, row)).collect())
}

/// Who at the desk said that they are on duty on that day.
pub async fn list_on_duty(ctx: &Ctx, day: NaiveDate) -> Result<Vec<Member>> {
    let rows =
        ctx.tx().find::<membership::Entity>().filter(membership::Column::DutyOn.eq(day)).ascending(membership::Column::Name).all().await?;
    let people = rows.into_iter().map(|row| member(ctx, row));
    Ok(people.filter(|member| member.roles.any(&[Role::Staff, Role::Admin])).collect())
}

fn member(ctx: &Ctx, row: membership::Model) -> Member {
    Member {
        id: row.id,
        account: row.account_id,
        is_record: row.account_id.is_none(),
        needs: row.needs.split(',').filter_map(Need::from_code).collect(),
        name: row.name,
        building: row.building,
        door: row.door,
        roles: Roles::from_rest(&row.roles),
        volunteer_kind: row.volunteer_kind.as_deref().and_then(VolunteerKind::from_code),
        verified_at: row.verified_at.map(|at| ctx.moment(at)),
        created_at: ctx.moment(row.created_at),
    }
}
