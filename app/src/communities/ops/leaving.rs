//! Going: what is kept of a member as a person is removed; what they did stays, under a name that says nothing.

use super::delegates::end_delegation;
use crate::accounts::{self, PersonCtx};
use crate::communities::entity::membership;
use crate::communities::model::{Corrected, Member, MemberEvent, pseudonym};
use crate::communities::policy::{self, Correct, Leave};
use crate::communities::store;
use crate::kernel::actor::Role;
use crate::kernel::authz::Action as _;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::idempotency;
use crate::kernel::ids::MemberId;
use crate::kernel::jobs;
use crate::kernel::said::{Text, text};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, Condition};

type Result<T> = std::result::Result<T, Failure>;

const LAST_ADMIN: Text = text(
    "您是“{}”唯一的管理员。请先请另一位担任管理员，再离开。",
    "You are the only admin of “{}”. Please make somebody else an admin before you go.",
);

/// Makes sure that a member is still here, until the command ends: whoever writes something down of them, and they who go, wait
/// for each other.
///
/// # Errors
/// [`Fault::NotFound`] for somebody who has gone.
pub async fn stays(ctx: &Ctx, member: MemberId) -> Result<()> {
    jobs::alone(ctx, "member", member.0).await?;
    if store::is_here(ctx, member).await? { Ok(()) } else { Err(Fault::NotFound.into()) }
}

/// The reader, or for the desk somebody else.
async fn whose(ctx: &Ctx, record: Option<MemberId>) -> Result<Member> {
    policy::inside(&ctx.actor)?;
    if record.is_some() {
        policy::keep_people(&ctx.actor)?;
    }
    store::get_member(ctx, record.or(ctx.actor.member).ok_or(Fault::NotFound)?).await
}

/// The member who goes: the reader, or somebody without an account for whom the desk does it.
///
/// # Errors
/// [`Fault::NotFound`] for people of elsewhere; [`Fault::Refused`] to ask for others; a rule for the only admin.
pub async fn who_leaves(ctx: &Ctx, record: Option<MemberId>) -> Result<Member> {
    let member = whose(ctx, record).await?;
    Leave::check(&ctx.actor, &member)?;
    stays(ctx, member.id).await?;
    if member.roles.has(Role::Admin) {
        jobs::alone(ctx, "admins", ctx.place.id.0).await?;
    }
    if member.roles.has(Role::Admin) && store::list_with_role(ctx, Role::Admin).await?.len() == 1 {
        let here = crate::kernel::said::Said { zh: ctx.place.zh.clone().into(), en: ctx.place.en.clone().into() };
        return Err(Fault::Rule { code: "last_admin".into(), said: LAST_ADMIN.fill_said(&here) }.into());
    }
    Ok(member)
}

/// Removes what is kept of a member as a person, and ends whom they speak for and who speaks for them. Last of all that
/// goes with them: afterwards they are nobody here.
///
/// # Errors
/// As [`who_leaves`].
pub async fn leave(ctx: &Ctx, member: &Member) -> Result<()> {
    let mut delegations = store::delegations_of(ctx, member.id).await?;
    delegations.extend(store::delegations_to(ctx, member.id).await?);
    delegations.extend(store::find_unused(ctx, member.id).await?);
    for delegation in delegations {
        end_delegation(ctx.clone(), delegation.id).await?;
    }
    idempotency::forget_answers(ctx).await?;
    let row = gone(ctx, pseudonym(member.id));
    let account =
        member.account.map_or_else(|| membership::Column::AccountId.is_null(), |account| membership::Column::AccountId.eq(account));
    let as_read = Condition::all().add(membership::Column::LeftAt.is_null()).add(account);
    ctx.permit::<Leave>(member)?.change(row, as_read, &MemberEvent::Left).await
}

/// The row of somebody who has gone, under the name that stays.
pub(super) fn gone(ctx: &Ctx, name: String) -> membership::ActiveModel {
    membership::ActiveModel {
        account_id: Set(None),
        name: Set(name),
        building: Set(String::new()),
        door: Set(String::new()),
        grid_id: Set(None),
        roles: Set(String::new()),
        volunteer_kind: Set(None),
        verified_at: Set(None),
        phone_sealed: Set(None),
        phone_lookup: Set(None),
        born: Set(None),
        needs: Set(String::new()),
        needs_consent: Set(None),
        card_no: Set(None),
        duty_on: Set(None),
        left_at: Set(Some(ctx.now)),
        ..Default::default()
    }
}

const STILL_THERE: Text = text(
    "您刚刚又在一个社区登记了。请再按一次，把那里的也一起注销。",
    "You have just registered in another community. Please press once more, so that it is included.",
);

/// Closes the account of whoever is logged in, once they have left every community.
///
/// # Errors
/// A rule where they are still a member somewhere.
pub async fn close_account(ctx: PersonCtx, (): ()) -> Result<()> {
    let who = ctx.identity()?;
    // First the account: whoever registers with it, or logs in, waits and then finds it closed.
    accounts::ops::close(&ctx, who.account).await?;
    if store::memberships_of(ctx.tx(), who.account).await?.is_empty() {
        Ok(())
    } else {
        Err(Fault::Rule { code: "still_a_member".into(), said: STILL_THERE.into() }.into())
    }
}

/// Corrects one's own name, building and door. Whoever corrects the name is looked at again by the desk.
///
/// # Errors
/// All problems of the form at once; [`Fault::NotFound`] for those who are not members here.
pub async fn correct(ctx: Ctx, typed: Corrected) -> Result<Member> {
    policy::inside(&ctx.actor)?;
    let member = store::get_member(&ctx, ctx.actor.member.ok_or(Fault::NotFound)?).await?;
    let Corrected { name, building, door } = typed.check()?;
    let renamed = name != member.name;
    let keeps = !renamed || member.roles.any(&[Role::Staff, Role::Admin]);
    let mut row = membership::ActiveModel { name: Set(name), building: Set(building), door: Set(door), ..Default::default() };
    if !keeps {
        row.verified_at = Set(None);
    }
    ctx.permit::<Correct>(&member)?.change(row, membership::Column::LeftAt.is_null(), &MemberEvent::Corrected { renamed }).await?;
    store::get_member(&ctx, member.id).await
}

/// What is kept of a member as a person: of the reader, or of somebody without an account, for the desk, which is on record.
///
/// # Errors
/// As [`who_leaves`], but for the rule.
pub async fn kept_of(ctx: &Ctx, record: Option<MemberId>) -> Result<crate::communities::model::KeptOfMember> {
    let member = whose(ctx, record).await?;
    let permit = ctx.permit::<Leave>(&member)?;
    if !ctx.actor.is(member.id) {
        permit.note_daily(&MemberEvent::GivenOut).await?;
    }
    store::kept_of(ctx, member).await
}
