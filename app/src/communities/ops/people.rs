//! Joining a community, and keeping its people.

use super::frame;
use crate::accounts;
use crate::accounts::model::Phone;
use crate::communities::door::serve_once;
use crate::communities::entity::membership;
use crate::communities::model::{
    Framed, GridCard, Invitation, InvitationEvent, Member, MemberChange, MemberEvent, MemberQuery, NewAccount, Page, Patch, Person,
    PersonPage, Registration, TheCommunity,
};
use crate::communities::policy::{self, ChangeRoles, ComeBy, GrantRoles, LookUp, Register, SetGrid, SetUp, Verify};
use crate::communities::store;
use crate::kernel::actor::{Role, Roles};
use crate::kernel::authz::Action as _;
use crate::kernel::ctx::{Call, Ctx};
use crate::kernel::fault::{Failure, Fault, Problems};
use crate::kernel::ids::{AccountId, MemberId};
use crate::kernel::jobs;
use crate::kernel::said::{Text, text};
use sea_orm::{ActiveValue::Set, ColumnTrait};

type Result<T> = std::result::Result<T, Failure>;

/// Registers as a resident: with a new account, or with the one that is logged in.
///
/// # Errors
/// All problems of the form at once; a phone or name that is taken.
pub async fn register(call: &Call, slug: &str, account: NewAccount, who: Registration) -> std::result::Result<Member, Fault> {
    let mut problems = Problems::default();
    let who = who.check(&mut problems);
    if call.identity.is_some() {
        let who = problems.finish(who)?;
        return serve_once(call, "communities.register", slug, (who, None), join).await;
    }
    let checked = account.check(&mut problems);
    let (who, (phone, login)) = problems.finish(who.zip(checked))?;
    accounts::ops::knock(call).await?;
    let hash = accounts::hash_password(&account.password).await.map_err(|failure| failure.into_fault(&call.request_id))?;
    serve_once(call, "communities.register", slug, (who, Some((phone, login, hash))), join).await
}

const ALREADY: Text = text("您已经是这个社区的居民了，不用再登记。", "You are already registered in this community.");

type Fresh = Option<(Phone, Option<String>, String)>;

async fn join(ctx: Ctx, (who, fresh): (Registration, Fresh)) -> Result<Member> {
    if ctx.actor.member.is_some() {
        return Err(Fault::Rule { code: "already_member".into(), said: ALREADY.into() }.into());
    }
    let account = match (ctx.actor.account, fresh) {
        (Some(account), _) => account,
        (None, Some((phone, login, hash))) => {
            accounts::create_account(ctx.tx().platform(), &ctx.keys, ctx.now, login, Some(&phone), Some(hash)).await?
        }
        (None, None) => return Err(Fault::SignIn.into()),
    };
    let invitation = match who.invite.trim() {
        "" => None,
        token => store::find_invitation(&ctx, token).await?,
    };
    add_member(&ctx, account, who, Roles::new([Role::Resident]), invitation).await
}

/// Writes a membership in the name of whom it belongs to; who comes by an invitation is verified.
async fn add_member(ctx: &Ctx, account: AccountId, who: Registration, roles: Roles, invitation: Option<Invitation>) -> Result<Member> {
    let id = MemberId::new(ctx.now);
    let verified_at = invitation.as_ref().map(|_| ctx.now);
    let new = Member {
        id,
        account: Some(account),
        name: who.name,
        building: who.building,
        door: who.door,
        roles,
        volunteer_kind: None,
        needs: Vec::new(),
        is_record: false,
        verified_at: verified_at.map(|at| ctx.moment(at)),
        created_at: ctx.moment(ctx.now),
    };
    let row = membership::ActiveModel {
        id: Set(id),
        account_id: Set(Some(account)),
        name: Set(new.name.clone()),
        building: Set(new.building.clone()),
        door: Set(new.door.clone()),
        grid_id: Set(None),
        roles: Set(new.roles.at_rest()),
        volunteer_kind: Set(None),
        verified_at: Set(verified_at),
        consent_version: Set(who.consent.clone()),
        created_at: Set(ctx.now),
        ..Default::default()
    };
    let themselves = ctx.as_member(account, id);
    let event = MemberEvent::Registered { consent: who.consent, invitation: invitation.as_ref().map(|one| one.id) };
    themselves.permit::<Register>(&new)?.create(row, &event).await?;
    // Closed in the same moment: the row above waited for it.
    if accounts::is_closed(ctx.tx().platform(), account).await? {
        return Err(Fault::SignIn.into());
    }
    if let Some(invitation) = invitation {
        themselves.permit::<ComeBy>(&invitation)?.note(&InvitationEvent::Used).await?;
    }
    drop(themselves);
    Ok(new)
}

