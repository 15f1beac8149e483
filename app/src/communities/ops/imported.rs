//! What a table brings in, many rows in one command, and taking it back. Which rows may come in is decided before (`imports`).

use super::records::a_record;
use crate::accounts;
use crate::communities::entity::{category, delegation, membership};
use crate::communities::model::{
    CategoryCard, CategoryEvent, CategoryId, CheckedCategory, CheckedRecord, CheckedVolunteer, Member, MemberEvent, TheCommunity,
    VolunteerKind, WasVolunteer,
};
use crate::communities::policy::{BringIn, CloseCategory, Recruit};
use crate::communities::store;
use crate::kernel::actor::{Role, Roles};
use crate::kernel::authz::{Subject as _, someone_was_faster};
use crate::kernel::ctx::Ctx;
use crate::kernel::events::{self, Past};
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition};
use std::collections::HashSet;

type Result<T> = std::result::Result<T, Failure>;

/// Somebody who is here already, to be known again.
#[derive(Debug, Clone)]
pub struct Known {
    /// Who.
    pub member: Member,
    /// The look-up hash of their phone.
    pub phone: Option<String>,
}

/// Everybody of these names who is here, with the look-up hashes of their phones.
///
/// # Errors
/// When the database does.
pub async fn list_called(ctx: &Ctx, mut names: Vec<String>) -> Result<Vec<Known>> {
    names.sort_unstable();
    names.dedup();
    let mut found = Vec::new();
    for some in names.chunks(1000) {
        found.extend(store::list_called(ctx, some).await?);
    }
    let accounts: Vec<_> = found.iter().filter_map(|(member, _)| member.account).collect();
    let phones = accounts::phone_lookups(ctx.tx().platform(), &accounts).await?;
    let known = |(member, own): (Member, Option<String>)| {
        let phone = member.account.and_then(|account| phones.get(&account).cloned()).or(own);
        Known { member, phone }
    };
    Ok(found.into_iter().map(known).collect())
}

/// Keeps records of residents, all at once.
///
/// # Errors
/// [`crate::kernel::fault::Fault::Refused`] for all but admins.
pub async fn keep_records(ctx: &Ctx, new: Vec<CheckedRecord>) -> Result<Vec<MemberId>> {
    keep(ctx, new.into_iter().map(|record| (record, Roles::new([Role::Resident]), None)).collect()).await
}

/// Keeps records of volunteers who are not here yet, all at once; who has an address here is a resident, too.
///
/// # Errors
/// As [`keep_records`].
pub async fn recruit(ctx: &Ctx, new: Vec<CheckedVolunteer>) -> Result<Vec<MemberId>> {
    let roles = |record: &CheckedRecord| {
        let lives_here = !record.who.building.is_empty();
        Roles::new(lives_here.then_some(Role::Resident).into_iter().chain([Role::Volunteer]))
    };
    let with_roles = |CheckedVolunteer { record, kind }| {
        let roles = roles(&record);
        (record, roles, Some(kind))
    };
    keep(ctx, new.into_iter().map(with_roles).collect()).await
}

async fn keep(ctx: &Ctx, new: Vec<(CheckedRecord, Roles, Option<VolunteerKind>)>) -> Result<Vec<MemberId>> {
    let permit = ctx.permit::<BringIn>(&TheCommunity(ctx.place.id))?;
    let (mut ids, mut rows, mut past) = (Vec::new(), Vec::new(), Vec::new());
    for (record, roles, kind) in new {
        let (member, row, event) = a_record(ctx, record, roles, kind)?;
        ids.push(member.id);
        rows.push(row);
        past.push(now(ctx, member.key(), event));
    }
    permit.add_all::<membership::Entity>(rows).await?;
    permit.past(Member::KIND, past).await?;
    Ok(ids)
}

fn now<F>(ctx: &Ctx, subject: uuid::Uuid, fact: F) -> Past<F> {
    Past { subject, actor: ctx.actor.member, channel: ctx.channel, at: ctx.now, fact }
}

/// Makes somebody who is here a volunteer of this kind; says what they were.
///
/// # Errors
/// [`crate::kernel::fault::Fault::Refused`] for all but admins, and of themselves.
pub async fn make_volunteer(ctx: &Ctx, id: MemberId, kind: VolunteerKind) -> Result<WasVolunteer> {
    let member = store::get_member(ctx, id).await?;
    let was = WasVolunteer { roles: member.roles.clone(), kind: member.volunteer_kind };
    let to = Roles::new(member.roles.iter().chain([Role::Volunteer]));
    become_volunteer(ctx, &member, to, Some(kind)).await?;
    Ok(was)
}

/// Makes somebody again what they were before a table made them a volunteer; false where their roles have changed since.
///
/// # Errors
/// As [`make_volunteer`].
pub async fn take_back_volunteer(ctx: &Ctx, id: MemberId, was: WasVolunteer, kind: VolunteerKind) -> Result<bool> {
    let member = store::get_member(ctx, id).await?;
    let made = Roles::new(was.roles.iter().chain([Role::Volunteer]));
    let as_made = member.roles == made && member.volunteer_kind == Some(kind) && !ctx.actor.is(id);
    if as_made {
        become_volunteer(ctx, &member, was.roles, was.kind).await?;
    }
    Ok(as_made)
}

