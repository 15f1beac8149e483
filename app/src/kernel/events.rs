//! The history: append-only, one row for everything that happened in a community. Clocks, timelines, figures and
//! notices derive from it. The database refuses to change or remove a row; what people wrote stands beside it (`words`).

pub(super) mod words;

use super::actor::Channel;
use super::ctx::Ctx;
use super::fault::Failure;
use super::ids::{EventId, MemberId};
use super::jobs;
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

/// A row of the history, and of what people wrote beside it, for the seals.
pub(super) type Row = table::Model;
pub(super) type Words = words::table::Model;

/// What happened: an enum of a slice, serialized as `{"kind": "accepted", …}`.
pub trait Fact: Serialize {
    /// Whether somebody who looks at the subject would see something new. A look is none: a page that looks again because
    /// somebody looked would never rest.
    fn is_change(&self) -> bool {
        true
    }

    /// Its fields that hold what people wrote. Once a person has gone they are missing when the fact is read back.
    const WORDS: &'static [&'static str] = &[];
}

/// One entry of the history as it was read back.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id.
    pub id: EventId,
    /// What kind of thing it is about: `wish`, `member`, …
    pub about: String,
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
pub(super) async fn append<F: Fact>(ctx: &Ctx, subject_kind: &str, subject_id: Uuid, fact: &F) -> Result<()> {
    let at = ctx.next_event_at();
    let (row, words) = rows(subject_kind, subject_id, ctx.actor.member, ctx.channel, at, fact)?;
    ctx.tx().insert::<table::Entity>(row).await?;
    if let Some(words) = words {
        ctx.tx().insert::<words::table::Entity>(words).await?;
    }
    if fact.is_change() { live::note(ctx, subject_id, at).await } else { Ok(()) }
}

/// Adds an event of a look, unless this actor looked today already; called by permits alone.
pub(super) async fn append_daily<F: Fact>(ctx: &Ctx, subject_kind: &str, subject_id: Uuid, by: MemberId, fact: &F) -> Result<()> {
    let (table::ActiveModel { kind: Set(kind), .. }, _) = rows(subject_kind, subject_id, Some(by), ctx.channel, ctx.now, fact)? else {
        return Err(Failure::Broken("an event has no kind".to_owned()));
    };
    let since = ctx.start_of_today();
    if happened(ctx, subject_id, &kind, by, since).await? {
        return Ok(());
    }
    // Two looks at once are one: the second waits for the first, and finds it.
    jobs::alone(ctx, &kind, subject_id).await?;
    if happened(ctx, subject_id, &kind, by, since).await? {
        return Ok(());
    }
    append(ctx, subject_kind, subject_id, fact).await
}

/// Something that happened in the past.
#[derive(Debug, Clone)]
pub struct Past<F> {
    /// To what.
    pub subject: Uuid,
    /// By whom.
    pub actor: Option<MemberId>,
    /// By what way.
    pub channel: Channel,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub fact: F,
}

/// Adds events of the past, many at a time; called by permits alone. Nobody who looks is told.
pub(super) async fn append_past<F: Fact>(ctx: &Ctx, subject_kind: &str, past: Vec<Past<F>>) -> Result<()> {
    let (mut events, mut said) = (Vec::with_capacity(past.len()), Vec::new());
    for one in past {
        let (row, words) = rows(subject_kind, one.subject, one.actor, one.channel, one.at, &one.fact)?;
        events.push(row);
        said.extend(words);
    }
    ctx.tx().insert_all::<table::Entity>(events).await?;
    ctx.tx().insert_all::<words::table::Entity>(said).await
}

/// The rows of an event: itself, and what people wrote in it.
fn rows<F: Fact>(
    subject_kind: &str,
    subject_id: Uuid,
    actor: Option<MemberId>,
    channel: Channel,
    at: DateTime<Utc>,
    fact: &F,
) -> Result<(table::ActiveModel, Option<words::table::ActiveModel>)> {
    let mut payload = serde_json::to_value(fact).map_err(|e| Failure::Broken(format!("an event does not serialize: {e}")))?;
    let Some(Value::String(kind)) = payload.as_object_mut().and_then(|fields| fields.remove("kind")) else {
        return Err(Failure::Broken("an event has no kind".to_owned()));
    };
    let id = EventId::new(at);
    let words = words::taken_out_of(&mut payload, F::WORDS).map(|said| words::row(id, subject_id, said));
    let row = table::ActiveModel {
        id: Set(id),
        subject_kind: Set(subject_kind.to_owned()),
        subject_id: Set(subject_id),
        kind: Set(kind),
        actor_id: Set(actor),
        channel: Set(channel.code().to_owned()),
        at: Set(at),
        payload: Set(payload),
        ..Default::default()
    };
    Ok((row, words))
}