/// The people of this community, newest first.
///
/// # Errors
/// [`Fault::Refused`] for all but staff and admins.
pub async fn list_members(ctx: Ctx, query: MemberQuery) -> Result<Page<Member>> {
    policy::keep_people(&ctx.actor)?;
    let mut page = store::list_members(&ctx, &query).await?;
    page.items = page.items.into_iter().map(|member| in_list(&ctx, member)).collect();
    Ok(page)
}

/// A member as a list shows them: residents without their whole name, and nobody's door.
pub(super) fn in_list(ctx: &Ctx, member: Member) -> Member {
    if ctx.actor.is(member.id) {
        return member;
    }
    Member { name: policy::listed_name(&member.name, &member.roles), door: "***".to_owned(), ..member }
}

/// One member in full. That the reader looked is on record, once a day, and the member reads it.
///
/// # Errors
/// [`Fault::Refused`] for all but the desk and grid workers; [`Fault::NotFound`] for whom they do not see, or who has gone.
pub async fn get_person(ctx: Ctx, id: MemberId) -> Result<Person> {
    policy::may_file(&ctx.actor)?;
    let member = store::get_member(&ctx, id).await?;
    let permit = ctx.permit::<LookUp>(&member)?;
    if !ctx.actor.is(id) {
        permit.note_daily(&MemberEvent::Looked).await?;
    }
    let phone = store::find_phone(&ctx, &member).await?;
    let grid = store::list_homes(&ctx, vec![id]).await?.remove(&id);
    Ok(Person { member, phone, grid })
}

/// The page of one member.
///
/// # Errors
/// As [`get_person`].
pub async fn person(ctx: Ctx, id: MemberId) -> Result<Framed<PersonPage>> {
    let person = get_person(ctx.clone(), id).await?;
    let grids = store::list_grids(&ctx).await?;
    frame(&ctx, PersonPage { person, grids }).await
}

/// Members who can be handed a wish of this resident, id and name.
///
/// # Errors
/// When the database does.
pub async fn list_hands(ctx: &Ctx, resident: MemberId) -> Result<Vec<(MemberId, String)>> {
    let hands = store::list_hands(ctx).await?;
    Ok(hands.into_iter().filter(|member| member.id != resident).map(|member| (member.id, member.name)).collect())
}

/// The people page.
///
/// # Errors
/// As [`list_members`].
pub async fn people(ctx: Ctx, query: MemberQuery) -> Result<Framed<Page<Member>>> {
    let page = list_members(ctx.clone(), query).await?;
    frame(&ctx, page).await
}

