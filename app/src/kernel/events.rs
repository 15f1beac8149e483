//! The history: append-only, one row for everything that happened in a community. Clocks, timelines, figures and
//! notices derive from it. The database refuses to change or remove a row.

use super::actor::Channel;
use super::ctx::Ctx;
use super::fault::Failure;
use super::ids::{EventId, MemberId};
use super::live;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

type Result<T> = std::result::Result<T, Failure>;

mod table {
    use crate::kernel::db::entity::{
        ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    };
    use crate::kernel::ids::{EventId, MemberId, TenantId};
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "events")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: TenantId,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: EventId,
        pub subject_kind: String,
        pub subject_id: Uuid,
        pub kind: String,
        pub actor_id: Option<MemberId>,
        pub channel: String,
        pub at: DateTime<Utc>,
        pub payload: serde_json::Value,
    }

    crate::plain_entity!();
}

crate::tenant_scoped!(table, Id);

/// What happened: an enum of a slice, serialized as `{"kind": "accepted", …}`.
pub trait Fact: Serialize {
    /// Whether somebody who looks at the subject would see something new. A look is none: a page that looks again because
    /// somebody looked would never rest.
    fn is_change(&self) -> bool {
        true
    }
}

/// One entry of the history as it was read back.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id.
    pub id: EventId,
    /// What it is about.
    pub subject: Uuid,
    /// Who did it; `None` for the operator.
    pub actor: Option<MemberId>,
    /// By what way.
    pub channel: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What: the serialized [`Fact`].
    pub fact: Value,
}

/// Adds one event; called by permits alone, so that no event stands without its right.
pub(super) async fn append(ctx: &Ctx, subject_kind: &str, subject_id: Uuid, fact: &impl Fact) -> Result<()> {
    let mut payload = serde_json::to_value(fact).map_err(|e| Failure::Broken(format!("an event does not serialize: {e}")))?;
    let Some(Value::String(kind)) = payload.as_object_mut().and_then(|fields| fields.remove("kind")) else {
        return Err(Failure::Broken("an event has no kind".to_owned()));
    };
    let at = ctx.next_event_at();
    let row = table::ActiveModel {
        id: Set(EventId::new(at)),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        kind: Set(kind),
        actor_id: Set(ctx.actor.member),
        channel: Set(ctx.channel.code().to_owned()),
        at: Set(at),
        payload: Set(payload),
        ..Default::default()
    };
    ctx.tx().insert::<table::Entity>(row).await?;
    if fact.is_change() { live::note(ctx, subject_id, at).await } else { Ok(()) }
}

/// The history of one subject, oldest first.
///
/// # Errors
/// When the database does.
pub async fn of(ctx: &Ctx, subject_kind: &str, subject_id: Uuid) -> Result<Vec<Entry>> {
    let rows = ctx
        .tx()
        .find::<table::Entity>()
        .filter(table::Column::SubjectKind.eq(subject_kind))
        .filter(table::Column::SubjectId.eq(subject_id))
        .ascending(table::Column::At)
        .ascending(table::Column::Id)
        .all()
        .await?;
    Ok(rows.into_iter().map(entry).collect())
}

/// The histories of several subjects, each oldest first, one after the other.
///
/// # Errors
/// When the database does.
pub async fn of_each(ctx: &Ctx, subjects: Vec<Uuid>) -> Result<Vec<Entry>> {
    let find = ctx.tx().find::<table::Entity>().filter(table::Column::SubjectId.is_in(subjects));
    let rows = find.ascending(table::Column::SubjectId).ascending(table::Column::At).ascending(table::Column::Id).all().await?;
    Ok(rows.into_iter().map(entry).collect())
}

/// Whether this actor already caused an event of this kind about the subject since then.
///
/// # Errors
/// When the database does.
pub async fn happened(ctx: &Ctx, subject_id: Uuid, kind: &str, by: MemberId, since: DateTime<Utc>) -> Result<bool> {
    let found = ctx
        .tx()
        .find::<table::Entity>()
        .filter(table::Column::SubjectId.eq(subject_id))
        .filter(table::Column::Kind.eq(kind))
        .filter(table::Column::ActorId.eq(by))
        .filter(table::Column::At.gte(since))
        .limit(1)
        .one()
        .await?;
    Ok(found.is_some())
}

/// What of this kind happened to these subjects, newest first.
///
/// # Errors
/// When the database does.
pub async fn newest_of(ctx: &Ctx, kind: &str, subjects: Vec<Uuid>, limit: u64) -> Result<Vec<Entry>> {
    let find = ctx.tx().find::<table::Entity>().filter(table::Column::SubjectId.is_in(subjects)).filter(table::Column::Kind.eq(kind));
    let rows = find.descending(table::Column::Id).limit(limit).all().await?;
    Ok(rows.into_iter().map(entry).collect())
}

/// How often this happened to the subject.
///
/// # Errors
/// When the database does.
pub async fn count_of(ctx: &Ctx, subject_id: Uuid, kind: &str) -> Result<u64> {
    let find = ctx.tx().find::<table::Entity>().filter(table::Column::SubjectId.eq(subject_id));
    find.filter(table::Column::Kind.eq(kind)).count().await
}

/// How much this member has done here.
///
/// # Errors
/// When the database does.
pub async fn count_by(ctx: &Ctx, actor: MemberId) -> Result<u64> {
    ctx.tx().find::<table::Entity>().filter(table::Column::ActorId.eq(actor)).count().await
}

/// When the newest event of this community happened: a clock that stands before it stands wrong. For the doctor.
///
/// # Errors
/// When the database does.
pub async fn newest(ctx: Ctx, (): ()) -> Result<Option<DateTime<Utc>>> {
    // Ids carry the time they were made at.
    let row = ctx.tx().find::<table::Entity>().descending(table::Column::Id).limit(1).one().await?;
    Ok(row.map(|row| row.at))
}

fn entry(row: table::Model) -> Entry {
    let mut fact = row.payload;
    if let Some(fields) = fact.as_object_mut() {
        fields.insert("kind".to_owned(), Value::String(row.kind));
    }
    Entry { id: row.id, subject: row.subject_id, actor: row.actor_id, channel: row.channel, at: row.at, fact }
}

/// The channel's name for people.
pub fn channel_name(entry: &Entry) -> super::said::Text {
    Channel::name(&entry.channel)
}
