//! Certificates in the database: rows to models and back. Decides nothing.

use super::entity::certificate;
use super::model::{Certificate, CertificateId};
use crate::kernel::ctx::Ctx;
use crate::kernel::db::Find;
use crate::kernel::fault::Failure;
use crate::kernel::ids::MemberId;
use sea_orm::{ActiveValue::Set, ColumnTrait};

type Result<T> = std::result::Result<T, Failure>;

fn all(ctx: &Ctx) -> Find<'_, certificate::Entity> {
    ctx.tx().find::<certificate::Entity>()
}

pub async fn find(ctx: &Ctx, id: CertificateId) -> Result<Option<Certificate>> {
    Ok(all(ctx).filter(certificate::Column::Id.eq(id)).one().await?.map(model))
}

pub async fn find_by_digits(ctx: &Ctx, digits: &str) -> Result<Option<Certificate>> {
    Ok(all(ctx).filter(certificate::Column::Digits.eq(digits)).one().await?.map(model))
}

/// This member's, the newest first.
pub async fn list_of(ctx: &Ctx, member: MemberId) -> Result<Vec<Certificate>> {
    let of = all(ctx).filter(certificate::Column::MemberId.eq(member)).descending(certificate::Column::Id);
    Ok(of.all().await?.into_iter().map(model).collect())
}

pub fn new_row(new: &Certificate) -> certificate::ActiveModel {
    certificate::ActiveModel {
        id: Set(new.id),
        digits: Set(new.digits.clone()),
        member_id: Set(new.member),
        minutes: Set(new.minutes),
        services: Set(new.services),
        from_day: Set(new.from),
        to_day: Set(new.to),
        made_on: Set(new.made_on),
        ..changed_row(new)
    }
}

/// What of a certificate may change.
pub fn changed_row(now: &Certificate) -> certificate::ActiveModel {
    certificate::ActiveModel { name: Set(now.name.clone()), void_reason: Set(now.void.clone()), ..Default::default() }
}

/// That it still holds.
pub fn holds() -> sea_orm::sea_query::Expr {
    certificate::Column::VoidReason.is_null()
}

/// That its name still stands there.
pub fn is_named() -> sea_orm::sea_query::Expr {
    certificate::Column::Name.ne("")
}

fn model(row: certificate::Model) -> Certificate {
    Certificate {
        id: row.id,
        digits: row.digits,
        member: row.member_id,
        name: row.name,
        minutes: row.minutes,
        services: row.services,
        from: row.from_day,
        to: row.to_day,
        made_on: row.made_on,
        void: row.void_reason,
    }
}