/// Verifies a member, says in what grid they live, or gives and takes roles.
///
/// # Errors
/// [`Fault::NotFound`] for a member of elsewhere, [`Fault::Refused`] where the policy says so; a problem of the field for a grid
/// that is none.
pub async fn change_member(ctx: Ctx, (id, change): (MemberId, MemberChange)) -> Result<Member> {
    policy::keep_people(&ctx.actor)?;
    let mut member = store::get_member(&ctx, id).await?;
    if change.verified == Some(true) && member.verified_at.is_none() {
        let permit = ctx.permit::<Verify>(&member)?;
        let row = membership::ActiveModel { verified_at: Set(Some(ctx.now)), ..Default::default() };
        permit.change(row, membership::Column::VerifiedAt.is_null(), &MemberEvent::Verified).await?;
        member.verified_at = Some(ctx.moment(ctx.now));
    }
    if change.grid != Patch::Keep {
        let grid = match change.grid {
            Patch::Set(typed) => Some(GridCard::named(&store::list_grids(&ctx).await?, typed.trim())?),
            Patch::Keep | Patch::Clear => None,
        };
        let permit = ctx.permit::<SetGrid>(&member)?;
        let row = membership::ActiveModel { grid_id: Set(grid), ..Default::default() };
        permit.change(row, membership::Column::LeftAt.is_null(), &MemberEvent::GridSet { grid }).await?;
    }
    if change.roles.is_some() || change.volunteer_kind != Patch::Keep {
        let permit = ctx.permit::<ChangeRoles>(&member)?;
        let to = change.roles.unwrap_or_else(|| member.roles.clone());
        if member.roles.has(Role::Admin) && !to.has(Role::Admin) {
            still_admin(&ctx).await?;
        }
        let volunteer_kind = match change.volunteer_kind {
            Patch::Keep => member.volunteer_kind,
            Patch::Clear => None,
            Patch::Set(kind) => Some(kind),
        };
        let row = membership::ActiveModel {
            roles: Set(to.at_rest()),
            volunteer_kind: Set(volunteer_kind.map(|kind| kind.code().to_owned())),
            ..Default::default()
        };
        let event = MemberEvent::RolesChanged { from: member.roles.clone(), to: to.clone(), volunteer_kind };
        permit.change(row, membership::Column::Roles.eq(member.roles.at_rest()), &event).await?;
        member.roles = to;
        member.volunteer_kind = volunteer_kind;
    }
    Ok(in_list(&ctx, member))
}

/// Of two admins who take the role from each other at once, or of whom one goes, one stays: the second is none any more.
async fn still_admin(ctx: &Ctx) -> Result<()> {
    jobs::alone(ctx, "admins", ctx.place.id.0).await?;
    let myself = store::get_member(ctx, ctx.actor.member.ok_or(Fault::Refused)?).await?;
    if myself.roles.has(Role::Admin) { Ok(()) } else { Err(Fault::Refused.into()) }
}

/// Somebody who comes with others.
#[derive(Debug, Clone)]
pub struct Settler {
    /// The log-in name.
    pub login: String,
    /// The hash of the password, where they have one.
    pub hash: Option<String>,
    /// Who they are.
    pub who: Registration,
    /// Their roles.
    pub roles: Roles,
}

/// Lets many people settle at once, each with an account, a membership and roles, verified. For the operator.
///
/// # Errors
/// [`Fault::Refused`] for all but the operator's command line; a log-in that is taken.
pub async fn settle(ctx: Ctx, people: Vec<Settler>) -> Result<Vec<MemberId>> {
    SetUp::check(&ctx.actor, &TheCommunity(ctx.place.id))?;
    let mut settled = Vec::with_capacity(people.len());
    for one in people {
        let login = one.login.clone();
        accounts::create_account(ctx.tx().platform(), &ctx.keys, ctx.now, Some(one.login), None, one.hash).await?;
        settled.push(grant(ctx.clone(), (login, one.who, one.roles)).await?.id);
    }
    Ok(settled)
}

/// Makes an account a member with roles, verified, or changes the roles of one that is. For the operator.
///
/// # Errors
/// [`Fault::NotFound`] for a log-in of nobody.
pub async fn grant(ctx: Ctx, (login, who, roles): (String, Registration, Roles)) -> Result<Member> {
    SetUp::check(&ctx.actor, &TheCommunity(ctx.place.id))?;
    let account = accounts::account_of_login(ctx.tx().platform(), &ctx.keys, &login).await?.ok_or(Fault::NotFound)?;
    let member = match store::find_membership(ctx.tx(), account).await? {
        Some(row) => store::get_member(&ctx, row.id).await?,
        None => add_member(&ctx, account, who, Roles::new([]), None).await?,
    };
    let event = MemberEvent::RolesChanged { from: member.roles.clone(), to: roles.clone(), volunteer_kind: member.volunteer_kind };
    let row = membership::ActiveModel { roles: Set(roles.at_rest()), verified_at: Set(Some(ctx.now)), ..Default::default() };
    ctx.permit::<GrantRoles>(&member)?.change(row, membership::Column::LeftAt.is_null(), &event).await?;
    store::get_member(&ctx, member.id).await
}