/// The history of one subject, oldest first; without what people wrote.
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

/// The history of one subject, oldest first, with what people wrote in it.
///
/// # Errors
/// When the database does.
pub async fn with_words(ctx: &Ctx, subject_kind: &str, subject_id: Uuid) -> Result<Vec<Entry>> {
    let mut entries = of(ctx, subject_kind, subject_id).await?;
    let mut words = words::of(ctx, subject_id).await?;
    for entry in &mut entries {
        if let Some(said) = words.remove(&entry.id) {
            words::put_into(&mut entry.fact, said);
        }
    }
    Ok(entries)
}

/// What this member did here, newest first; without what was written.
///
/// # Errors
/// When the database does.
pub async fn by(ctx: &Ctx, actor: MemberId, limit: u64) -> Result<Vec<Entry>> {
    let find = ctx.tx().find::<table::Entity>().filter(table::Column::ActorId.eq(actor)).descending(table::Column::Id);
    Ok(find.limit(limit).all().await?.into_iter().map(entry).collect())
}

/// The histories of several subjects, each oldest first, one after the other; without what people wrote.
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

/// What of these kinds happened to these subjects, newest first; without what people wrote.
///
/// # Errors
/// When the database does.
pub async fn newest_of(ctx: &Ctx, kinds: &[&str], subjects: Vec<Uuid>, limit: u64) -> Result<Vec<Entry>> {
    let find = ctx
        .tx()
        .find::<table::Entity>()
        .filter(table::Column::SubjectId.is_in(subjects))
        .filter(table::Column::Kind.is_in(kinds.iter().copied()));
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

/// Which events of a community.
#[derive(Debug, Clone, Default)]
pub struct Narrowed {
    /// About this kind of thing alone.
    pub about: Option<&'static str>,
    /// By one of these members alone.
    pub by: Option<Vec<MemberId>>,
    /// But none of this kind.
    pub without: &'static str,
    /// Not before this one.
    pub from: Option<EventId>,
    /// Before this one.
    pub before: Option<EventId>,
    /// Before this one, where a page ended.
    pub cursor: Option<EventId>,
}

/// What happened in the whole community, newest first; without what people wrote.
///
/// # Errors
/// When the database does.
pub async fn list_newest(ctx: &Ctx, narrowed: Narrowed, limit: u64) -> Result<Vec<Entry>> {
    let mut find = ctx.tx().find::<table::Entity>().filter(table::Column::Kind.ne(narrowed.without));
    if let Some(about) = narrowed.about {
        find = find.filter(table::Column::SubjectKind.eq(about));
    }
    if let Some(by) = narrowed.by {
        find = find.filter(table::Column::ActorId.is_in(by));
    }
    if let Some(from) = narrowed.from {
        find = find.filter(table::Column::Id.gte(from));
    }
    for before in [narrowed.before, narrowed.cursor].into_iter().flatten() {
        find = find.filter(table::Column::Id.lt(before));
    }
    let rows = find.descending(table::Column::Id).limit(limit).all().await?;
    Ok(rows.into_iter().map(entry).collect())
}

/// The rows of the history from this id on, in the order of their ids.
pub(super) async fn list_from(ctx: &Ctx, since: Option<EventId>, limit: usize) -> Result<Vec<Row>> {
    let mut find = ctx.tx().find::<table::Entity>();
    if let Some(since) = since {
        find = find.filter(table::Column::Id.gte(since));
    }
    find.ascending(table::Column::Id).limit(limit as u64).all().await
}

/// These rows of the history.
pub(super) async fn list_these(ctx: &Ctx, ids: Vec<EventId>) -> Result<Vec<Row>> {
    ctx.tx().find::<table::Entity>().filter(table::Column::Id.is_in(ids)).all().await
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
    Entry { id: row.id, about: row.subject_kind, subject: row.subject_id, actor: row.actor_id, channel: row.channel, at: row.at, fact }
}

/// The channel's name for people.
pub fn channel_name(entry: &Entry) -> super::said::Text {
    Channel::name(&entry.channel)
}