async fn become_volunteer(ctx: &Ctx, member: &Member, to: Roles, kind: Option<VolunteerKind>) -> Result<()> {
    let row = membership::ActiveModel {
        roles: Set(to.at_rest()),
        volunteer_kind: Set(kind.map(|kind| kind.code().to_owned())),
        ..Default::default()
    };
    let event = MemberEvent::RolesChanged { from: member.roles.clone(), to, volunteer_kind: kind };
    ctx.permit::<Recruit>(member)?.change(row, membership::Column::Roles.eq(member.roles.at_rest()), &event).await
}

/// Holds members until the command ends: whoever writes something of one waits, and then looks whether they are still here.
///
/// # Errors
/// When the database does.
pub async fn hold_members(ctx: &Ctx, ids: &mut [MemberId]) -> Result<()> {
    ids.sort_unstable();
    for id in ids {
        jobs::alone(ctx, "member", id.0).await?;
    }
    Ok(())
}

/// Takes records back that nobody has used since, but for those in `used`; says who stays. They are held ([`hold_members`]) before it
/// is read who was used.
///
/// # Errors
/// As [`keep_records`].
pub async fn take_back_records(ctx: &Ctx, ids: Vec<MemberId>, used: &[MemberId]) -> Result<HashSet<MemberId>> {
    let permit = ctx.permit::<BringIn>(&TheCommunity(ctx.place.id))?;
    let mut stay = HashSet::new();
    for some in ids.chunks(500) {
        let back = untouched(ctx, some, used).await?;
        // As when they leave themselves, and under a name that says nothing, for they did nothing.
        let only = Condition::all()
            .add(membership::Column::Id.is_in(back.clone()))
            .add(membership::Column::AccountId.is_null())
            .add(membership::Column::LeftAt.is_null());
        let gone = permit.change_parts::<membership::Entity>(super::leaving::gone(ctx, NOBODY.to_owned()), only).await?;
        if gone != back.len() as u64 {
            return Err(someone_was_faster().into());
        }
        permit.past(Member::KIND, back.iter().map(|id| now(ctx, id.0, MemberEvent::Left)).collect()).await?;
        let here = store::list_here(ctx, some.to_vec()).await?;
        stay.extend(here.into_iter().map(|member| member.id));
    }
    Ok(stay)
}

const NOBODY: &str = "某居民";

/// Those of these records, still here and without an account, to whom nothing has happened but being recorded, and being made a
/// volunteer and no volunteer again.
async fn untouched(ctx: &Ctx, ids: &[MemberId], used: &[MemberId]) -> Result<Vec<MemberId>> {
    let mut touched: HashSet<MemberId> = used.iter().copied().collect();
    let mut changed: HashSet<MemberId> = HashSet::new();
    for entry in events::of_each(ctx, ids.iter().map(|id| id.0).collect()).await? {
        match entry.fact.get("kind").and_then(|kind| kind.as_str()) {
            // Whoever only looked has not used it.
            Some("recorded" | "looked") => {}
            Some("roles_changed") => drop(changed.insert(MemberId(entry.subject))),
            _ => drop(touched.insert(MemberId(entry.subject))),
        }
    }
    let speaks = ctx.tx().find::<delegation::Entity>().filter(delegation::Column::ResidentId.is_in(ids.iter().copied())).all().await?;
    touched.extend(speaks.into_iter().map(|row| row.resident_id));
    let here = store::list_here(ctx, ids.to_vec()).await?.into_iter();
    let as_recorded = |member: &Member| !changed.contains(&member.id) || !member.roles.has(Role::Volunteer);
    Ok(here.filter(|one| one.account.is_none() && !touched.contains(&one.id) && as_recorded(one)).map(|one| one.id).collect())
}

/// Opens categories of the community's own, after those there are.
///
/// # Errors
/// As [`keep_records`].
pub async fn open_categories(ctx: &Ctx, new: Vec<CheckedCategory>) -> Result<Vec<CategoryId>> {
    let permit = ctx.permit::<BringIn>(&TheCommunity(ctx.place.id))?;
    let last = ctx.tx().find::<category::Entity>().descending(category::Column::Position).limit(1).one().await?;
    let first = last.map_or(0, |row| row.position + 1);
    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    for (position, one) in (first..).zip(new) {
        let id = CategoryId::new(ctx.now);
        rows.push(category::ActiveModel {
            id: Set(id),
            code: Set(format!("own_{}", id.0.simple().to_string().chars().skip(8).take(20).collect::<String>())),
            kind: Set(one.kind.code().to_owned()),
            class: Set(one.class.map(|class| class.code().to_owned())),
            way: Set(one.way.map(|way| way.code().to_owned())),
            name_zh: Set(one.name_zh),
            name_en: Set(one.name_en),
            position: Set(position),
            is_open: Set(true),
            answer_limit: Set(Some(one.limits.answer.to_string())),
            deliver_limit: Set(Some(one.limits.deliver.to_string())),
            is_urgent: Set(one.urgent),
            ..Default::default()
        });
        ids.push(id);
    }
    permit.add_all::<category::Entity>(rows).await?;
    permit.past(CategoryCard::KIND, ids.iter().map(|id| now(ctx, id.0, CategoryEvent::Opened)).collect()).await?;
    Ok(ids)
}

/// Closes categories that are open: what was ordered under them goes on, nothing new begins.
///
/// # Errors
/// As [`keep_records`].
pub async fn close_categories(ctx: &Ctx, ids: Vec<CategoryId>) -> Result<()> {
    for category in store::find_categories(ctx, ids).await?.into_values() {
        let row = category::ActiveModel { is_open: Set(false), ..Default::default() };
        ctx.permit::<CloseCategory>(&category)?.change(row, category::Column::IsOpen.eq(true), &CategoryEvent::Closed).await?;
    }
    Ok(())
}
