//! Invitations in the database.

use crate::communities::entity::invitation;
use crate::communities::model::Invitation;
use crate::kernel::ctx::Ctx;
use crate::kernel::fault::Failure;
use sea_orm::{ColumnTrait, Condition};

type Result<T> = std::result::Result<T, Failure>;

fn good(ctx: &Ctx) -> Condition {
    Condition::all().add(invitation::Column::EndedAt.is_null()).add(invitation::Column::ExpiresAt.gt(ctx.now))
}

/// The invitation that is good now, with what opens it: for those who hand it out.
pub async fn find_open_invitation(ctx: &Ctx) -> Result<Option<(Invitation, String)>> {
    let row = ctx.tx().find::<invitation::Entity>().filter(good(ctx)).one().await?;
    row.map(|row| Ok((Invitation { id: row.id, expires_at: row.expires_at }, ctx.keys.open(&row.token_sealed)?))).transpose()
}

/// The invitation that nobody called back, good or run out: there is at most one.
pub async fn find_standing_invitation(ctx: &Ctx) -> Result<Option<Invitation>> {
    let row = ctx.tx().find::<invitation::Entity>().filter(invitation::Column::EndedAt.is_null()).one().await?;
    Ok(row.map(|row| Invitation { id: row.id, expires_at: row.expires_at }))
}

/// The good invitation that this token opens.
pub async fn find_invitation(ctx: &Ctx, token: &str) -> Result<Option<Invitation>> {
    let only = good(ctx).add(invitation::Column::TokenLookup.eq(ctx.keys.code_lookup(token)));
    let row = ctx.tx().find::<invitation::Entity>().filter(only).one().await?;
    Ok(row.map(|row| Invitation { id: row.id, expires_at: row.expires_at }))
}
