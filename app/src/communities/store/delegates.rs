//! Delegations in the database.

use crate::communities::entity::delegation;
use crate::communities::model::{CODE_FOR, Delegation, DelegationId};
use crate::kernel::ctx::Ctx;
use crate::kernel::db::TenantTx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};

type Result<T> = std::result::Result<T, Failure>;

/// What has begun and is not over.
pub fn stands() -> Condition {
    Condition::all().add(delegation::Column::BegunAt.is_not_null()).add(delegation::Column::EndedAt.is_null())
}

/// A code that nobody has used and nobody called back.
pub fn is_open() -> Condition {
    Condition::all().add(delegation::Column::BegunAt.is_null()).add(delegation::Column::EndedAt.is_null())
}

/// For whom this member speaks.
pub async fn stands_for(tx: &TenantTx, member: MemberId) -> Result<Vec<MemberId>> {
    let own = stands().add(delegation::Column::DelegateId.eq(member));
    let rows = tx.find::<delegation::Entity>().filter(own).ascending(delegation::Column::Id).all().await?;
    Ok(rows.into_iter().map(|row| row.resident_id).collect())
}

/// Who speaks for this resident, the longest first.
///
/// # Errors
/// When the database does.
pub async fn list_delegates(ctx: &Ctx, resident: MemberId) -> Result<Vec<MemberId>> {
    Ok(delegations_of(ctx, resident).await?.into_iter().filter_map(|one| one.delegate).collect())
}

pub async fn delegations_of(ctx: &Ctx, resident: MemberId) -> Result<Vec<Delegation>> {
    list(ctx, stands().add(delegation::Column::ResidentId.eq(resident))).await
}

pub async fn delegations_to(ctx: &Ctx, delegate: MemberId) -> Result<Vec<Delegation>> {
    list(ctx, stands().add(delegation::Column::DelegateId.eq(delegate))).await
}

async fn list(ctx: &Ctx, only: Condition) -> Result<Vec<Delegation>> {
    let rows = ctx.tx().find::<delegation::Entity>().filter(only).ascending(delegation::Column::Id).all().await?;
    Ok(rows.into_iter().map(model).collect())
}

/// The code of this resident that is good now, in the open: their own for themselves, one that was made for them for whoever files.
pub async fn find_offer(ctx: &Ctx, resident: MemberId) -> Result<Option<(Delegation, String)>> {
    let mut good = is_open().add(delegation::Column::ResidentId.eq(resident)).add(delegation::Column::ExpiresAt.gt(ctx.now));
    if !ctx.actor.is(resident) {
        good = good.add(delegation::Column::OfferedBy.ne(resident));
    }
    let row = ctx.tx().find::<delegation::Entity>().filter(good).one().await?;
    row.map(|row| Ok((model(row.clone()), ctx.keys.open(&row.code_sealed)?))).transpose()
}

/// The code of this resident that nobody has used or called back, good or run out: there is at most one.
pub async fn find_unused(ctx: &Ctx, resident: MemberId) -> Result<Option<Delegation>> {
    let unused = is_open().add(delegation::Column::ResidentId.eq(resident));
    Ok(ctx.tx().find::<delegation::Entity>().filter(unused).one().await?.map(model))
}

/// The good code that was typed.
pub async fn find_by_code(ctx: &Ctx, code: &str) -> Result<Option<Delegation>> {
    let lookup = ctx.keys.code_lookup(code);
    let good = is_open().add(delegation::Column::CodeLookup.eq(lookup)).add(delegation::Column::ExpiresAt.gt(ctx.now));
    let row = ctx.tx().find::<delegation::Entity>().filter(good).ascending(delegation::Column::Id).limit(1).one().await?;
    Ok(row.map(model))
}

/// What is not over: a delegation, or a code.
pub async fn get_delegation(ctx: &Ctx, id: DelegationId) -> Result<Delegation> {
    let only = Condition::all().add(delegation::Column::Id.eq(id)).add(delegation::Column::EndedAt.is_null());
    let row = ctx.tx().find::<delegation::Entity>().filter(only).one().await?;
    Ok(model(row.ok_or(Fault::NotFound)?))
}

/// A new code of this resident, which `delegation` describes.
pub fn new_offer(ctx: &Ctx, delegation: &Delegation, code: &str) -> Result<delegation::ActiveModel> {
    Ok(delegation::ActiveModel {
        id: Set(delegation.id),
        resident_id: Set(delegation.resident),
        delegate_id: Set(None),
        offered_by: Set(delegation.offered_by),
        code_sealed: Set(ctx.keys.seal(code)?),
        code_lookup: Set(ctx.keys.code_lookup(code)),
        expires_at: Set(ctx.now + CODE_FOR),
        begun_at: Set(None),
        ended_at: Set(None),
        ..Default::default()
    })
}

fn model(row: delegation::Model) -> Delegation {
    Delegation {
        id: row.id,
        resident: row.resident_id,
        delegate: row.delegate_id,
        offered_by: row.offered_by,
        expires_at: row.expires_at,
        begun_at: row.begun_at,
    }
}
