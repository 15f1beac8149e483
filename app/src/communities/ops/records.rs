//! People who have no account: staff and grid workers keep a record of them, find them again, and join the record to an
//! account once there is one.

use super::people::in_list;
use super::{frame, stays};
use crate::accounts;
use crate::accounts::model::masked_name;
use crate::communities::entity::membership;
use crate::communities::model::{
    CheckedRecord, FilePage, Framed, Member, MemberEvent, NOTICE, NewRecord, ResidentCard, VolunteerKind, pseudonym,
};
use crate::communities::policy::{self, CorrectRecord, JoinRecord, KeepRecord};
use crate::communities::store;
use crate::kernel::actor::{Role, Roles};
use crate::kernel::authz::{Action as _, Subject as _};
use crate::kernel::ctx::Ctx;
use crate::kernel::events;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::said::{Text, text};
use chrono::Datelike as _;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition};

type Result<T> = std::result::Result<T, Failure>;

/// How many people a search shows: who finds more writes more of the name.
const MOST: u64 = 20;

/// Keeps a record of somebody who has no account.
///
/// # Errors
/// All problems of the form at once; [`Fault::Refused`] for all but the desk and grid workers.
pub async fn keep_record(ctx: Ctx, new: NewRecord) -> Result<ResidentCard> {
    policy::may_file(&ctx.actor)?;
    let grids = store::list_grids(&ctx).await?;
    let record = new.check(ctx.today().year(), &grids)?;
    let (member, row, event) = a_record(&ctx, record, Roles::new([Role::Resident]), None)?;
    ctx.permit::<KeepRecord>(&member)?.create(row, &event).await?;
    Ok(card(member))
}

/// Corrects the record of somebody without an account, who said so: every field as it is to be. What they agreed to stays; needs
/// that were not kept before take consent of their own, as at first.
///
/// # Errors
/// All problems of the form at once; [`Fault::Refused`] for all but the desk, and for whoever has an account; [`Fault::NotFound`]
/// for people of elsewhere.
pub async fn correct_record(ctx: Ctx, (id, typed): (MemberId, NewRecord)) -> Result<ResidentCard> {
    policy::keep_people(&ctx.actor)?;
    let member = store::get_member(&ctx, id).await?;
    CorrectRecord::check(&ctx.actor, &member)?;
    let grids = store::list_grids(&ctx).await?;
    let asks_more = typed.needs.iter().any(|code| !member.needs.iter().any(|need| need.code() == code));
    let needs_consent = if asks_more { typed.needs_consent.clone() } else { NOTICE.to_owned() };
    let checked = NewRecord { consent: NOTICE.to_owned(), needs_consent, ..typed }.check(ctx.today().year(), &grids)?;
    stays(&ctx, id).await?;
    let renamed = checked.who.name != member.name;
    let needs: Vec<&str> = checked.needs.iter().map(|need| need.code()).collect();
    let mut row = membership::ActiveModel {
        name: Set(checked.who.name),
        building: Set(checked.who.building),
        door: Set(checked.who.door),
        grid_id: Set(checked.grid),
        phone_sealed: Set(checked.phone.as_ref().map(|phone| ctx.keys.seal(phone.digits())).transpose()?),
        phone_lookup: Set(checked.phone.as_ref().map(|phone| ctx.keys.phone_lookup(phone.digits()))),
        born: Set(checked.born),
        needs: Set(needs.join(",")),
        ..Default::default()
    };
    // Under what version they were agreed to, where they stay as they were.
    if asks_more || checked.needs.is_empty() {
        row.needs_consent = Set(checked.needs_consent);
    }
    let of_nobody = Condition::all().add(membership::Column::AccountId.is_null()).add(membership::Column::LeftAt.is_null());
    ctx.permit::<CorrectRecord>(&member)?.change(row, of_nobody, &MemberEvent::Corrected { renamed }).await?;
    Ok(card(store::get_member(&ctx, id).await?))
}

