//! What people are told: a sentence for one member about one subject, in both languages, read or not. Written by a
//! permit in the transaction of what it tells, and shown to that member alone.

use super::ctx::Ctx;
use super::fault::Failure;
use super::ids::{MemberId, NoticeId};
use super::jobs;
use super::said::Said;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{MemberId, NoticeId, TenantId};
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notices")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: NoticeId,
        pub member_id: MemberId,
        pub subject_id: Uuid,
        pub kind: String,
        pub zh: String,
        pub en: String,
        pub link: String,
        pub at: DateTime<Utc>,
        pub read_at: Option<DateTime<Utc>>,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(table, Id);

/// What is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is about, for programs: `reminded`, `overdue`, …
    pub kind: &'static str,
    /// The sentence. It carries no name, door, phone or title of an order: it outlives the right to see them.
    pub said: Said,
    /// Where to see more: a path within the community.
    pub link: String,
}

/// A notice as it was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its id.
    pub id: NoticeId,
    /// What it is about, for programs.
    pub kind: String,
    /// The sentence.
    pub said: Said,
    /// Where to see more.
    pub link: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the member has seen it.
    pub read: bool,
}

/// Tells a member; called by permits alone. Where somebody chose to be told outside, it is looked at again for that.
pub(super) async fn append(ctx: &Ctx, to: MemberId, subject: Uuid, notice: &Notice) -> Result<()> {
    let id = NoticeId::new(ctx.now);
    if ctx.place.tells {
        jobs::schedule(ctx, "notice", id.0, Some(ctx.now)).await?;
    }
    let row = table::ActiveModel {
        id: Set(id),
        member_id: Set(to),
        subject_id: Set(subject),
        kind: Set(notice.kind.to_owned()),
        zh: Set(notice.said.zh.to_string()),
        en: Set(notice.said.en.to_string()),
        link: Set(notice.link.clone()),
        at: Set(ctx.now),
        read_at: Set(None),
        ..Default::default()
    };
    ctx.tx().insert::<table::Entity>(row).await
}

/// What the reader was told, newest first, from after the cursor on.
///
/// # Errors
/// When the database does.
pub async fn list(ctx: &Ctx, cursor: Option<NoticeId>, limit: u64) -> Result<Vec<Told>> {
    let Some(reader) = ctx.actor.member else { return Ok(Vec::new()) };
    let mut find = ctx.tx().find::<table::Entity>().filter(table::Column::MemberId.eq(reader));
    if let Some(cursor) = cursor {
        find = find.filter(table::Column::Id.lt(cursor));
    }
    let rows = find.descending(table::Column::Id).limit(limit).all().await?;
    Ok(rows.into_iter().map(told).collect())
}

/// A notice and whom it was for.
///
/// # Errors
/// When the database does.
pub async fn find(ctx: &Ctx, id: NoticeId) -> Result<Option<(MemberId, Told)>> {
    let row = ctx.tx().find::<table::Entity>().filter(table::Column::Id.eq(id)).one().await?;
    Ok(row.map(|row| (row.member_id, told(row))))
}

/// How much of it the reader has not seen.
///
/// # Errors
/// When the database does.
pub async fn count_unread(ctx: &Ctx) -> Result<u64> {
    let Some(reader) = ctx.actor.member else { return Ok(0) };
    ctx.tx().find::<table::Entity>().filter(unread(reader)).count().await
}

/// The reader has seen what they were told about this subject, or (with `None`) all of it; says how much was new to them.
///
/// # Errors
/// When the database does.
pub async fn mark_read(ctx: &Ctx, about: Option<Uuid>) -> Result<u64> {
    let Some(reader) = ctx.actor.member else { return Ok(0) };
    let mut only = unread(reader);
    if let Some(subject) = about {
        only = only.add(table::Column::SubjectId.eq(subject));
    }
    let read = table::ActiveModel { read_at: Set(Some(ctx.now)), ..Default::default() };
    ctx.tx().update_all::<table::Entity>(read, only).await
}

fn unread(reader: MemberId) -> Condition {
    Condition::all().add(table::Column::MemberId.eq(reader)).add(table::Column::ReadAt.is_null())
}

fn told(row: table::Model) -> Told {
    let said = Said { zh: row.zh.into(), en: row.en.into() };
    Told { id: row.id, kind: row.kind, said, link: row.link, at: row.at, read: row.read_at.is_some() }
}
