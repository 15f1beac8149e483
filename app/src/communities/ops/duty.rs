//! Who is on duty at the desk: whoever says so of themselves, for today.

use crate::communities::entity::membership;
use crate::communities::model::{Duty, MemberEvent};
use crate::communities::policy::{self, BeOnDuty};
use crate::communities::store;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use sea_orm::{ActiveValue::Set, ColumnTrait as _};

type Result<T> = std::result::Result<T, Failure>;

/// Somebody at the desk says that they are on duty today, or no longer; their name stands on the hall's screen by that.
///
/// # Errors
/// [`Fault::Refused`] for all but staff and admins.
pub async fn set_duty(ctx: Ctx, on: bool) -> Result<Duty> {
    policy::keep_people(&ctx.actor)?;
    let member = store::get_member(&ctx, ctx.actor.member.ok_or(Fault::Refused)?).await?;
    let row = membership::ActiveModel { duty_on: Set(on.then(|| ctx.today())), ..Default::default() };
    let here = membership::Column::LeftAt.is_null();
    ctx.permit::<BeOnDuty>(&member)?.change(row, here, &MemberEvent::Duty { on }).await?;
    duty(&ctx).await
}

/// Who is on duty today, in their order of names. Whoever lost their place at the desk meanwhile is not.
///
/// # Errors
/// When the database does.
pub async fn duty(ctx: &Ctx) -> Result<Duty> {
    let on = store::list_on_duty(ctx, ctx.today()).await?;
    let mine = on.iter().any(|member| ctx.actor.is(member.id));
    Ok(Duty { names: on.into_iter().map(|member| member.name).collect(), mine })
}