/// A record that is not written yet: the member, their row, and the event.
pub(super) fn a_record(
    ctx: &Ctx,
    record: CheckedRecord,
    roles: Roles,
    volunteer_kind: Option<VolunteerKind>,
) -> Result<(Member, membership::ActiveModel, MemberEvent)> {
    let CheckedRecord { who, phone, grid, born, needs, needs_consent } = record;
    let member = Member {
        id: MemberId::new(ctx.now),
        account: None,
        name: who.name,
        building: who.building,
        door: who.door,
        roles,
        volunteer_kind,
        needs,
        is_record: true,
        verified_at: Some(ctx.moment(ctx.now)),
        created_at: ctx.moment(ctx.now),
    };
    let needs: Vec<&str> = member.needs.iter().map(|need| need.code()).collect();
    let row = membership::ActiveModel {
        id: Set(member.id),
        account_id: Set(None),
        name: Set(member.name.clone()),
        building: Set(member.building.clone()),
        door: Set(member.door.clone()),
        grid_id: Set(grid),
        roles: Set(member.roles.at_rest()),
        volunteer_kind: Set(volunteer_kind.map(|kind| kind.code().to_owned())),
        verified_at: Set(Some(ctx.now)),
        consent_version: Set(who.consent.clone()),
        phone_sealed: Set(phone.as_ref().map(|phone| ctx.keys.seal(phone.digits())).transpose()?),
        phone_lookup: Set(phone.as_ref().map(|phone| ctx.keys.phone_lookup(phone.digits()))),
        born: Set(born),
        needs: Set(needs.join(",")),
        needs_consent: Set(needs_consent.clone()),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    let event = MemberEvent::Recorded { consent: who.consent, needs_consent };
    Ok((member, row, event))
}

/// The residents that a search finds, by part of a name or building, or by a whole phone. Nothing is found without one.
///
/// # Errors
/// [`Fault::Refused`] for all but the desk and grid workers.
pub async fn find_residents(ctx: Ctx, q: String) -> Result<Vec<ResidentCard>> {
    policy::may_file(&ctx.actor)?;
    let q: String = q.trim().chars().take(40).collect();
    if q.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::find_residents(&ctx, &q, MOST).await?.into_iter().map(card).collect())
}

/// The records of people without an account that a search finds, volunteers among them, for joining one to this member's
/// account; without a search, those of the member's name.
///
/// # Errors
/// [`Fault::Refused`] for all but the desk; [`Fault::NotFound`] for a member of elsewhere.
async fn find_records(ctx: Ctx, q: String, member: MemberId) -> Result<Vec<ResidentCard>> {
    policy::keep_people(&ctx.actor)?;
    let name = store::get_member(&ctx, member).await?.name;
    let q: String = if q.trim().is_empty() { name } else { q.trim().chars().take(40).collect() };
    Ok(store::find_records(&ctx, &q, MOST).await?.into_iter().map(card).collect())
}

/// The page on which somebody is found, or a record of them made; with `join`, the record that an account is joined to.
///
/// # Errors
/// As [`find_residents`].
pub async fn file_page(ctx: Ctx, (q, join): (String, Option<MemberId>)) -> Result<Framed<FilePage>> {
    let found = match join {
        Some(member) => find_records(ctx.clone(), q, member).await?,
        None => find_residents(ctx.clone(), q).await?,
    };
    let grids = store::list_grids(&ctx).await?;
    frame(&ctx, FilePage { found, grids }).await
}

/// A resident for whom an order can be filed.
///
/// # Errors
/// [`Fault::NotFound`] where there is none of that id here; [`Fault::Refused`] for all but the desk and grid workers.
pub async fn get_resident(ctx: &Ctx, id: MemberId) -> Result<ResidentCard> {
    policy::may_file(&ctx.actor)?;
    resident(ctx, id).await
}

/// As [`get_resident`], also for the resident's delegate.
///
/// # Errors
/// As [`get_resident`].
pub async fn get_resident_to_speak_for(ctx: &Ctx, id: MemberId) -> Result<ResidentCard> {
    if !ctx.actor.stands_for(id) {
        return get_resident(ctx, id).await;
    }
    // Delegates read the name and no more; and whoever may order for themselves may be ordered for.
    let Member { id, name, account, .. } = store::get_member(ctx, id).await?;
    Ok(ResidentCard { id, name, account: account.is_some(), building: String::new(), needs: Vec::new(), volunteer: false })
}

async fn resident(ctx: &Ctx, id: MemberId) -> Result<ResidentCard> {
    let member = store::get_member(ctx, id).await?;
    // Whom nobody verified yet may be somebody else.
    let known = member.account.is_none() || member.verified_at.is_some();
    if known && member.roles.has(Role::Resident) { Ok(card(member)) } else { Err(Fault::NotFound.into()) }
}

pub(super) fn card(member: Member) -> ResidentCard {
    let Member { id, name, building, account, needs, roles, .. } = member;
    ResidentCard { id, name: masked_name(&name), building, account: account.is_some(), needs, volunteer: roles.has(Role::Volunteer) }
}

const HAS_ONE: Text = text("这份档案已经有账号了。", "This record has an account already.");
const IN_USE: Text = text(
    "这位居民用这个账号办过事，不能再合并。请在原来的登记上继续。",
    "This account has been used here already, so it cannot be joined any more. Please go on with it as it is.",
);

const OTHER_PHONE: Text = text(
    "这是一位志愿者的档案，登记的手机和这个账号的不同。请管理员来合并。",
    "This is the record of a volunteer, and its phone is not that of the account. Please let an admin join them.",
);

