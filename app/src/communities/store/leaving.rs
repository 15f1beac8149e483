//! What is kept of a member as a person.

use super::{delegations_of, delegations_to, list_grids, list_names};
use crate::accounts::model::masked_name;
use crate::communities::entity::membership;
use crate::communities::model::{Delegation, KeptOfMember, Member};
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::{Failure, Fault};
use crate::kernel::ids::MemberId;
use sea_orm::ColumnTrait as _;

type Result<T> = std::result::Result<T, Failure>;

/// Whether a member has not gone.
pub async fn is_here(ctx: &Ctx, member: MemberId) -> Result<bool> {
    let here = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(member));
    Ok(here.filter(membership::Column::LeftAt.is_null()).one().await?.is_some())
}

/// All of it, in the open.
pub async fn kept_of(ctx: &Ctx, member: Member) -> Result<KeptOfMember> {
    let found = ctx.tx().find::<membership::Entity>().filter(membership::Column::Id.eq(member.id)).one().await?;
    let row = found.ok_or(Fault::NotFound)?;
    let delegates = delegations_of(ctx, member.id).await?;
    let speaks_for = delegations_to(ctx, member.id).await?;
    let people: Vec<MemberId> = delegates.iter().filter_map(|one| one.delegate).chain(speaks_for.iter().map(|one| one.resident)).collect();
    let names = list_names(ctx, people).await?;
    let since = |id: Option<MemberId>, one: &Delegation| {
        let (name, _) = names.get(&id?)?;
        Some((masked_name(name), ctx.moment(one.begun_at?)))
    };
    Ok(KeptOfMember {
        id: member.id,
        account: member.account.is_some(),
        name: member.name,
        building: member.building,
        door: member.door,
        phone: row.phone_sealed.map(|sealed| ctx.keys.open(&sealed)).transpose()?,
        grid: list_grids(ctx).await?.into_iter().find(|grid| Some(grid.id) == row.grid_id),
        born: row.born,
        needs: member.needs,
        card_number: row.card_no,
        roles: member.roles,
        volunteer_kind: member.volunteer_kind,
        since: member.created_at,
        verified_at: member.verified_at,
        consent: row.consent_version,
        needs_consent: row.needs_consent,
        delegates: delegates.iter().filter_map(|one| since(one.delegate, one)).collect(),
        speaks_for: speaks_for.iter().filter_map(|one| since(Some(one.resident), one)).collect(),
    })
}