/// Whether the phone of a record is that of an account.
async fn same_phone(ctx: &Ctx, account: AccountId, record: &Member) -> Result<bool> {
    let theirs = accounts::phone_lookups(ctx.tx().platform(), &[account]).await?.remove(&account);
    Ok(theirs.is_some() && theirs == store::find_phone_lookup(ctx, record.id).await?)
}

/// What was done under an account here stands in its way to a record.
pub fn account_in_use() -> Fault {
    Fault::Rule { code: "account_in_use".into(), said: IN_USE.into() }
}

/// Joins the record of somebody to the account that they have now, once staff have seen that it is the same person. What
/// the account registered here gives way to the record; it must not have been used (what was ordered for it, later slices know).
///
/// # Errors
/// A rule where the record has an account, the account was used, or staff would make somebody a volunteer whose phone is another; [`Fault::NotFound`] for people of elsewhere.
pub async fn join_record(ctx: Ctx, (record, member): (MemberId, MemberId)) -> Result<Member> {
    policy::keep_people(&ctx.actor)?;
    let (record, fresh) = (store::get_member(&ctx, record).await?, store::get_member(&ctx, member).await?);
    let rule = |code: &'static str, said: Text| Err(Fault::Rule { code: code.into(), said: said.into() }.into());
    let Some(account) = fresh.account else { return Err(Fault::NotFound.into()) };
    if record.account.is_some() {
        return rule("has_account", HAS_ONE);
    }
    // Whoever came by an invitation is verified by it, and has done nothing else but come.
    let came = events::of(&ctx, Member::KIND, fresh.id.0).await?;
    let invited = came.iter().any(|entry| entry.fact.get("invitation").is_some_and(|by| !by.is_null()));
    // How they are told goes with them.
    let told = events::of(&ctx, "outlet", fresh.id.0).await?;
    let coming = came.iter().chain(&told).filter(|entry| entry.actor == Some(fresh.id)).count() as u64 + u64::from(invited);
    let only_came = came.iter().all(|entry| {
        entry.fact.get("kind").is_some_and(|kind| ["registered", "came_by", "corrected", "looked"].iter().any(|one| kind == one))
    });
    let spoken_for = !store::delegations_of(&ctx, fresh.id).await?.is_empty() || store::find_unused(&ctx, fresh.id).await?.is_some();
    let used = !only_came || spoken_for || events::count_by(&ctx, fresh.id).await? > coming;
    let plain = Roles::new([Role::Resident]);
    if record.roles.has(Role::Volunteer) && !ctx.actor.roles.has(Role::Admin) && !same_phone(&ctx, account, &record).await? {
        return rule("other_phone", OTHER_PHONE);
    }
    if used || fresh.roles != plain || !record.is_of_nobodys_account() {
        return Err(account_in_use().into());
    }
    stays(&ctx, record.id).await?;
    stays(&ctx, fresh.id).await?;
    // First the one, then the other: an account is a member of a community once.
    let row = membership::ActiveModel {
        account_id: Set(None),
        roles: Set(String::new()),
        // What the record keeps of the same person is kept once.
        name: Set(pseudonym(fresh.id)),
        building: Set(String::new()),
        door: Set(String::new()),
        ..Default::default()
    };
    let as_it_was = Condition::all()
        .add(membership::Column::AccountId.eq(account))
        .add(if fresh.verified_at.is_some() {
            membership::Column::VerifiedAt.is_not_null()
        } else {
            membership::Column::VerifiedAt.is_null()
        })
        .add(membership::Column::Roles.eq(plain.at_rest()));
    ctx.permit::<JoinRecord>(&fresh)?.change(row, as_it_was, &MemberEvent::JoinedTo { record: record.id }).await?;
    // A volunteer's record may say nothing of where they live; whoever registered is a resident.
    let roles = Roles::new(record.roles.iter().chain(plain.iter()));
    let elsewhere = record.building.is_empty();
    let (building, door) = if elsewhere { (fresh.building, fresh.door) } else { (record.building.clone(), record.door.clone()) };
    let row = membership::ActiveModel {
        account_id: Set(Some(account)),
        roles: Set(roles.at_rest()),
        building: Set(building),
        door: Set(door),
        ..Default::default()
    };
    let free = Condition::all().add(membership::Column::AccountId.is_null()).add(membership::Column::LeftAt.is_null());
    ctx.permit::<JoinRecord>(&record)?.change(row, free, &MemberEvent::Joined { from: fresh.id }).await?;
    if roles != record.roles {
        let event = MemberEvent::RolesChanged { from: record.roles.clone(), to: roles, volunteer_kind: record.volunteer_kind };
        ctx.permit::<JoinRecord>(&record)?.note(&event).await?;
    }
    Ok(in_list(&ctx, store::get_member(&ctx, record.id).await?))
}
